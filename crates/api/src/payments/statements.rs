//! Statements: uploaded, looked at, made payments of, taken back.

use domain::{
    Id,
    events::{EventKind, SubjectKind},
    finance::{
        Direction,
        statements::{Defaults, Entry, FaultAt, Statement as Contents},
    },
    id::{BankAccountId, StatementId},
    money::Amount,
    payments::{
        ACCOUNT_LENGTH, PAYER_LENGTH, REFERENCE_LENGTH, REMARK_LENGTH, StatementAction,
        StatementFormat, StatementStatus, plain_account,
        wire::{BankAccountView, StatementView},
    },
    problem::{Reason, Refusal},
};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::payments::{self, NewEntry, Statement};

use super::file;
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::record,
    http::{Caller, IfMatch, Once, Reply},
    imports::receive::Received,
};

/// Faults that are kept of a file.
const MOST_FAULTS: usize = 100;

/// A statement that is about to be kept.
struct Draft {
    account: BankAccountView,
    read: Result<Contents, Vec<FaultAt>>,
}

/// Reads a file and keeps it for a look: a statement per account that it speaks of.
///
/// # Errors
/// A file that is none; one of an account that is not ours or not the chosen one.
pub async fn upload(
    app: &App,
    caller: &Caller,
    account: Option<BankAccountId>,
    received: Received,
) -> ApiResult<Vec<StatementView>> {
    let accounts = payments::accounts(&app.db.read).await?;
    let chosen = account.map(|id| {
        let found = accounts.iter().find(|one| one.id == id && one.content.active).cloned();
        found.ok_or_else(|| ApiError::from(Refusal::new(Reason::UnknownReference).at("/account")))
    });
    let chosen = chosen.transpose()?;
    let defaults = chosen.as_ref().map_or_else(Defaults::default, |one| Defaults {
        account: one.content.account_number.clone(),
        currency: one.content.currency,
    });
    let Received { file, name, size, hash } = received;
    let reading = tokio::task::spawn_blocking(move || file::contents(file, size, &defaults));
    let contents =
        reading.await.map_err(anyhow::Error::from)?.map_err(|fault| fault.at("/file"))?;
    let drafts = drafts(&accounts, chosen, contents.read)?;
    app.transact(async |tx| {
        let mut made = Vec::new();
        for draft in &drafts {
            let known = (name.as_str(), hash, contents.format);
            made.push(keep(app, tx, caller, draft, known).await?);
        }
        Ok(made)
    })
    .await
}

/// Finds the account of each statement.
fn drafts(
    accounts: &[BankAccountView],
    chosen: Option<BankAccountView>,
    read: Result<Vec<Contents>, Vec<FaultAt>>,
) -> ApiResult<Vec<Draft>> {
    let not_named = || ApiError::from(Refusal::new(Reason::AccountNotNamed).at("/account"));
    let statements = match read {
        Ok(statements) => statements,
        Err(faults) => {
            let account = chosen.ok_or_else(not_named)?;
            return Ok(vec![Draft { account, read: Err(faults) }]);
        }
    };
    let several = statements.len() > 1;
    let draft = |one: Contents| {
        let number = plain_account(&one.account);
        let ours = |view: &&BankAccountView| {
            view.content.active && is_same(&view.content.account_number, &number)
        };
        let account = match (&chosen, number.is_empty()) {
            (None, true) => return Err(not_named()),
            (Some(account), true) => account.clone(),
            (Some(account), false) if is_same(&account.content.account_number, &number) => {
                account.clone()
            }
            (Some(_), false) if !several => return Err(not_ours(&number)),
            (_, false) => {
                let fits = |view: &&BankAccountView| view.content.currency == one.currency;
                let found = accounts.iter().filter(ours).find(fits);
                let found = found.or_else(|| accounts.iter().find(ours));
                found.cloned().ok_or_else(|| not_ours(&number))?
            }
        };
        if account.content.currency != one.currency {
            let refusal = Refusal::new(Reason::AccountCurrency);
            return Err(refusal.with("currency", one.currency.as_str()).at("/account").into());
        }
        Ok(Draft { account, read: Ok(one) })
    };
    statements.into_iter().map(draft).collect()
}

/// MT940 puts the bank before the number, with a slash that is not kept.
fn is_same(ours: &str, theirs: &str) -> bool {
    let theirs: String = theirs.chars().filter(char::is_ascii_alphanumeric).collect();
    theirs == ours || (ours.len() >= 8 && theirs.ends_with(ours))
}

fn not_ours(number: &str) -> ApiError {
    let number: String = number.chars().take(ACCOUNT_LENGTH).collect();
    Refusal::new(Reason::AccountNotOurs).with("account", number).at("/account").into()
}

async fn keep(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    draft: &Draft,
    (name, hash, format): (&str, [u8; 32], StatementFormat),
) -> ApiResult<StatementView> {
    let account = &draft.account;
    let (contents, faults) = match &draft.read {
        Ok(contents) => (Some(contents), Vec::new()),
        Err(faults) => (None, faults.iter().take(MOST_FAULTS).cloned().collect()),
    };
    let number = &account.content.account_number;
    let currency = account.content.currency;
    let entries: Vec<NewEntry> = contents
        .into_iter()
        .flat_map(|contents| &contents.entries)
        .map(|entry| kept(app, entry, &entry.identity(number, currency)))
        .collect();
    let identities: Vec<[u8; 32]> = entries.iter().map(|entry| entry.identity).collect();
    let known = payments::known_identities(&**tx, account.id, &identities).await?;
    let sum = |direction| -> ApiResult<Amount> {
        let amounts = entries.iter().filter(|one| one.direction == direction).map(|one| one.amount);
        Ok(Amount::total(amounts).map_err(|_| Refusal::new(Reason::AmountTooLarge).at("/file"))?)
    };
    let statement = Statement {
        id: Id::from_uuid(app.id()),
        bank_account_id: account.id,
        file_name: name.to_owned(),
        file_hash: hash,
        format,
        status: match contents {
            Some(_) => StatementStatus::Preview,
            None => StatementStatus::Faulty,
        },
        currency,
        period: contents.and_then(|contents| contents.period),
        opening: contents.and_then(|contents| contents.opening),
        closing: contents.and_then(|contents| contents.closing),
        income: sum(Direction::In)?,
        expense: sum(Direction::Out)?,
        entries: count(entries.len()),
        new_entries: count(identities.iter().filter(|one| !known.contains_key(*one)).count()),
        faults,
        created_by: caller.user,
        created_at: tx.now,
        version: 1,
    };
    payments::insert_statement(&**tx, &statement, &entries).await?;
    let figures = json!({ "entries": statement.entries, "new_entries": statement.new_entries });
    statement_event(app, tx, EventKind::StatementUploaded, &statement)
        .by(caller.user)
        .changed(&serde_json::Value::Null, &figures)
        .append();
    Ok(payments::statement_view(&**tx, statement.id).await?)
}

/// An entry with its texts cut to what is kept; what it is known by is made of the whole of it.
fn kept(app: &App, entry: &Entry, identity: &str) -> NewEntry {
    let cut = |text: &str, length: usize| {
        let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
        plain.take(length).collect::<String>().trim().to_owned()
    };
    NewEntry {
        id: Id::from_uuid(app.id()),
        line: entry.line,
        value_date: entry.value_date,
        direction: entry.direction,
        amount: entry.amount,
        balance: entry.balance,
        counterparty: cut(&entry.counterparty, PAYER_LENGTH),
        counterparty_account: cut(&entry.counterparty_account, ACCOUNT_LENGTH),
        remark: cut(&entry.remark, REMARK_LENGTH),
        reference: cut(&entry.reference, REFERENCE_LENGTH),
        identity: Sha256::digest(identity).into(),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn statement_event<'a>(
    app: &App,
    tx: &'a Tx,
    kind: EventKind,
    statement: &Statement,
) -> crate::events::Record<'a> {
    let subject = SubjectKind::Statement;
    record(app, tx, kind, subject, statement.id.as_uuid(), &statement.file_name)
}

/// Makes payments of the entries that are none yet.
///
/// # Errors
/// 404; 409 where it is committed, discarded or cannot be read; 412.
pub async fn commit(
    app: &App,
    caller: &Caller,
    (id, version): (StatementId, IfMatch),
    once: Option<&Once>,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let mut statement = payments::lock_statement(&**tx, id).await?;
        let to = statement.status.moved(StatementAction::Commit)?;
        version.check(statement.version)?;
        // Files of one account wait for each other: an entry comes once.
        let account = payments::lock_account(&**tx, statement.bank_account_id).await?;
        let entries = payments::entries_of(&**tx, id).await?;
        let identities: Vec<[u8; 32]> = entries.iter().map(|entry| entry.identity).collect();
        let known = payments::known_identities(&**tx, account.id, &identities).await?;
        let of = (account.id, account.content.currency);
        let new: Vec<_> = entries
            .iter()
            .filter(|entry| !known.contains_key(&entry.identity))
            .map(|entry| payments::of_entry(Id::from_uuid(app.id()), of, id, entry, tx.now))
            .collect();
        payments::insert_all(&**tx, &new, tx.now).await?;
        statement.status = to;
        statement.new_entries = count(new.len());
        payments::save_statement(&**tx, &mut statement, tx.now).await?;
        statement_event(app, tx, EventKind::StatementCommitted, &statement)
            .by(caller.user)
            .note(Some(&new.len().to_string()))
            .append();
        let view = payments::statement_view(&**tx, id).await?;
        Ok((200, view, Some(statement.version)))
    })
    .await
}

/// Takes a committed one back, or discards a preview.
///
/// # Errors
/// 404; 409 while a payment of it is matched; 412.
pub async fn undo(
    app: &App,
    caller: &Caller,
    (id, version): (StatementId, IfMatch),
) -> ApiResult<StatementView> {
    app.transact(async |tx| {
        let mut statement = payments::lock_statement(&**tx, id).await?;
        let action = match statement.status {
            StatementStatus::Preview | StatementStatus::Faulty => StatementAction::Discard,
            _ => StatementAction::Undo,
        };
        let to = statement.status.moved(action)?;
        version.check(statement.version)?;
        let mut note = None;
        let kind = if action == StatementAction::Undo {
            payments::lock_account(&**tx, statement.bank_account_id).await?;
            let matched = payments::count_matched(&**tx, id).await?;
            if matched > 0 {
                return Err(Refusal::new(Reason::StatementMatched).with("count", matched).into());
            }
            note = Some(payments::take_back(&**tx, &statement, tx.now).await?.to_string());
            EventKind::StatementUndone
        } else {
            EventKind::StatementDiscarded
        };
        statement.status = to;
        payments::save_statement(&**tx, &mut statement, tx.now).await?;
        statement_event(app, tx, kind, &statement).by(caller.user).note(note.as_deref()).append();
        Ok(payments::statement_view(&**tx, id).await?)
    })
    .await
}
