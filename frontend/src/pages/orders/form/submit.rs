//! Handing the order in: checked here first, saved, then submitted; what the server refuses lands
//! where it belongs.

use client::ClientError;
use domain::{
    money::{Amount, Currency},
    orders::wire::{OrderView, SubmitOrder},
    problem::{FieldError, Problem, Reason},
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast as _;

use super::context::FormContext;
use crate::{
    components::ProblemWords,
    i18n::t,
    pages::orders::once::Once,
    routes,
    state::{Go, use_go, use_toaster},
    ui::Toaster,
};

/// The price is another one than the one that was shown.
#[derive(Clone, PartialEq, Eq)]
pub struct PriceChange {
    pub was: String,
    pub now: String,
    expected: Amount,
}

/// The state of a submission.
#[derive(Clone, Copy)]
pub struct Submission {
    context: StoredValue<FormContext>,
    pub busy: RwSignal<bool>,
    pub price_change: RwSignal<Option<PriceChange>>,
    /// Why it was refused, where no field is to blame.
    pub refused: RwSignal<Option<ClientError>>,
    /// What the server said about the terms.
    pub terms_fault: RwSignal<Option<FieldError>>,
    once: Once<(SubmitOrder, i64)>,
    go: Go,
    toaster: Toaster,
}

impl Submission {
    pub fn new(context: FormContext) -> Self {
        Self {
            context: StoredValue::new(context),
            busy: RwSignal::new(false),
            price_change: RwSignal::new(None),
            refused: RwSignal::new(None),
            terms_fault: RwSignal::new(None),
            once: Once::new(),
            go: use_go(),
            toaster: use_toaster(),
        }
    }

    fn context(self) -> FormContext {
        self.context.get_value()
    }

    /// Whether the terms still have to be accepted (tracked).
    pub fn lacks_terms(self) -> bool {
        !self.context().accepted.get()
    }

    /// The button, or Ctrl-Enter.
    pub fn press(self) {
        let context = self.context();
        if self.busy.get_untracked() || untrack(|| context.standing()).is_some() {
            return;
        }
        self.refused.set(None);
        context.attempted.set(true);
        let fine = untrack(|| {
            context.faults.read().is_empty() && !self.lacks_terms() && context.is_addressed()
        });
        if !fine {
            lead_to_the_first_fault();
            return;
        }
        let expected = context.priced.read_untracked().totals.gross;
        self.save_and_send(expected);
    }

    /// The new price was seen and is taken.
    pub fn accept_price(self) {
        if let Some(change) = self.price_change.get_untracked() {
            self.price_change.set(None);
            self.save_and_send(change.expected);
        }
    }

    fn save_and_send(self, expected_gross: Amount) {
        self.busy.set(true);
        self.context().draft.settle(Callback::new(move |saved: bool| {
            if saved {
                spawn_local(async move { self.send(expected_gross).await });
            } else {
                self.busy.set(false);
                lead_to_the_first_fault();
            }
        }));
    }

    async fn send(self, expected_gross: Amount) {
        let Some((id, version)) = self.context().draft.target() else {
            let _ = self.busy.try_set(false);
            return;
        };
        let terms = self.context().catalogue.read_untracked().terms.clone();
        let submit =
            SubmitOrder { terms_version: terms.version, terms_hash: terms.hash, expected_gross };
        let key = self.once.key((submit.clone(), version));
        let client = self.context().client();
        let outcome = client.submit_order(self.context().side, id, version, &submit, &key).await;
        if self.busy.try_set(false).is_some() {
            // The page has gone.
            return;
        }
        match outcome {
            Ok(order) => self.done(&order),
            Err(error) => self.fail(error).await,
        }
    }

    fn done(self, order: &OrderView) {
        self.context().draft.give_up();
        self.toaster.success(untrack(|| t::orders::submitted_toast(&order.number)));
        self.go.to(&routes::order(self.context().side, &order.number));
    }

    async fn fail(self, error: ClientError) {
        let moved =
            error.problem().and_then(|problem| problem.reason) == Some(Reason::IllegalOrderMove);
        if error.is_stale() || moved {
            self.context().draft.found_stale(error);
            return;
        }
        let Some(problem) = error.problem().cloned() else {
            self.refused.set(Some(error));
            return;
        };
        match problem.reason {
            Some(Reason::PriceChanged) => self.price_moved(&problem).await,
            _ if !problem.errors.is_empty() => self.fields_refused(problem.errors).await,
            _ => self.refused.set(Some(error)),
        }
    }

    async fn price_moved(self, problem: &Problem) {
        let before = self.context().priced.read_untracked().totals.gross;
        self.renew_catalogue().await;
        let after = self.context().priced.read_untracked().totals.gross;
        let told = |name: &str| {
            problem.params.get(name).map(|text| (text.parse::<Amount>().ok(), text.clone()))
        };
        let shown = |told: Option<(Option<Amount>, String)>, own: Amount| match told {
            Some((None, text)) => text,
            Some((Some(amount), _)) => amount.display(Currency::Cny),
            None => own.display(Currency::Cny),
        };
        let expected = told("now").and_then(|(amount, _)| amount).unwrap_or(after);
        let change = PriceChange {
            was: shown(told("was"), before),
            now: shown(told("now"), after),
            expected,
        };
        self.price_change.set(Some(change));
    }

    async fn fields_refused(self, errors: Vec<FieldError>) {
        let (terms, fields): (Vec<_>, Vec<_>) =
            errors.into_iter().partition(|fault| fault.pointer.starts_with("/terms"));
        if let Some(fault) = terms.into_iter().next() {
            self.context().accepted.set(false);
            self.renew_catalogue().await;
            self.terms_fault.set(Some(fault));
        }
        self.context().draft.faults.set(fields);
        lead_to_the_first_fault();
    }

    async fn renew_catalogue(self) {
        if let Ok(catalogue) = self.context().client().catalogue(self.context().side).await {
            let _ = self.context().catalogue.try_set(catalogue);
        }
    }

    /// What is said above the button (tracked).
    pub fn refusal(self) -> Option<String> {
        self.refused.read().as_ref().map(ProblemWords::words)
    }
}

/// After the errors have been drawn, the first field that has one gets the focus.
pub fn lead_to_the_first_fault() {
    request_animation_frame(|| {
        let wrong = document().query_selector(".order-form [aria-invalid=true]").ok().flatten();
        let said = || document().query_selector(".order-form .field__error").ok().flatten();
        let Some(target) = wrong.clone().or_else(said) else { return };
        if let Some(field) = wrong.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = field.focus();
        }
        target.scroll_into_view_with_bool(false);
    });
}
