//! Where one is signed in, and how to end that.

use domain::{auth::wire::SessionView, id::SessionId};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{Loaded, tell_failure, use_load},
    i18n::t,
    pages::parts::browser_of,
    state::{use_session, use_toaster},
    ui::{Button, Card, ConfirmDialog, Look, TableFrame, Tag, Time, Tone},
};

#[component]
pub fn Sessions() -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let load = use_load(|client| async move { client.sessions().await });
    let everywhere = RwSignal::new(false);

    let end = move |id: SessionId| {
        spawn_local(async move {
            match session.client().end_session(id).await {
                Ok(()) => {
                    toaster.success(t::profile::session_ended);
                    load.reload();
                }
                Err(error) => tell_failure(toaster, &error),
            }
        });
    };
    let end_all = move || {
        spawn_local(async move {
            match session.client().sign_out_everywhere().await {
                Ok(()) => session.forget(),
                Err(error) => tell_failure(toaster, &error),
            }
        });
    };
    let row = move |view: SessionView| {
        let SessionView { id, user_agent, address, created_at, last_used_at, is_current } = view;
        let action = if is_current {
            view! { <Tag label=t::profile::this_session tone=Tone::Success/> }.into_any()
        } else {
            view! { <Button label=t::profile::end_session small=true on_press=move || end(id)/> }
                .into_any()
        };
        view! {
            <tr>
                <td>
                    <span class="cell-two">
                        <span>{browser_of(&user_agent)}</span>
                        <span class="cell-two__second">{address}</span>
                    </span>
                </td>
                <td>
                    <Time at=created_at/>
                </td>
                <td>
                    <Time at=last_used_at/>
                </td>
                <td class="num">{action}</td>
            </tr>
        }
    };
    let table = move |sessions: Signal<Vec<SessionView>>| {
        view! {
            <TableFrame label=t::profile::sessions>
                <thead>
                    <tr>
                        <th>{t::profile::device}</th>
                        <th>{t::profile::signed_in_at}</th>
                        <th>{t::profile::last_used}</th>
                        <th></th>
                    </tr>
                </thead>
                <tbody>{move || sessions.get().into_iter().map(row).collect_view()}</tbody>
            </TableFrame>
        }
    };
    let actions = move || {
        view! {
            <Button
                label=t::profile::sign_out_everywhere
                look=Look::Danger
                small=true
                on_press=move || everywhere.set(true)
            />
        }
    };
    view! {
        <Card title=t::profile::sessions flush=true actions>
            <Loaded load view=table/>
        </Card>
        <ConfirmDialog
            open=everywhere
            on_close=move || everywhere.set(false)
            on_confirm=end_all
            title=t::profile::everywhere_title
            text=t::profile::everywhere_text
            confirm=t::profile::sign_out_everywhere
            danger=true
        />
    }
}
