//! Calling the server by hand: any method, path and header, and what came back.

use std::collections::BTreeMap;

use client::Client;
use domain::problem::{Problem, ProblemCode};
use reqwest::{Method, StatusCode, header::HeaderMap};
use serde_json::Value;

use crate::TestApp;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// The problem's code, if it is one.
    pub fn code(&self) -> Option<ProblemCode> {
        serde_json::from_str::<Problem>(&self.text).ok().map(|problem| problem.code)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

impl TestApp {
    /// Calls the server with the client's token; a body makes it JSON.
    pub async fn call(
        &self,
        client: &Client,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Answer {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = reqwest::Client::new().request(method, format!("{}{path}", self.url));
        if let Some(token) = client.token() {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Answer { status, headers, text: response.text().await.unwrap() }
    }

    /// Every GET of the published document as this caller can ask it, by operation: `{id}` stands
    /// for the first records of the list before it, `{format}` for the formats that are text. A
    /// path below a list that shows this caller nothing is not among them, nor is what never ends.
    pub async fn questions(&self, client: &Client) -> Vec<(String, String)> {
        let mut lists = BTreeMap::new();
        let mut questions = Vec::new();
        for operation in paths::operations() {
            if operation.method != "GET" || operation.id == "stream_notifications" {
                continue;
            }
            for path in self.filled_in(client, operation.path, &mut lists).await {
                questions.push((operation.id.clone(), path));
            }
        }
        questions
    }

    async fn filled_in(
        &self,
        client: &Client,
        path: String,
        lists: &mut BTreeMap<String, Vec<String>>,
    ) -> Vec<String> {
        let mut open = vec![path];
        let mut whole = Vec::new();
        while let Some(path) = open.pop() {
            let Some((list, (name, rest))) =
                path.split_once("/{").and_then(|(list, rest)| Some((list, rest.split_once('}')?)))
            else {
                whole.push(path);
                continue;
            };
            let values = match (name, lists.get(list)) {
                ("format", _) => vec!["csv".to_owned()],
                (_, Some(known)) => known.clone(),
                _ => {
                    let found = self.first_ids(client, list).await;
                    lists.insert(list.to_owned(), found.clone());
                    found
                }
            };
            open.extend(values.iter().map(|value| format!("{list}/{value}{rest}")));
        }
        whole
    }

    /// The ids of the first and the last record that this list shows.
    async fn first_ids(&self, client: &Client, list: &str) -> Vec<String> {
        let answer = self.call(client, "GET", list, &[], None).await.json();
        let items = answer["items"].as_array().or_else(|| answer.as_array());
        let ids = items.into_iter().flatten().filter_map(|item| item["id"].as_str());
        let ids: Vec<_> = ids.map(str::to_owned).collect();
        match ids.as_slice() {
            [first, .., last] => vec![first.clone(), last.clone()],
            _ => ids,
        }
    }

    /// Fetches a file with the client's token.
    pub async fn call_bytes(&self, client: &Client, path: &str) -> Vec<u8> {
        let request = reqwest::Client::new().get(format!("{}{path}", self.url));
        let request = request.bearer_auth(client.token().unwrap_or_default());
        request.send().await.unwrap().bytes().await.unwrap().to_vec()
    }
}

/// Every operation of the published document: method, path, and the permission it names (none for
/// what is public; `Err` where nothing is said).
pub mod paths {
    use api::openapi;

    pub struct Operation {
        pub id: String,
        pub method: String,
        pub path: String,
        /// `None`: the document says that it is public.
        pub permission: Option<String>,
    }

    /// Reads them from the document that is served.
    pub fn operations() -> Vec<Operation> {
        let document = serde_json::to_value(openapi::document()).unwrap();
        let mut found = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let id = operation["operationId"].as_str().unwrap().to_owned();
                let security = operation["security"][0].as_object();
                let security = security.unwrap_or_else(|| panic!("{id} says nothing of security"));
                let permission =
                    security.get("bearer").map(|scopes| scopes[0].as_str().unwrap().to_owned());
                found.push(Operation {
                    id,
                    method: method.to_uppercase(),
                    path: path.clone(),
                    permission,
                });
            }
        }
        found
    }
}
