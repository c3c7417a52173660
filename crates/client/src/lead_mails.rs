//! Mails that may become leads.

use domain::{
    id::{LeadId, LeadMailFileId, LeadMailId},
    lead_mails::wire::{
        AttachMail, LeadMailListQuery, LeadMailRow, LeadMailView, MailboxView, TakenMail,
    },
    leads::wire::LeadContent,
    list::Page,
};

use crate::{Client, ClientResult, IdempotencyKey, form::form_of};

impl Client {
    /// `GET /lead-mails`
    pub async fn lead_mails(&self, query: &LeadMailListQuery) -> ClientResult<Page<LeadMailRow>> {
        self.list("/lead-mails", query).read().await
    }

    /// `POST /lead-mails`: a mail as it was saved.
    pub async fn take_lead_mail(&self, name: &str, file: &[u8]) -> ClientResult<TakenMail> {
        let (media_type, form) = form_of(name, file);
        self.post("/lead-mails").bytes(&media_type, form).read().await
    }

    /// `GET /lead-mails/mailbox`
    pub async fn lead_mailbox(&self) -> ClientResult<MailboxView> {
        self.get("/lead-mails/mailbox").read().await
    }

    /// `GET /lead-mails/{id}`
    pub async fn lead_mail(&self, id: LeadMailId) -> ClientResult<LeadMailView> {
        self.get(format!("/lead-mails/{id}")).read().await
    }

    /// `GET /lead-mails/{id}/files/{file}`
    pub async fn lead_mail_file(
        &self,
        id: LeadMailId,
        file: LeadMailFileId,
    ) -> ClientResult<Vec<u8>> {
        self.get(format!("/lead-mails/{id}/files/{file}")).read_bytes().await
    }

    /// `POST /lead-mails/{id}/confirm`
    pub async fn confirm_lead_mail(
        &self,
        id: LeadMailId,
        version: i64,
        content: &LeadContent,
        key: &IdempotencyKey,
    ) -> ClientResult<LeadMailView> {
        let path = format!("/lead-mails/{id}/confirm");
        self.post(path).json(content).at_version(version).once(key).read().await
    }

    /// `POST /lead-mails/{id}/attach`
    pub async fn attach_lead_mail(
        &self,
        id: LeadMailId,
        version: i64,
        lead: LeadId,
        key: &IdempotencyKey,
    ) -> ClientResult<LeadMailView> {
        let path = format!("/lead-mails/{id}/attach");
        let body = AttachMail { lead_id: lead };
        self.post(path).json(&body).at_version(version).once(key).read().await
    }

    /// `POST /lead-mails/{id}/ignore`
    pub async fn ignore_lead_mail(
        &self,
        id: LeadMailId,
        version: i64,
        key: &IdempotencyKey,
    ) -> ClientResult<LeadMailView> {
        self.post(format!("/lead-mails/{id}/ignore")).at_version(version).once(key).read().await
    }

    /// `POST /lead-mails/{id}/restore`
    pub async fn restore_lead_mail(
        &self,
        id: LeadMailId,
        version: i64,
        key: &IdempotencyKey,
    ) -> ClientResult<LeadMailView> {
        self.post(format!("/lead-mails/{id}/restore")).at_version(version).once(key).read().await
    }

    /// `POST /lead-mails/{id}/undo`
    pub async fn undo_lead_mail(
        &self,
        id: LeadMailId,
        version: i64,
        key: &IdempotencyKey,
    ) -> ClientResult<LeadMailView> {
        self.post(format!("/lead-mails/{id}/undo")).at_version(version).once(key).read().await
    }
}
