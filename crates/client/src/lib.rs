//! The typed HTTP client of DSMS over `domain`'s wire types: the SPA, tests and benches speak
//! through it, so that a path or a body that changes does not compile anywhere.

mod alerts;
mod api_keys;
mod auth;
mod change_requests;
mod customers;
mod deliveries;
mod deployments;
mod engineers;
mod error;
mod events;
mod exports;
mod form;
mod grants;
mod imports;
mod invoices;
mod lead_mails;
mod leads;
mod licenses;
mod live;
mod notifications;
mod orders;
mod partners;
mod payments;
mod products;
mod purchases;
mod receivables;
mod request;
mod resellers;
mod returns;
mod sales_reps;
mod search;
mod sellers;
#[cfg_attr(target_family = "wasm", path = "transport/web.rs")]
#[cfg_attr(not(target_family = "wasm"), path = "transport/native.rs")]
mod transport;
mod usage;
mod views;
mod webhooks;

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, PoisonError, RwLock},
};

pub use auth::Door;
pub use error::{ClientError, ClientResult};
pub use request::IdempotencyKey;

/// Which side of the house asks: staff see everything their role reaches, partners their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Staff,
    Portal,
}

impl Side {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Staff => "",
            Self::Portal => "/partners",
        }
    }
}

/// Gets a fresh access token where the present one has run out; answers whether it could.
pub type Refresher = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = bool>>> + Send + Sync>;

/// A connection to one server. Cheap to clone; clones share the access token.
#[derive(Clone)]
pub struct Client {
    transport: transport::Transport,
    base: Arc<str>,
    token: Arc<RwLock<Option<String>>>,
    language: Arc<RwLock<domain::Lang>>,
    refresher: Option<Refresher>,
}

impl Client {
    /// A client of the server at `origin`, e.g. `http://127.0.0.1:8080`, signed in nowhere.
    pub fn new(origin: &str) -> Self {
        Self {
            transport: transport::Transport::default(),
            base: format!("{}/api/v1", origin.trim_end_matches('/')).into(),
            token: Arc::default(),
            language: Arc::default(),
            refresher: None,
        }
    }

    /// Asks `refresher` once for a new token whenever an answer says that one has to sign in.
    #[must_use]
    pub fn with_refresher(mut self, refresher: Refresher) -> Self {
        self.refresher = Some(refresher);
        self
    }

    /// Sets or forgets the access token.
    pub fn set_token(&self, token: Option<String>) {
        *self.token.write().unwrap_or_else(PoisonError::into_inner) = token;
    }

    /// The access token, if one is held.
    pub fn token(&self) -> Option<String> {
        self.token.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The language that problems are to be worded in.
    pub fn set_language(&self, language: domain::Lang) {
        *self.language.write().unwrap_or_else(PoisonError::into_inner) = language;
    }
}
