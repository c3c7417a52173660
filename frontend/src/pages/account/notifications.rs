//! What one is told of, and how. What waits for one to act stays in the list.

use domain::notifications::{
    NotificationKind,
    wire::{ChooseNotifications, NotificationPreference, NotificationPreferences},
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState, Loaded, UnsavedGuard, use_load},
    i18n::{lang, t},
    state::{use_session, use_toaster},
    ui::{Button, Card, Checkbox, EmptyState, Glyph, Look, TableFrame},
};

/// One kind, as it is being chosen.
#[derive(Clone, Copy)]
struct Row {
    kind: NotificationKind,
    in_app: RwSignal<bool>,
    by_mail: RwSignal<bool>,
}

impl Row {
    fn of(preference: NotificationPreference) -> Self {
        Self {
            kind: preference.kind,
            in_app: RwSignal::new(preference.in_app),
            by_mail: RwSignal::new(preference.by_mail),
        }
    }

    /// As it stands (tracked).
    fn choice(self) -> NotificationPreference {
        let (in_app, by_mail) = (self.in_app.get(), self.by_mail.get());
        NotificationPreference { kind: self.kind, in_app, by_mail }
    }

    fn as_by_default(self) {
        let channels = self.kind.default_channels();
        self.in_app.set(channels.in_app);
        self.by_mail.set(channels.by_mail);
    }
}

fn drawn(row: Row) -> impl IntoView {
    let Row { kind, in_app, by_mail } = row;
    let name = move || kind.name(lang());
    let listed = if kind.is_duty() {
        view! {
            <Checkbox
                checked=in_app
                label=t::profile::in_list
                hint=t::profile::always_listed
                disabled=true
            />
        }
    } else {
        view! { <Checkbox checked=in_app label=t::profile::in_list/> }
    };
    let mailed =
        kind.mail().map(|_| view! { <Checkbox checked=by_mail label=t::profile::by_mail/> });
    view! {
        <tr>
            <td>{name}</td>
            <td>
                <div class="stack stack--tight" role="group" aria-label=name>
                    {listed}
                    {mailed}
                </div>
            </td>
        </tr>
    }
}

#[component]
pub fn NotificationChoices() -> impl IntoView {
    let load = use_load(|client| async move { client.notification_preferences().await });
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let body = move |shown: Signal<NotificationPreferences>| {
        let rows: Vec<Row> =
            shown.with_untracked(|shown| shown.preferences.iter().copied().map(Row::of).collect());
        if rows.is_empty() {
            return view! {
                <EmptyState
                    glyph=Glyph::Bell
                    title=t::profile::nothing_told
                    text=t::profile::nothing_told_text
                />
            }
            .into_any();
        }
        let rows = StoredValue::new(rows);
        let choices = move || -> Vec<_> {
            rows.with_value(|rows| rows.iter().map(|row| row.choice()).collect())
        };
        let dirty = Memo::new(move |_| shown.read().preferences != choices());
        let submit = move || {
            let body = ChooseNotifications { preferences: untrack(choices) };
            let version = shown.with_untracked(|shown| shown.version);
            let client = session.client();
            form.send(
                async move { client.choose_notifications(version, &body).await },
                move |chosen| {
                    load.set(chosen);
                    toaster.success(t::common::saved);
                },
            );
        };
        let as_by_default = move || {
            rows.with_value(|rows| rows.iter().for_each(|row| row.as_by_default()));
        };
        view! {
            <UnsavedGuard dirty/>
            <Form form on_submit=submit>
                <TableFrame label=t::profile::notifications>
                    <thead>
                        <tr>
                            <th>{t::profile::what_happens}</th>
                            <th>{t::profile::how_told}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows.with_value(|rows| rows.iter().copied().map(drawn).collect_view())}
                    </tbody>
                </TableFrame>
                <div class="form__actions">
                    <Button
                        label=t::profile::as_by_default
                        on_press=as_by_default
                    />
                    <Button
                        label=t::common::save
                        look=Look::Primary
                        submit=true
                        busy=form.busy()
                        blocked=Signal::derive(move || {
                            (!dirty.get()).then(|| t::common::nothing_changed.get().to_owned())
                        })
                    />
                </div>
            </Form>
        }
        .into_any()
    };
    view! {
        <Card title=t::profile::notifications note=t::profile::notifications_note>
            <Loaded load view=body/>
        </Card>
    }
}
