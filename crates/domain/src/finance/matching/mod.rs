//! Which payment is for which order. Pure, and the same whatever order payments, items and parties
//! come in.
//!
//! 1. What each remark names, and whom each payer may be (`numbers`, `payers`).
//! 2. The same money twice, and money that went back (`twins`).
//! 3. Where number, amount and payer agree and nobody else names the item, it is settled.
//! 4. For the rest the readings that more speaks for than against (`candidates`, `score`).
//! 5. Of those the ones that go together best, per group of payments that compete (`choice`).
//! 6. What of it needs no person: a rule that is switched on, and no other reading nearly as good.

mod alternatives;
mod assignment;
mod book;
mod candidates;
mod choice;
mod folded;
mod input;
mod names;
mod numbers;
mod outcome;
mod payers;
mod score;
mod several;
mod twins;
mod words;

use std::collections::BTreeMap;

use self::{
    alternatives::{Alternative, is_known},
    book::Book,
    candidates::{Finder, Reading},
    choice::Choice,
    folded::Folded,
    numbers::{Kind, Named, Numbers},
    payers::{Acquaintance, Payers},
};
pub use self::{
    input::{Alias, Ledger, OpenItem, Party, Payment, Refusal, Rule, Settings},
    outcome::{Allocation, AllocationKind, Band, Decision, Evidence, Lost, Note, Proposal},
};
use crate::{finance::Direction, money::Amount};

/// Readings that are told of one payment.
const MOST_TOLD: usize = 5;

/// What each payment of the ledger is for, by the payments' ids: one decision for each.
///
/// The chosen proposals ([`Decision::chosen`]) go together: on no item more than is open, of no
/// payment more than is left of it. [`Band::Automatic`] is only what one of the rules in
/// `settings.automatic` covers and no other reading comes near to. Amounts are minor units of the
/// payment's currency.
pub fn propose(ledger: &Ledger, settings: &Settings) -> Vec<Decision> {
    let book = Book::new(ledger, settings);
    let numbers = Numbers::new(book.items.iter().map(|item| item.of));
    let named = named(&book, &numbers);
    let (who_of, who) = acquaintances(&book);
    let notes = twins::notes(&book, &named);
    let reading = |at: usize| Reading {
        payment: book.payments[at],
        named: &named[at],
        who: &who[who_of[at]],
    };
    let mut settled = vec![false; book.items.len()];
    let mut alternatives: Vec<Vec<Alternative>> = Vec::with_capacity(book.payments.len());
    let claims = claims(&book, &named, &notes);
    for (at, note) in notes.iter().enumerate() {
        let sure = sure_match(&book, reading(at), *note, &claims);
        if let Some(sure) = &sure {
            sure.parts.iter().for_each(|part| settled[part.item] = true);
        }
        alternatives.push(sure.into_iter().collect());
    }
    let is_settled: Vec<bool> = alternatives.iter().map(|found| !found.is_empty()).collect();
    let finder = Finder { book: &book, numbers: &numbers, settled: &settled };
    for (at, found) in alternatives.iter_mut().enumerate().filter(|(at, _)| !is_settled[*at]) {
        *found = readings(&finder, reading(at), notes[at]);
    }
    let told = Telling { book: &book, alternatives: &alternatives, notes: &notes };
    let mut decisions = told.all();
    decisions.sort_by_key(|decision| decision.payment);
    decisions
}

fn named(book: &Book, numbers: &Numbers) -> Vec<Vec<Named>> {
    let mut text = Folded::default();
    let of = |payment: &&Payment| {
        text.fill(&payment.remark);
        numbers.named(&text)
    };
    book.payments.iter().map(of).collect()
}

/// For each payment its place in the list of whom a payer may be; payers come again and again.
fn acquaintances(book: &Book) -> (Vec<usize>, Vec<Vec<Acquaintance>>) {
    let payers = Payers::new(book.parties.iter().copied());
    let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut who = Vec::new();
    let mut who_of = Vec::with_capacity(book.payments.len());
    for payment in &book.payments {
        let (name, account) = (payment.payer_name.as_str(), payment.payer_account.as_str());
        let place = *places.entry((name, account)).or_insert_with(|| {
            who.push(payers.who(name, account));
            who.len() - 1
        });
        who_of.push(place);
    }
    (who_of, who)
}

/// How many payments name each item.
fn claims(book: &Book, named: &[Vec<Named>], notes: &[Option<Note>]) -> Vec<usize> {
    let mut claims = vec![0; book.items.len()];
    for (named, _) in named.iter().zip(notes).filter(|(_, note)| note.is_none()) {
        for named in named {
            claims[named.item] += 1;
        }
    }
    claims
}

/// Where order number, amount and payer agree, the payment names nothing else, and no other payment
/// names the item.
fn sure_match(
    book: &Book,
    reading: Reading,
    note: Option<Note>,
    claims: &[usize],
) -> Option<Alternative> {
    let [Named { item, kind: Kind::Order, shared_by: 1 }] = reading.named else { return None };
    let (payment, of) = (reading.payment, &book.items[*item]);
    let who = reading.who.iter().find(|who| Some(who.party) == of.party)?;
    let agrees = note.is_none()
        && claims[*item] == 1
        && twins::direction(payment) == Direction::In
        && of.open == payment.open.minor()
        && of.of.currency == payment.currency
        && is_known(who.evidence, book.settings)
        && !book.is_refused(payment, *item);
    let number = Some(Evidence::OrderNumberExact { shared_by: 1 });
    agrees.then(|| Alternative::single(book, payment, *item, number, who.evidence))
}

fn readings(finder: &Finder, reading: Reading, note: Option<Note>) -> Vec<Alternative> {
    match note {
        _ if reading.payment.open.minor() <= 0 => Vec::new(),
        Some(Note::DuplicateOf { .. }) => candidates::surplus(reading),
        Some(Note::ReversalOf { .. } | Note::ReversedBy { .. }) => Vec::new(),
        _ if twins::direction(reading.payment) == Direction::Out => {
            candidates::refund(finder.book, reading)
        }
        _ => finder.alternatives(reading),
    }
}

/// Puts into words what was chosen.
struct Telling<'a> {
    book: &'a Book<'a>,
    alternatives: &'a [Vec<Alternative>],
    notes: &'a [Option<Note>],
}

impl Telling<'_> {
    fn all(&self) -> Vec<Decision> {
        let open: Vec<i64> = self.book.items.iter().map(|item| item.open).collect();
        let Choice { chosen, is_complete } = choice::choose(self.alternatives, &open);
        let mut taken: Vec<Option<usize>> = vec![None; self.book.items.len()];
        for (at, one) in chosen.iter().enumerate() {
            let parts = one.map(|(reading, _)| &self.alternatives[at][reading].parts);
            parts.into_iter().flatten().for_each(|part| taken[part.item] = Some(at));
        }
        (0..self.alternatives.len())
            .map(|at| self.one(at, chosen[at], is_complete[at], &taken))
            .collect()
    }

    fn one(
        &self,
        at: usize,
        chosen: Option<(usize, i32)>,
        is_complete: bool,
        taken: &[Option<usize>],
    ) -> Decision {
        let settings = self.book.settings;
        let readings = &self.alternatives[at];
        let best = chosen.map(|(reading, _)| &readings[reading]);
        let mut notes: Vec<Note> = self.notes[at].into_iter().collect();
        let is_ambiguous = chosen.filter(|(_, margin)| *margin < settings.margin);
        if let Some((_, margin)) = is_ambiguous.filter(|_| readings.len() > 1) {
            notes.push(Note::Ambiguous { margin });
        }
        if !is_complete || best.is_some_and(|best| best.is_unsure) {
            notes.push(Note::NotAllTried);
        }
        let may_be =
            best.and_then(|best| best.rule).filter(|rule| settings.automatic.contains(rule));
        let mut proposals: Vec<Proposal> = Vec::new();
        proposals.extend(best.map(|best| self.proposal(at, best, None)));
        let others = readings
            .iter()
            .enumerate()
            .filter(|(reading, _)| chosen.is_none_or(|(chosen, _)| chosen != *reading));
        let score = best.map(|best| best.score);
        for (_, other) in others.take(MOST_TOLD - proposals.len()) {
            let owner = other.parts.iter().find_map(|part| taken[part.item]).filter(|by| *by != at);
            let lost = match (owner, score) {
                (Some(by), _) => Lost::Taken { by: self.book.payments[by].id },
                (None, score) => {
                    Lost::Weaker { by: score.unwrap_or_default().saturating_sub(other.score) }
                }
            };
            proposals.push(self.proposal(at, other, Some(lost)));
        }
        let band = if may_be.is_some() && notes.is_empty() && is_ambiguous.is_none() {
            Band::Automatic
        } else if proposals.is_empty() && notes.is_empty() {
            Band::Left
        } else {
            Band::Suggested
        };
        Decision { payment: self.book.payments[at].id, band, proposals, notes }
    }

    fn proposal(&self, at: usize, reading: &Alternative, lost: Option<Lost>) -> Proposal {
        let payment = self.book.payments[at];
        let mut allocations = Vec::with_capacity(reading.parts.len());
        for part in &reading.parts {
            let item = &self.book.items[part.item];
            let kind = if item.of.currency != payment.currency {
                AllocationKind::Exchange
            } else if part.uses() == item.open {
                AllocationKind::Exact
            } else {
                AllocationKind::Partial
            };
            let mut allocate = |amount: i64, kind: AllocationKind| {
                allocations.push(Allocation {
                    item: Some(item.of.id),
                    party: Some(item.of.party),
                    amount: Amount::from_minor(amount),
                    kind,
                });
            };
            allocate(part.amount, kind);
            if part.fee > 0 {
                allocate(part.fee, AllocationKind::Fee);
            }
        }
        allocations.extend(reading.balance.map(|balance| Allocation {
            item: None,
            party: Some(self.book.parties[balance.party].id),
            amount: Amount::from_minor(balance.amount),
            kind: balance.kind,
        }));
        let Alternative { score, evidence, rule, .. } = reading.clone();
        Proposal { allocations, score, evidence, rule, lost }
    }
}

#[cfg(test)]
mod tests;

#[cfg(all(test, not(target_family = "wasm")))]
mod properties;
