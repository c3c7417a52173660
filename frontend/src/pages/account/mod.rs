//! One's own account: profile, password, where one is signed in. The same for both sides.

mod password;
mod profile;
mod sessions;

use leptos::prelude::*;

use crate::{
    i18n::t,
    ui::{PageHeader, Tab, TabPanel, Tabs},
};

/// Three tabs.
#[component]
pub fn AccountPage() -> impl IntoView {
    let active = RwSignal::new("profile".to_owned());
    let tabs = vec![
        Tab::new("profile", t::profile::profile),
        Tab::new("password", t::profile::password),
        Tab::new("sessions", t::profile::sessions),
    ];
    view! {
        <PageHeader title=t::layout::account/>
        <div class="stack stack--loose">
            <Tabs label=t::layout::account active tabs>
                <TabPanel value="profile">
                    <profile::Profile/>
                </TabPanel>
                <TabPanel value="password">
                    <password::Password/>
                </TabPanel>
                <TabPanel value="sessions">
                    <sessions::Sessions/>
                </TabPanel>
            </Tabs>
        </div>
    }
}
