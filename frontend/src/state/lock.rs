//! Tabs take turns: work under a Web Lock is done by one tab of this browser at a time.

use std::{cell::RefCell, future::Future, rc::Rc};

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// `navigator.locks.request`, where there is one (it needs https or localhost).
fn request_of(navigator: &JsValue) -> Option<(JsValue, Function)> {
    let locks = Reflect::get(navigator, &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}

/// Does `work` while no other tab does work of the same name.
pub async fn in_turn<T: 'static>(name: &str, work: impl Future<Output = T> + 'static) -> Option<T> {
    let navigator = JsValue::from(web_sys::window()?.navigator());
    let Some((locks, request)) = request_of(&navigator) else { return Some(work.await) };
    let outcome = Rc::new(RefCell::new(None));
    let told = Rc::clone(&outcome);
    let turn = Closure::once_into_js(move |_lock: JsValue| -> Promise {
        future_to_promise(async move {
            let done = work.await;
            *told.borrow_mut() = Some(done);
            Ok(JsValue::UNDEFINED)
        })
    });
    let waiting: Promise = request.call2(&locks, &name.into(), &turn).ok()?.dyn_into().ok()?;
    let _ = JsFuture::from(waiting).await;
    outcome.borrow_mut().take()
}
