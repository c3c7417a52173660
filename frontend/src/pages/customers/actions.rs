//! What is done with a customer from its page: give it to somebody, archive it, bring it back, merge
//! another one into it.

use domain::{access::Permission, customers::wire::CustomerView, id::UserId};
use leptos::prelude::*;

use crate::{
    components::{FormState, Load, Loaded, ProblemWords as _, use_load},
    i18n::t,
    routes,
    state::{use_go, use_session, use_toaster},
    ui::{
        Banner, Choice, ConfirmDialog, Field, Glyph, GuardedButton, Icon, Look, Menu, MenuItem,
        Select, Tone,
    },
};

/// Stands for nobody among the owners.
const NOBODY: &str = "nobody";

/// Everybody whom a customer can be given to, and nobody.
pub fn owner_field(owner: RwSignal<String>, form: FormState) -> AnyView {
    let owners = use_load(move |client| async move { client.license_owners().await });
    view! {
        <Loaded
            load=owners
            view=move |owners| {
                let options = Signal::derive(move || {
                    let nobody = Choice::new(NOBODY, t::customers::unowned);
                    let people = owners.get().into_iter();
                    let people = people.map(|one| Choice::new(one.id.to_string(), one.name));
                    std::iter::once(nobody).chain(people).collect::<Vec<_>>()
                });
                view! {
                    <Field label=t::customers::owner error=form.error("/owner_id")>
                        <Select value=owner options/>
                    </Field>
                }
            }
        />
    }
    .into_any()
}

/// Who is chosen in such a field; none for nobody (untracked).
pub fn chosen_owner(owner: RwSignal<String>) -> Option<UserId> {
    owner.get_untracked().parse().ok()
}

fn failure_note(form: FormState) -> impl IntoView {
    move || form.failure().map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
}

fn assign_dialog(
    open: RwSignal<bool>,
    customer: Signal<CustomerView>,
    load: Load<CustomerView>,
) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let owner = RwSignal::new(NOBODY.to_owned());
    crate::ui::effect(move || {
        if open.get() {
            let present = customer.with_untracked(|customer| customer.owner_id);
            owner.set(present.map_or_else(|| NOBODY.to_owned(), |id| id.to_string()));
        }
    });
    let close = move || {
        form.clear();
        open.set(false);
    };
    let confirm = move || {
        let (id, version) = customer.with_untracked(|customer| (customer.id, customer.version));
        let (client, to) = (session.client(), chosen_owner(owner));
        form.send(async move { client.assign_customer(id, version, to).await }, move |after| {
            open.set(false);
            toaster.success(untrack(|| t::customers::saved_name(&after.name)));
            load.set(after);
        });
    };
    view! {
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=t::customers::assign
            text=t::customers::assign_text
            confirm=t::customers::assign
            busy=form.busy()
        >
            {owner_field(owner, form)}
            {failure_note(form)}
        </ConfirmDialog>
    }
    .into_any()
}

fn archive_dialog(
    open: RwSignal<bool>,
    customer: Signal<CustomerView>,
    load: Load<CustomerView>,
) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let close = move || {
        form.clear();
        open.set(false);
    };
    let confirm = move || {
        let (id, version) = customer.with_untracked(|customer| (customer.id, customer.version));
        let client = session.client();
        form.send(async move { client.archive_customer(id, version).await }, move |after| {
            open.set(false);
            toaster.success(untrack(|| t::customers::archived_name(&after.name)));
            load.set(after);
        });
    };
    let text = Signal::derive(move || t::customers::archive_text(customer.read().licenses));
    view! {
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=Signal::derive(move || t::customers::archive_title(&customer.read().name))
            text
            confirm=t::customers::archive
            danger=true
            busy=form.busy()
        >
            {failure_note(form)}
        </ConfirmDialog>
    }
    .into_any()
}

/// The menu of the page's head, and its dialogs.
#[component]
pub fn CustomerMenu(customer: Signal<CustomerView>, load: Load<CustomerView>) -> impl IntoView {
    let session = use_session();
    let go = use_go();
    let (assigning, archiving) = (RwSignal::new(false), RwSignal::new(false));
    let needs = move |permission| Signal::derive(move || session.why_not(permission));
    view! {
        <Menu
            class="button button--icon"
            label=t::common::more_actions
            end=true
            trigger=|| view! { <Icon glyph=Glyph::More/> }
        >
            <MenuItem
                label=t::customers::assign
                icon=Glyph::User
                blocked=needs(Permission::CustomersAssign)
                on_press=move || assigning.set(true)
            />
            <MenuItem
                label=t::customers::merge
                icon=Glyph::Users
                blocked=needs(Permission::CustomersManage)
                on_press=move || go.to(&routes::merge_customer(customer.read_untracked().id, None))
            />
            <MenuItem
                label=t::customers::archive
                icon=Glyph::Ban
                danger=true
                blocked=needs(Permission::CustomersManage)
                on_press=move || archiving.set(true)
            />
        </Menu>
        {assign_dialog(assigning, customer, load)}
        {archive_dialog(archiving, customer, load)}
    }
    .into_any()
}

/// What is done with an archived customer: bring it back.
#[component]
pub fn RestoreCustomer(customer: Signal<CustomerView>, load: Load<CustomerView>) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let press = move || {
        let (id, version) = customer.with_untracked(|customer| (customer.id, customer.version));
        let client = session.client();
        form.send(async move { client.restore_customer(id, version).await }, move |after| {
            toaster.success(untrack(|| t::customers::restored_name(&after.name)));
            load.set(after);
        });
    };
    view! {
        <GuardedButton
            label=t::customers::restore
            icon=Glyph::Undo
            look=Look::Primary
            blocked=Signal::derive(move || session.why_not(Permission::CustomersManage))
            busy=form.busy()
            on_press=press
        />
        {failure_note(form)}
    }
    .into_any()
}
