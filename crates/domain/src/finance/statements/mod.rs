//! Bank statements: what a file says, whether it adds up, and which of its entries were there
//! before. A file is read whole or not at all; what is wrong is named by line and reason.

mod mt940;
mod seams;
mod sheet;
mod words;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Direction;
use crate::{
    money::{Amount, Currency},
    text::normalized,
};

pub use self::{
    mt940::read_mt940,
    seams::{Seam, Span, seams},
    sheet::{Column, Defaults, find_columns, read_rows},
};

/// Entries that a file may have.
pub const MOST_ENTRIES: usize = 100_000;

/// One account in one period, entries in the order in which they were booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// As the file has it, without spaces; empty where it does not say.
    pub account: String,
    pub currency: Currency,
    /// The first and the last day; none of a statement without entries that does not say.
    pub period: Option<(NaiveDate, NaiveDate)>,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    pub entries: Vec<Entry>,
}

/// One entry of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Of the file, from 1.
    pub line: u32,
    pub value_date: NaiveDate,
    pub direction: Direction,
    /// In minor units, never below zero.
    pub amount: Amount,
    /// Of the account after it, where the file has it.
    pub balance: Option<Amount>,
    pub counterparty: String,
    pub counterparty_account: String,
    pub remark: String,
    pub reference: String,
    /// Of entries that are alike in everything: which one, from 1.
    pub occurrence: u32,
}

impl Entry {
    /// What it does to the balance.
    pub fn signed(&self) -> Amount {
        match self.direction {
            Direction::In => self.amount,
            Direction::Out => Amount::from_minor(self.amount.minor().saturating_neg()),
        }
    }

    /// The same whenever and from whichever file this entry is read, and of no other entry of the
    /// account: twins differ by their occurrence. Holds where files have whole days. Hash it to keep
    /// it short.
    pub fn identity(&self, account: &str, currency: Currency) -> String {
        format!("{}|{}", self.likeness(account, currency), self.occurrence)
    }

    fn likeness(&self, account: &str, currency: Currency) -> String {
        let texts = [&self.reference, &self.counterparty_account, &self.counterparty, &self.remark];
        // How a file pads and spaces its cells is no difference; a bar stays a bar.
        let texts = texts.map(|text| normalized(text).replace(' ', "").replace('|', "||"));
        let (date, direction, minor) = (self.value_date, self.direction, self.amount.minor());
        format!("{account}|{currency}|{date}|{direction}|{minor}|{}", texts.join("|"))
    }
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Fault {
    #[error("no row has headings of a date and an amount")]
    NoHeading,
    #[error("this is no day")]
    NotADay,
    #[error("this is no amount")]
    NotAnAmount,
    #[error("money came in and went out in one row")]
    TwoAmounts,
    #[error("the row has no amount")]
    NoAmount,
    #[error("this currency is not known")]
    UnknownCurrency,
    #[error("the currency is not the statement's")]
    OtherCurrency,
    #[error("the spreadsheet has made a number of it, and digits are lost")]
    ScientificNumber,
    #[error("the balance should be {expected}, and is {found}")]
    BrokenBalance { expected: Amount, found: Amount },
    #[error("opening balance and entries make {expected}, the closing balance is {found}")]
    DoesNotBalance { expected: Amount, found: Amount },
    #[error("the field {tag} cannot be read")]
    Malformed { tag: String },
    #[error("the field {tag} is missing")]
    Missing { tag: String },
    #[error("there are more than {max} entries")]
    TooMany { max: usize },
}

/// A fault and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[error("line {line}: {fault}")]
pub struct FaultAt {
    pub line: u32,
    pub fault: Fault,
}

impl Statement {
    /// Brings entries into the order of booking, numbers twins, and fills in what follows from the
    /// rest: period, opening and closing balance.
    fn completed(mut self) -> Result<Self, FaultAt> {
        self.in_order()?;
        if let (Some(first), Some(last)) = (self.entries.first(), self.entries.last()) {
            let before = first.balance.and_then(|balance| balance.minus(first.signed()).ok());
            self.opening = self.opening.or(before);
            self.closing = self.closing.or(last.balance);
            let days = self.entries.iter().map(|entry| entry.value_date);
            let (least, most) = (days.clone().min(), days.max());
            self.period = self.period.or(least.zip(most));
        }
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        for entry in &mut self.entries {
            let count = seen.entry(entry.likeness(&self.account, self.currency)).or_default();
            *count += 1;
            entry.occurrence = *count;
        }
        self.balanced()
    }

    /// Some banks list the last entry first: the balances tell.
    fn in_order(&mut self) -> Result<(), FaultAt> {
        let Some(broken) = break_of(&self.entries) else {
            return Ok(());
        };
        self.entries.reverse();
        if break_of(&self.entries).is_none() {
            return Ok(());
        }
        Err(broken)
    }

    fn balanced(self) -> Result<Self, FaultAt> {
        if let (Some(opening), Some(found)) = (self.opening, self.closing) {
            let sum: Amount = self.entries.iter().map(Entry::signed).sum();
            let expected = opening.plus(sum).unwrap_or(Amount::from_minor(i64::MAX));
            if expected != found {
                let line = self.entries.last().map_or(1, |entry| entry.line);
                return Err(FaultAt { line, fault: Fault::DoesNotBalance { expected, found } });
            }
        }
        Ok(self)
    }
}

/// The first entry whose balance does not follow from the one before.
fn break_of(entries: &[Entry]) -> Option<FaultAt> {
    entries.windows(2).find_map(|pair| {
        let (before, found) = (pair[0].balance?, pair[1].balance?);
        let expected = before.plus(pair[1].signed()).ok()?;
        let fault = Fault::BrokenBalance { expected, found };
        (expected != found).then_some(FaultAt { line: pair[1].line, fault })
    })
}

#[cfg(test)]
mod tests;
