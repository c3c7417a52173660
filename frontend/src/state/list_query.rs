//! A list query that lives in the address bar: reload, «back» and a pasted link show the same list.

use std::marker::PhantomData;

use domain::list::ListQuery;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{Go, use_go};

/// The query of a list. `Copy`.
pub struct ListState<Q: ListQuery + Send + Sync + 'static> {
    query: Memo<Q>,
    go: Go,
    kind: PhantomData<Q>,
}

impl<Q: ListQuery + Send + Sync + 'static> Copy for ListState<Q> {}

#[expect(clippy::expl_impl_clone_on_copy, reason = "derived, it would want queries to be `Copy`")]
impl<Q: ListQuery + Send + Sync + 'static> Clone for ListState<Q> {
    fn clone(&self) -> Self {
        *self
    }
}

/// The query of this page's list. What the address bar says and nobody understands is left out.
pub fn use_list<Q: ListQuery + Send + Sync + 'static>() -> ListState<Q> {
    let search = use_location().search;
    let query = Memo::new(move |_| {
        Q::from_query_string(search.read().trim_start_matches('?')).unwrap_or_default()
    });
    ListState { query, go: use_go(), kind: PhantomData }
}

impl<Q: ListQuery + Send + Sync + 'static> ListState<Q> {
    /// As it is now (tracked).
    pub fn get(self) -> Q {
        self.query.get()
    }

    /// Puts another query into the address bar.
    pub fn set(self, query: &Q) {
        let text = query.to_query_string();
        // A bare `?` clears it; an empty path would mean the site's root.
        self.go.adjust(&format!("?{text}"));
    }

    /// Opens the list with a query string that was kept; what the list does not understand any more
    /// opens it as it comes. `in_place` leaves no way «back» to the query before.
    pub fn open(self, kept: &str, in_place: bool) {
        let query = Q::from_query_string(kept).unwrap_or_default();
        let text = format!("?{}", query.to_query_string());
        if in_place {
            self.go.adjust_in_place(&text);
        } else {
            self.go.adjust(&text);
        }
    }

    /// Changes the query and goes back to the first page: `list.update(|query| query.status = …)`.
    pub fn update(self, change: impl FnOnce(&mut Q)) {
        let mut query = self.query.get_untracked();
        change(&mut query);
        self.set(&query.turned_to(1));
    }

    /// To another page.
    pub fn turn(self, page: u32) {
        self.set(&self.query.get_untracked().turned_to(page));
    }

    /// All filters off.
    pub fn reset(self) {
        self.set(&Q::default());
    }

    /// Whether anything is searched for or filtered (tracked).
    pub fn is_filtered(self) -> bool {
        let text = self.query.read().to_query_string();
        text.split('&')
            .filter_map(|pair| pair.split('=').next())
            .any(|name| !matches!(name, "" | "sort" | "page" | "per_page" | "after"))
    }

    /// The values under one name of the query string (tracked): `status=a&status=b`.
    pub fn values(self, name: &str) -> Vec<String> {
        pairs(&*self.query.read())
            .into_iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value)
            .collect()
    }

    /// Sets the values under one name; values that the list does not know change nothing.
    pub fn set_values(self, name: &str, values: &[String]) {
        let mut all = pairs(&*self.query.read_untracked());
        all.retain(|(key, _)| key != name && key != "page" && key != "after");
        all.extend(values.iter().map(|value| (name.to_owned(), value.clone())));
        let text = serde_html_form::to_string(&all).unwrap_or_default();
        if let Ok(query) = Q::from_query_string(&text) {
            self.set(&query);
        }
    }

    /// A filter as chips want it: `FilterChips value=list.filter("status") …`.
    pub fn filter(self, name: &'static str) -> Signal<Vec<String>> {
        Signal::derive(move || self.values(name))
    }

    /// The other half: `on_change=list.on_filter("status")`.
    pub fn on_filter(self, name: &'static str) -> Callback<Vec<String>> {
        Callback::new(move |values: Vec<String>| self.set_values(name, &values))
    }

    /// The same where one of several can be chosen: the one that was pressed last.
    pub fn on_choice(self, name: &'static str) -> Callback<Vec<String>> {
        Callback::new(move |values: Vec<String>| {
            let last: Vec<String> = values.into_iter().next_back().into_iter().collect();
            self.set_values(name, &last);
        })
    }
}

fn pairs<Q: ListQuery>(query: &Q) -> Vec<(String, String)> {
    let text = serde_html_form::to_string(query).unwrap_or_default();
    serde_html_form::from_str(&text).unwrap_or_default()
}
