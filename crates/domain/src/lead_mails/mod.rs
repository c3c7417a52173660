//! Mail that may become leads 邮件线索: who wrote it, whether it was a person, what it says, and what
//! becomes of it. Reading is pure: a mail that was taken apart comes in, what is understood goes out.

mod state;
pub mod wire;

#[cfg(not(target_family = "wasm"))]
mod forward;
#[cfg(not(target_family = "wasm"))]
mod html;
#[cfg(not(target_family = "wasm"))]
mod lines;
#[cfg(not(target_family = "wasm"))]
mod patterns;
#[cfg(not(target_family = "wasm"))]
mod read;
#[cfg(all(test, not(target_family = "wasm")))]
mod tests;
#[cfg(not(target_family = "wasm"))]
mod understand;
#[cfg(not(target_family = "wasm"))]
mod verdict;

use serde::{Deserialize, Serialize};

pub use self::state::{MailAction, MailState};
#[cfg(not(target_family = "wasm"))]
pub use self::{
    html::text_of_html,
    understand::{Address, IncomingMail, Understood, plain, understand},
};

/// Largest mail, in bytes.
pub const MOST_BYTES: usize = 25 << 20;
/// Parts of a mail that are looked at.
pub const MOST_PARTS: usize = 200;
/// How deep mails and their parts may be nested.
pub const MOST_DEPTH: usize = 20;
/// Files of a mail that are kept.
pub const MOST_FILES: usize = 20;
/// Characters of a mail's text that are kept and read.
pub const MOST_TEXT: usize = 60_000;
/// Mails of a thread that are shown beside one.
pub const MOST_IN_THREAD: u64 = 20;
/// Leads and customers that a mail may be about, which are shown.
pub const MOST_ALIKE: u64 = 5;

crate::enums::wire_enum! {
    /// Who wrote a mail, as far as its headers and its form tell (RFC 3834 and what is usual).
    pub enum Verdict {
        #[default]
        Person = "person": "来自个人", "From a person";
        AutoReply = "auto_reply": "自动回复", "Automatic reply";
        Bounce = "bounce": "退信", "Bounce";
        List = "list": "群发邮件", "Bulk mail";
        Unreadable = "unreadable": "无法读取", "Unreadable";
    }
}

crate::enums::wire_enum! {
    /// What is read out of a mail.
    pub enum MailField {
        #[default]
        Company = "company": "公司", "Company";
        Contact = "contact": "联系人", "Contact";
        Phone = "phone": "电话", "Phone";
        Email = "email": "邮箱", "E-mail";
        Product = "product": "产品", "Product";
        Users = "users": "用户数", "Users";
        Budget = "budget": "预算", "Budget";
        Date = "date": "期望日期", "Date";
    }
}

crate::enums::wire_enum! {
    /// Where in a mail something stands.
    pub enum MailPlace {
        #[default]
        Text = "text": "正文", "Text";
        Subject = "subject": "主题", "Subject";
        Sender = "sender": "发件人", "Sender";
    }
}

/// Something that was read, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Found {
    pub field: MailField,
    /// As a form takes it: dates as ISO 8601, a budget as an amount and its currency.
    pub value: String,
    pub place: MailPlace,
    /// Where it begins in the text: bytes of its UTF-8. Zero where the place is not the text.
    pub from: u32,
    /// Where it ends.
    pub until: u32,
    /// How sure that is, in percent.
    pub confidence: u32,
}

/// The part of a text that a reader should look at: without what a colleague wrote above a forwarded
/// mail, and without the mails that are quoted below. Bytes of its UTF-8.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Said {
    pub from: u32,
    pub until: u32,
}
