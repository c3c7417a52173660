//! What staff do with a partner: edit, approve, suspend.

use domain::{
    access::Permission,
    orders::wire::WithReason,
    partners::{PartnerStatus, wire::PartnerView},
    validate,
};
use leptos::prelude::*;

use crate::{
    components::{FormState, Load, ProblemWords as _},
    i18n::{lang, t},
    routes,
    state::{use_session, use_toaster},
    ui::{Banner, ButtonLink, ConfirmDialog, Field, Glyph, GuardedButton, Look, TextArea, Tone},
};

fn failure_note(form: FormState) -> impl IntoView {
    move || form.failure().map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
}

/// Lets a new partner order, or a suspended one again.
fn approve(partner: Signal<PartnerView>, load: Load<PartnerView>) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let open = RwSignal::new(false);
    let form = FormState::new();
    let blocked = Signal::derive(move || session.why_not(Permission::PartnersManage));
    let close = move || {
        form.clear();
        open.set(false);
    };
    let confirm = move || {
        let (id, version) = partner.with_untracked(|partner| (partner.id, partner.version));
        let client = session.client();
        form.send(async move { client.approve_partner(id, version).await }, move |approved| {
            open.set(false);
            toaster.success(untrack(|| t::partners::approved(&approved.name)));
            load.set(approved);
        });
    };
    view! {
        <GuardedButton
            label=t::partners::approve
            look=Look::Primary
            icon=Glyph::Check
            blocked
            on_press=move || open.set(true)
        />
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=Signal::derive(move || t::partners::approve_title(&partner.read().name))
            text=t::partners::approve_text
            confirm=t::partners::approve
            busy=form.busy()
        >
            {failure_note(form)}
        </ConfirmDialog>
    }
    .into_any()
}

/// Keeps a partner's people out, with a reason that stays.
fn suspend(partner: Signal<PartnerView>, load: Load<PartnerView>) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let open = RwSignal::new(false);
    let form = FormState::new();
    let reason = RwSignal::new(String::new());
    let blocked = Signal::derive(move || session.why_not(Permission::PartnersManage));
    let unfit = Signal::derive(move || {
        validate::text(reason.read().trim(), 2, 500).err().map(|refusal| refusal.words(lang()))
    });
    let close = move || {
        form.clear();
        open.set(false);
    };
    let confirm = move || {
        let (id, version) = partner.with_untracked(|partner| (partner.id, partner.version));
        let why = WithReason { reason: reason.get_untracked().trim().to_owned() };
        let client = session.client();
        form.send(async move { client.suspend_partner(id, version, &why).await }, move |after| {
            open.set(false);
            reason.set(String::new());
            toaster.success(untrack(|| t::partners::suspended(&after.name)));
            load.set(after);
        });
    };
    view! {
        <GuardedButton
            label=t::partners::suspend
            look=Look::Danger
            blocked
            on_press=move || open.set(true)
        />
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=Signal::derive(move || t::partners::suspend_title(&partner.read().name))
            text=t::partners::suspend_text
            confirm=t::partners::suspend
            danger=true
            busy=form.busy()
            blocked=unfit
        >
            <Field label=t::partners::suspend_reason required=true error=form.error("/reason")>
                <TextArea value=reason rows=2 maxlength=500_u32/>
            </Field>
            {failure_note(form)}
        </ConfirmDialog>
    }
    .into_any()
}

/// The buttons of the page's head.
pub fn buttons(partner: Signal<PartnerView>, load: Load<PartnerView>) -> AnyView {
    let session = use_session();
    let status = Memo::new(move |_| partner.read().status);
    let may = Memo::new(move |_| session.may(Permission::PartnersManage));
    let edit = Signal::derive(move || routes::edit_partner(partner.read().id));
    let next = move || match status.get() {
        PartnerStatus::Active => suspend(partner, load),
        PartnerStatus::Pending | PartnerStatus::Suspended => approve(partner, load),
    };
    let all = move || {
        may.get().then(|| {
            view! {
                <ButtonLink label=t::common::edit href=edit icon=Glyph::Edit/>
                {next}
            }
        })
    };
    view! { {all} }.into_any()
}
