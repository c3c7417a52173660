//! Those whom purchases can be given to.

use crate::{
    components::ProblemWords as _,
    state::use_session,
    ui::{ComboOption, ComboSource},
};
use leptos::prelude::*;

/// People who sell, by part of their name.
pub fn owners() -> ComboSource {
    let session = use_session();
    ComboSource::new(move |q: String| async move {
        let found = session.client().license_owners().await;
        let found = found.map_err(|error| untrack(|| error.words()))?;
        let q = q.trim().to_lowercase();
        let named = found.into_iter().filter(|one| one.name.to_lowercase().contains(&q));
        Ok(named.map(|one| ComboOption::new(one.id.to_string(), one.name)).collect())
    })
}
