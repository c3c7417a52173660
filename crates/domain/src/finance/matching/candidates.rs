//! Which items a payment may be for: by what its remark names, by who pays, by the amount where it
//! is a rare one. Never all items, so that twice as much takes twice as long.

use super::{
    AllocationKind, Evidence, Payment,
    alternatives::{Alternative, Balance, is_known},
    book::{Book, day},
    folded::Folded,
    numbers::{Kind, Named, Numbers, resemblance},
    payers::Acquaintance,
    score,
    several::{MOST_AMOUNTS, sums},
};

/// Readings of one payment that compete with those of others.
const MOST: usize = 8;
/// An amount that more items have says nothing by itself.
const RARE: usize = 40;
/// Items of one party that are looked at for parts and sums.
const MOST_OF_PARTY: usize = 2_000;
/// Parts and overpayments are proposed for the nearest items.
const NEAREST: usize = 6;

const DEPOSIT_WORDS: [&str; 7] = ["意向金", "定金", "订金", "保证金", "押金", "预付款", "deposit"];

/// What was read of a payment before its items are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    pub payment: &'a Payment,
    /// What its remark names exactly.
    pub named: &'a [Named],
    /// Whom its payer may be.
    pub who: &'a [Acquaintance],
}

/// Looks for items.
#[derive(Debug)]
pub struct Finder<'a> {
    pub book: &'a Book<'a>,
    pub numbers: &'a Numbers,
    /// Items that are settled already.
    pub settled: &'a [bool],
}

/// An item with the number by which it is named.
type Candidate = (usize, Option<Evidence>);

impl Finder<'_> {
    /// The readings of a payment of which more speaks for than against, the best first.
    pub fn alternatives(&self, reading: Reading) -> Vec<Alternative> {
        let text = Folded::of(&reading.payment.remark);
        let named = self.named(reading, &text);
        let candidates = self.candidates(reading, &text, &named);
        let single = |(item, number): &Candidate| {
            let payer = self.payer(reading, *item);
            Alternative::single(self.book, reading.payment, *item, *number, payer)
        };
        let mut found: Vec<Alternative> = candidates.iter().map(single).collect();
        found.extend(self.sums(reading, &named, &found));
        found.extend(deposit(reading, named.is_empty()));
        found.retain(|alternative| alternative.score > 0);
        found.sort_by(|a, b| (b.score, &a.parts).cmp(&(a.score, &b.parts)));
        found.dedup_by(|a, b| a.parts == b.parts && !a.parts.is_empty());
        found.truncate(MOST);
        found
    }

    fn is_free(&self, payment: &Payment, item: usize) -> bool {
        !self.settled[item] && !self.book.is_refused(payment, item)
    }

    /// What is named, and what damaged digits may mean where that is not somebody's who pays.
    fn named(&self, reading: Reading, text: &Folded) -> Vec<Candidate> {
        let is_ours = |named: &Named| self.acquaintance(reading, named.item).is_some();
        let mut named = reading.named.to_vec();
        if !named.iter().any(is_ours) {
            named.extend(self.numbers.damaged(text));
        }
        named.sort_unstable();
        named.dedup_by_key(|named| named.item);
        named.retain(|named| self.is_free(reading.payment, named.item));
        named.into_iter().map(|named| (named.item, Some(named.evidence()))).collect()
    }

    fn candidates(&self, reading: Reading, text: &Folded, named: &[Candidate]) -> Vec<Candidate> {
        let (payment, paid) = (reading.payment, reading.payment.open.minor());
        let mut found = named.to_vec();
        let most = paid.saturating_add(self.book.settings.fee_most.minor());
        for who in reading.who {
            let fitting = self.book.of_party(who.party, payment.currency, paid, most);
            let fitting = fitting.take(MOST_OF_PARTY).filter(|item| {
                let open = self.book.items[*item].open;
                open == paid || self.book.fee(open, paid).is_some()
            });
            let unnamed = fitting.filter(|item| !is_among(named, *item));
            found.extend(self.with_hints(reading, text, unnamed));
        }
        if found.is_empty()
            && let Some(party) = Self::only_party(reading)
        {
            let nearest = self.nearest(payment, party, i64::MAX).into_iter().take(NEAREST);
            found.extend(self.with_hints(reading, text, nearest));
        }
        if found.is_empty() {
            let alike = self.book.of_amount(payment.currency, paid);
            if alike.len() <= RARE {
                let items = alike.iter().map(|row| row.2);
                found.extend(self.with_hints(reading, text, items));
            }
        }
        found
    }

    /// Free ones of these items, with what the remark says of them.
    fn with_hints(
        &self,
        reading: Reading,
        text: &Folded,
        items: impl Iterator<Item = usize>,
    ) -> Vec<Candidate> {
        let names_others = reading.named.iter().any(|named| named.kind != Kind::Contract);
        let hint = |item: usize| {
            if names_others {
                return Some(Evidence::AnotherNumber);
            }
            let numbers = &self.book.items[item].of.order_numbers;
            numbers.iter().find_map(|number| resemblance(number, text))
        };
        items
            .filter(|item| self.is_free(reading.payment, *item))
            .map(|item| (item, hint(item)))
            .collect()
    }

    fn acquaintance<'r>(&self, reading: Reading<'r>, item: usize) -> Option<&'r Acquaintance> {
        let party = self.book.items[item].party?;
        reading.who.iter().find(|who| who.party == party)
    }

    fn payer(&self, reading: Reading, item: usize) -> Evidence {
        if let Some(who) = self.acquaintance(reading, item) {
            who.evidence
        } else if reading.payment.payer_name.trim().is_empty() {
            Evidence::PayerMissing
        } else if reading.who.iter().any(|who| who.evidence == Evidence::PayerKnown) {
            Evidence::PayerIsAnother
        } else {
            Evidence::PayerUnknown
        }
    }

    /// The party that pays, where no other is as likely.
    fn only_party(reading: Reading) -> Option<usize> {
        match reading.who {
            [only] => Some(only.party),
            [first, second, ..] if first.evidence != second.evidence => Some(first.party),
            _ => None,
        }
    }

    /// A party's free items of at most that amount, whose due date is the nearest first.
    fn nearest(&self, payment: &Payment, party: usize, most: i64) -> Vec<usize> {
        let items = self.book.of_party(party, payment.currency, 1, most).take(MOST_OF_PARTY);
        let mut items: Vec<usize> = items.filter(|item| self.is_free(payment, *item)).collect();
        let paid = day(payment);
        items.sort_by_key(|item| (self.book.items[*item].due.abs_diff(paid), *item));
        items.truncate(MOST_AMOUNTS);
        items
    }

    /// Several items in one payment.
    fn sums(
        &self,
        reading: Reading,
        named: &[Candidate],
        singles: &[Alternative],
    ) -> Vec<Alternative> {
        let (payment, paid) = (reading.payment, reading.payment.open.minor());
        let mut sure: Vec<Candidate> = named
            .iter()
            .filter(|(item, number)| {
                let damaged = matches!(number, Some(Evidence::OrderNumberDamaged { .. }));
                !damaged && self.book.items[*item].of.currency == payment.currency
            })
            .copied()
            .collect();
        sure.sort_by_key(|(item, _)| (self.book.items[*item].due, *item));
        let mut found = Vec::new();
        if sure.len() > 1 {
            let items: Vec<usize> = sure.iter().map(|(item, _)| *item).collect();
            found.extend(self.several(reading, &items, &sure));
            let open = |item: &usize| self.book.items[*item].open;
            if items.iter().map(open).fold(0, i64::saturating_add) != paid {
                found.extend(self.subsets(reading, &items, &[], &sure));
            }
            return found;
        }
        let fits = |single: &Alternative| {
            single.evidence.iter().any(|evidence| {
                matches!(
                    evidence,
                    Evidence::AmountEqual { .. }
                        | Evidence::AmountMinusFee { .. }
                        | Evidence::OtherCurrency { .. }
                )
            })
        };
        let Some(party) = Self::only_party(reading) else { return found };
        let kept: Vec<usize> = sure.iter().map(|(item, _)| *item).collect();
        let kept_open = kept.iter().map(|item| self.book.items[*item].open).sum::<i64>();
        if !singles.iter().any(fits) && kept_open < paid {
            let mut pool = self.nearest(payment, party, paid - kept_open);
            pool.retain(|item| !kept.contains(item));
            found.extend(self.subsets(reading, &pool, &kept, &sure));
        }
        found
    }

    /// Those sets of the pool that, with what is kept, make the payment.
    fn subsets(
        &self,
        reading: Reading,
        pool: &[usize],
        kept: &[usize],
        named: &[Candidate],
    ) -> Vec<Alternative> {
        let open = |item: &usize| self.book.items[*item].open;
        let target = reading.payment.open.minor() - kept.iter().map(open).sum::<i64>();
        let amounts: Vec<i64> = pool.iter().map(open).collect();
        let fewest = if kept.is_empty() { 2 } else { 1 };
        let sums = sums(&amounts, target, fewest);
        let with_kept = sums.sets.iter().map(|set| {
            let mut items: Vec<usize> =
                kept.iter().copied().chain(set.iter().map(|at| pool[*at])).collect();
            items.sort_by_key(|item| (self.book.items[*item].due, *item));
            items
        });
        let mut found: Vec<Alternative> =
            with_kept.filter_map(|items| self.several(reading, &items, named)).collect();
        // The largest amounts beyond the bound were not looked at: then one answer is not the only.
        let is_unsure = !sums.is_complete || found.len() > 1 || pool.len() >= MOST_AMOUNTS;
        for alternative in &mut found {
            alternative.is_unsure = is_unsure;
        }
        found
    }

    fn several(
        &self,
        reading: Reading,
        items: &[usize],
        named: &[Candidate],
    ) -> Option<Alternative> {
        let number = |item: &usize| {
            named.iter().find(|(other, _)| other == item).and_then(|(_, number)| *number)
        };
        let numbers: Vec<Option<Evidence>> = items.iter().map(number).collect();
        let payers = items.iter().map(|item| self.payer(reading, *item));
        let payer = payers.min_by_key(|payer| score::weight(*payer))?;
        Alternative::several(self.book, reading.payment, items, &numbers, payer)
    }
}

/// Money of somebody known that names nothing: it stays theirs.
fn deposit(reading: Reading, names_nothing: bool) -> Option<Alternative> {
    let remark = reading.payment.remark.to_lowercase();
    let [who, ..] = reading.who else { return None };
    let says_so = DEPOSIT_WORDS.iter().any(|word| remark.contains(word));
    if !names_nothing || !matches!(who.evidence, Evidence::PayerKnown) {
        return None;
    }
    let evidence = [Some(who.evidence), says_so.then_some(Evidence::SaysDeposit)];
    Some(of_party(
        reading,
        who.party,
        AllocationKind::Deposit,
        evidence.into_iter().flatten().collect(),
    ))
}

/// Money that goes out to somebody known.
pub fn refund(book: &Book, reading: Reading) -> Vec<Alternative> {
    let known = reading.who.iter().filter(|who| is_known(who.evidence, book.settings));
    known
        .map(|who| of_party(reading, who.party, AllocationKind::Refund, vec![who.evidence]))
        .collect()
}

/// The same money once more: it is the party's.
pub fn surplus(reading: Reading) -> Vec<Alternative> {
    let known = reading.who.iter().filter(|who| who.evidence == Evidence::PayerKnown);
    known
        .map(|who| of_party(reading, who.party, AllocationKind::Over, vec![who.evidence]))
        .collect()
}

fn of_party(
    reading: Reading,
    party: usize,
    kind: AllocationKind,
    evidence: Vec<Evidence>,
) -> Alternative {
    let amount = reading.payment.open.minor().saturating_abs();
    Alternative::balance(Balance { party, amount, kind }, evidence)
}

fn is_among(candidates: &[Candidate], item: usize) -> bool {
    candidates.iter().any(|(other, _)| *other == item)
}
