//! The same money twice, and money that went back: known before anything is allocated, so that
//! neither takes an order from the payment that is for it.

use super::{
    Note, Payment,
    book::{Book, day},
    numbers::{Kind, Named},
};
use crate::finance::Direction;

/// Days after which the same payment is another one.
const DUPLICATE_WITHIN: i32 = 10;
/// Days in which a payment comes back.
const REVERSED_WITHIN: i32 = 60;
/// Earlier ones of the same payer and amount that are looked at.
const MOST_BEFORE: usize = 8;

/// Which way the money went; an amount below zero went the other way.
pub fn direction(payment: &Payment) -> Direction {
    let is_in = (payment.direction == Direction::In) == (payment.amount.minor() >= 0);
    if is_in { Direction::In } else { Direction::Out }
}

/// What is to be said of each payment of the book before it is matched.
pub fn notes<'a>(book: &Book<'a>, named: &[Vec<Named>]) -> Vec<Option<Note>> {
    let mut notes = vec![None; book.payments.len()];
    let group = |payment: &&'a Payment| {
        (payment.currency, payment.amount.minor().unsigned_abs(), payment.payer_name.trim())
    };
    let groups: Vec<_> = book.payments.iter().map(group).collect();
    let mut order: Vec<usize> = (0..book.payments.len()).collect();
    // Within a group they stay by date.
    order.sort_unstable_by(|a, b| (groups[*a], a).cmp(&(groups[*b], b)));
    for same in order.chunk_by(|a, b| groups[*a] == groups[*b]) {
        if same.len() > 1 {
            reversals(book, named, same, &mut notes);
            duplicates(book, named, same, &mut notes);
        }
    }
    notes
}

fn reversals(book: &Book, named: &[Vec<Named>], same: &[usize], notes: &mut [Option<Note>]) {
    for (at, out) in same.iter().enumerate() {
        let back = book.payments[*out];
        if direction(back) != Direction::Out {
            continue;
        }
        let before: Vec<usize> = same
            .iter()
            .enumerate()
            // On one day the bank may have them in any order.
            .filter(|(earlier, p)| {
                *earlier < at || book.payments[**p].value_date == back.value_date
            })
            .map(|(_, p)| *p)
            .filter(|p| {
                let payment = book.payments[*p];
                direction(payment) == Direction::In
                    && notes[*p].is_none()
                    && day(back) - day(payment) <= REVERSED_WITHIN
            })
            .collect();
        match taken_back(book, named, &before, *out) {
            Some(found) => {
                notes[found] = Some(Note::ReversedBy { payment: back.id });
                notes[*out] = Some(Note::ReversalOf { payment: book.payments[found].id });
            }
            None => {
                for p in before {
                    notes[p] = Some(Note::MayBeReversed { payment: back.id });
                }
            }
        }
    }
}

/// The one that was taken back, where there is no doubt.
fn taken_back(book: &Book, named: &[Vec<Named>], before: &[usize], out: usize) -> Option<usize> {
    if let [only] = before {
        return Some(*only);
    }
    let one = |fits: &dyn Fn(usize) -> bool| {
        let mut fitting = before.iter().copied().filter(|p| fits(*p));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    let remark = &book.payments[out].remark;
    let by_reference = one(&|p| {
        let reference = book.payments[p].bank_reference.trim();
        reference.len() >= 6 && remark.contains(reference)
    });
    by_reference.or_else(|| one(&|p| names_the_same(&named[p], &named[out])))
}

fn duplicates(book: &Book, named: &[Vec<Named>], same: &[usize], notes: &mut [Option<Note>]) {
    let money_in: Vec<usize> = same
        .iter()
        .copied()
        .filter(|p| notes[*p].is_none() && direction(book.payments[*p]) == Direction::In)
        .collect();
    for (at, later) in money_in.iter().enumerate() {
        let payment = book.payments[*later];
        let first = money_in[at.saturating_sub(MOST_BEFORE)..at].iter().copied().find(|earlier| {
            let before = book.payments[*earlier];
            notes[*earlier].is_none()
                && day(payment) - day(before) <= DUPLICATE_WITHIN
                && (is_one_entry(before, payment)
                    || names_the_same(&named[*earlier], &named[*later])
                        && !has_room(book, &named[*later], payment))
        });
        if let Some(first) = first {
            notes[*later] = Some(Note::DuplicateOf { payment: book.payments[first].id });
        }
    }
}

/// One entry of the bank that came in twice.
fn is_one_entry(one: &Payment, other: &Payment) -> bool {
    one.value_date == other.value_date
        && !one.bank_reference.trim().is_empty()
        && one.bank_reference.trim() == other.bank_reference.trim()
}

fn names_the_same(one: &[Named], other: &[Named]) -> bool {
    let items = |named: &[Named]| -> Vec<usize> {
        let sure = named.iter().filter(|named| named.kind <= Kind::OrderDigits);
        sure.map(|named| named.item).collect()
    };
    let items_of_one = items(one);
    !items_of_one.is_empty() && items_of_one == items(other)
}

/// Whether what is named can take the amount twice: then it is paid in equal parts.
fn has_room(book: &Book, named: &[Named], payment: &Payment) -> bool {
    let open = named.iter().map(|named| book.items[named.item].open).fold(0, i64::saturating_add);
    open >= payment.amount.minor().saturating_mul(2)
}
