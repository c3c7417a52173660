//! One change request: what changes field by field, who asked, and what was decided.

use client::Side;
use domain::{
    change_requests::{ChangeSubject, wire::ChangeRequestView},
    events::wire::FieldChange,
};
use leptos::prelude::*;

use super::{ChangeStatusDot, decision::Decision, name_of, names_of, value_in_words};
use crate::{
    components::{Load, Loaded, use_live, use_load},
    i18n::{Word, lang, t},
    pages::parts::id_in_address,
    routes,
    ui::{Banner, Card, DescriptionList, Fact, PageHeader, TableFrame, Tag, Time, Tone},
};

/// A value: several lines for several contacts, a dash for nothing.
fn value(field: String, value: Option<String>) -> AnyView {
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        return view! { <span class="muted">"—"</span> }.into_any();
    };
    if value_in_words(&field, &value).is_some() {
        return view! { {move || value_in_words(&field, &value)} }.into_any();
    }
    value.lines().map(|line| view! { <div>{line.to_owned()}</div> }).collect_view().into_any()
}

fn row(change: FieldChange, moved: &[String]) -> AnyView {
    let FieldChange { field, from, to } = change;
    let has_moved = moved.contains(&field);
    let name = match name_of(&field) {
        Some(name) => view! { {name} }.into_any(),
        None => field.clone().into_any(),
    };
    let tag =
        has_moved.then(|| view! { <Tag label=t::changes::changed_since tone=Tone::Warning/> });
    view! {
        <tr>
            <th scope="row">{name} " " {tag}</th>
            <td class="muted">{value(field.clone(), from)}</td>
            <td class="strong">{value(field, to)}</td>
        </tr>
    }
    .into_any()
}

fn difference(request: ChangeRequestView) -> AnyView {
    let ChangeRequestView { fields, moved, .. } = request;
    let rows = fields.into_iter().map(|change| row(change, &moved)).collect_view();
    view! {
        <Card title=t::changes::fields flush=true>
            <TableFrame label=t::changes::fields>
                <thead>
                    <tr>
                        <th scope="col">{t::changes::field}</th>
                        <th scope="col">{t::changes::before}</th>
                        <th scope="col">{t::changes::after}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </Card>
    }
    .into_any()
}

/// Where the subject is to be found.
fn href(request: &ChangeRequestView) -> String {
    match request.subject {
        ChangeSubject::Customer => routes::customer(request.subject_id),
        ChangeSubject::License => routes::license(Side::Staff, request.subject_id),
    }
}

fn facts(request: ChangeRequestView) -> AnyView {
    let (subject, href) = (request.subject, href(&request));
    let decided = request.decided_at.map(|at| {
        let by = request.decided_by_name.clone().unwrap_or_default();
        view! {
            <Fact label=t::changes::decided_by>{by}</Fact>
            <Fact label=t::changes::decided_at>
                <Time at full=true/>
            </Fact>
        }
    });
    let why = request
        .decision_reason
        .map(|why| view! { <Fact label=t::changes::decision_reason>{why}</Fact> });
    view! {
        <Card title=t::changes::facts>
            <DescriptionList rows=true>
                <Fact label=t::changes::subject>
                    <a href=href>{request.subject_label}</a>
                    <span class="muted">" · " {move || subject.label(lang())}</span>
                </Fact>
                <Fact label=t::changes::reason>{request.reason}</Fact>
                <Fact label=t::changes::requested_by>{request.requested_by_name}</Fact>
                <Fact label=t::changes::requested_at>
                    <Time at=request.requested_at full=true/>
                </Fact>
                {decided}
                {why}
            </DescriptionList>
        </Card>
    }
    .into_any()
}

fn outdated(request: Signal<ChangeRequestView>) -> AnyView {
    let notice = move || {
        let moved = request.read().moved.clone();
        (!moved.is_empty()).then(|| {
            let title: Word = t::changes::moved_title;
            view! {
                <Banner tone=Tone::Error title>
                    {t::changes::moved_text(names_of(&moved))}
                </Banner>
            }
        })
    };
    view! { {notice} }.into_any()
}

fn body(request: Signal<ChangeRequestView>, load: Load<ChangeRequestView>) -> AnyView {
    let number = Signal::derive(move || request.read().number.clone());
    view! {
        <PageHeader
            title=number
            back=routes::CHANGE_REQUESTS
            back_label=t::changes::title
            status=move || view! {
                {move || view! { <ChangeStatusDot status=request.read().status badge=true/> }}
            }
            meta=move || view! { <span>{move || request.read().subject_label.clone()}</span> }
            actions=move || view! { <Decision request load/> }
        />
        <div class="detail">
            <div class="detail__main">
                {outdated(request)} {move || difference(request.get())}
            </div>
            <div class="detail__side">{move || facts(request.get())}</div>
        </div>
    }
    .into_any()
}

/// One change request.
#[component]
pub fn ChangeRequestPage() -> impl IntoView {
    let id = id_in_address();
    let changes = use_live().changes();
    let load = use_load(move |client| {
        let id = id();
        changes.track();
        async move { client.change_request(id).await }
    });
    view! { <Loaded load view=move |request| body(request, load)/> }.into_any()
}
