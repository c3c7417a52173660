//! The discount rules, whenever they hold, and what may be done about them.

use chrono::NaiveDate;
use domain::products::{
    price_list::{may_change, may_end},
    pricing::{PriceRule, PriceRuleKind},
    validity::Phase,
    wire::{RuleList, RuleView},
};
use leptos::prelude::*;

use super::{
    end_form::{EndForm, Ended},
    rule_form::RuleForm,
    words::{days, phase_dot},
};
use crate::{
    components::{FormState, Loaded, ProblemWords as _, use_load},
    i18n::{lang, t},
    state::{use_session, use_toaster},
    ui::{
        Banner, Button, Card, CardCell, Column, ConfirmDialog, DataTable, Dialog, EmptyState,
        Glyph, IconButton, Look, Tag, Tone,
    },
};

/// What the dialog is open for.
#[derive(Clone, PartialEq)]
enum Asked {
    New,
    Change(RuleView),
    End(RuleView),
    Remove(RuleView),
}

/// «2 years or more», «Gold partners» (tracked).
fn condition(rule: &PriceRule) -> String {
    match (rule.kind, rule.level) {
        (PriceRuleKind::Term, _) => t::products::at_least_years(rule.at_least),
        (PriceRuleKind::Volume, _) => t::products::at_least_sets(rule.at_least),
        (PriceRuleKind::Level, Some(level)) => t::products::level_is(level.label(lang())),
        (PriceRuleKind::Level, None) => "—".to_owned(),
    }
}

/// Change, end, remove: those that the rules refuse say why.
fn commands(view: &RuleView, today: NaiveDate, asked: RwSignal<Option<Asked>>) -> AnyView {
    let validity = view.rule.validity();
    let kept = StoredValue::new(view.clone());
    let blocked = move |rule: fn(_, _) -> Result<(), domain::problem::Refusal>| {
        Signal::derive(move || rule(validity, today).err().map(|refusal| refusal.words(lang())))
    };
    let name = move || kept.with_value(|view| view.rule.name(lang()));
    let ask = move |what: fn(RuleView) -> Asked| move || asked.set(Some(what(kept.get_value())));
    view! {
        <span class="row">
            <IconButton
                label=Signal::derive(move || t::products::change_named(name()))
                glyph=Glyph::Edit
                small=true
                ghost=true
                blocked=blocked(may_change)
                on_press=ask(Asked::Change)
            />
            <IconButton
                label=Signal::derive(move || t::products::end_named(name()))
                glyph=Glyph::Calendar
                small=true
                ghost=true
                blocked=blocked(may_end)
                on_press=ask(Asked::End)
            />
            <IconButton
                label=Signal::derive(move || t::products::remove_named(name()))
                glyph=Glyph::Trash
                small=true
                ghost=true
                blocked=blocked(may_change)
                on_press=ask(Asked::Remove)
            />
        </span>
    }
    .into_any()
}

fn columns(today: NaiveDate, asked: RwSignal<Option<Asked>>) -> Vec<Column<RuleView>> {
    vec![
        Column::new("rule", t::products::rule, |view: &RuleView| {
            let (kind, example) = (view.rule.kind, view.example);
            view! {
                <span class="row">
                    {move || kind.label(lang())}
                    {example.then(|| view! { <Tag label=t::products::example/> })}
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("condition", t::products::condition, |view: &RuleView| {
            let rule = view.rule.clone();
            move || condition(&rule)
        }),
        Column::new("discount", t::products::discount, |view: &RuleView| {
            let discount = view.rule.discount;
            let label = Signal::derive(move || t::products::minus(discount));
            view! { <Tag tone=Tone::Second label/> }
        })
        .on_card(CardCell::End),
        Column::new("validity", t::products::validity, |view: &RuleView| {
            let validity = view.rule.validity();
            view! { <span class="time">{move || days(validity)}</span> }
        })
        .on_card(CardCell::Wide),
        Column::new("state", t::products::state, move |view: &RuleView| {
            phase_dot(view.rule.validity(), today)
        })
        .on_card(CardCell::End),
        Column::new("actions", t::products::actions, move |view: &RuleView| {
            commands(view, today, asked)
        })
        .on_card(CardCell::Wide),
    ]
}

/// By kind and threshold; what is over comes last.
fn sorted(mut rules: Vec<RuleView>, today: NaiveDate) -> Vec<RuleView> {
    rules.sort_by_key(|view| {
        let rule = &view.rule;
        let is_over = rule.validity().phase(today) == Phase::Past;
        (is_over, rule.kind, rule.at_least, rule.level, rule.valid_from)
    });
    rules
}

fn table(list: RuleList, may: Memo<bool>, asked: RwSignal<Option<Asked>>) -> AnyView {
    if list.rules.is_empty() {
        return view! {
            <EmptyState
                glyph=Glyph::Sliders
                title=t::products::no_rules
                text=t::products::no_rules_text
            />
        }
        .into_any();
    }
    let today = list.today;
    let hidden =
        Signal::derive(move || if may.get() { Vec::new() } else { vec!["actions".to_owned()] });
    view! {
        <DataTable
            label=t::products::rules
            columns=columns(today, asked)
            rows=sorted(list.rules, today)
            id=|view| view.rule.id.to_string()
            hidden
        />
    }
    .into_any()
}

fn forms(
    asked: RwSignal<Option<Asked>>,
    rules: Signal<Vec<RuleView>>,
    done: Callback<()>,
) -> AnyView {
    let is_form = Memo::new(move |_| {
        asked.read().as_ref().is_some_and(|asked| !matches!(asked, Asked::Remove(_)))
    });
    let title = Signal::derive(move || {
        let word = match &*asked.read() {
            Some(Asked::Change(_)) => t::products::change_rule,
            Some(Asked::End(_)) => t::products::end_rule,
            _ => t::products::create_rule,
        };
        word.get().to_owned()
    });
    let content = move || match asked.get()? {
        Asked::New => {
            Some(view! { <RuleForm rules=rules.get_untracked() on_done=done/> }.into_any())
        }
        Asked::Change(known) => {
            Some(view! { <RuleForm known rules=rules.get_untracked() on_done=done/> }.into_any())
        }
        Asked::End(view) => Some(view! { <EndForm of=Ended::Rule(view) on_done=done/> }.into_any()),
        Asked::Remove(_) => None,
    };
    view! {
        <Dialog open=is_form on_close=move || asked.set(None) title>
            {content}
        </Dialog>
    }
    .into_any()
}

fn removal(asked: RwSignal<Option<Asked>>, done: Callback<()>) -> AnyView {
    let session = use_session();
    let form = FormState::new();
    let open = Memo::new(move |_| matches!(&*asked.read(), Some(Asked::Remove(_))));
    let text = Signal::derive(move || match &*asked.read() {
        Some(Asked::Remove(view)) => t::products::remove_rule_text(view.rule.name(lang())),
        _ => String::new(),
    });
    let close = move || {
        form.clear();
        asked.set(None);
    };
    let confirm = move || {
        let Some(Asked::Remove(view)) = asked.get_untracked() else { return };
        let client = session.client();
        let work = async move { client.remove_price_rule(view.rule.id, view.version).await };
        form.send(work, move |()| done.run(()));
    };
    view! {
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=t::products::remove_rule
            text
            confirm=t::common::remove
            danger=true
            busy=form.busy()
        >
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}

/// All of them.
#[component]
pub fn RulesTab(may: Memo<bool>) -> impl IntoView {
    let toaster = use_toaster();
    let load = use_load(|client| async move { client.price_rules().await });
    let asked = RwSignal::new(None::<Asked>);
    let rules = Signal::derive(move || {
        load.data().read().as_ref().map(|list| list.rules.clone()).unwrap_or_default()
    });
    let done = Callback::new(move |()| {
        asked.set(None);
        toaster.success(t::common::saved);
        load.reload();
    });
    let create = move || {
        may.get().then(|| {
            view! {
                <Button
                    label=t::products::create_rule
                    look=Look::Primary
                    icon=Glyph::Plus
                    on_press=move || asked.set(Some(Asked::New))
                />
            }
        })
    };
    let shown = move |list: Signal<RuleList>| {
        view! {
            <Card
                title=t::products::rules
                note=t::products::rules_text
                flush=true
                actions=move || view! { {create} }
            >
                {move || table(list.get(), may, asked)}
            </Card>
        }
    };
    view! {
        <Loaded load view=shown/>
        {forms(asked, rules, done)}
        {removal(asked, done)}
    }
    .into_any()
}
