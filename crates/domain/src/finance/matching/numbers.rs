//! Which items a remark names: by order, invoice and contract numbers, whole or damaged.

use super::{
    Evidence, OpenItem,
    folded::{self, Folded, LONGEST_NUMBER, Window},
};

/// Shorter numbers are taken for a part of something else.
const SHORTEST: usize = 6;
const FEWEST_DIGITS: usize = 4;
/// Digits alone name an order from this length on; damaged ones too.
const FEWEST_ALONE: usize = 8;
/// Fewest last digits that hint at a number.
const FEWEST_AT_END: usize = 5;
/// No remark names more.
const MOST_NAMED: usize = 64;

/// What a key is of; the better ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Order,
    Invoice,
    OrderDigits,
    Contract,
    Damaged,
}

/// An item that a remark names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    pub item: usize,
    pub kind: Kind,
    /// Items that have this number, or that these damaged digits may mean.
    pub shared_by: usize,
}

impl Named {
    pub const fn evidence(self) -> Evidence {
        let shared_by = self.shared_by;
        match self.kind {
            Kind::Order => Evidence::OrderNumberExact { shared_by },
            Kind::OrderDigits => Evidence::OrderNumberDigits { shared_by },
            Kind::Invoice => Evidence::InvoiceNumber { shared_by },
            Kind::Contract => Evidence::ContractNumber { shared_by },
            Kind::Damaged => Evidence::OrderNumberDamaged { distance: 1 },
        }
    }
}

#[derive(Debug)]
struct Key {
    text: Vec<u8>,
    item: usize,
    kind: Kind,
}

/// Keys by their hash, sorted; found by their first bits and a few steps.
#[derive(Debug)]
struct Table {
    rows: Vec<(u64, usize)>,
    /// Where the rows begin whose hash begins with these bits.
    starts: Vec<usize>,
    bits: u32,
}

impl Table {
    fn new(mut rows: Vec<(u64, usize)>) -> Self {
        rows.sort_unstable();
        // A few rows with the same beginning.
        let bits = rows.len().max(1).ilog2().saturating_sub(2).clamp(1, 20);
        let mut starts = Vec::with_capacity((1 << bits) + 1);
        for (at, (hash, _)) in rows.iter().enumerate() {
            let bucket = bucket(*hash, bits);
            while starts.len() <= bucket {
                starts.push(at);
            }
        }
        starts.resize((1 << bits) + 1, rows.len());
        Self { rows, starts, bits }
    }

    fn with(&self, hash: u64) -> impl Iterator<Item = usize> + '_ {
        let bucket = bucket(hash, self.bits);
        let rows = &self.rows[self.starts[bucket]..self.starts[bucket + 1]];
        let from = rows.partition_point(|row| row.0 < hash);
        rows[from..].iter().take_while(move |row| row.0 == hash).map(|row| row.1)
    }
}

fn bucket(hash: u64, bits: u32) -> usize {
    usize::try_from(hash >> (u64::BITS - bits)).unwrap_or_default()
}

/// FNV-1a, with its bits mixed once more so that the first ones are as good as the last.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn hash_of(bytes: &[u8]) -> u64 {
    hash(bytes.iter().copied())
}

/// The hashes of the text with one digit left out.
fn hashes_without_one(text: &[u8]) -> impl Iterator<Item = u64> + '_ {
    // Of equal neighbors, leaving out one is leaving out the other.
    let places = (0..text.len()).filter(|at| *at == 0 || text[at - 1] != text[*at]);
    places.map(|at| hash(text[..at].iter().chain(&text[at + 1..]).copied()))
}

/// All numbers of all items.
#[derive(Debug)]
pub struct Numbers {
    keys: Vec<Key>,
    exact: Table,
    /// Digits of order numbers with one left out.
    shortened: Table,
    /// Whether a key is so long; and whether its digits are.
    lengths: [bool; LONGEST_NUMBER + 2],
    digit_lengths: [bool; LONGEST_NUMBER + 2],
}

impl Numbers {
    /// Of the items in this order; they are named by their place in it.
    pub fn new<'a>(items: impl Iterator<Item = &'a OpenItem>) -> Self {
        let mut keys = Vec::new();
        for (item, of) in items.enumerate() {
            for number in &of.order_numbers {
                let (text, digits) = (folded::key(number), folded::digits(number));
                if digits.len() >= FEWEST_ALONE && digits != text {
                    add(&mut keys, digits, item, Kind::OrderDigits);
                }
                add(&mut keys, text, item, Kind::Order);
            }
            for number in &of.invoice_numbers {
                add(&mut keys, folded::key(number), item, Kind::Invoice);
            }
            if let Some(number) = &of.contract_number {
                add(&mut keys, folded::key(number), item, Kind::Contract);
            }
        }
        let mut lengths = [false; LONGEST_NUMBER + 2];
        let mut digit_lengths = lengths;
        let mut shortened = Vec::new();
        for (at, key) in keys.iter().enumerate() {
            lengths[key.text.len()] = true;
            if may_be_damaged(key) {
                digit_lengths[key.text.len()] = true;
                shortened.extend(hashes_without_one(&key.text).map(|hash| (hash, at)));
            }
        }
        let exact = keys.iter().enumerate().map(|(at, key)| (hash_of(&key.text), at)).collect();
        Self {
            exact: Table::new(exact),
            shortened: Table::new(shortened),
            keys,
            lengths,
            digit_lengths,
        }
    }

    /// What the text names exactly: each item once, by the best of its numbers.
    pub fn named(&self, text: &Folded) -> Vec<Named> {
        let mut hits: Vec<(Window, usize)> = Vec::new();
        for window in text.windows(SHORTEST) {
            let bytes = text.bytes(window);
            if self.lengths[bytes.len()] {
                hits.extend(self.with(bytes).map(|key| (window, key)));
            }
        }
        if hits.is_empty() {
            return Vec::new();
        }
        hits.truncate(4 * MOST_NAMED);
        // What is a part of a longer number does not stand for itself.
        let longest: Vec<Window> = hits.iter().map(|hit| hit.0).collect();
        hits.retain(|(window, _)| !longest.iter().any(|other| Folded::is_within(*window, *other)));
        let mut named = Vec::new();
        for (window, key) in &hits {
            named.push(self.name(*key, hits.iter().filter(|(other, _)| other == window).count()));
            if matches!(self.keys[*key].kind, Kind::Order | Kind::OrderDigits) {
                for number in text.continued(*window) {
                    let same: Vec<usize> = self.with(&number).collect();
                    named.extend(same.iter().map(|key| self.name(*key, same.len())));
                }
            }
        }
        best_of_each(named)
    }

    /// What the text may mean by digits of which one is wrong, missing, too many, or swapped with
    /// its neighbor.
    pub fn damaged(&self, text: &Folded) -> Vec<Named> {
        let mut items = Vec::new();
        for window in text.windows(FEWEST_ALONE - 1) {
            let token = text.bytes(window);
            if !token.iter().all(u8::is_ascii_digit) {
                continue;
            }
            let is_length = |length: usize| self.digit_lengths.get(length) == Some(&true);
            let mut keys: Vec<usize> = Vec::new();
            if is_length(token.len() + 1) {
                keys.extend(self.shortened.with(hash_of(token)));
            }
            if is_length(token.len()) || is_length(token.len() - 1) {
                for hash in hashes_without_one(token) {
                    keys.extend(self.shortened.with(hash));
                    keys.extend(
                        self.exact.with(hash).filter(|key| may_be_damaged(&self.keys[*key])),
                    );
                }
            }
            let near = keys
                .into_iter()
                .filter(|key| folded::distance(&self.keys[*key].text, token, 1) == Some(1));
            items.extend(near.map(|key| self.keys[key].item));
        }
        items.sort_unstable();
        items.dedup();
        let shared_by = items.len();
        let named = |item| Named { item, kind: Kind::Damaged, shared_by };
        items.into_iter().take(MOST_NAMED).map(named).collect()
    }

    fn with<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        self.exact.with(hash_of(bytes)).filter(move |key| self.keys[*key].text == bytes)
    }

    fn name(&self, key: usize, shared_by: usize) -> Named {
        let Key { item, kind, .. } = self.keys[key];
        Named { item, kind, shared_by }
    }
}

/// What a text has of the digits of one order, where it is known from elsewhere which one to think
/// of: two faults, or the last digits alone.
pub fn resemblance(number: &str, text: &Folded) -> Option<Evidence> {
    let digits = folded::digits(number);
    if digits.len() < FEWEST_ALONE {
        return None;
    }
    let tokens = || {
        let windows = text.windows(FEWEST_AT_END).map(|window| text.bytes(window));
        windows.filter(|token| token.iter().all(u8::is_ascii_digit))
    };
    let nearest = tokens().filter_map(|token| folded::distance(&digits, token, 2)).min();
    if let Some(distance) = nearest {
        return Some(Evidence::OrderNumberDamaged { distance });
    }
    let end = tokens().filter(|token| digits.ends_with(token)).map(<[u8]>::len).max();
    end.map(|digits| Evidence::OrderNumberEnd { digits })
}

fn may_be_damaged(key: &Key) -> bool {
    matches!(key.kind, Kind::OrderDigits | Kind::Order)
        && key.text.len() >= FEWEST_ALONE
        && key.text.iter().all(u8::is_ascii_digit)
}

fn add(keys: &mut Vec<Key>, text: Vec<u8>, item: usize, kind: Kind) {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    if (SHORTEST..=LONGEST_NUMBER).contains(&text.len()) && digits >= FEWEST_DIGITS {
        keys.push(Key { text, item, kind });
    }
}

fn best_of_each(mut named: Vec<Named>) -> Vec<Named> {
    named.sort_unstable();
    named.dedup_by_key(|named| named.item);
    named.truncate(MOST_NAMED);
    named
}
