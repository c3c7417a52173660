//! The way to the server in a browser: its own `fetch`. (reqwest would bring an URL parser with the
//! tables of every script along, a hundred kilobytes that the browser already has.)

use futures_util::{Stream, stream};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, ReadableStreamDefaultReader, RequestInit, Response};

use crate::{
    ClientError, ClientResult,
    request::{Call, Content},
};

#[derive(Clone, Default)]
pub(crate) struct Transport(());

impl Transport {
    pub async fn send(&self, call: Call) -> ClientResult<Answer> {
        let headers = Headers::new().map_err(unreachable)?;
        for (name, value) in call.headers {
            headers.set(name, &value).map_err(unreachable)?;
        }
        let init = RequestInit::new();
        init.set_method(call.method);
        init.set_headers(&headers);
        if let Some(body) = call.body {
            init.set_body(&match body.content {
                Content::Text(text) => JsValue::from_str(&text),
                Content::Bytes(bytes) => Uint8Array::from(&*bytes).into(),
            });
        }
        let window = web_sys::window()
            .ok_or_else(|| ClientError::Unreachable("there is no window".to_owned()))?;
        let answer = JsFuture::from(window.fetch_with_str_and_init(&call.url, &init)).await;
        answer.and_then(JsCast::dyn_into).map(Answer).map_err(unreachable)
    }
}

/// What came back.
pub(crate) struct Answer(Response);

impl Answer {
    pub fn status(&self) -> u16 {
        self.0.status()
    }

    pub async fn text(self) -> ClientResult<String> {
        let text =
            JsFuture::from(self.0.text().map_err(unreachable)?).await.map_err(unreachable)?;
        Ok(text.as_string().unwrap_or_default())
    }

    pub async fn bytes(self) -> ClientResult<Vec<u8>> {
        let body = self.0.array_buffer().map_err(unreachable)?;
        let body = JsFuture::from(body).await.map_err(unreachable)?;
        Ok(Uint8Array::new(&body).to_vec())
    }

    /// The body as it arrives; ends where it ends or breaks off.
    pub fn chunks(self) -> impl Stream<Item = Vec<u8>> + use<> {
        let reader = self.0.body().and_then(|body| body.get_reader().dyn_into().ok()).map(Reader);
        stream::unfold(reader, |reader| async move {
            let reader = reader?;
            let read = JsFuture::from(reader.0.read()).await.ok()?;
            let bytes: Uint8Array = Reflect::get(&read, &"value".into()).ok()?.dyn_into().ok()?;
            Some((bytes.to_vec(), Some(reader)))
        })
    }
}

/// Tells the server that nobody listens any more, once nobody does.
struct Reader(ReadableStreamDefaultReader);

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.0.cancel();
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn unreachable(error: JsValue) -> ClientError {
    let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    ClientError::Unreachable(message.unwrap_or_default())
}
