//! Moving invoices: issuing, delivering, rejecting, canceling, making void; and what the counterparty
//! says to a red letter.

use chrono::NaiveDate;
use domain::{
    access::Permission,
    dates::business_day,
    events::EventKind,
    invoices::{
        InvoiceAction, RedConfirmation, check_issue,
        wire::{InvoiceView, MoveInvoice},
    },
    money::Amount,
    problem::{FieldError, Reason},
    text::cleaned,
    validate::{self, Faults},
};
use store::invoices::{Invoice, lock, red_of, save};

use super::{
    service::{Seen, given, invoice_event, may, told},
    views::{taken, view_of},
};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    http::Caller,
};

/// Longest reason of a move.
const REASON_LENGTH: usize = 500;

/// Moves an invoice by name. Whoever asks for invoices cancels requests; everything else is for
/// finance.
///
/// # Errors
/// 403; 404; 409 where the table names no such move; 412; field errors.
pub async fn walk(
    app: &App,
    caller: &Caller,
    seen: Seen,
    moved: &MoveInvoice,
) -> ApiResult<InvoiceView> {
    if moved.action != InvoiceAction::Cancel {
        may(caller, Permission::InvoicesManage)?;
    }
    app.transact(async |tx| {
        let (mut invoice, blue) = lock_both(tx, seen).await?;
        let today = business_day(tx.now);
        let red = red_of(&**tx, invoice.id).await?;
        let reversed: Amount =
            taken(&invoice, &red, tx.now).into_iter().map(|split| split.gross).sum();
        let to = invoice.facts(reversed).allows(moved.action, tx.now, today)?;
        seen.version.check(invoice.version)?;
        let before = told(&invoice);
        apply(&mut invoice, moved, today)?;
        invoice.status = to;
        match save(&**tx, &mut invoice, tx.now).await {
            Err(error) if error.is_duplicate_of("uq_invoices_code_number") => {
                return Err(domain::problem::Refusal::from(Reason::InvoiceNumberTaken)
                    .at("/number")
                    .into());
            }
            outcome => outcome?,
        }
        let orders: Vec<_> = invoice.lines.iter().map(|line| line.order_id).collect();
        crate::receivables::refresh(app, tx, &orders).await?;
        if let Some(mut blue) = blue {
            // The guard that another red letter over the same amount runs into.
            save(&**tx, &mut blue, tx.now).await?;
        }
        invoice_event(app, tx, event(moved.action), &invoice)
            .by(caller.user)
            .note(note(&invoice, moved).as_deref())
            .changed(&before, &told(&invoice))
            .append();
        view_of(app, &**tx, invoice).await
    })
    .await
}

/// The invoice, and for a red letter the one that it takes back, which is locked first.
async fn lock_both(tx: &Tx, seen: Seen) -> ApiResult<(Invoice, Option<Invoice>)> {
    let blue = match store::invoices::get(&**tx, seen.scope, seen.id).await?.reverses {
        Some(blue) => Some(lock(&**tx, domain::access::Scope::Everything, blue).await?),
        None => None,
    };
    Ok((lock(&**tx, seen.scope, seen.id).await?, blue))
}

/// What a move writes.
fn apply(
    invoice: &mut Invoice,
    moved: &MoveInvoice,
    today: NaiveDate,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    if moved.action.needs_reason() {
        let reason = moved.reason.as_deref().unwrap_or_default();
        faults.check("/reason", validate::text(reason, 2, REASON_LENGTH));
    } else {
        let reason = moved.reason.as_deref();
        faults.check("/reason", validate::optional_text(reason, REASON_LENGTH));
    }
    match moved.action {
        InvoiceAction::Issue => {
            faults.add_all(check_issue(invoice.content.medium, moved, today));
            let code = given(moved.tax_classification.as_deref());
            for line in &mut invoice.lines {
                if line.tax_classification.is_none() {
                    line.tax_classification.clone_from(&code);
                }
            }
            if invoice.lines.iter().any(|line| line.tax_classification.is_none()) {
                faults.add("/tax_classification", Reason::TaxClassificationNeeded);
            }
            invoice.code = given(moved.code.as_deref());
            invoice.number = given(moved.number.as_deref());
            invoice.issued_on = moved.on;
        }
        InvoiceAction::Deliver => {
            match moved.on {
                None => faults.add("/on", Reason::Required),
                Some(on) if on > today => faults.add("/on", Reason::InTheFuture),
                Some(on) if invoice.issued_on.is_some_and(|issued| on < issued) => {
                    faults.add("/on", Reason::EndsBeforeItBegins);
                }
                Some(_) => {}
            }
            invoice.delivered_on = moved.on;
            invoice.reason = given(moved.reason.as_deref());
        }
        InvoiceAction::Confirm => invoice.confirmation = Some(RedConfirmation::Confirmed),
        InvoiceAction::Refuse => invoice.confirmation = Some(RedConfirmation::Refused),
        InvoiceAction::Withdraw => invoice.confirmation = Some(RedConfirmation::Withdrawn),
        InvoiceAction::Reject | InvoiceAction::Cancel | InvoiceAction::Void => {}
    }
    if moved.action.needs_reason() {
        invoice.reason = moved.reason.as_deref().map(cleaned);
    }
    faults.into_result()
}

const fn event(action: InvoiceAction) -> EventKind {
    match action {
        InvoiceAction::Issue => EventKind::InvoiceIssued,
        InvoiceAction::Deliver => EventKind::InvoiceDelivered,
        InvoiceAction::Reject => EventKind::InvoiceRejected,
        InvoiceAction::Cancel => EventKind::InvoiceCancelled,
        InvoiceAction::Void => EventKind::InvoiceVoided,
        InvoiceAction::Confirm => EventKind::RedLetterConfirmed,
        InvoiceAction::Refuse => EventKind::RedLetterRefused,
        InvoiceAction::Withdraw => EventKind::RedLetterWithdrawn,
    }
}

/// What people read beside it: its number once it is issued, else why.
fn note(invoice: &Invoice, moved: &MoveInvoice) -> Option<String> {
    match moved.action {
        InvoiceAction::Issue => invoice.number.clone(),
        _ => given(moved.reason.as_deref()),
    }
}
