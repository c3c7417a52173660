//! What mails that may become leads send over HTTP.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Found, MailState, Said, Verdict};
use crate::{
    customers::wire::PossibleCustomer,
    id::{LeadId, LeadMailFileId, LeadMailId, PartnerId},
    leads::wire::LeadContent,
    list::Sort,
};

crate::enums::wire_enum! {
    /// How a mail came to us.
    pub enum MailSource {
        #[default]
        Upload = "upload": "上传", "Uploaded";
        Mailbox = "mailbox": "收件邮箱", "Mailbox";
    }
}

/// A mail in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeadMailRow {
    pub id: LeadMailId,
    pub state: MailState,
    pub verdict: Verdict,
    pub source: MailSource,
    /// Without what forwarding put before it.
    pub subject: String,
    /// Who wrote it first.
    pub from_name: Option<String>,
    pub from_email: Option<String>,
    /// Who passed it on.
    pub forwarded_by: Option<String>,
    /// The company that was read out of it.
    pub company: Option<String>,
    pub lead_id: Option<LeadId>,
    pub sent_at: Option<DateTime<Utc>>,
    pub received_at: DateTime<Utc>,
    pub version: i64,
}

/// A file of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeadMailFile {
    pub id: LeadMailFileId,
    pub file_name: String,
    /// Bytes.
    pub size: u64,
}

/// A lead that a mail is on, or may be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeadOfMail {
    pub id: LeadId,
    pub title: String,
    pub company: String,
}

/// A partner whose address the sender's is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerOfMail {
    pub id: PartnerId,
    pub name: String,
}

/// One mail with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeadMailView {
    pub mail: LeadMailRow,
    /// Plain text; whatever the mail was written in.
    pub text: String,
    pub said: Said,
    pub found: Vec<Found>,
    /// What in the mail says that no person wrote it.
    pub because: Option<String>,
    pub partner: Option<PartnerOfMail>,
    pub lead: Option<LeadOfMail>,
    pub files: Vec<LeadMailFile>,
    /// Other mails of its thread, the latest first.
    pub thread: Vec<LeadMailRow>,
    /// Leads of the same company or person.
    pub alike: Vec<LeadOfMail>,
    /// Customers that the company may be.
    pub customers: Vec<PossibleCustomer>,
    /// The lead as it would be made of it.
    pub draft: LeadContent,
    pub version: i64,
}

/// `POST /lead-mails`: what became of an upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakenMail {
    pub mail: LeadMailRow,
    /// Not where the same mail was here before.
    pub is_new: bool,
}

/// `GET /lead-mails/mailbox`: the mailbox that is read, and how that goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxView {
    /// Whose, where and which folder; nothing where none is set up.
    pub name: Option<String>,
    /// When it was read last, to its end.
    pub read_at: Option<DateTime<Utc>>,
    /// When it is read next.
    pub next_at: Option<DateTime<Utc>>,
    /// Why the last try failed.
    pub error: Option<String>,
}

/// `POST /lead-mails/{id}/attach`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AttachMail {
    pub lead_id: LeadId,
}

crate::enums::wire_enum! {
    pub enum LeadMailSort {
        #[default]
        ReceivedAt = "received_at": "收到时间", "Received";
    }
}

crate::list::list_query! {
    /// `GET /lead-mails`; `q` is the beginning of the sender's address or of the subject.
    pub struct LeadMailListQuery sorted by LeadMailSort = Sort::descending(LeadMailSort::ReceivedAt);
    {
        /// In any of these states.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        state: Vec<MailState>,
        /// On this lead.
        #[serde(skip_serializing_if = "Option::is_none")]
        lead: Option<LeadId>,
    }
}
