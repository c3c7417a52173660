//! What an action on licenses asks for: the reason, the days, to whom; for one or for many.

use domain::{
    id::UserId,
    licenses::{LONGEST_EXTENSION, LicenseAction},
};
use leptos::prelude::*;

use crate::{
    components::{FormState, Loaded, use_load},
    i18n::{Word, lang, t},
    ui::{Choice, Field, NumberInput, Select, TextArea},
};

/// Stands for nobody among the owners.
const NOBODY: &str = "nobody";

/// The days that are offered first.
const USUAL_DAYS: i64 = 30;

/// What is typed. `Copy`.
#[derive(Clone, Copy)]
pub struct LifeFields {
    pub form: FormState,
    reason: RwSignal<String>,
    days: RwSignal<Option<i64>>,
    owner: RwSignal<String>,
}

/// The action as a verb (tracked).
pub fn verb(action: LicenseAction) -> &'static str {
    action.label(lang())
}

/// What it means, in a sentence or two.
pub const fn meaning(action: LicenseAction) -> Word {
    match action {
        LicenseAction::Suspend => t::licenses::suspend_text,
        LicenseAction::Resume => t::licenses::resume_text,
        LicenseAction::Terminate => t::licenses::terminate_text,
        LicenseAction::Extend => t::licenses::extend_text,
        LicenseAction::Assign => t::licenses::assign_text,
    }
}

impl LifeFields {
    pub fn new() -> Self {
        Self {
            form: FormState::new(),
            reason: RwSignal::new(String::new()),
            days: RwSignal::new(Some(USUAL_DAYS)),
            owner: RwSignal::new(String::new()),
        }
    }

    /// Empty again; `owner` is whose it is now, where that is known.
    pub fn clear(self, owner: Option<UserId>) {
        self.form.clear();
        self.reason.set(String::new());
        self.days.set(Some(USUAL_DAYS));
        self.owner.set(owner.map_or_else(|| NOBODY.to_owned(), |id| id.to_string()));
    }

    /// The reason as it was typed; none where nothing was (untracked).
    pub fn reason(self) -> Option<String> {
        Some(self.reason.get_untracked().trim().to_owned()).filter(|reason| !reason.is_empty())
    }

    /// The days; 0 where none were typed, which the rules refuse (untracked).
    pub fn days(self) -> u32 {
        self.days.get_untracked().and_then(|days| u32::try_from(days).ok()).unwrap_or_default()
    }

    /// Who was chosen; none for nobody (untracked).
    pub fn owner(self) -> Option<UserId> {
        self.owner.get_untracked().parse().ok()
    }

    /// The fields of an action.
    pub fn draw(self, action: LicenseAction) -> AnyView {
        let special = match action {
            LicenseAction::Extend => Some(self.days_field()),
            LicenseAction::Assign => Some(self.owner_field()),
            _ => None,
        };
        let required = action.wants_reason();
        view! {
            <p class="muted">{meaning(action)}</p>
            {special}
            <Field label=t::licenses::reason required error=self.form.error("/reason")>
                <TextArea value=self.reason rows=2 maxlength=200_u32/>
            </Field>
        }
        .into_any()
    }

    fn days_field(self) -> AnyView {
        view! {
            <Field label=t::licenses::extend_days required=true error=self.form.error("/days")>
                <NumberInput value=self.days min=1 max=i64::from(LONGEST_EXTENSION)/>
            </Field>
        }
        .into_any()
    }

    fn owner_field(self) -> AnyView {
        let owners = use_load(move |client| async move { client.license_owners().await });
        view! {
            <Loaded
                load=owners
                view=move |owners| {
                    let options = Signal::derive(move || {
                        let nobody = Choice::new(NOBODY, t::licenses::nobody);
                        let people = owners.get().into_iter();
                        let people = people.map(|one| Choice::new(one.id.to_string(), one.name));
                        std::iter::once(nobody).chain(people).collect::<Vec<_>>()
                    });
                    view! {
                        <Field
                            label=t::licenses::owner
                            required=true
                            error=self.form.error("/owner_id")
                        >
                            <Select value=self.owner options/>
                        </Field>
                    }
                }
            />
        }
        .into_any()
    }
}
