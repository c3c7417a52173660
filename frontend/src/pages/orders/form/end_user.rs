//! Who will run the licenses of a line: an earlier end user, looked up by name or initials, or a
//! new one with its contact.

use domain::{
    customers::{check_credit_code, wire::EndUserSuggestion},
    problem::Refusal,
    validate,
};
use leptos::prelude::*;

use super::{
    context::FormContext,
    model::{EndUserForm, LineForm},
};
use crate::{
    components::ProblemWords as _,
    i18n::{lang, t},
    ui::{ComboOption, ComboSource, Combobox, Field, Tag, TextInput, Tone},
};

/// Length of a credit code: from here on, what is typed can be judged.
const CREDIT_CODE: usize = 18;
/// Marks an option that stands for a new end user of another line.
const OF_LINE: &str = "line:";

fn hint_of(known: &EndUserSuggestion) -> String {
    let contact = [known.contact_name.as_deref(), known.contact_email.as_deref()];
    contact.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// New end users that other lines of this order have already.
fn of_other_lines(context: FormContext, own: u32, typed: &str) -> Vec<ComboOption> {
    let typed = domain::text::normalized(typed);
    let mut options: Vec<ComboOption> = Vec::new();
    for line in context.form().lines.get_untracked() {
        let Some(chosen) = line.end_user.chosen.get_untracked() else { continue };
        let matches = domain::text::normalized(&chosen.label).contains(&typed);
        let is_known = options.iter().any(|option| option.label == chosen.label);
        if line.key != own && chosen.value.is_empty() && matches && !is_known {
            let option = ComboOption::new(format!("{OF_LINE}{}", line.key), chosen.label);
            options.push(option.hint(t::orders::new_in_this_order.get()));
        }
    }
    options
}

fn copy(from: EndUserForm, to: EndUserForm) {
    to.chosen.set(from.chosen.get_untracked());
    to.credit_code.set(from.credit_code.get_untracked());
    to.contact_name.set(from.contact_name.get_untracked());
    to.contact_email.set(from.contact_email.get_untracked());
    to.contact_phone.set(from.contact_phone.get_untracked());
}

/// Earlier end users, and new ones of other lines; what was found is kept in `known`.
fn source(
    context: FormContext,
    own: u32,
    known: StoredValue<Vec<EndUserSuggestion>>,
) -> ComboSource {
    ComboSource::new(move |typed| async move {
        let mut options = of_other_lines(context, own, &typed);
        let found = context.client().end_users(context.side, &typed).await;
        let found = found.map_err(|error| untrack(|| error.words()))?;
        options.extend(found.iter().map(|one| {
            ComboOption::new(one.customer_id.to_string(), one.name.clone()).hint(hint_of(one))
        }));
        let _ = known.try_set_value(found);
        Ok(options)
    })
}

/// Takes over what is known of the one that was chosen.
fn take_over(
    context: FormContext,
    end_user: EndUserForm,
    known: StoredValue<Vec<EndUserSuggestion>>,
    option: &ComboOption,
) {
    if let Some(key) = option.value.strip_prefix(OF_LINE) {
        let lines = context.form().lines.get_untracked();
        if let Some(other) = lines.iter().find(|line| line.key.to_string() == key) {
            copy(other.end_user, end_user);
        }
        return;
    }
    let found = known.with_value(|known| {
        known.iter().find(|one| one.customer_id.to_string() == option.value).cloned()
    });
    if let Some(found) = found {
        end_user.fill(&found);
    }
}

/// What is wrong while one types, before what was found at submission.
fn early(
    typed: RwSignal<String>,
    check: impl Fn(&str) -> Option<Refusal> + Send + Sync + 'static,
    submitted: Signal<Option<String>>,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        let refusal = check(typed.read().trim());
        refusal.map(|refusal| refusal.words(lang())).or_else(|| submitted.get())
    })
}

/// The code of a new customer, judged as soon as it is complete.
fn credit_code(end_user: EndUserForm, submitted: Signal<Option<String>>) -> AnyView {
    let check = |typed: &str| {
        let complete = typed.chars().count() >= CREDIT_CODE;
        complete.then(|| check_credit_code(&typed.to_ascii_uppercase()).err()).flatten()
    };
    let error = early(end_user.credit_code, check, submitted);
    view! {
        <div class="order-line__half">
            <Field label=t::orders::credit_code aside=t::common::optional error>
                <TextInput
                    value=end_user.credit_code
                    autocomplete="off"
                    maxlength=18_u32
                    placeholder=t::orders::credit_code_hint
                />
            </Field>
        </div>
    }
    .into_any()
}

/// Whom to write to; an address is judged once its field is left.
pub fn contact(
    end_user: EndUserForm,
    at: impl Fn(&'static str) -> Signal<Option<String>> + Copy,
) -> AnyView {
    let left = RwSignal::new(false);
    let check = move |typed: &str| {
        (left.get() && !typed.is_empty()).then(|| validate::email(typed).err()).flatten()
    };
    let email_error = early(end_user.contact_email, check, at("contact_email"));
    view! {
        <div class="order-line__third">
            <Field label=t::orders::contact_name required=true error=at("contact_name")>
                <TextInput value=end_user.contact_name autocomplete="off" maxlength=60_u32/>
            </Field>
        </div>
        <div class="order-line__third">
            <Field label=t::orders::contact_email required=true error=email_error>
                <TextInput
                    value=end_user.contact_email
                    kind="email"
                    autocomplete="off"
                    on_change=move |_| left.set(true)
                />
            </Field>
        </div>
        <div class="order-line__third">
            <Field
                label=t::orders::contact_phone
                aside=t::common::optional
                error=at("contact_phone")
            >
                <TextInput
                    value=end_user.contact_phone
                    kind="tel"
                    autocomplete="off"
                    maxlength=40_u32
                />
            </Field>
        </div>
    }
    .into_any()
}

/// The fields of the end user.
#[component]
pub fn EndUserFields(line: LineForm, #[prop(into)] index: Signal<usize>) -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let end_user = line.end_user;
    let known = StoredValue::new(Vec::<EndUserSuggestion>::new());
    let at = move |field: &'static str| {
        context.error_at(move || format!("/lines/{}/end_user/{field}", index.get()))
    };
    let chosen = move |option: Option<ComboOption>| {
        if let Some(option) = option {
            take_over(context, end_user, known, &option);
        }
    };
    let create = move |name: String| end_user.chosen.set(Some(ComboOption::new("", name)));
    let is_new = Memo::new(move |_| end_user.is_new());
    let kind = move || {
        let chosen = end_user.chosen.read().is_some();
        chosen.then(|| {
            let (label, tone) = if is_new.get() {
                (t::orders::new_customer, Tone::Brand)
            } else {
                (t::orders::known_customer, Tone::Success)
            };
            view! { <Tag label tone/> }
        })
    };
    let width = move || {
        if is_new.get() {
            "order-line__half order-line__user"
        } else {
            "order-line__full order-line__user"
        }
    };
    let code_fault = at("credit_code");
    view! {
        <div class=width>
            <Field
                label=t::orders::end_user
                required=true
                hint=t::orders::end_user_hint
                error=at("name")
            >
                <Combobox
                    value=end_user.chosen
                    source=source(context, line.key, known)
                    placeholder=t::orders::end_user_placeholder
                    on_create=create
                    on_change=chosen
                />
            </Field>
            <span class="order-line__kind">{kind}</span>
        </div>
        {move || is_new.get().then(|| credit_code(end_user, code_fault))}
        {contact(end_user, at)}
    }
    .into_any()
}
