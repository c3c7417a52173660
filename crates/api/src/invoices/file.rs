//! The file of an invoice: PDF, OFD or XML.

use domain::{Id, access::Scope, events::EventKind, invoices::wire::InvoiceView, money::Amount};
use serde_json::{Value, json};
use store::{
    attachments::Attachment,
    invoices::{NewFile, content_of, file_of, find_by, lock, replace_file, save},
};

use super::{
    service::{Seen, invoice_event},
    views::view_of,
};
use crate::{app::App, attachments::Received, error::ApiResult, http::Caller};

/// Keeps the file of an issued invoice, instead of the one that is there; the event tells both.
///
/// # Errors
/// 404; 409 where it was not issued; 412.
pub async fn keep(
    app: &App,
    caller: &Caller,
    seen: Seen,
    file: &Received,
) -> ApiResult<InvoiceView> {
    app.transact(async |tx| {
        let mut invoice = lock(&**tx, seen.scope, seen.id).await?;
        invoice.facts(Amount::ZERO).allows_file()?;
        seen.version.check(invoice.version)?;
        let before = file_of(&**tx, invoice.id).await?;
        let new = NewFile {
            id: Id::from_uuid(app.id()),
            invoice_id: invoice.id,
            file_name: &file.file_name,
            media_type: file.media_type,
            sha256: file.sha256,
            uploaded_by: caller.user,
            content: &file.content,
        };
        replace_file(&**tx, &new, tx.now).await?;
        save(&**tx, &mut invoice, tx.now).await?;
        let told = |name: &str, sha256: &str| json!({ "file": name, "file_sha256": sha256 });
        let before = before.map_or(Value::Null, |old| told(&old.file_name, &old.sha256));
        let view = view_of(app, &**tx, invoice.clone()).await?;
        let after = view.file.as_ref().map_or(Value::Null, |new| told(&new.file_name, &new.sha256));
        invoice_event(app, tx, EventKind::InvoiceFiled, &invoice)
            .by(caller.user)
            .note(Some(&file.file_name))
            .changed(&before, &after)
            .append();
        Ok(view)
    })
    .await
}

/// The file with its content.
///
/// # Errors
/// 404 where the invoice is out of reach, or has none.
pub async fn content(app: &App, scope: Scope, name: &str) -> ApiResult<Attachment> {
    let invoice = find_by(&app.db.read, scope, name).await?;
    Ok(content_of(&app.db.read, invoice.id).await?)
}
