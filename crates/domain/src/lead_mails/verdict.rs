//! Whether a person wrote a mail to us: RFC 3834 (Auto-Submitted), RFC 3464 (reports), RFC 2919
//! (List-Id), RFC 2369 (List-Unsubscribe), and what servers add that follow none of them.

use super::{IncomingMail, Verdict};

/// How the subject of an automatic reply begins.
const AUTOMATIC: [&str; 17] = [
    "自动回复",
    "自动答复",
    "自動回覆",
    "自动应答",
    "系统自动回复",
    "[自动回复]",
    "【自动回复】",
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "out of office",
    "out of the office",
    "ooo:",
    "automatische antwort",
    "réponse automatique",
];

/// How the subject of a bounce begins.
const BOUNCED: [&str; 14] = [
    "undelivered mail returned to sender",
    "undeliverable:",
    "delivery status notification",
    "mail delivery failed",
    "mail delivery failure",
    "returned mail:",
    "failure notice",
    "delivery failure",
    "系统退信",
    "退信通知",
    "邮件投递失败",
    "邮件退回",
    "未送达",
    "投递失败",
];

/// Who wrote it, and what says so.
pub(super) fn of(mail: &IncomingMail) -> (Verdict, Option<String>) {
    match bounce(mail) {
        Some(why) => (Verdict::Bounce, Some(why)),
        None => match automatic(mail) {
            Some(why) => (Verdict::AutoReply, Some(why)),
            None => match bulk(mail) {
                Some(why) => (Verdict::List, Some(why)),
                None => (Verdict::Person, None),
            },
        },
    }
}

fn said(mail: &IncomingMail, name: &str) -> Option<String> {
    let value = mail.header(name)?;
    let value: String = value.chars().take(120).collect();
    Some(format!("{name}: {value}"))
}

fn bounce(mail: &IncomingMail) -> Option<String> {
    let kind = mail.header("content-type").unwrap_or_default();
    if kind.starts_with("multipart/report")
        && (kind.contains("delivery-status") || kind.contains("disposition-notification"))
    {
        return said(mail, "content-type");
    }
    if mail.header("x-failed-recipients").is_some() {
        return said(mail, "x-failed-recipients");
    }
    let from = mail.from.email.as_deref().unwrap_or_default();
    let local = from.split('@').next().unwrap_or_default();
    if ["mailer-daemon", "postmaster", "mail-daemon", "bounce", "bounces"].contains(&local) {
        return Some(format!("from: {from}"));
    }
    let subject = mail.subject.to_lowercase();
    // People forward bounces and ask about them: only what begins so is one.
    let bounced = BOUNCED.iter().find(|words| subject.trim().starts_with(*words))?;
    Some(format!("subject: {bounced}"))
}

fn automatic(mail: &IncomingMail) -> Option<String> {
    let submitted = mail.header("auto-submitted");
    if submitted.is_some_and(|value| !value.is_empty() && !value.starts_with("no")) {
        return said(mail, "auto-submitted");
    }
    for name in
        ["x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-mail-autoreply"]
    {
        if mail.header(name).is_some_and(|value| value != "no") {
            return said(mail, name);
        }
    }
    let suppress = mail.header("x-auto-response-suppress");
    if suppress.is_some_and(|value| value.contains("all") || value.contains("autoreply")) {
        return said(mail, "x-auto-response-suppress");
    }
    let precedence = mail.header("precedence").unwrap_or_default();
    if ["auto_reply", "auto-reply"].contains(&precedence.as_str()) {
        return said(mail, "precedence");
    }
    if mail.header("return-path").is_some_and(|path| path == "<>") {
        return said(mail, "return-path");
    }
    let subject = mail.subject.trim().to_lowercase();
    let words = AUTOMATIC.iter().find(|words| subject.starts_with(*words))?;
    Some(format!("subject: {words}"))
}

fn bulk(mail: &IncomingMail) -> Option<String> {
    for name in ["list-id", "list-unsubscribe", "list-post", "x-mailing-list", "feedback-id"] {
        if mail.header(name).is_some() {
            return said(mail, name);
        }
    }
    let precedence = mail.header("precedence").unwrap_or_default();
    ["bulk", "list", "junk"].contains(&precedence.as_str()).then(|| said(mail, "precedence"))?
}
