//! What is said, and how each form says it: body, headers and signature of one call.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use domain::{
    Lang,
    events::{EventKind, SubjectKind},
    webhooks::WebhookForm,
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

/// The kind of a message that an admin sends to see whether it arrives.
pub const TEST: &str = "webhook.test";

/// What is said, the same in each form; kept with the message, so that it is the same in each try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// An event's kind, or [`TEST`].
    #[serde(rename = "type")]
    pub kind: String,
    pub timestamp: DateTime<Utc>,
    pub data: Told,
}

/// What happened, to what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub event_id: Uuid,
    pub subject: Subject,
    pub actor_id: Option<Uuid>,
    /// A reason or a remark.
    pub note: Option<String>,
    /// Where people read more.
    pub url: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub kind: SubjectKind,
    pub id: Uuid,
    /// What people call it.
    pub label: String,
}

/// One HTTP call, ready to go. Its address may hold a key, so it has no words for logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Prepared {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

fn hmac(key: &[u8], message: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes keys of any length")
    };
    mac.update(message);
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The signature of Standard Webhooks: over id, seconds and body.
pub fn signature(key: &[u8], id: &str, seconds: i64, body: &str) -> String {
    format!("v1,{}", hmac(key, format!("{id}.{seconds}.{body}").as_bytes()))
}

/// How the secret is written for whoever verifies with it.
pub fn written(key: &[u8]) -> String {
    format!("whsec_{}", STANDARD.encode(key))
}

/// What a message is signed with: our own key for generic JSON, a robot's secret.
#[derive(Clone, Copy)]
pub struct Signing<'a> {
    pub key: &'a [u8],
    pub secret: Option<&'a str>,
}

/// Puts a message in a form.
pub fn prepare(
    form: WebhookForm,
    url: &str,
    signing: Signing<'_>,
    id: &str,
    message: &Message,
    lang: Lang,
    now: DateTime<Utc>,
) -> Prepared {
    let Signing { key, secret } = signing;
    let mut headers = vec![("content-type", "application/json".to_owned())];
    let mut url = url.to_owned();
    let body = match form {
        WebhookForm::Json => json!(message),
        WebhookForm::WeCom => {
            json!({ "msgtype": "markdown", "markdown": { "content": markdown(message, lang) } })
        }
        WebhookForm::DingTalk => {
            if let Some(secret) = secret {
                let millis = now.timestamp_millis();
                let sign = hmac(secret.as_bytes(), format!("{millis}\n{secret}").as_bytes());
                let glue = if url.contains('?') { '&' } else { '?' };
                let query = [("timestamp", millis.to_string()), ("sign", sign)];
                let query = serde_html_form::to_string(query).unwrap_or_default();
                url = format!("{url}{glue}{query}");
            }
            let text = json!({ "title": title(message, lang), "text": markdown(message, lang) });
            json!({ "msgtype": "markdown", "markdown": text })
        }
        WebhookForm::Feishu => {
            let mut body =
                json!({ "msg_type": "text", "content": { "text": plain(message, lang) } });
            if let Some(secret) = secret {
                let seconds = now.timestamp();
                body["timestamp"] = json!(seconds.to_string());
                body["sign"] = json!(hmac(format!("{seconds}\n{secret}").as_bytes(), b""));
            }
            body
        }
    }
    .to_string();
    if form == WebhookForm::Json {
        let seconds = now.timestamp();
        headers.extend([
            ("webhook-id", id.to_owned()),
            ("webhook-timestamp", seconds.to_string()),
            ("webhook-signature", signature(key, id, seconds, &body)),
        ]);
    }
    Prepared { url, headers, body }
}

/// Whether an answer says that the message was taken: robots answer 200 to what they refuse.
pub fn is_taken(form: WebhookForm, status: u16, answer: &str) -> bool {
    if !(200..300).contains(&status) {
        return false;
    }
    if form == WebhookForm::Json {
        return true;
    }
    let answer: Value = serde_json::from_str(answer).unwrap_or_default();
    ["errcode", "code", "StatusCode"].iter().any(|name| answer[name] == json!(0))
}

fn title(message: &Message, lang: Lang) -> String {
    let label = &message.data.subject.label;
    let what = match message.kind.parse::<EventKind>() {
        Ok(kind) => kind.label(lang),
        Err(_) => lang.pick("测试消息", "Test message"),
    };
    format!("{what} {label}").trim_end().to_owned()
}

fn link_word(lang: Lang) -> &'static str {
    lang.pick("打开查看", "Open in DSMS")
}

/// What people wrote is shown as they wrote it: no link, mention or heading comes of it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '#' | '!' | '~' => {
                quoted.push('\\');
                quoted.push(c);
            }
            '<' => quoted.push_str("&lt;"),
            '>' => quoted.push_str("&gt;"),
            '@' => quoted.push('＠'),
            '\n' | '\r' => quoted.push(' '),
            other => quoted.push(other),
        }
    }
    quoted
}

fn markdown(message: &Message, lang: Lang) -> String {
    let mut text = format!("**{}**", quoted(&title(message, lang)));
    if let Some(note) = &message.data.note {
        text.push_str(&format!("\n\n> {}", quoted(note)));
    }
    text.push_str(&format!("\n\n[{}]({})", link_word(lang), message.data.url));
    text
}

fn plain(message: &Message, lang: Lang) -> String {
    let mut lines = vec![title(message, lang)];
    lines.extend(message.data.note.as_ref().map(|note| note.replace('<', "＜")));
    lines.push(format!("{} {}", link_word(lang), message.data.url));
    lines.join("\n")
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
