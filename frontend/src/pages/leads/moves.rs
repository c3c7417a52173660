//! Moving a lead, from the board and from its page: what says no more is done at once, what wants a
//! reason asks for it, and what no rule allows is said in the rule's words.

use domain::leads::{
    LeadAction, LostReason, check_reasons,
    wire::{LeadRow, LeadStatusView, LeadView, MoveLead},
};
use leptos::{prelude::*, task::spawn_local};

use super::{name_of, named};
use crate::{
    components::{FormState, ProblemWords as _, tell_failure},
    i18n::{lang, t},
    pages::parts::choices,
    state::{Session, use_session, use_toaster},
    ui::{Banner, ConfirmDialog, Field, Select, TextArea, Toaster, Tone},
};

/// A move that somebody asked for.
#[derive(Clone, PartialEq)]
struct Asked {
    lead: LeadRow,
    to: LeadStatusView,
    action: LeadAction,
}

/// Moves leads. `Copy`.
#[derive(Clone, Copy)]
pub struct Mover {
    session: Session,
    toaster: Toaster,
    asked: RwSignal<Option<Asked>>,
    lost_reason: RwSignal<String>,
    reason: RwSignal<String>,
    form: FormState,
    /// What follows; nothing to show where it failed, and the page reads anew.
    on_moved: Callback<Option<LeadView>>,
}

impl Mover {
    /// For a page that takes the moved lead.
    pub fn new(on_moved: impl Into<Callback<Option<LeadView>>>) -> Self {
        Self {
            session: use_session(),
            toaster: use_toaster(),
            asked: RwSignal::new(None),
            lost_reason: RwSignal::new(String::new()),
            reason: RwSignal::new(String::new()),
            form: FormState::new(),
            on_moved: on_moved.into(),
        }
    }

    /// Moves a lead, or asks why first.
    pub fn ask(self, lead: LeadRow, to: LeadStatusView) {
        if lead.status.id == to.id {
            return;
        }
        let action = match lead.status.kind.action_to(to.content.kind) {
            Ok(action) => action,
            Err(refusal) => {
                self.toaster.error(untrack(|| refusal.words(lang())), "");
                return;
            }
        };
        if matches!(action, LeadAction::Advance | LeadAction::Win) {
            self.send_at_once(&lead, &to);
            return;
        }
        self.form.clear();
        self.lost_reason.set(String::new());
        self.reason.set(String::new());
        self.asked.set(Some(Asked { lead, to, action }));
    }

    fn told(self, after: LeadView) {
        let status = &after.lead.status;
        let name = untrack(|| named(&status.name_zh, &status.name_en).get());
        self.toaster.success(untrack(|| t::leads::moved(&after.lead.company, &name)));
        self.on_moved.run(Some(after));
    }

    fn send_at_once(self, lead: &LeadRow, to: &LeadStatusView) {
        let body = MoveLead { status_id: to.id, lost_reason: None, reason: None };
        let (client, id, version) = (self.session.client(), lead.id, lead.version);
        spawn_local(async move {
            match client.move_lead(id, version, &body).await {
                Ok(after) => self.told(after),
                Err(error) => {
                    tell_failure(self.toaster, &error);
                    self.on_moved.run(None);
                }
            }
        });
    }

    fn confirm(self) {
        let Some(asked) = self.asked.get_untracked() else { return };
        let reason = self.reason.get_untracked().trim().to_owned();
        let body = MoveLead {
            status_id: asked.to.id,
            lost_reason: self.lost_reason.get_untracked().parse().ok(),
            reason: Some(reason).filter(|reason| !reason.is_empty()),
        };
        let checked = check_reasons(asked.action, body.reason.as_deref(), body.lost_reason);
        if !self.form.accepts(checked.err().unwrap_or_default()) {
            return;
        }
        let (client, id, version) = (self.session.client(), asked.lead.id, asked.lead.version);
        let work = async move { client.move_lead(id, version, &body).await };
        self.form.send(work, move |after| {
            self.asked.set(None);
            self.told(after);
        });
    }
}

fn questions(mover: Mover, asked: &Asked) -> AnyView {
    let form = mover.form;
    let losing = (asked.action == LeadAction::Lose).then(|| {
        view! {
            <Field label=t::leads::lost_reason required=true error=form.error("/lost_reason")>
                <Select
                    value=mover.lost_reason
                    options=Signal::derive(|| choices!(LostReason::ALL))
                    placeholder=t::leads::choose_reason
                />
            </Field>
        }
    });
    let is_needed = asked.action.needs_reason();
    view! {
        {losing}
        <Field label=t::leads::reason required=is_needed error=form.error("/reason")>
            <TextArea value=mover.reason rows=3 maxlength=500_u32/>
        </Field>
    }
    .into_any()
}

/// What asks why; closed while nothing is asked.
pub fn move_dialog(mover: Mover) -> AnyView {
    let title = Signal::derive(move || {
        let asked = mover.asked.read();
        asked.as_ref().map(|asked| name_of(&asked.to).get()).unwrap_or_default()
    });
    let text = Signal::derive(move || {
        let asked = mover.asked.read();
        asked.as_ref().map(|asked| asked.lead.company.clone()).unwrap_or_default()
    });
    view! {
        <ConfirmDialog
            open=Signal::derive(move || mover.asked.read().is_some())
            on_close=move || mover.asked.set(None)
            on_confirm=move || mover.confirm()
            title
            text
            confirm=t::common::confirm
            busy=mover.form.busy()
        >
            {move || mover.asked.get().map(|asked| questions(mover, &asked))}
            {move || {
                mover
                    .form
                    .failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}
