//! Where a license runs and how it is activated, what it went through, and what staff may change.

use domain::licenses::{
    ActivationMode,
    wire::{ActivationChangeView, LicenseView},
};
use leptos::prelude::*;

use super::{mode::ChangeModeButton, transfer::TransferButton, way::use_way};
use crate::{
    components::{Load, Loaded},
    i18n::{lang, t},
    pages::change_requests::{OpenRequest, OpenRequestNotice},
    ui::{Card, EmptyState, Glyph, SkeletonRows, Timeline, TimelineEntry, Tone},
};

/// A mode, and the cluster where there is one.
fn place(mode: ActivationMode, cluster: Option<&str>) -> String {
    let mode = mode.label(lang());
    cluster.map_or_else(|| mode.to_owned(), |cluster| format!("{mode} · {cluster}"))
}

fn entry(change: ActivationChangeView) -> AnyView {
    let is_transfer = change.from_mode == change.to_mode;
    let (glyph, title) = if is_transfer {
        (Glyph::Server, t::licenses::was_transferred)
    } else {
        (Glyph::Sliders, t::licenses::mode_was_changed)
    };
    let ActivationChangeView { at, by, reason, .. } = change.clone();
    let from_to = move || {
        let from = place(change.from_mode, change.from_cluster_id.as_deref());
        let to = place(change.to_mode, change.to_cluster_id.as_deref());
        format!("{from} → {to}")
    };
    view! {
        <TimelineEntry glyph tone=Tone::Brand title who=by at>
            <span class="mono small">{from_to}</span>
            <br/>
            {reason}
        </TimelineEntry>
    }
    .into_any()
}

/// The card of the license page, for staff.
pub fn activation_history(
    license: Signal<LicenseView>,
    load: Load<Vec<ActivationChangeView>>,
    open: OpenRequest,
    on_done: Callback<LicenseView>,
) -> AnyView {
    let changes = Signal::derive(move || load.data().get().unwrap_or_default());
    let way = use_way(open);
    let actions = move || {
        view! {
            <div class="row">
                <TransferButton license changes way on_done/>
                <ChangeModeButton license way on_done/>
            </div>
        }
    };
    let told = move |changes: Signal<Vec<ActivationChangeView>>| {
        view! {
            {move || {
                let changes = changes.get();
                if changes.is_empty() {
                    return view! { <EmptyState glyph=Glyph::Server title=t::licenses::no_changes/> }
                        .into_any();
                }
                view! {
                    <Timeline label=t::licenses::changes>
                        {changes.into_iter().map(entry).collect_view()}
                    </Timeline>
                }
                    .into_any()
            }}
        }
    };
    view! {
        <OpenRequestNotice open/>
        <Card title=t::licenses::changes actions>
            <Loaded load view=told skeleton=|| view! { <SkeletonRows rows=2/> }/>
        </Card>
    }
    .into_any()
}
