//! What the order comes to and why, beside the lines all the time; and the button.

use domain::{
    money::{Amount, Currency, in_capitals},
    orders::LineKind,
};
use leptos::prelude::*;

use super::{autosave::Saving, context::FormContext, submit::Submission, terms::Terms};
use crate::{
    i18n::{lang, t},
    pages::orders::trace::PriceTrace,
    ui::{Banner, Button, Card, Glyph, GuardedButton, Icon, Kbd, Look, Money, Tone},
};

/// Whether what was typed is safe, in words.
#[component]
pub fn SavingNote() -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let draft = context.draft;
    let words = move || match draft.saving.get() {
        Saving::Untouched => {
            let hint = if context.is_addressed() {
                t::orders::saving_untouched
            } else {
                t::orders::saving_after_buyer
            };
            view! { <span>{hint}</span> }.into_any()
        }
        Saving::Working => view! {
            <span class="spinner"></span>
            <span>{t::orders::saving_now}</span>
        }
        .into_any(),
        Saving::Saved(at) => {
            let at = (at + chrono::TimeDelta::hours(8)).format("%H:%M").to_string();
            view! {
                <Icon glyph=Glyph::CheckCircle/>
                <span>{move || t::orders::saved_at(&at)}</span>
            }
            .into_any()
        }
        Saving::Unfit => view! {
            <Icon glyph=Glyph::Warning/>
            <span>{t::orders::saving_unfit}</span>
        }
        .into_any(),
        Saving::Failed(why) => view! {
            <Icon glyph=Glyph::Warning/>
            <span>{move || t::orders::saving_failed(&why)}</span>
            <Button label=t::common::retry look=Look::Link on_press=move || draft.save()/>
        }
        .into_any(),
        Saving::Conflicting => view! {
            <Icon glyph=Glyph::Warning/>
            <span>{t::orders::saving_conflict}</span>
            <Button label=t::orders::decide look=Look::Link on_press=move || draft.save()/>
        }
        .into_any(),
    };
    let class = move || match draft.saving.get() {
        Saving::Failed(_) | Saving::Unfit | Saving::Conflicting => "saving saving--bad",
        Saving::Saved(_) => "saving saving--good",
        Saving::Untouched | Saving::Working => "saving",
    };
    view! {
        <span class=class role="status" data-testid="draft-state">
            {words}
        </span>
    }
    .into_any()
}

fn lines(context: FormContext) -> AnyView {
    // What is open stays open while its price is drawn anew.
    let row = move |index: usize, open: RwSignal<bool>| {
        let priced = context.priced.read().lines.get(index).cloned().flatten();
        let name = priced
            .as_ref()
            .and_then(|line| context.product(&line.product_id.to_string()))
            .map(|product| product.name(lang()).to_owned());
        match (priced, name) {
            (Some(line), Some(name)) => {
                let words = match line.kind {
                    LineKind::New => {
                        t::orders::summary_line(index + 1, name, line.sets, line.years)
                    }
                    kind => t::orders::summary_kind(index + 1, kind.label(lang()), name, line.sets),
                };
                let gross = line.gross;
                view! {
                    <details class="summary-line" open=open.get_untracked()>
                        <summary on:click=move |_| open.update(|open| *open = !*open)>
                            <span class="summary-line__name">
                                <Icon glyph=Glyph::ChevronRight/>
                                {words}
                            </span>
                            <Money amount=gross/>
                        </summary>
                        <PriceTrace line/>
                    </details>
                }
                .into_any()
            }
            _ => view! {
                <p class="summary-line summary-line--open muted">
                    {t::orders::summary_open(index + 1)}
                </p>
            }
            .into_any(),
        }
    };
    let count = Memo::new(move |_| context.content.read().lines.len());
    view! {
        {move || {
            (0..count.get())
                .map(|index| {
                    let open = RwSignal::new(false);
                    view! { <div>{move || row(index, open)}</div> }
                })
                .collect_view()
        }}
    }
    .into_any()
}

/// Net, tax, gross, and the gross in capital numerals.
#[component]
pub fn TotalsView(
    #[prop(into)] totals: Signal<domain::products::pricing::Totals>,
    #[prop(optional)] currency: Currency,
) -> impl IntoView {
    let gross = Signal::derive(move || totals.read().gross);
    let capitals = move || {
        (currency == Currency::Cny && gross.get() != Amount::ZERO).then(|| {
            view! {
                <p class="totals__capitals">
                    <span class="visually-hidden">{t::orders::in_capitals} " "</span>
                    {in_capitals(gross.get())}
                </p>
            }
        })
    };
    view! {
        <dl class="totals">
            <div>
                <dt>{t::orders::net}</dt>
                <dd>
                    <Money amount=Signal::derive(move || totals.read().net) currency/>
                </dd>
            </div>
            <div>
                <dt>{t::orders::tax}</dt>
                <dd>
                    <Money amount=Signal::derive(move || totals.read().tax) currency/>
                </dd>
            </div>
            <div class="totals__gross">
                <dt>{t::orders::gross}</dt>
                <dd data-testid="order-total">
                    <Money amount=gross currency large=true/>
                </dd>
            </div>
        </dl>
        {capitals}
    }
    .into_any()
}

/// The column beside the lines.
#[component]
pub fn Summary(submission: Submission) -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let totals = Signal::derive(move || context.priced.read().totals);
    let missing = move || {
        let faults = context.faults.read();
        let count = faults.len() + usize::from(submission.lacks_terms());
        (context.attempted.get() && count > 0).then(|| {
            view! {
                <Banner tone=Tone::Error>
                    <p>{move || t::orders::missing(count)}</p>
                    {move || {
                        context
                            .loose_faults()
                            .into_iter()
                            .map(|words| view! { <p>{words}</p> })
                            .collect_view()
                    }}
                </Banner>
            }
        })
    };
    let refused = move || {
        submission.refusal().map(|words| view! { <Banner tone=Tone::Error>{words}</Banner> })
    };
    let blocked = Signal::derive(move || context.standing());
    view! {
        <Card title=t::orders::summary>
            <div class="stack" id="submit">
                <div class="summary-lines">{lines(context)}</div>
                <TotalsView totals/>
                <Terms submission/>
                {missing}
                {refused}
                <div class="summary-submit">
                    <GuardedButton
                        label=t::orders::submit_order
                        look=Look::Primary
                        icon=Glyph::Send
                        blocked
                        busy=submission.busy
                        on_press=move || submission.press()
                    />
                    <span class="muted small summary-submit__keys">
                        <Kbd keys="Ctrl"/>
                        <Kbd keys="Enter"/>
                    </span>
                </div>
                <SavingNote/>
            </div>
        </Card>
    }
    .into_any()
}

/// On narrow screens the total and the button stay in view below the lines.
#[component]
pub fn SummaryBar(submission: Submission) -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let gross = Signal::derive(move || context.priced.read().totals.gross);
    let to_summary = move || {
        if let Some(summary) = document().get_element_by_id("submit") {
            summary.scroll_into_view();
        }
    };
    view! {
        <div class="order-bar">
            <div>
                <span class="muted small">{t::orders::gross}</span>
                <strong class="order-bar__total">
                    <Money amount=gross/>
                </strong>
            </div>
            <Button
                label=t::orders::review_and_submit
                busy=submission.busy
                icon=Glyph::ArrowRight
                on_press=to_summary
            />
        </div>
    }
    .into_any()
}
