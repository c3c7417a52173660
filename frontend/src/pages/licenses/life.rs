//! Suspending, resuming, extending, reassigning and ending a license, from its page.

use chrono::NaiveDate;
use client::{Client, ClientResult, IdempotencyKey};
use domain::{
    change_requests::wire::ChangeLicense,
    licenses::{
        LicenseAction, check_extension, check_life_reason, extended,
        wire::{AssignLicense, ExtendLicense, LicenseView, ResumeLicense},
    },
    orders::wire::WithReason,
    problem::FieldError,
};
use leptos::prelude::*;

use super::{
    life_fields::{LifeFields, verb},
    way::use_way,
};
use crate::{
    components::Form,
    i18n::t,
    pages::change_requests::OpenRequest,
    state::{fresh_key, use_session, use_toaster},
    ui::{Banner, Button, Dialog, Glyph, Icon, Look, Menu, MenuItem, Time, Tone},
};

const fn glyph(action: LicenseAction) -> Glyph {
    match action {
        LicenseAction::Suspend | LicenseAction::Terminate => Glyph::Ban,
        LicenseAction::Resume => Glyph::CheckCircle,
        LicenseAction::Extend => Glyph::Calendar,
        LicenseAction::Assign => Glyph::User,
    }
}

/// What the dialog says when it is pressed.
#[derive(Clone)]
struct Said {
    reason: Option<String>,
    days: u32,
    owner_id: Option<domain::id::UserId>,
}

impl Said {
    fn check(&self, action: LicenseAction) -> Result<(), Vec<FieldError>> {
        let reason = self.reason.as_deref();
        match action {
            LicenseAction::Extend => check_extension(self.days, reason),
            _ => check_life_reason(action, reason),
        }
    }
}

/// What the dialog says as a proposal, for a license whose last day is `last`.
fn proposal(action: LicenseAction, said: &Said, last: Option<NaiveDate>) -> ChangeLicense {
    let mut asked = ChangeLicense { reason: said.reason.clone(), ..ChangeLicense::default() };
    match action {
        LicenseAction::Suspend => asked.suspended = Some(true),
        LicenseAction::Resume => asked.suspended = Some(false),
        LicenseAction::Terminate => asked.terminated = Some(true),
        LicenseAction::Extend => asked.expires_on = last.map(|last| extended(last, said.days)),
        LicenseAction::Assign => {}
    }
    asked
}

async fn send(
    client: Client,
    license: (domain::id::LicenseId, i64),
    action: LicenseAction,
    said: Said,
    key: IdempotencyKey,
) -> ClientResult<LicenseView> {
    let ((id, version), Said { reason, days, owner_id }) = (license, said);
    let why = || WithReason { reason: reason.clone().unwrap_or_default() };
    match action {
        LicenseAction::Suspend => client.suspend_license(id, version, &why(), &key).await,
        LicenseAction::Terminate => client.terminate_license(id, version, &why(), &key).await,
        LicenseAction::Resume => {
            client.resume_license(id, version, &ResumeLicense { reason }, &key).await
        }
        LicenseAction::Extend => {
            let extension = ExtendLicense { days, reason: why().reason };
            client.extend_license(id, version, &extension, &key).await
        }
        LicenseAction::Assign => {
            client.assign_license(id, version, &AssignLicense { owner_id, reason }, &key).await
        }
    }
}

/// The menu of the license page, and its dialog.
#[component]
pub fn LifeMenu(
    license: Signal<LicenseView>,
    open_request: OpenRequest,
    /// The license as it is afterwards.
    #[prop(into)]
    on_done: Callback<LicenseView>,
) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let way = use_way(open_request);
    let fields = LifeFields::new();
    let form = fields.form;
    let asked = RwSignal::new(LicenseAction::Suspend);
    let open = RwSignal::new(false);
    let key = StoredValue::new(IdempotencyKey(String::new()));

    let begin = move |action| {
        fields.clear(license.with_untracked(|license| license.owner.as_ref().map(|one| one.id)));
        key.set_value(fresh_key());
        asked.set(action);
        open.set(true);
    };
    let press = move || {
        let action = asked.get_untracked();
        let said = Said { reason: fields.reason(), days: fields.days(), owner_id: fields.owner() };
        if !form.accepts(said.check(action).err().unwrap_or_default()) {
            return;
        }
        let of = license.with_untracked(|license| (license.id, license.version));
        let key = key.get_value();
        if untrack(|| way.proposes_step(action)) {
            let last = license.with_untracked(|license| license.expires_on);
            way.propose(form, open, of, proposal(action, &said, last), key);
            return;
        }
        let client = session.client();
        form.send(send(client, of, action, said, key), move |answer: LicenseView| {
            open.set(false);
            let done = untrack(|| t::licenses::life_done(&answer.number, verb(action)));
            toaster.success(done);
            on_done.run(answer);
        });
    };
    let words = move |action| {
        if way.proposes_step(action) {
            t::changes::propose_action(verb(action))
        } else {
            verb(action).to_owned()
        }
    };
    let item = move |action: LicenseAction| {
        let blocked = Signal::derive(move || way.step_blocked(license, action));
        view! {
            <MenuItem
                label=Signal::derive(move || words(action))
                icon=glyph(action)
                danger=action == LicenseAction::Terminate
                blocked
                on_press=move || begin(action)
            />
        }
    };
    let offered = move || {
        let is_suspended = license.read().suspended_at.is_some();
        let first = if is_suspended { LicenseAction::Resume } else { LicenseAction::Suspend };
        [first, LicenseAction::Extend, LicenseAction::Assign, LicenseAction::Terminate]
            .map(item)
            .collect_view()
    };
    let label = Signal::derive(move || {
        let action = asked.get();
        if way.proposes_step(action) { t::changes::submit.get() } else { verb(action) }.to_owned()
    });
    let title = Signal::derive(move || {
        t::licenses::life_title(words(asked.get()), license.read().number.as_str())
    });
    let foot = move || {
        let look = match asked.get_untracked() {
            LicenseAction::Terminate | LicenseAction::Suspend => Look::DangerSolid,
            _ => Look::Primary,
        };
        view! {
            <Button label=t::common::cancel on_press=move || open.set(false)/>
            <Button label look busy=form.busy() on_press=press/>
        }
    };
    view! {
        <Menu
            class="button button--icon"
            label=t::common::more_actions
            end=true
            trigger=|| view! { <Icon glyph=Glyph::More/> }
        >
            {offered}
        </Menu>
        <Dialog open on_close=move || open.set(false) title foot>
            <Form form on_submit=press>
                {move || {
                    way.proposes_step(asked.get())
                        .then(|| view! { <Banner>{t::changes::propose_text}</Banner> })
                }}
                {move || fields.draw(asked.get())}
            </Form>
        </Dialog>
    }
    .into_any()
}

/// Says that it is suspended or over, since when and why.
#[component]
pub fn StandingBanner(license: Signal<LicenseView>) -> impl IntoView {
    move || {
        let license = license.read();
        let (at, reason, tone, words) = if license.terminated_at.is_some() {
            let words = t::licenses::terminated_since;
            (license.terminated_at, license.terminated_reason.clone(), Tone::Error, words)
        } else {
            let words = t::licenses::suspended_since;
            (license.suspended_at, license.suspended_reason.clone(), Tone::Warning, words)
        };
        at.map(|at| {
            view! {
                <Banner tone>
                    {words} " " <Time at full=true/>
                    {reason.map(|reason| view! { " · " {reason} })}
                </Banner>
            }
        })
    }
}
