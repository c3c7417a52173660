//! What matching is measured against: reading the rows from files, and one join by order number in
//! a hash table, which is the least that anybody does.

use std::{collections::HashMap, path::Path};

use anyhow::Context as _;
use domain::finance::matching::{Alias, Ledger, OpenItem, Party, Payment};

/// Between the parts of one cell.
const AND: char = ';';

/// Writes a ledger as three files.
pub fn write(ledger: &Ledger, folder: &Path) -> anyhow::Result<()> {
    let mut file = csv::Writer::from_path(folder.join("payments.csv"))?;
    for one in &ledger.payments {
        file.write_record([
            &one.id.to_string(),
            &one.value_date.to_string(),
            one.direction.as_str(),
            &one.amount.to_string(),
            &one.open.to_string(),
            one.currency.as_str(),
            &one.payer_name,
            &one.payer_account,
            &one.remark,
            &one.bank_reference,
        ])?;
    }
    file.flush()?;
    let mut file = csv::Writer::from_path(folder.join("items.csv"))?;
    for one in &ledger.items {
        file.write_record([
            &one.id.to_string(),
            &one.party.to_string(),
            &one.order_numbers.join(";"),
            &one.invoice_numbers.join(";"),
            one.contract_number.as_deref().unwrap_or_default(),
            &one.open.to_string(),
            one.currency.as_str(),
            &one.issued_on.to_string(),
            &one.due_on.map(|day| day.to_string()).unwrap_or_default(),
        ])?;
    }
    file.flush()?;
    let mut file = csv::Writer::from_path(folder.join("parties.csv"))?;
    for one in &ledger.parties {
        let alias = |alias: &Alias| format!("{}={}", alias.name, alias.weight);
        let aliases: Vec<String> = one.aliases.iter().map(alias).collect();
        file.write_record([
            &one.id.to_string(),
            &one.names.join(";"),
            &one.accounts.join(";"),
            &aliases.join(";"),
        ])?;
    }
    file.flush()?;
    Ok(())
}

/// Reads them again.
pub fn read(folder: &Path) -> anyhow::Result<Ledger> {
    let mut ledger = Ledger::default();
    rows(folder, "payments.csv", |row| {
        let cell = |at: usize| row.get(at).unwrap_or_default();
        ledger.payments.push(Payment {
            id: cell(0).parse()?,
            value_date: cell(1).parse()?,
            direction: cell(2).parse()?,
            amount: cell(3).parse()?,
            open: cell(4).parse()?,
            currency: cell(5).parse()?,
            payer_name: cell(6).to_owned(),
            payer_account: cell(7).to_owned(),
            remark: cell(8).to_owned(),
            bank_reference: cell(9).to_owned(),
        });
        Ok(())
    })?;
    rows(folder, "items.csv", |row| {
        let cell = |at: usize| row.get(at).unwrap_or_default();
        ledger.items.push(OpenItem {
            id: cell(0).parse()?,
            party: cell(1).parse()?,
            order_numbers: parts(cell(2)),
            invoice_numbers: parts(cell(3)),
            contract_number: parts(cell(4)).pop(),
            open: cell(5).parse()?,
            currency: cell(6).parse()?,
            issued_on: cell(7).parse()?,
            due_on: if cell(8).is_empty() { None } else { Some(cell(8).parse()?) },
        });
        Ok(())
    })?;
    rows(folder, "parties.csv", |row| {
        let cell = |at: usize| row.get(at).unwrap_or_default();
        let alias = |text: String| -> anyhow::Result<Alias> {
            let (name, weight) = text.split_once('=').context("no weight")?;
            Ok(Alias { name: name.to_owned(), weight: weight.parse()? })
        };
        ledger.parties.push(Party {
            id: cell(0).parse()?,
            names: parts(cell(1)),
            accounts: parts(cell(2)),
            aliases: parts(cell(3)).into_iter().map(alias).collect::<Result<_, _>>()?,
        });
        Ok(())
    })?;
    Ok(ledger)
}

fn rows(
    folder: &Path,
    name: &str,
    mut row: impl FnMut(&csv::StringRecord) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut file = csv::ReaderBuilder::new().has_headers(false).from_path(folder.join(name))?;
    let mut record = csv::StringRecord::new();
    while file.read_record(&mut record)? {
        row(&record)?;
    }
    Ok(())
}

fn parts(cell: &str) -> Vec<String> {
    cell.split(AND).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Payments whose remark is an order's number, letter for letter, and whose amount is the order's.
pub fn join(ledger: &Ledger) -> usize {
    let mut items = HashMap::with_capacity(ledger.items.len());
    for item in &ledger.items {
        for number in &item.order_numbers {
            items.insert(number.as_str(), item);
        }
    }
    let hits = ledger.payments.iter().filter(|payment| {
        let item = items.get(payment.remark.as_str());
        item.is_some_and(|item| item.open == payment.open && item.currency == payment.currency)
    });
    hits.count()
}
