//! Orders, from the staff's side and from the portal's.

use domain::{
    Lang,
    events::wire::EventView,
    id::OrderId,
    licenses::LicenseStanding,
    list::Page,
    orders::{
        form::OrderForm,
        sheet::SheetView,
        wire::{
            ApproveOrder, ChangeOrder, OrderContent, OrderListQuery, OrderRow, OrderView,
            ReviewView, StandingQuery, SubmitOrder, WithReason,
        },
    },
};

use crate::{Client, ClientResult, IdempotencyKey, Side};

fn path(side: Side, id: OrderId, verb: &str) -> String {
    format!("{}/orders/{id}{verb}", side.prefix())
}

impl Client {
    pub async fn orders(&self, side: Side, query: &OrderListQuery) -> ClientResult<Page<OrderRow>> {
        self.list(&format!("{}/orders", side.prefix()), query).read().await
    }

    /// One order by id or number.
    pub async fn order(&self, side: Side, id_or_number: &str) -> ClientResult<OrderView> {
        self.get(format!("{}/orders/{id_or_number}", side.prefix())).read().await
    }

    /// Licenses that lines can be placed on; twenty at most, the next to expire first.
    pub async fn licenses_for_lines(
        &self,
        side: Side,
        query: &StandingQuery,
    ) -> ClientResult<Vec<LicenseStanding>> {
        let query = query.to_query_string();
        self.get(format!("{}/orders/licenses?{query}", side.prefix())).read().await
    }

    /// Keeps a draft.
    pub async fn place_order(
        &self,
        side: Side,
        content: &OrderContent,
        key: &IdempotencyKey,
    ) -> ClientResult<OrderView> {
        self.post(format!("{}/orders", side.prefix())).json(content).once(key).read().await
    }

    pub async fn change_order(
        &self,
        side: Side,
        id: OrderId,
        version: i64,
        change: &ChangeOrder,
    ) -> ClientResult<OrderView> {
        self.patch(path(side, id, "")).json(change).at_version(version).read().await
    }

    /// Prices and locks it, and hands it in for approval.
    pub async fn submit_order(
        &self,
        side: Side,
        id: OrderId,
        version: i64,
        submit: &SubmitOrder,
        key: &IdempotencyKey,
    ) -> ClientResult<OrderView> {
        self.post(path(side, id, "/submit")).json(submit).at_version(version).once(key).read().await
    }

    pub async fn cancel_order(
        &self,
        side: Side,
        id: OrderId,
        version: i64,
        reason: &WithReason,
        key: &IdempotencyKey,
    ) -> ClientResult<OrderView> {
        self.post(path(side, id, "/cancel")).json(reason).at_version(version).once(key).read().await
    }

    /// A new draft with the same content.
    pub async fn clone_order(
        &self,
        side: Side,
        id: OrderId,
        key: &IdempotencyKey,
    ) -> ClientResult<OrderView> {
        self.post(path(side, id, "/clone")).once(key).read().await
    }

    /// Creates the customers, issues the licenses and sends them on their way.
    pub async fn approve_order(
        &self,
        id: OrderId,
        version: i64,
        approve: &ApproveOrder,
        key: &IdempotencyKey,
    ) -> ClientResult<OrderView> {
        self.post(path(Side::Staff, id, "/approve"))
            .json(approve)
            .at_version(version)
            .once(key)
            .read()
            .await
    }

    pub async fn reject_order(
        &self,
        id: OrderId,
        version: i64,
        reason: &WithReason,
        key: &IdempotencyKey,
    ) -> ClientResult<OrderView> {
        self.post(path(Side::Staff, id, "/reject"))
            .json(reason)
            .at_version(version)
            .once(key)
            .read()
            .await
    }

    /// What the approver needs beside the order itself.
    pub async fn order_review(&self, id: OrderId) -> ClientResult<ReviewView> {
        self.get(path(Side::Staff, id, "/review")).read().await
    }

    /// Everything that stands on its paper form, by id or number.
    pub async fn order_form(&self, side: Side, id_or_number: &str) -> ClientResult<OrderForm> {
        self.get(format!("{}/orders/{id_or_number}/form", side.prefix())).read().await
    }

    /// Its paper form as a PDF, by id or number, in a language.
    pub async fn print_order(
        &self,
        side: Side,
        id_or_number: &str,
        lang: Lang,
    ) -> ClientResult<Vec<u8>> {
        let lang = lang.pick("zh", "en");
        let path = format!("{}/orders/{id_or_number}/print?lang={lang}", side.prefix());
        self.get(path).read_bytes().await
    }

    /// Everything that happened to it, latest first.
    pub async fn order_timeline(&self, side: Side, id: OrderId) -> ClientResult<Vec<EventView>> {
        self.get(path(side, id, "/timeline")).read().await
    }

    /// Reads lines from a spreadsheet file (xlsx, csv); nothing is saved.
    pub async fn read_lines(
        &self,
        side: Side,
        media_type: &str,
        file: Vec<u8>,
    ) -> ClientResult<SheetView> {
        let path = format!("{}/orders/lines/read", side.prefix());
        self.post(path).bytes(media_type, file).read().await
    }

    /// A CSV file to begin with: headings, and an example for each product.
    pub async fn line_template(&self, side: Side) -> ClientResult<String> {
        self.get(format!("{}/orders/lines/template", side.prefix())).read_text().await
    }
}
