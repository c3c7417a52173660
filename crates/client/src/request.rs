//! One request: its path, version, idempotency key and body; one refresh and retry on 401.

use std::{future::Future, pin::Pin};

use domain::{
    list::{ListQuery, query_string},
    problem::{Problem, ProblemCode},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Client, ClientError, ClientResult, transport::Answer};

/// Names one intended act: sent again with the same key, it happens once. A fresh UUID per form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub String);

/// A text as it stands in a query string (RFC 3986 §2.1).
pub(crate) fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// What the transport sends.
pub(crate) struct Call {
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<Payload>,
}

/// A body and what it is.
#[derive(Clone)]
pub(crate) struct Payload {
    pub media_type: String,
    pub content: Content,
}

/// Text travels as it is held in the browser, bytes as a file's.
#[derive(Clone)]
pub(crate) enum Content {
    Text(String),
    Bytes(Vec<u8>),
}

/// A request in the making.
pub(crate) struct Request<'a> {
    client: &'a Client,
    method: &'static str,
    path: String,
    body: Option<Result<Payload, String>>,
    version: Option<i64>,
    key: Option<&'a IdempotencyKey>,
}

impl Client {
    pub(crate) fn get(&self, path: impl Into<String>) -> Request<'_> {
        self.request("GET", path)
    }

    pub(crate) fn list(&self, path: &str, query: &impl ListQuery) -> Request<'_> {
        self.get(match query.to_query_string() {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        })
    }

    /// Asks with a query that is no list's.
    pub(crate) fn ask(&self, path: &str, query: &impl Serialize) -> Request<'_> {
        self.get(format!("{path}?{}", query_string(query)))
    }

    pub(crate) fn post(&self, path: impl Into<String>) -> Request<'_> {
        self.request("POST", path)
    }

    pub(crate) fn put(&self, path: impl Into<String>) -> Request<'_> {
        self.request("PUT", path)
    }

    pub(crate) fn patch(&self, path: impl Into<String>) -> Request<'_> {
        self.request("PATCH", path)
    }

    pub(crate) fn delete(&self, path: impl Into<String>) -> Request<'_> {
        self.request("DELETE", path)
    }

    fn request(&self, method: &'static str, path: impl Into<String>) -> Request<'_> {
        Request { client: self, method, path: path.into(), body: None, version: None, key: None }
    }
}

impl<'a> Request<'a> {
    pub fn json(mut self, body: &impl Serialize) -> Self {
        let payload = |text| Payload {
            media_type: "application/json".to_owned(),
            content: Content::Text(text),
        };
        self.body = Some(serde_json::to_string(body).map(payload).map_err(|e| e.to_string()));
        self
    }

    /// A file as it is.
    pub fn bytes(mut self, media_type: &str, bytes: Vec<u8>) -> Self {
        let media_type = media_type.to_owned();
        self.body = Some(Ok(Payload { media_type, content: Content::Bytes(bytes) }));
        self
    }

    /// The version that the caller has seen (`If-Match`).
    pub const fn at_version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }

    pub const fn once(mut self, key: &'a IdempotencyKey) -> Self {
        self.key = Some(key);
        self
    }

    /// Sends it and reads the answer.
    pub async fn read<T: DeserializeOwned>(self) -> ClientResult<T> {
        let text = self.text().await?;
        serde_json::from_str(&text).map_err(|error| ClientError::Unreadable(error.to_string()))
    }

    /// Sends it; the answer says nothing beside that it was done.
    pub async fn done(self) -> ClientResult<()> {
        self.text().await.map(drop)
    }

    /// Sends it and gives back the text of the answer.
    pub async fn read_text(self) -> ClientResult<String> {
        self.text().await
    }

    /// Sends it and reads the answer as it is: a file.
    pub fn read_bytes(self) -> Pin<Box<dyn Future<Output = ClientResult<Vec<u8>>> + 'a>> {
        Box::pin(async move { self.answer().await?.bytes().await })
    }

    /// Boxed, so that the way there is in the program once and not once for each call.
    fn text(self) -> Pin<Box<dyn Future<Output = ClientResult<String>> + 'a>> {
        Box::pin(async move { self.answer().await?.text().await })
    }

    pub(crate) async fn answer(self) -> ClientResult<Answer> {
        match (self.attempt().await, &self.client.refresher) {
            (Err(error), Some(refresher))
                if error.code() == Some(ProblemCode::SignInRequired) && refresher().await =>
            {
                self.attempt().await
            }
            (outcome, _) => outcome,
        }
    }

    async fn attempt(&self) -> ClientResult<Answer> {
        let language =
            *self.client.language.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut headers = vec![("Accept-Language", language.as_str().to_owned())];
        if let Some(token) = self.client.token() {
            headers.push(("Authorization", format!("Bearer {token}")));
        }
        if let Some(version) = self.version {
            headers.push(("If-Match", format!("\"{version}\"")));
        }
        if let Some(key) = self.key {
            headers.push(("Idempotency-Key", key.0.clone()));
        }
        let body = self.body.clone().transpose().map_err(ClientError::Unreadable)?;
        if let Some(body) = &body {
            headers.push(("Content-Type", body.media_type.clone()));
        }
        let url = format!("{}{}", self.client.base, self.path);
        let call = Call { method: self.method, url, headers, body };
        let answer = self.client.transport.send(call).await?;
        if (200..300).contains(&answer.status()) { Ok(answer) } else { Err(refusal(answer).await) }
    }
}

/// The problem in an answer; one is made up where a proxy answered in the server's place.
async fn refusal(answer: Answer) -> ClientError {
    let status = answer.status();
    let text = answer.text().await.unwrap_or_default();
    match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => ClientError::Refused(Box::new(problem)),
        Err(_) if matches!(status, 502 | 503) => {
            ClientError::Refused(Box::new(Problem::new(ProblemCode::Unavailable, "")))
        }
        Err(_) => ClientError::Unreadable(format!("status {status}")),
    }
}
