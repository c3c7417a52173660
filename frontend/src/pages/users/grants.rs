//! What a user may for a while beside their role: giving it, and taking it back.

use chrono::TimeDelta;
use domain::{
    access::{Permission, Reach},
    auth::wire::UserView,
    grants::{
        LONGEST_REASON, check, is_live,
        wire::{GrantView, NewGrant},
        words,
    },
    problem::Reason,
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState, Load, Loaded, ProblemWords as _, use_load},
    i18n::{lang, t},
    state::{fresh_key, use_session, use_toaster},
    ui::{
        Banner, Button, Card, CardCell, Choice, Clock, Column, ConfirmDialog, DataTable, Drawer,
        EmptyState, Field, Glyph, GuardedButton, Look, Select, StatusDot, TextArea, Time, Tone,
    },
};

/// Hours that are offered; what lasts longer than a quarter is a matter of the role.
const HOURS: [u32; 7] = [1, 4, 24, 3 * 24, 7 * 24, 30 * 24, 90 * 24];

fn duration(hours: u32) -> String {
    if hours < 24 { t::users::for_hours(hours) } else { t::users::for_days(hours / 24) }
}

/// What this person's role does not reach yet.
fn offered(user: &UserView) -> Vec<Choice> {
    Permission::ALL
        .iter()
        .filter(|permission| {
            permission.is_grantable() && permission.reach(user.role) != Reach::Everything
        })
        .map(|permission| {
            let permission = *permission;
            let label = Signal::derive(move || words(permission, lang()).to_owned());
            Choice::new(permission.as_str(), label)
        })
        .collect()
}

fn form(user: UserView, on_done: Callback<()>) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let choices = offered(&user);
    let first = choices.first().map(|choice| choice.value.clone()).unwrap_or_default();
    let permission = RwSignal::new(first);
    let hours = RwSignal::new("24".to_owned());
    let reason = RwSignal::new(String::new());
    // One key for each time the drawer is opened: pressing twice grants once.
    let key = StoredValue::new(fresh_key());
    let lengths =
        HOURS.map(|hours| Choice::new(hours.to_string(), Signal::derive(move || duration(hours))));
    let submit = move || {
        let Ok(permission) = permission.read_untracked().parse() else { return };
        let now = untrack(Clock::now);
        // A minute less than offered for the longest: the server's clock may be behind ours.
        let hours: i64 = hours.read_untracked().parse().unwrap_or(1);
        let until = now + TimeDelta::hours(hours) - TimeDelta::minutes(i64::from(hours > 2_000));
        let reason = reason.get_untracked().trim().to_owned();
        let new = NewGrant { permission, until, reason };
        if !form.accepts(check(&new, user.role, now).err().unwrap_or_default()) {
            return;
        }
        let (client, id, name) = (session.client(), user.id, user.name.clone());
        let key = key.get_value();
        form.send(async move { client.grant(id, &new, &key).await }, move |_| {
            toaster.success(untrack(|| t::users::grant_given(name)));
            on_done.run(());
        });
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Field
                    label=t::users::grant_permission
                    required=true
                    error=form.error("/permission")
                >
                    <Select value=permission options=Signal::stored(choices)/>
                </Field>
                <Field label=t::users::grant_until required=true error=form.error("/until")>
                    <Select value=hours options=Signal::stored(lengths.to_vec())/>
                </Field>
                <Field
                    label=t::users::grant_reason
                    hint=t::users::grant_reason_hint
                    required=true
                    error=form.error("/reason")
                >
                    <TextArea
                        value=reason
                        rows=2
                        maxlength=u32::try_from(LONGEST_REASON).unwrap_or(u32::MAX)
                    />
                </Field>
            </div>
            <div class="form__actions">
                <Button
                    label=t::users::grant
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                />
            </div>
        </Form>
    }
    .into_any()
}

fn state(grant: &GrantView) -> AnyView {
    let (until, revoked_at) = (grant.until, grant.revoked_at);
    let taken_by = grant.revoked_by.clone();
    let state = move || {
        if revoked_at.is_some() {
            (Tone::Neutral, t::users::grant_revoked)
        } else if is_live(until, revoked_at, Clock::now()) {
            (Tone::Success, t::users::grant_live)
        } else {
            (Tone::Neutral, t::users::grant_ended)
        }
    };
    view! {
        <span class="cell-two">
            {move || {
                let (tone, label) = state();
                view! { <StatusDot tone label/> }
            }}
            {taken_by.map(|name| view! { <span class="cell-two__second">{name}</span> })}
        </span>
    }
    .into_any()
}

fn columns(asked: RwSignal<Option<GrantView>>) -> Vec<Column<GrantView>> {
    vec![
        Column::new("permission", t::users::grant_permission, |grant: &GrantView| {
            let permission = grant.permission;
            view! {
                <span class="cell-two">
                    <span>{move || words(permission, lang())}</span>
                    <span class="cell-two__second">{grant.reason.clone()}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("state", t::users::grant_state, state).on_card(CardCell::End),
        Column::new("until", t::users::grant_ends, |grant: &GrantView| {
            view! { <Time at=grant.until/> }
        }),
        Column::new("by", t::users::grant_by, |grant: &GrantView| {
            view! {
                <span class="cell-two">
                    <span>{grant.granted_by.clone()}</span>
                    <span class="cell-two__second">
                        <Time at=grant.granted_at/>
                    </span>
                </span>
            }
        }),
        Column::new("actions", t::users::actions, move |grant: &GrantView| {
            let kept = StoredValue::new(grant.clone());
            let (until, revoked_at) = (grant.until, grant.revoked_at);
            move || {
                is_live(until, revoked_at, Clock::now()).then(|| {
                    view! {
                        <Button
                            label=t::users::grant_revoke
                            small=true
                            on_press=move || asked.set(Some(kept.get_value()))
                        />
                    }
                })
            }
        })
        .on_card(CardCell::Wide),
    ]
}

fn table(grants: Signal<Vec<GrantView>>, asked: RwSignal<Option<GrantView>>) -> AnyView {
    let content = move || {
        let rows = grants.get();
        if rows.is_empty() {
            return view! {
                <EmptyState
                    glyph=Glyph::Clock
                    title=t::users::grants_none
                    text=t::users::grants_none_text
                />
            }
            .into_any();
        }
        view! {
            <DataTable
                label=t::users::grants
                columns=columns(asked)
                rows
                id=|grant| grant.id.to_string()
            />
        }
        .into_any()
    };
    view! { {content} }.into_any()
}

/// The question before something is taken back.
fn revoking(asked: RwSignal<Option<GrantView>>, load: Load<Vec<GrantView>>) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let close = move || {
        form.clear();
        asked.set(None);
    };
    let confirm = move || {
        let Some(id) = asked.read_untracked().as_ref().map(|grant| grant.id) else { return };
        let client = session.client();
        form.send(async move { client.revoke_grant(id).await }, move |()| {
            close();
            toaster.success(t::users::grant_taken);
            load.reload();
        });
    };
    let title = Signal::derive(move || {
        let permission = asked.read().as_ref().map(|grant| words(grant.permission, lang()));
        t::users::grant_revoke_title(permission.unwrap_or_default())
    });
    view! {
        <ConfirmDialog
            open=Signal::derive(move || asked.read().is_some())
            on_close=close
            on_confirm=confirm
            title
            text=t::users::grant_revoke_text
            confirm=t::users::grant_revoke
            danger=true
            busy=form.busy()
        >
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}

/// The card on a user's page.
#[component]
pub fn Grants(user: Signal<UserView>) -> impl IntoView {
    let session = use_session();
    let id = Memo::new(move |_| user.read().id);
    let load = use_load(move |client| {
        let id = id.get();
        async move { client.grants(id).await }
    });
    let open = RwSignal::new(false);
    let asked = RwSignal::new(None::<GrantView>);
    let blocked = Signal::derive(move || {
        let reason = if session.user() == Some(id.get()) {
            Reason::GrantToOneself
        } else if !user.read().active {
            Reason::GrantToInactive
        } else {
            return None;
        };
        Some(reason.label(lang()).to_owned())
    });
    let done = Callback::new(move |()| {
        open.set(false);
        load.reload();
    });
    let actions = move || {
        view! {
            <GuardedButton
                label=t::users::grant
                icon=Glyph::Plus
                small=true
                blocked
                on_press=move || open.set(true)
            />
        }
    };
    view! {
        <Card title=t::users::grants note=t::users::grants_note flush=true actions>
            <Loaded load view=move |grants| table(grants, asked)/>
        </Card>
        <Drawer
            open
            on_close=move || open.set(false)
            title=Signal::derive(move || t::users::grant_title(&user.read().name))
        >
            {move || open.get().then(|| form(user.get_untracked(), done))}
        </Drawer>
        {revoking(asked, load)}
    }
    .into_any()
}
