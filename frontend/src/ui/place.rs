//! Puts a floating element beside the one that it belongs to, inside the window.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// Which edges line up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Start,
    End,
    Center,
    /// As wide as the anchor, too.
    Fill,
}

const GAP: f64 = 6.0;
const MARGIN: f64 = 8.0;

/// Below the anchor, or above it where there is more room.
pub(super) fn place(anchor: &Element, floating: &HtmlElement, align: Align) {
    let style = floating.style();
    let anchor = anchor.get_bounding_client_rect();
    if align == Align::Fill {
        let _ = style.set_property("min-width", &format!("{}px", anchor.width()));
    }
    let size = floating.get_bounding_client_rect();
    let (window_width, window_height) = window_size();

    let left = match align {
        Align::Start | Align::Fill => anchor.left(),
        Align::End => anchor.right() - size.width(),
        Align::Center => anchor.left() + (anchor.width() - size.width()) / 2.0,
    };
    let left = left.min(window_width - size.width() - MARGIN).max(MARGIN);
    let below = anchor.bottom() + GAP;
    let fits_below = below + size.height() + MARGIN <= window_height;
    let above = anchor.top() - GAP - size.height();
    let top = if fits_below || above < MARGIN { below } else { above };

    let _ = style.set_property("left", &format!("{left}px"));
    let _ = style.set_property("top", &format!("{top}px"));
}

fn window_size() -> (f64, f64) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    root.map_or((0.0, 0.0), |root| {
        (f64::from(root.client_width()), f64::from(root.client_height()))
    })
}

/// The element that opened a popover: the button whose `popovertarget` it is.
pub(super) fn opener_of(id: &str) -> Option<Element> {
    let document = web_sys::window()?.document()?;
    document.query_selector(&format!("[popovertarget=\"{id}\"]")).ok().flatten()
}

/// Moves the focus among the elements that `selector` finds: by one, or to an end.
pub(super) fn move_focus(container: &HtmlElement, selector: &str, key: &str) -> bool {
    let Ok(found) = container.query_selector_all(selector) else { return false };
    let items: Vec<HtmlElement> =
        (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect();
    let focused = container.owner_document().and_then(|document| document.active_element());
    let current =
        focused.and_then(|focused| items.iter().position(|item| item.is_same_node(Some(&focused))));
    let count = items.len();
    if count == 0 {
        return false;
    }
    let next = match (key, current) {
        ("ArrowDown" | "ArrowRight", Some(current)) => (current + 1) % count,
        ("ArrowUp" | "ArrowLeft", Some(current)) => (current + count - 1) % count,
        ("ArrowDown" | "ArrowRight" | "Home", _) => 0,
        ("ArrowUp" | "ArrowLeft" | "End", _) => count - 1,
        _ => return false,
    };
    items.get(next).is_some_and(|item| item.focus().is_ok())
}
