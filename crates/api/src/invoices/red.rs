//! Beginning a red letter 红冲: a negative invoice over what is left of another one.

use domain::{
    Id,
    events::EventKind,
    invoices::{InvoiceStatus, RedConfirmation, red_lines, wire::RedInvoice},
};
use serde_json::Value;
use store::invoices::{Invoice, insert, lock, red_of, save};

use super::{
    service::{Seen, given, invoice_event, next_reference, told, totals},
    views::{taken, view_of},
};
use crate::{
    app::App,
    error::ApiResult,
    http::{Caller, Once, Reply},
};

/// Begins a red letter. It is issued once the counterparty confirmed, where that is needed; until
/// then it holds its amount, so that nothing is reversed twice.
///
/// # Errors
/// 404; 409 where the invoice is not issued, or reversed already; 412; field errors.
pub async fn begin_red(
    app: &App,
    caller: &Caller,
    seen: Seen,
    once: Option<&Once>,
    asked: &RedInvoice,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let mut blue = lock(&**tx, seen.scope, seen.id).await?;
        let before = red_of(&**tx, blue.id).await?;
        let taken = taken(&blue, &before, tx.now);
        blue.facts(taken.iter().map(|split| split.gross).sum()).allows_red()?;
        seen.version.check(blue.version)?;
        let lines = red_lines(asked, &blue.lines, &taken)?;
        let (net, tax, gross) = totals(&lines)?;
        let confirmation = if asked.needs_confirmation {
            RedConfirmation::Awaiting
        } else {
            RedConfirmation::NotNeeded
        };
        let mut content = blue.content.clone();
        content.remark = given(asked.remark.as_deref());
        let red = Invoice {
            id: Id::from_uuid(app.id()),
            reference: next_reference(tx).await?,
            status: InvoiceStatus::Requested,
            code: None,
            number: None,
            seller_entity_id: blue.seller_entity_id,
            partner_id: blue.partner_id,
            customer_id: blue.customer_id,
            content,
            net,
            tax,
            gross,
            currency: blue.currency,
            lines,
            issued_on: None,
            delivered_on: None,
            reason: None,
            requested_by: caller.user,
            reverses: Some(blue.id),
            replaces: None,
            red_reason: Some(asked.reason),
            confirmation: Some(confirmation),
            asked_at: Some(tx.now),
            created_at: tx.now,
            version: 1,
        };
        insert(&**tx, &red, tx.now).await?;
        // The guard that another red letter over the same amount runs into.
        save(&**tx, &mut blue, tx.now).await?;
        invoice_event(app, tx, EventKind::RedLetterRequested, &red)
            .by(caller.user)
            .also_on(domain::events::SubjectKind::Invoice, blue.id.as_uuid())
            .note(Some(&red.gross.display(red.currency)))
            .changed(&Value::Null, &told(&red))
            .append();
        let view = view_of(app, &**tx, red).await?;
        let version = view.version;
        Ok((201, view, Some(version)))
    })
    .await
}
