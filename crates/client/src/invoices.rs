//! Invoices, their titles, and what of orders is invoiced.

use domain::{
    events::wire::EventView,
    id::{InvoiceId, InvoiceTitleId},
    invoices::wire::{
        InvoiceContent, InvoiceListQuery, InvoiceRow, InvoiceSum, InvoiceView, KeepTitle,
        MoveInvoice, OpenOrder, OrderInvoicing, PartyQuery, RedInvoice, RequestInvoice, TitleView,
    },
    list::{ListQuery as _, Page, query_string},
};

use crate::{Client, ClientResult, IdempotencyKey, Side, form::form_of};

impl Client {
    pub async fn invoices(
        &self,
        side: Side,
        query: &InvoiceListQuery,
    ) -> ClientResult<Page<InvoiceRow>> {
        self.list(&format!("{}/invoices", side.prefix()), query).read().await
    }

    /// What the invoices of the list come to, by currency; staff only.
    pub async fn invoice_sums(&self, query: &InvoiceListQuery) -> ClientResult<Vec<InvoiceSum>> {
        self.get(format!("/invoices/sums?{}", query.to_query_string())).read().await
    }

    /// One by its id, our reference or its number.
    pub async fn invoice(&self, side: Side, id: &str) -> ClientResult<InvoiceView> {
        self.get(format!("{}/invoices/{id}", side.prefix())).read().await
    }

    /// What happened to it, latest first.
    pub async fn invoice_timeline(
        &self,
        side: Side,
        id: InvoiceId,
    ) -> ClientResult<Vec<EventView>> {
        self.get(format!("{}/invoices/{id}/timeline", side.prefix())).read().await
    }

    /// What of an order is invoiced, asked for and open; by its id or number.
    pub async fn order_invoicing(&self, side: Side, order: &str) -> ClientResult<OrderInvoicing> {
        self.get(format!("{}/orders/{order}/invoicing", side.prefix())).read().await
    }

    /// A party's orders of which something can be invoiced; in the portal, one's own.
    pub async fn orders_to_invoice(
        &self,
        side: Side,
        party: PartyQuery,
    ) -> ClientResult<Vec<OpenOrder>> {
        self.get(of_party(side, "open-orders", party)).read().await
    }

    /// A party's titles, the default one first; in the portal, one's own.
    pub async fn invoice_titles(
        &self,
        side: Side,
        party: PartyQuery,
    ) -> ClientResult<Vec<TitleView>> {
        self.get(of_party(side, "titles", party)).read().await
    }

    /// Keeps a title of a party, in the place of its one of the same name.
    pub async fn keep_invoice_title(
        &self,
        title: &KeepTitle,
        key: &IdempotencyKey,
    ) -> ClientResult<TitleView> {
        self.post("/invoices/titles").json(title).once(key).read().await
    }

    /// Takes a title out of the book.
    pub async fn remove_invoice_title(&self, id: InvoiceTitleId) -> ClientResult<()> {
        self.delete(format!("/invoices/titles/{id}")).done().await
    }

    pub async fn request_invoice(
        &self,
        side: Side,
        request: &RequestInvoice,
        key: &IdempotencyKey,
    ) -> ClientResult<InvoiceView> {
        self.post(format!("{}/invoices", side.prefix())).json(request).once(key).read().await
    }

    /// Changes a request that was seen at `version`.
    pub async fn change_invoice(
        &self,
        id: InvoiceId,
        version: i64,
        content: &InvoiceContent,
    ) -> ClientResult<InvoiceView> {
        self.put(format!("/invoices/{id}")).json(content).at_version(version).read().await
    }

    /// Moves one that was seen at `version`.
    pub async fn move_invoice(
        &self,
        id: InvoiceId,
        version: i64,
        moved: &MoveInvoice,
    ) -> ClientResult<InvoiceView> {
        self.put(format!("/invoices/{id}/status")).json(moved).at_version(version).read().await
    }

    /// Cancels a request of one's own organisation, in the portal.
    pub async fn cancel_own_invoice(
        &self,
        id: InvoiceId,
        version: i64,
    ) -> ClientResult<InvoiceView> {
        self.post(format!("/partners/invoices/{id}/cancel")).at_version(version).read().await
    }

    /// Keeps the file of one that was seen at `version`, instead of the one that is there.
    pub async fn keep_invoice_file(
        &self,
        id: InvoiceId,
        version: i64,
        name: &str,
        file: &[u8],
    ) -> ClientResult<InvoiceView> {
        let (media_type, form) = form_of(name, file);
        let path = format!("/invoices/{id}/file");
        self.post(path).bytes(&media_type, form).at_version(version).read().await
    }

    /// The file, as it was kept.
    pub async fn invoice_file(&self, side: Side, id: InvoiceId) -> ClientResult<Vec<u8>> {
        self.get(format!("{}/invoices/{id}/file", side.prefix())).read_bytes().await
    }

    /// Begins a red letter on one that was seen at `version`.
    pub async fn begin_red_letter(
        &self,
        id: InvoiceId,
        version: i64,
        red: &RedInvoice,
        key: &IdempotencyKey,
    ) -> ClientResult<InvoiceView> {
        self.post(format!("/invoices/{id}/red"))
            .json(red)
            .at_version(version)
            .once(key)
            .read()
            .await
    }
}

/// Partners are asked for no party: it is their own.
fn of_party(side: Side, what: &str, party: PartyQuery) -> String {
    match side {
        Side::Staff => format!("/invoices/{what}?{}", query_string(&party)),
        Side::Portal => format!("/partners/invoices/{what}"),
    }
}
