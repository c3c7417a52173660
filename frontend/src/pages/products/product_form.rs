//! A product, new or changed as a whole.

use domain::{
    alerts::{DEFAULT_STEPS, MOST_STEPS},
    licenses::LapsedRenewal,
    products::{
        Edition, ProductKind, check_identity, check_product,
        wire::{ListedProduct, ProductContent},
    },
    usage::{MOST_TOLERATED, OverageMode},
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState},
    i18n::t,
    pages::parts::choices,
    state::{fresh_key, use_session},
    ui::{Button, Checkbox, Field, Look, NumberInput, Select, TextInput},
};

/// What the form holds.
#[derive(Clone, Copy)]
struct Fields {
    code: RwSignal<String>,
    kind: RwSignal<String>,
    edition: RwSignal<String>,
    name_zh: RwSignal<String>,
    name_en: RwSignal<String>,
    unit: RwSignal<String>,
    workspaces: RwSignal<Option<i64>>,
    users: RwSignal<Option<i64>>,
    grace_days: RwSignal<Option<i64>>,
    sold: RwSignal<bool>,
    sort_order: RwSignal<Option<i64>>,
    lapsed_renewal: RwSignal<String>,
    /// Days, with anything between them.
    reminder_days: RwSignal<String>,
    overage_mode: RwSignal<String>,
    overage_percent: RwSignal<Option<i64>>,
}

/// What an empty form proposes.
fn proposal() -> ProductContent {
    ProductContent {
        edition: Some(Edition::Enterprise),
        unit: "套/年".to_owned(),
        grace_days: 15,
        sold: true,
        ..ProductContent::default()
    }
}

fn days_in_words(days: &[u32]) -> String {
    days.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// The days that were typed; nothing where nothing was. What is no number is more than any ladder
/// takes, so that the rule says so.
fn days_of(typed: &str) -> Option<Vec<u32>> {
    let parts = typed.split([',', '，', '、', '/', ' ']).filter(|part| !part.trim().is_empty());
    let days: Vec<u32> = parts.map(|part| part.trim().parse().unwrap_or(u32::MAX)).collect();
    (!days.is_empty()).then_some(days)
}

impl Fields {
    fn of(content: &ProductContent) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        let number = |number: u32| RwSignal::new(Some(i64::from(number)));
        Self {
            code: text(&content.code),
            kind: text(content.kind.as_str()),
            edition: text(content.edition.map_or("", Edition::as_str)),
            name_zh: text(&content.name_zh),
            name_en: text(&content.name_en),
            unit: text(&content.unit),
            workspaces: number(content.workspaces),
            users: number(content.users),
            grace_days: number(content.grace_days),
            sold: RwSignal::new(content.sold),
            sort_order: number(content.sort_order),
            lapsed_renewal: text(content.lapsed_renewal.as_str()),
            reminder_days: RwSignal::new(
                content.reminder_days.as_deref().map(days_in_words).unwrap_or_default(),
            ),
            overage_mode: text(content.overage_mode.as_str()),
            overage_percent: number(content.overage_percent),
        }
    }

    fn kind(self) -> ProductKind {
        self.kind.read().parse().unwrap_or_default()
    }

    /// What is said of usage over what was bought; of licenses alone.
    fn overage_mode(self) -> OverageMode {
        let typed = self.overage_mode.read().parse().unwrap_or_default();
        if self.kind() == ProductKind::License { typed } else { OverageMode::default() }
    }

    fn content(self) -> ProductContent {
        let number = |number: RwSignal<Option<i64>>| {
            number.get().and_then(|number| u32::try_from(number).ok()).unwrap_or_default()
        };
        let text = |text: RwSignal<String>| text.get().trim().to_owned();
        let kind = self.kind();
        let is_license = kind == ProductKind::License;
        let overage_mode = self.overage_mode();
        ProductContent {
            code: text(self.code),
            kind,
            edition: self.edition.get().parse().ok().filter(|_| is_license),
            name_zh: text(self.name_zh),
            name_en: text(self.name_en),
            unit: text(self.unit),
            workspaces: number(self.workspaces),
            users: number(self.users),
            grace_days: number(self.grace_days),
            sold: self.sold.get(),
            sort_order: number(self.sort_order),
            lapsed_renewal: self.lapsed_renewal.read().parse().unwrap_or_default(),
            reminder_days: days_of(&self.reminder_days.read()).filter(|_| is_license),
            overage_mode,
            overage_percent: match overage_mode {
                OverageMode::Soft => number(self.overage_percent),
                OverageMode::Allow | OverageMode::Hard => 0,
            },
        }
    }
}

/// Code, kind and edition: what licenses came of keeps them.
fn identity(fields: Fields, form: FormState, settled: bool) -> AnyView {
    let kinds = Signal::derive(|| choices!(ProductKind::ALL));
    let editions = Signal::derive(|| choices!(Edition::ALL));
    let is_license = Memo::new(move |_| fields.kind() == ProductKind::License);
    let hint = if settled { t::products::settled } else { t::products::code_hint };
    let edition = move || {
        is_license.get().then(|| {
            view! {
                <Field label=t::products::edition required=true error=form.error("/edition")>
                    <Select
                        value=fields.edition
                        options=editions
                        placeholder=t::products::edition
                        disabled=settled
                    />
                </Field>
            }
        })
    };
    view! {
        <Field
            label=t::products::code
            required=true
            wide=true
            hint=hint
            error=form.error("/code")
        >
            <TextInput value=fields.code autocomplete="off" maxlength=64_u32 disabled=settled/>
        </Field>
        <Field label=t::products::kind required=true error=form.error("/kind")>
            <Select value=fields.kind options=kinds disabled=settled/>
        </Field>
        {edition}
    }
    .into_any()
}

fn names(fields: Fields, form: FormState) -> AnyView {
    view! {
        <Field label=t::products::name_zh required=true error=form.error("/name_zh")>
            <TextInput value=fields.name_zh autocomplete="off" maxlength=120_u32/>
        </Field>
        <Field label=t::products::name_en required=true error=form.error("/name_en")>
            <TextInput value=fields.name_en autocomplete="off" maxlength=120_u32/>
        </Field>
        <Field
            label=t::products::unit
            required=true
            hint=t::products::unit_hint
            error=form.error("/unit")
        >
            <TextInput value=fields.unit autocomplete="off" maxlength=32_u32/>
        </Field>
    }
    .into_any()
}

fn entitlements(fields: Fields, form: FormState) -> AnyView {
    let lapsed = Signal::derive(|| choices!(LapsedRenewal::ALL));
    let is_license = Memo::new(move |_| fields.kind() == ProductKind::License);
    view! {
        <Field
            label=t::products::workspaces
            hint=t::products::zero_is_unlimited
            error=form.error("/workspaces")
        >
            <NumberInput value=fields.workspaces max=1_000_000/>
        </Field>
        <Field
            label=t::products::users
            hint=t::products::zero_is_unlimited
            error=form.error("/users")
        >
            <NumberInput value=fields.users max=1_000_000/>
        </Field>
        <Field label=t::products::grace_days error=form.error("/grace_days")>
            <NumberInput value=fields.grace_days max=365/>
        </Field>
        <Field label=t::products::sort_order error=form.error("/sort_order")>
            <NumberInput value=fields.sort_order max=9_999/>
        </Field>
        <Field label=t::products::lapsed_renewal wide=true error=form.error("/lapsed_renewal")>
            <Select value=fields.lapsed_renewal options=lapsed/>
        </Field>
        {move || is_license.get().then(|| ladder(fields, form))}
        {move || is_license.get().then(|| overage(fields, form))}
        <div class="form__wide">
            <Checkbox
                checked=fields.sold
                label=t::products::sold_label
                hint=t::products::sold_hint
            />
        </div>
    }
    .into_any()
}

/// What is said of usage over what was bought.
fn overage(fields: Fields, form: FormState) -> AnyView {
    let modes = Signal::derive(|| choices!(OverageMode::ALL));
    let is_soft = Memo::new(move |_| fields.overage_mode() == OverageMode::Soft);
    let share = move || {
        is_soft.get().then(|| {
            view! {
                <Field
                    label=t::products::overage_percent
                    required=true
                    error=form.error("/overage_percent")
                >
                    <NumberInput
                        value=fields.overage_percent
                        min=1
                        max=i64::from(MOST_TOLERATED)
                    />
                </Field>
            }
        })
    };
    view! {
        <Field
            label=t::products::overage_mode
            hint=t::products::overage_hint
            error=form.error("/overage_mode")
        >
            <Select value=fields.overage_mode options=modes/>
        </Field>
        {share}
    }
    .into_any()
}

/// When its licenses are an alert before they end.
fn ladder(fields: Fields, form: FormState) -> AnyView {
    let pointers = (0..MOST_STEPS).map(|index| format!("/reminder_days/{index}"));
    let errors: Vec<_> = std::iter::once("/reminder_days".to_owned())
        .chain(pointers)
        .map(|pointer| form.error(pointer))
        .collect();
    let error = Signal::derive(move || errors.iter().find_map(|error| error.get()));
    view! {
        <Field
            label=t::products::reminder_days
            wide=true
            hint=Signal::derive(|| t::products::reminder_days_hint(days_in_words(&DEFAULT_STEPS)))
            error
        >
            <TextInput
                value=fields.reminder_days
                placeholder=Signal::derive(|| days_in_words(&DEFAULT_STEPS))
                maxlength=80_u32
            />
        </Field>
    }
    .into_any()
}

/// Of a product that is there (with whether licenses came of it), or of a new one.
#[component]
pub fn ProductForm(
    #[prop(optional)] known: Option<(ListedProduct, bool)>,
    on_done: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let form = FormState::new();
    let base = known.as_ref().map_or_else(proposal, |(product, _)| product.content.clone());
    let settled = known.as_ref().is_some_and(|(_, has_licenses)| *has_licenses);
    let fields = Fields::of(&base);
    let known = known.map(|(product, _)| (product.id, product.version));
    // One key for one form: who presses twice creates once.
    let once = StoredValue::new(fresh_key());
    let submit = move || {
        let content = untrack(|| fields.content());
        let mut faults = check_product(&content).err().unwrap_or_default();
        faults.extend(check_identity(&base, &content, settled).err().unwrap_or_default());
        if !form.accepts(faults) {
            return;
        }
        let client = session.client();
        let work = async move {
            match known {
                Some((id, version)) => client.change_product(id, version, &content).await,
                None => client.create_product(&content, &once.get_value()).await,
            }
        };
        form.send(work, move |_| on_done.run(()));
    };
    view! {
        <Form form on_submit=submit>
            <div class="form__grid">
                {identity(fields, form, settled)} {names(fields, form)}
                {entitlements(fields, form)}
            </div>
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_survives_the_form_and_only_licenses_keep_an_edition() {
        Owner::new().with(|| {
            let content = ProductContent {
                code: "DIFY-PRO".to_owned(),
                name_zh: "专业版".to_owned(),
                name_en: "Professional".to_owned(),
                users: 200,
                sort_order: 3,
                reminder_days: Some(vec![45, 10]),
                overage_mode: OverageMode::Soft,
                overage_percent: 10,
                ..proposal()
            };
            let fields = Fields::of(&content);

            assert_eq!(untrack(|| fields.content()), content);
            fields.reminder_days.set("30，x".to_owned());
            assert_eq!(untrack(|| fields.content()).reminder_days, Some(vec![30, u32::MAX]));
            fields.kind.set(ProductKind::Service.to_string());
            assert_eq!(untrack(|| fields.content()).edition, None);
        });
    }
}
