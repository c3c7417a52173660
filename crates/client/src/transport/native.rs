//! The way to the server outside a browser: reqwest.

use futures_util::{Stream, StreamExt as _};
use reqwest::{Method, Response};

use crate::{
    ClientError, ClientResult,
    request::{Call, Content},
};

#[derive(Clone, Default)]
pub(crate) struct Transport(reqwest::Client);

impl Transport {
    pub async fn send(&self, call: Call) -> ClientResult<Answer> {
        let method = Method::from_bytes(call.method.as_bytes())
            .map_err(|error| ClientError::Unreadable(error.to_string()))?;
        let mut request = self.0.request(method, call.url);
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        if let Some(body) = call.body {
            request = match body.content {
                Content::Text(text) => request.body(text),
                Content::Bytes(bytes) => request.body(bytes),
            };
        }
        Ok(Answer(request.send().await?))
    }
}

/// What came back.
pub(crate) struct Answer(Response);

impl Answer {
    pub fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    pub async fn text(self) -> ClientResult<String> {
        Ok(self.0.text().await?)
    }

    pub async fn bytes(self) -> ClientResult<Vec<u8>> {
        Ok(self.0.bytes().await?.to_vec())
    }

    /// The body as it arrives; ends where it ends or breaks off.
    pub fn chunks(self) -> impl Stream<Item = Vec<u8>> + use<> {
        self.0
            .bytes_stream()
            .take_while(|chunk| std::future::ready(chunk.is_ok()))
            .map(|chunk| chunk.map(|bytes| bytes.to_vec()).unwrap_or_default())
    }
}

impl From<reqwest::Error> for ClientError {
    fn from(error: reqwest::Error) -> Self {
        if error.is_decode() {
            Self::Unreadable(error.to_string())
        } else {
            Self::Unreachable(error.to_string())
        }
    }
}
