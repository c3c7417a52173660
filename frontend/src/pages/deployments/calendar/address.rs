//! Which page of the calendar is shown, and whose: as the address bar says.

use chrono::NaiveDate;
use domain::{
    access::{Permission, Role},
    deployments::{CalendarSpan, wire::CalendarQuery},
    id::EngineerId,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::Serialize;

use crate::{
    state::{Go, use_go, use_session},
    ui::Clock,
};

/// Whose deployments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    All,
    Mine,
    Of(EngineerId),
}

impl Whose {
    /// As it stands in the address, and as a choice.
    pub fn word(self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Mine => "mine".to_owned(),
            Self::Of(id) => id.to_string(),
        }
    }

    fn read(word: &str) -> Option<Self> {
        match word {
            "all" => Some(Self::All),
            "mine" => Some(Self::Mine),
            id => id.parse().ok().map(Self::Of),
        }
    }
}

/// A page of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub span: CalendarSpan,
    /// A day of the page.
    pub on: NaiveDate,
    pub whose: Whose,
}

#[derive(Serialize)]
struct Written {
    view: &'static str,
    on: NaiveDate,
    whose: String,
}

impl Shown {
    /// What is asked of the server.
    pub fn query(self) -> CalendarQuery {
        let (from, until) = self.span.days(self.on);
        CalendarQuery {
            from: Some(from),
            until: Some(until),
            engineer: match self.whose {
                Whose::Of(id) => Some(id),
                Whose::All | Whose::Mine => None,
            },
            mine: (self.whose == Whose::Mine).then_some(true),
        }
    }

    fn address(self) -> String {
        let written = Written { view: self.span.as_str(), on: self.on, whose: self.whose.word() };
        format!("?{}", serde_html_form::to_string(written).unwrap_or_default())
    }
}

/// The page that the address names. `Copy`.
#[derive(Clone, Copy)]
pub struct Place {
    shown: Memo<Shown>,
    go: Go,
}

/// What the address bar says; what it does not say is this month, and for engineers what is theirs.
pub fn use_place() -> Place {
    let (query, session) = (use_query_map(), use_session());
    // Who is signed in does not change while the page stands.
    let is_engineer = untrack(|| {
        let role = session.me().map(|me| me.role);
        role == Some(Role::Engineer) && session.may(Permission::DeploymentsRead)
    });
    let shown = Memo::new(move |_| {
        let query = query.read();
        let said = |name: &str| query.get(name).unwrap_or_default();
        let own = if is_engineer { Whose::Mine } else { Whose::All };
        Shown {
            span: said("view").parse().unwrap_or_default(),
            on: said("on").parse().unwrap_or_else(|_| untrack(Clock::today)),
            whose: Whose::read(&said("whose")).unwrap_or(own),
        }
    });
    Place { shown, go: use_go() }
}

impl Place {
    /// The page (tracked).
    pub fn get(self) -> Shown {
        self.shown.get()
    }

    /// Leads to another page of it.
    pub fn change(self, change: impl FnOnce(&mut Shown)) {
        let mut shown = self.shown.get_untracked();
        change(&mut shown);
        self.go.adjust(&shown.address());
    }

    pub fn to_today(self) {
        let today = untrack(Clock::today);
        self.change(|shown| shown.on = today);
    }

    pub fn back(self) {
        self.change(|shown| shown.on = shown.span.before(shown.on));
    }

    pub fn onward(self) {
        self.change(|shown| shown.on = shown.span.after(shown.on));
    }
}
