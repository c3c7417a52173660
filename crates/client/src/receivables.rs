//! What is owed and since when, what stands to the credit of parties, and who is on hold.

use domain::{
    id::{BalanceEntryId, PartyBalanceId, PaymentId},
    list::{Page, query_string},
    receivables::{
        CreditRules,
        wire::{
            BalanceListQuery, BalanceRow, BalanceView, CreditParty, CreditRulesView, PartyStanding,
            PayBack, ReceivableListQuery, ReceivableRow, ReceivableSummary, SetOff,
            StandingOfQuery, SummaryQuery,
        },
    },
};

use crate::{Client, ClientResult, IdempotencyKey};

impl Client {
    /// `GET /receivables`
    pub async fn receivables(
        &self,
        query: &ReceivableListQuery,
    ) -> ClientResult<Page<ReceivableRow>> {
        self.list("/receivables", query).read().await
    }

    /// `GET /receivables/summary`
    pub async fn receivable_summary(
        &self,
        query: &SummaryQuery,
    ) -> ClientResult<ReceivableSummary> {
        self.get(format!("/receivables/summary?{}", query_string(query))).read().await
    }

    /// `GET /receivables/standing`
    pub async fn party_standing(&self, query: &StandingOfQuery) -> ClientResult<PartyStanding> {
        self.get(format!("/receivables/standing?{}", query_string(query))).read().await
    }

    /// `GET /credit-rules`
    pub async fn credit_rules(&self) -> ClientResult<CreditRulesView> {
        self.get("/credit-rules").read().await
    }

    /// `PUT /credit-rules`
    pub async fn change_credit_rules(
        &self,
        version: i64,
        rules: &CreditRules,
    ) -> ClientResult<CreditRulesView> {
        self.put("/credit-rules").json(rules).at_version(version).read().await
    }

    /// `GET /balances`
    pub async fn balances(&self, query: &BalanceListQuery) -> ClientResult<Page<BalanceRow>> {
        self.list("/balances", query).read().await
    }

    /// `GET /balances/{id}`
    pub async fn balance(&self, id: PartyBalanceId) -> ClientResult<BalanceView> {
        self.get(format!("/balances/{id}")).read().await
    }

    /// `POST /payments/{id}/deposits`
    pub async fn credit_party(
        &self,
        id: PaymentId,
        version: i64,
        body: &CreditParty,
        key: &IdempotencyKey,
    ) -> ClientResult<BalanceView> {
        let path = format!("/payments/{id}/deposits");
        self.post(path).json(body).at_version(version).once(key).read().await
    }

    /// `POST /balances/{id}/offsets`
    pub async fn set_off_balance(
        &self,
        id: PartyBalanceId,
        version: i64,
        body: &SetOff,
        key: &IdempotencyKey,
    ) -> ClientResult<BalanceView> {
        let path = format!("/balances/{id}/offsets");
        self.post(path).json(body).at_version(version).once(key).read().await
    }

    /// `POST /balances/{id}/refunds`
    pub async fn pay_back_balance(
        &self,
        id: PartyBalanceId,
        version: i64,
        body: &PayBack,
        key: &IdempotencyKey,
    ) -> ClientResult<BalanceView> {
        let path = format!("/balances/{id}/refunds");
        self.post(path).json(body).at_version(version).once(key).read().await
    }

    /// `DELETE /balances/{id}/entries/{of}`
    pub async fn undo_balance_entry(
        &self,
        id: PartyBalanceId,
        version: i64,
        of: BalanceEntryId,
    ) -> ClientResult<BalanceView> {
        self.delete(format!("/balances/{id}/entries/{of}")).at_version(version).read().await
    }
}
