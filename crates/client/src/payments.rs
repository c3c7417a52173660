//! Payments, what they are for, and the statements that brought them.

use domain::{
    events::wire::EventView,
    finance::matching::Rule,
    id::{BankAccountId, OrderId, PaymentId, PaymentMatchId, StatementId},
    list::{Page, query_string},
    payments::wire::{
        BankAccountContent, BankAccountView, EntryListQuery, EntryView, IgnorePayment,
        MatchPayment, MatchRun, OpenOrder, OpenOrderQuery, OrderReceipts, PaymentContent,
        PaymentListQuery, PaymentRow, PaymentSum, PaymentView, RefuseSuggestion, RuleView,
        StatementListQuery, StatementRow, StatementView, SuggestionsView, SwitchRule, UploadQuery,
    },
};

use crate::{Client, ClientResult, IdempotencyKey, form::form_of};

impl Client {
    /// `GET /payments`
    pub async fn payments(&self, query: &PaymentListQuery) -> ClientResult<Page<PaymentRow>> {
        self.list("/payments", query).read().await
    }

    /// `POST /payments`
    pub async fn create_payment(
        &self,
        content: &PaymentContent,
        key: &IdempotencyKey,
    ) -> ClientResult<PaymentView> {
        self.post("/payments").json(content).once(key).read().await
    }

    /// `GET /payments/{id}`
    pub async fn payment(&self, id: PaymentId) -> ClientResult<PaymentView> {
        self.get(format!("/payments/{id}")).read().await
    }

    /// `PUT /payments/{id}`
    pub async fn replace_payment(
        &self,
        id: PaymentId,
        version: i64,
        content: &PaymentContent,
    ) -> ClientResult<PaymentView> {
        self.put(format!("/payments/{id}")).json(content).at_version(version).read().await
    }

    /// `GET /payments/{id}/timeline`
    pub async fn payment_timeline(&self, id: PaymentId) -> ClientResult<Vec<EventView>> {
        self.get(format!("/payments/{id}/timeline")).read().await
    }

    /// `GET /payments/summary`
    pub async fn payment_summary(&self) -> ClientResult<Vec<PaymentSum>> {
        self.get("/payments/summary").read().await
    }

    /// `POST /payments/{id}/ignore`
    pub async fn ignore_payment(
        &self,
        id: PaymentId,
        version: i64,
        body: &IgnorePayment,
        key: &IdempotencyKey,
    ) -> ClientResult<PaymentView> {
        let path = format!("/payments/{id}/ignore");
        self.post(path).json(body).at_version(version).once(key).read().await
    }

    /// `DELETE /payments/{id}/ignore`
    pub async fn restore_payment(&self, id: PaymentId, version: i64) -> ClientResult<PaymentView> {
        self.delete(format!("/payments/{id}/ignore")).at_version(version).read().await
    }

    /// `GET /payments/{id}/suggestions`
    pub async fn payment_suggestions(&self, id: PaymentId) -> ClientResult<SuggestionsView> {
        self.get(format!("/payments/{id}/suggestions")).read().await
    }

    /// `POST /payments/{id}/matches`
    pub async fn match_payment(
        &self,
        id: PaymentId,
        version: i64,
        body: &MatchPayment,
        key: &IdempotencyKey,
    ) -> ClientResult<PaymentView> {
        let path = format!("/payments/{id}/matches");
        self.post(path).json(body).at_version(version).once(key).read().await
    }

    /// `DELETE /payments/{id}/matches/{of}`
    pub async fn undo_payment_match(
        &self,
        id: PaymentId,
        version: i64,
        of: PaymentMatchId,
    ) -> ClientResult<PaymentView> {
        self.delete(format!("/payments/{id}/matches/{of}")).at_version(version).read().await
    }

    /// `POST /payments/{id}/refusals`
    pub async fn refuse_suggestion(
        &self,
        id: PaymentId,
        version: i64,
        body: &RefuseSuggestion,
        key: &IdempotencyKey,
    ) -> ClientResult<PaymentView> {
        let path = format!("/payments/{id}/refusals");
        self.post(path).json(body).at_version(version).once(key).read().await
    }

    /// `POST /payments/match`
    pub async fn match_payments(&self, key: &IdempotencyKey) -> ClientResult<MatchRun> {
        self.post("/payments/match").once(key).read().await
    }

    /// `GET /payments/open-orders`
    pub async fn open_orders(&self, query: &OpenOrderQuery) -> ClientResult<Vec<OpenOrder>> {
        self.get(format!("/payments/open-orders?{}", query_string(query))).read().await
    }

    /// `GET /payments/rules`
    pub async fn matching_rules(&self) -> ClientResult<Vec<RuleView>> {
        self.get("/payments/rules").read().await
    }

    /// `PUT /payments/rules/{rule}`
    pub async fn switch_matching_rule(
        &self,
        rule: Rule,
        version: i64,
        body: &SwitchRule,
    ) -> ClientResult<RuleView> {
        self.put(format!("/payments/rules/{rule}")).json(body).at_version(version).read().await
    }

    /// `GET /orders/{id}/receipts`
    pub async fn order_receipts(&self, id: OrderId) -> ClientResult<OrderReceipts> {
        self.get(format!("/orders/{id}/receipts")).read().await
    }

    /// `GET /statements`
    pub async fn statements(&self, query: &StatementListQuery) -> ClientResult<Page<StatementRow>> {
        self.list("/statements", query).read().await
    }

    /// Uploads a bank's file; answers with a preview for each account that it speaks of.
    ///
    /// # Errors
    /// It cannot be read at all, or is of an account that is not ours or not the one named.
    pub async fn upload_statement(
        &self,
        account: Option<BankAccountId>,
        name: &str,
        file: &[u8],
    ) -> ClientResult<Vec<StatementView>> {
        let (media_type, form) = form_of(name, file);
        let query = query_string(&UploadQuery { account });
        self.post(format!("/statements?{query}")).bytes(&media_type, form).read().await
    }

    /// `GET /statements/{id}`
    pub async fn statement(&self, id: StatementId) -> ClientResult<StatementView> {
        self.get(format!("/statements/{id}")).read().await
    }

    /// `GET /statements/{id}/entries`
    pub async fn statement_entries(
        &self,
        id: StatementId,
        query: &EntryListQuery,
    ) -> ClientResult<Page<EntryView>> {
        self.list(&format!("/statements/{id}/entries"), query).read().await
    }

    /// `POST /statements/{id}/commit`
    pub async fn commit_statement(
        &self,
        id: StatementId,
        version: i64,
        key: &IdempotencyKey,
    ) -> ClientResult<StatementView> {
        let path = format!("/statements/{id}/commit");
        self.post(path).at_version(version).once(key).read().await
    }

    /// `DELETE /statements/{id}`
    pub async fn undo_statement(
        &self,
        id: StatementId,
        version: i64,
    ) -> ClientResult<StatementView> {
        self.delete(format!("/statements/{id}")).at_version(version).read().await
    }

    /// `GET /bank-accounts`
    pub async fn bank_accounts(&self) -> ClientResult<Vec<BankAccountView>> {
        self.get("/bank-accounts").read().await
    }

    /// `POST /bank-accounts`
    pub async fn create_bank_account(
        &self,
        content: &BankAccountContent,
        key: &IdempotencyKey,
    ) -> ClientResult<BankAccountView> {
        self.post("/bank-accounts").json(content).once(key).read().await
    }

    /// `PUT /bank-accounts/{id}`
    pub async fn change_bank_account(
        &self,
        id: BankAccountId,
        version: i64,
        content: &BankAccountContent,
    ) -> ClientResult<BankAccountView> {
        self.put(format!("/bank-accounts/{id}")).json(content).at_version(version).read().await
    }
}
