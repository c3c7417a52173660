//! One request: its path, version, idempotency key and body; one refresh and retry on 401.

use domain::{
    list::ListQuery,
    problem::{Problem, ProblemCode},
};
use reqwest::{Method, Response, StatusCode, header};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Client, ClientError, ClientResult};

/// Names one intended act: sent again with the same key, it happens once. A fresh UUID per form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub String);

/// A request in the making.
pub(crate) struct Request<'a> {
    client: &'a Client,
    method: Method,
    path: String,
    body: Option<Result<String, String>>,
    version: Option<i64>,
    key: Option<&'a IdempotencyKey>,
}

impl Client {
    pub(crate) fn get(&self, path: impl Into<String>) -> Request<'_> {
        self.request(Method::GET, path)
    }

    pub(crate) fn list(&self, path: &str, query: &impl ListQuery) -> Request<'_> {
        self.get(match query.to_query_string() {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        })
    }

    pub(crate) fn post(&self, path: impl Into<String>) -> Request<'_> {
        self.request(Method::POST, path)
    }

    pub(crate) fn put(&self, path: impl Into<String>) -> Request<'_> {
        self.request(Method::PUT, path)
    }

    pub(crate) fn patch(&self, path: impl Into<String>) -> Request<'_> {
        self.request(Method::PATCH, path)
    }

    pub(crate) fn delete(&self, path: impl Into<String>) -> Request<'_> {
        self.request(Method::DELETE, path)
    }

    fn request(&self, method: Method, path: impl Into<String>) -> Request<'_> {
        Request { client: self, method, path: path.into(), body: None, version: None, key: None }
    }
}

impl<'a> Request<'a> {
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = Some(serde_json::to_string(body).map_err(|error| error.to_string()));
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
        let text = self.answer().await?.text().await?;
        serde_json::from_str(&text).map_err(|error| ClientError::Unreadable(error.to_string()))
    }

    /// Sends it; the answer says nothing beside that it was done.
    pub async fn done(self) -> ClientResult<()> {
        self.answer().await.map(drop)
    }

    pub(crate) async fn answer(self) -> ClientResult<Response> {
        match (self.attempt().await, &self.client.refresher) {
            (Err(error), Some(refresher))
                if error.code() == Some(ProblemCode::SignInRequired) && refresher().await =>
            {
                self.attempt().await
            }
            (outcome, _) => outcome,
        }
    }

    async fn attempt(&self) -> ClientResult<Response> {
        let url = format!("{}{}", self.client.base, self.path);
        let mut request = self.client.http.request(self.method.clone(), url);
        let language =
            *self.client.language.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        request = request.header(header::ACCEPT_LANGUAGE, language.as_str());
        if let Some(token) = self.client.token() {
            request = request.bearer_auth(token);
        }
        if let Some(version) = self.version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        if let Some(key) = self.key {
            request = request.header("Idempotency-Key", &key.0);
        }
        if let Some(body) = &self.body {
            let body = body.clone().map_err(ClientError::Unreadable)?;
            request = request.header(header::CONTENT_TYPE, "application/json").body(body);
        }
        let response = request.send().await?;
        if response.status().is_success() { Ok(response) } else { Err(refusal(response).await) }
    }
}

/// The problem in an answer; one is made up where a proxy answered in the server's place.
async fn refusal(response: Response) -> ClientError {
    let status = response.status();
    let text = response.text().await.unwrap_or_default();
    match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => ClientError::Refused(Box::new(problem)),
        Err(_)
            if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::BAD_GATEWAY =>
        {
            ClientError::Refused(Box::new(Problem::new(ProblemCode::Unavailable, "")))
        }
        Err(_) => ClientError::Unreadable(format!("status {status}")),
    }
}
