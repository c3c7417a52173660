//! Going to another page, from callbacks too (the router's own function cannot travel into them).

use std::rc::Rc;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

type Navigate = Rc<dyn Fn(&str, NavigateOptions)>;

/// `Copy`; found with `use_go()`.
#[derive(Clone, Copy)]
pub struct Go(StoredValue<Navigate, LocalStorage>);

impl Go {
    /// Made once, inside the router.
    pub fn from_router() -> Self {
        Self(StoredValue::new_local(Rc::new(use_navigate())))
    }

    /// To another page.
    pub fn to(self, path: &str) {
        self.navigate(path, NavigateOptions::default());
    }

    /// To another page that takes the place of this one in the history.
    pub fn replace(self, path: &str) {
        self.navigate(path, NavigateOptions { replace: true, ..NavigateOptions::default() });
    }

    /// To the same page with another query; the scroll stays.
    pub fn adjust(self, query: &str) {
        self.navigate(query, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    }

    /// The same in place of the page's address as it was.
    pub(super) fn adjust_in_place(self, query: &str) {
        let options =
            NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() };
        self.navigate(query, options);
    }

    fn navigate(self, path: &str, options: NavigateOptions) {
        if let Some(navigate) = self.0.try_get_value() {
            navigate(path, options);
        }
    }
}
