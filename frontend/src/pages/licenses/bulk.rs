//! One thing with many licenses: what is asked for, what would come of it, and what came of it.

use std::collections::HashMap;

use client::{IdempotencyKey, Side};
use domain::{
    access::Permission,
    id::LicenseId,
    licenses::{
        LicenseAction, MOST_AT_ONCE,
        wire::{ChangeLicenses, ChangedLicense, ChangedLicenses, LicenseRow},
    },
    orders::{LineKind, wire::MOST_NAMED},
};
use leptos::prelude::*;

use super::life_fields::{LifeFields, verb};
use crate::{
    components::{Form, FormState},
    i18n::{lang, t},
    routes,
    state::{fresh_key, use_go, use_session},
    ui::{Banner, Button, Dialog, Glyph, GuardedButton, Look, StatusDot, TableFrame, Tone},
};

/// What is chosen of a list of licenses, and what is known of its rows. `Copy`.
#[derive(Clone, Copy)]
pub struct Chosen {
    pub ids: RwSignal<Vec<String>>,
    seen: StoredValue<HashMap<String, LicenseRow>>,
}

impl Chosen {
    pub fn new() -> Self {
        Self { ids: RwSignal::new(Vec::new()), seen: StoredValue::new(HashMap::new()) }
    }

    /// Remembers the rows of a page: what was chosen there may not be on the next one.
    pub fn see(self, rows: &[LicenseRow]) {
        self.seen.update_value(|seen| {
            seen.extend(rows.iter().map(|row| (row.id.to_string(), row.clone())));
        });
    }

    fn licenses(self) -> Vec<LicenseId> {
        self.ids.get_untracked().iter().filter_map(|id| id.parse().ok()).collect()
    }

    fn number(self, id: LicenseId) -> Option<String> {
        self.seen.with_value(|seen| seen.get(&id.to_string()).map(|row| row.number.clone()))
    }

    /// Whether one order can hold them all: one buys them (tracked).
    fn share_a_buyer(self) -> bool {
        // Who buys directly is the customer.
        let buyer = |row: &LicenseRow| match &row.partner_name {
            Some(partner) => (true, partner.clone()),
            None => (false, row.customer_name.clone()),
        };
        self.seen.with_value(|seen| {
            let chosen = self.ids.read();
            let mut buyers = chosen.iter().filter_map(|id| seen.get(id)).map(buyer);
            let first = buyers.next();
            buyers.all(|other| Some(&other) == first.as_ref())
        })
    }
}

/// Whether there is anything that this person does with many licenses (untracked).
pub fn may_choose() -> bool {
    let session = use_session();
    untrack(|| session.may(Permission::LicensesAssign) || session.may(Permission::OrdersPlace))
}

/// Renews what is chosen, in one order.
fn renew_button(chosen: Chosen) -> AnyView {
    let session = use_session();
    let go = use_go();
    let blocked = Signal::derive(move || {
        if let Some(why) = session.why_not(Permission::OrdersPlace) {
            return Some(why);
        }
        if chosen.ids.read().len() > MOST_NAMED {
            return Some(t::licenses::at_most(MOST_NAMED));
        }
        (!chosen.share_a_buyer()).then(|| t::licenses::renew_differs.get().to_owned())
    });
    let press = move || {
        let ids = chosen.ids.get_untracked().join(",");
        let path = routes::new_order(Side::Staff);
        go.to(&format!("{path}?kind={}&license={ids}", LineKind::Renewal));
    };
    view! {
        <GuardedButton
            label=t::licenses::renew
            icon=Glyph::Refresh
            small=true
            blocked
            on_press=press
        />
    }
    .into_any()
}

/// A license of the answer: what came of it, or would.
fn outcome(chosen: Chosen, item: ChangedLicense, preview: bool) -> AnyView {
    let number = item.number.or_else(|| chosen.number(item.id)).unwrap_or_default();
    let last = item.expires_on.map(|day| day.to_string()).unwrap_or_default();
    let tone = if item.refused.is_some() { Tone::Error } else { Tone::Success };
    let label = Signal::derive(move || match &item.refused {
        Some(problem) => problem.words(lang()),
        None if preview => t::licenses::would_do.get().to_owned(),
        None => t::licenses::was_done.get().to_owned(),
    });
    view! {
        <tr>
            <td class="mono nowrap">{number}</td>
            <td>
                <StatusDot tone label/>
            </td>
            <td class="nowrap">{last}</td>
        </tr>
    }
    .into_any()
}

fn outcomes(chosen: Chosen, answer: &ChangedLicenses) -> AnyView {
    let (done, all) = (answer.done(), answer.items.len());
    let tone = if done == all { Tone::Success } else { Tone::Warning };
    let words = if answer.preview {
        t::licenses::bulk_foreseen(done, all - done)
    } else {
        t::licenses::bulk_done(done, all - done)
    };
    let preview = answer.preview;
    // What was refused first: that is what somebody has to look at.
    let (refused, fine): (Vec<_>, Vec<_>) =
        answer.items.iter().cloned().partition(|item| item.refused.is_some());
    let rows = refused.into_iter().chain(fine).map(move |item| outcome(chosen, item, preview));
    view! {
        <Banner tone>{words}</Banner>
        <TableFrame label=t::licenses::bulk_outcome>
            <thead>
                <tr>
                    <th scope="col">{t::licenses::number}</th>
                    <th scope="col">{t::licenses::bulk_outcome}</th>
                    <th scope="col">{t::licenses::expires}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </TableFrame>
    }
    .into_any()
}

/// The dialog's buttons: ask, then do it or go back, then close.
fn buttons(
    form: FormState,
    asked: RwSignal<LicenseAction>,
    answer: RwSignal<Option<ChangedLicenses>>,
    ask: Callback<bool>,
    close: Callback<()>,
) -> AnyView {
    let stage = answer.with(|answer| answer.as_ref().map(|a| (a.preview, a.done())));
    match stage {
        None => view! {
            <Button label=t::common::cancel on_press=close/>
            <Button
                label=t::licenses::bulk_preview
                look=Look::Primary
                busy=form.busy()
                on_press=move || ask.run(true)
            />
        }
        .into_any(),
        Some((true, done)) => view! {
            <Button label=t::common::back on_press=move || answer.set(None)/>
            <Button
                label=Signal::derive(move || t::licenses::bulk_go(verb(asked.get()), done))
                look=Look::Primary
                busy=form.busy()
                blocked=Signal::derive(move || {
                    (done == 0).then(|| t::licenses::bulk_nothing.get().to_owned())
                })
                on_press=move || ask.run(false)
            />
        }
        .into_any(),
        Some((false, _)) => {
            view! { <Button label=t::common::close look=Look::Primary on_press=close/> }.into_any()
        }
    }
}

/// The buttons beside the selection, and their dialog.
#[component]
pub fn BulkActions(
    chosen: Chosen,
    /// Something was done.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let fields = LifeFields::new();
    let form = fields.form;
    let asked = RwSignal::new(LicenseAction::Suspend);
    let open = RwSignal::new(false);
    let answer = RwSignal::new(None::<ChangedLicenses>);
    let key = StoredValue::new(IdempotencyKey(String::new()));

    let begin = move |action| {
        fields.clear(None);
        answer.set(None);
        asked.set(action);
        key.set_value(fresh_key());
        open.set(true);
    };
    let ask = move |preview: bool| {
        let action = asked.get_untracked();
        let is = |only| action == only;
        let body = ChangeLicenses {
            licenses: chosen.licenses(),
            action,
            reason: fields.reason(),
            days: is(LicenseAction::Extend).then(|| fields.days()),
            owner_id: fields.owner().filter(|_| is(LicenseAction::Assign)),
            preview,
        };
        if !form.accepts(body.check().err().unwrap_or_default()) {
            return;
        }
        let (client, key) = (session.client(), key.get_value());
        form.send(
            async move { client.change_licenses(&body, &key).await },
            move |came: ChangedLicenses| {
                answer.set(Some(came));
                if !preview {
                    on_done.run(());
                }
            },
        );
    };
    let close = move || {
        open.set(false);
        if answer.read_untracked().as_ref().is_some_and(|answer| !answer.preview) {
            chosen.ids.set(Vec::new());
        }
    };
    let button = move |action: LicenseAction, icon: Glyph| {
        let blocked = Signal::derive(move || {
            let may = session.why_not(Permission::LicensesAssign);
            let many = chosen.ids.read().len() > MOST_AT_ONCE;
            may.or_else(|| session.why_not(action.needs()))
                .or_else(|| many.then(|| t::licenses::at_most(MOST_AT_ONCE)))
        });
        view! {
            <GuardedButton
                label=Signal::derive(move || verb(action).to_owned())
                icon
                small=true
                blocked
                on_press=move || begin(action)
            />
        }
    };
    let (asks, closes) = (Callback::new(ask), Callback::new(move |()| close()));
    let foot = move || buttons(form, asked, answer, asks, closes);
    let title =
        Signal::derive(move || t::licenses::bulk_title(verb(asked.get()), chosen.ids.read().len()));
    let body = move || match &*answer.read() {
        Some(answer) => outcomes(chosen, answer),
        None => fields.draw(asked.get()),
    };
    view! {
        {renew_button(chosen)}
        {button(LicenseAction::Suspend, Glyph::Ban)}
        {button(LicenseAction::Resume, Glyph::CheckCircle)}
        {button(LicenseAction::Extend, Glyph::Calendar)}
        {button(LicenseAction::Assign, Glyph::User)}
        <Dialog open on_close=close title foot>
            <Form form on_submit=move || {
                if answer.read_untracked().is_none() {
                    ask(true);
                }
            }>{body}</Form>
        </Dialog>
    }
    .into_any()
}
