//! One's own account: profile, password, second factor, what one is told of, where one is signed in.
//! The same for both sides.

mod notifications;
mod password;
mod profile;
mod second_factor;
mod sessions;

use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

pub use self::second_factor::EnrollFirst;

use crate::{
    i18n::t,
    pages::api_keys::ApiKeys,
    state::use_session,
    ui::{PageHeader, Tab, TabPanel, Tabs, effect},
};

/// The tab that links lead to: `?tab=notifications`.
const NOTIFICATIONS: &str = "notifications";

/// A tab for each.
#[component]
pub fn AccountPage() -> impl IntoView {
    let query = use_query_map();
    let active = RwSignal::new("profile".to_owned());
    effect(move || {
        if query.read().get("tab").as_deref() == Some(NOTIFICATIONS) {
            active.set(NOTIFICATIONS.to_owned());
        }
    });
    let session = use_session();
    // The side one is on does not change while the page is open.
    let has_keys = untrack(|| session.may(Permission::OwnKeys));
    let mut tabs = vec![
        Tab::new("profile", t::profile::profile),
        Tab::new(NOTIFICATIONS, t::profile::notifications),
        Tab::new("password", t::profile::password),
        Tab::new("factor", t::profile::factor),
        Tab::new("sessions", t::profile::sessions),
    ];
    if has_keys {
        tabs.push(Tab::new("keys", t::api_keys::title));
    }
    view! {
        <PageHeader title=t::layout::account/>
        <div class="stack stack--loose">
            <Tabs label=t::layout::account active tabs>
                <TabPanel value="profile">
                    <profile::Profile/>
                </TabPanel>
                <TabPanel value=NOTIFICATIONS>
                    <notifications::NotificationChoices/>
                </TabPanel>
                <TabPanel value="password">
                    <password::Password/>
                </TabPanel>
                <TabPanel value="factor">
                    <second_factor::SecondFactor/>
                </TabPanel>
                <TabPanel value="sessions">
                    <sessions::Sessions/>
                </TabPanel>
                {has_keys
                    .then(|| {
                        view! {
                            <TabPanel value="keys">
                                <ApiKeys/>
                            </TabPanel>
                        }
                    })}
            </Tabs>
        </div>
    }
}
