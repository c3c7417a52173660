//! What happened, in order; and how far something has come.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::{Glyph, Icon, Time, Tone};

/// One thing that happened. Children of a [`Timeline`].
#[component]
pub fn TimelineEntry(
    #[prop(default = Glyph::Activity, into)] glyph: Glyph,
    #[prop(optional)] tone: Tone,
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] who: Option<Signal<String>>,
    #[prop(into)] at: Signal<DateTime<Utc>>,
    /// More to say: a reason, what changed.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class=format!("timeline__item {}", tone.class())>
            <span class="timeline__mark">
                <Icon glyph/>
            </span>
            <div>
                <div class="timeline__head">
                    <span class="timeline__title">{title}</span>
                    <span class="timeline__meta">
                        {who.map(|who| view! { <span>{who} " · "</span> })} <Time at/>
                    </span>
                </div>
                {children.map(|children| view! { <div class="timeline__body">{children()}</div> })}
            </div>
        </li>
    }
    .into_any()
}

/// A record's story.
#[component]
pub fn Timeline(#[prop(into)] label: Signal<String>, children: Children) -> impl IntoView {
    view! {
        <ol class="timeline" aria-label=label>
            {children()}
        </ol>
    }
    .into_any()
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    Done,
    Current,
    Ahead,
    Failed,
}

/// One step of a longer way.
#[derive(Clone)]
pub struct Step {
    pub label: Signal<String>,
    pub state: StepState,
    pub note: Option<String>,
}

impl Step {
    pub fn new(label: impl Into<Signal<String>>, state: StepState) -> Self {
        Self { label: label.into(), state, note: None }
    }

    /// When, or by whom.
    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }
}

/// How far something has come.
#[component]
pub fn Steps(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] steps: Signal<Vec<Step>>,
) -> impl IntoView {
    let item = |step: Step| {
        let (class, glyph) = match step.state {
            StepState::Done => ("steps__item steps__item--done", Some(Glyph::Check)),
            StepState::Failed => ("steps__item steps__item--failed", Some(Glyph::Close)),
            StepState::Current | StepState::Ahead => ("steps__item", None),
        };
        view! {
            <li class=class aria-current=(step.state == StepState::Current).then_some("step")>
                <span class="steps__label">
                    {glyph.map(|glyph| view! { <Icon glyph/> })} {step.label}
                </span>
                {step.note.map(|note| view! { <span class="steps__note">{note}</span> })}
            </li>
        }
    };
    view! {
        <ol class="steps" aria-label=label>
            {move || steps.get().into_iter().map(item).collect_view()}
        </ol>
    }
    .into_any()
}
