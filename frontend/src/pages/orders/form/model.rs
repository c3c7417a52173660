//! What is being typed: a signal per field, made from an order's content and turned back into it.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::{
    Lang,
    customers::wire::EndUserSuggestion,
    id::{LicenseId, PartnerId},
    licenses::{ActivationMode, LicenseStanding},
    money::{Amount, BasisPoints},
    orders::{
        DeliverTo, LineKind,
        wire::{ActivationInput, EndUser, LineInput, OrderContent},
    },
    products::pricing::{MAX_LINES, MAX_SETS},
};
use leptos::prelude::*;

use crate::ui::ComboOption;

/// For whom staff place an order.
pub const BUYER_PARTNER: &str = "partner";
pub const BUYER_DIRECT: &str = "direct";

/// How one set will be activated.
#[derive(Clone, Copy)]
pub struct SetForm {
    pub mode: RwSignal<String>,
    pub cluster: RwSignal<String>,
    /// The key of the installation there.
    pub key: RwSignal<String>,
}

impl SetForm {
    fn new(input: &ActivationInput) -> Self {
        Self {
            mode: RwSignal::new(input.mode.to_string()),
            cluster: RwSignal::new(input.cluster_id.clone().unwrap_or_default()),
            key: RwSignal::new(input.installation_key.clone().unwrap_or_default()),
        }
    }
}

/// Who will run the licenses of a line. What is chosen is a known customer by id, or has no id and
/// is a new one.
#[derive(Clone, Copy)]
pub struct EndUserForm {
    pub chosen: RwSignal<Option<ComboOption>>,
    pub credit_code: RwSignal<String>,
    pub contact_name: RwSignal<String>,
    pub contact_email: RwSignal<String>,
    pub contact_phone: RwSignal<String>,
}

impl EndUserForm {
    fn new(input: &EndUser) -> Self {
        let text = |text: &Option<String>| RwSignal::new(text.clone().unwrap_or_default());
        let chosen = (!input.name.is_empty()).then(|| {
            let id = input.customer_id.map(|id| id.to_string()).unwrap_or_default();
            ComboOption::new(id, input.name.clone())
        });
        Self {
            chosen: RwSignal::new(chosen),
            credit_code: text(&input.credit_code),
            contact_name: text(&input.contact_name),
            contact_email: text(&input.contact_email),
            contact_phone: text(&input.contact_phone),
        }
    }

    /// Whether a customer of this name is about to be made (tracked).
    pub fn is_new(self) -> bool {
        self.chosen.read().as_ref().is_some_and(|option| option.value.is_empty())
    }

    /// Takes over what is known of an earlier end user.
    pub fn fill(self, known: &EndUserSuggestion) {
        self.credit_code.set(String::new());
        self.contact_name.set(known.contact_name.clone().unwrap_or_default());
        self.contact_email.set(known.contact_email.clone().unwrap_or_default());
        self.contact_phone.set(known.contact_phone.clone().unwrap_or_default());
    }

    pub fn content(self) -> EndUser {
        let (customer_id, name) = match &*self.chosen.read() {
            Some(option) => (option.value.parse().ok(), option.label.clone()),
            None => (None, String::new()),
        };
        EndUser {
            customer_id,
            name,
            credit_code: customer_id
                .is_none()
                .then(|| filled(&self.credit_code.read()))
                .flatten()
                .map(|code| code.to_ascii_uppercase()),
            contact_name: filled(&self.contact_name.read()),
            contact_email: filled(&self.contact_email.read()),
            contact_phone: filled(&self.contact_phone.read()),
        }
    }
}

/// One line.
#[derive(Clone, Copy)]
pub struct LineForm {
    /// Stays the same while lines come and go around it.
    pub key: u32,
    /// A `LineKind`, as a word.
    pub kind: RwSignal<String>,
    /// The licenses that it is on, if it is.
    pub licenses: RwSignal<Vec<LicenseId>>,
    pub product: RwSignal<String>,
    pub sets: RwSignal<Option<i64>>,
    pub years: RwSignal<String>,
    /// The last day, as typed; an administrator's to set.
    pub ends_on: RwSignal<String>,
    /// In percent, as typed; staff only.
    pub discount: RwSignal<String>,
    pub end_user: EndUserForm,
    pub deliver_to: RwSignal<String>,
    pub language: RwSignal<String>,
    /// One mode for all sets.
    pub same: RwSignal<bool>,
    pub mode: RwSignal<String>,
    /// At least as many as there are sets; what was typed survives a smaller number.
    pub activations: RwSignal<Vec<SetForm>>,
    /// Sets are made whenever their number grows, but belong to the page.
    owner: StoredValue<Owner>,
}

impl LineForm {
    fn new(input: &LineInput) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);

        let first = input.activations.first().cloned().unwrap_or_default();
        let same = input.activations.iter().all(|set| set.mode == first.mode);
        let sets = input.activations.iter().map(SetForm::new).collect();
        let line = Self {
            key: NEXT.fetch_add(1, Ordering::Relaxed),
            kind: RwSignal::new(input.kind.to_string()),
            licenses: RwSignal::new(input.licenses.clone()),
            product: RwSignal::new(input.product_id.map(|id| id.to_string()).unwrap_or_default()),
            sets: RwSignal::new(Some(i64::from(input.sets))),
            years: RwSignal::new(input.years.to_string()),
            ends_on: RwSignal::new(input.ends_on.map(|day| day.to_string()).unwrap_or_default()),
            discount: RwSignal::new(percent_of(input.manual_discount)),
            end_user: EndUserForm::new(&input.end_user),
            deliver_to: RwSignal::new(input.deliver_to.to_string()),
            language: RwSignal::new(input.language.to_string()),
            same: RwSignal::new(same),
            mode: RwSignal::new(first.mode.to_string()),
            activations: RwSignal::new(sets),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        line.grow();
        line
    }

    /// What the line asks for (tracked).
    pub fn kind(self) -> LineKind {
        self.kind.read().parse().unwrap_or_default()
    }

    /// Makes another kind of it: what cannot stay is dropped.
    pub fn become_kind(self, kind: LineKind) {
        self.kind.set(kind.to_string());
        self.product.set(String::new());
        self.sets.set(Some(1));
        if !kind.is_on_licenses() {
            self.licenses.set(Vec::new());
        }
    }

    /// What follows from the license that a line is on: whose it is, and the product of a renewal.
    pub fn follow(self, license: &LicenseStanding) {
        let end_user = self.end_user;
        let id = license.customer_id.to_string();
        end_user.chosen.set(Some(ComboOption::new(id, license.customer_name.clone())));
        let known = [
            (end_user.contact_name, &license.contact_name),
            (end_user.contact_email, &license.contact_email),
            (end_user.contact_phone, &license.contact_phone),
        ];
        for (field, known) in known {
            if field.read_untracked().is_empty() {
                field.set(known.clone().unwrap_or_default());
            }
        }
        if untrack(|| self.kind()) == LineKind::Renewal {
            self.product.set(license.product_id.to_string());
        }
    }

    /// How many sets are asked for (tracked); 0 while that is open.
    pub fn set_count(self) -> u32 {
        if matches!(self.kind(), LineKind::Renewal | LineKind::Upgrade) {
            return u32::try_from(self.licenses.read().len()).unwrap_or(u32::MAX);
        }
        let sets = self.sets.get().and_then(|sets| u32::try_from(sets).ok()).unwrap_or_default();
        sets.min(MAX_SETS)
    }

    /// Makes room for as many sets as are asked for.
    pub fn grow(self) {
        let wanted = untrack(|| self.set_count()) as usize;
        if self.activations.read_untracked().len() >= wanted {
            return;
        }
        let mode: ActivationMode = self.mode.read_untracked().parse().unwrap_or_default();
        let set = ActivationInput { mode, ..ActivationInput::default() };
        let make = || self.owner.with_value(|owner| owner.with(|| SetForm::new(&set)));
        self.activations.update(|sets| sets.resize_with(wanted, make));
    }

    /// Switches between one mode for all and one per set, without losing what was chosen.
    pub fn set_same(self, same: bool) {
        let sets = self.activations.get_untracked();
        if same {
            if let Some(first) = sets.first() {
                self.mode.set(first.mode.get_untracked());
            }
        } else {
            for set in sets {
                set.mode.set(self.mode.get_untracked());
            }
        }
        self.same.set(same);
    }

    /// The mode of one of the sets (tracked).
    pub fn mode_of(self, set: SetForm) -> ActivationMode {
        let same = self.same.get() || self.set_count() <= 1;
        let mode = if same { self.mode } else { set.mode };
        mode.read().parse().unwrap_or_default()
    }

    pub fn content(self) -> LineInput {
        let sets = self.set_count();
        let activation = |set: &SetForm| {
            let mode = self.mode_of(*set);
            let offline = mode == ActivationMode::Offline;
            ActivationInput {
                mode,
                cluster_id: offline.then(|| filled(&set.cluster.read())).flatten(),
                installation_key: offline.then(|| filled(&set.key.read())).flatten(),
            }
        };
        let kind = self.kind();
        // Nothing is activated anew by other lines.
        let activated = if kind == LineKind::New { sets as usize } else { 0 };
        LineInput {
            kind,
            licenses: self.licenses.get(),
            ends_on: kind.has_years().then(|| self.ends_on.read().parse().ok()).flatten(),
            product_id: self.product.read().parse().ok(),
            sets,
            years: self.years.read().parse().unwrap_or_default(),
            manual_discount: points_of(&self.discount.read()).unwrap_or_default(),
            end_user: self.end_user.content(),
            deliver_to: self.deliver_to.read().parse().unwrap_or(DeliverTo::Partner),
            language: self.language.read().parse().unwrap_or(Lang::Zh),
            activations: self.activations.read().iter().take(activated).map(activation).collect(),
        }
    }
}

/// The whole form.
#[derive(Clone, Copy)]
pub struct OrderForm {
    /// `partner` or `direct`, empty while staff have not said; partners are never asked.
    pub buyer: RwSignal<String>,
    pub partner: RwSignal<Option<ComboOption>>,
    pub customer_order_number: RwSignal<String>,
    pub contract_number: RwSignal<String>,
    pub remark: RwSignal<String>,
    pub lines: RwSignal<Vec<LineForm>>,
    /// Lines are made in event handlers, but belong to the page.
    owner: StoredValue<Owner>,
}

impl OrderForm {
    pub fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            buyer: text(),
            partner: RwSignal::new(None),
            customer_order_number: text(),
            contract_number: text(),
            remark: text(),
            lines: RwSignal::new(Vec::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    /// Shows this content; the buyer is not part of what changes.
    pub fn show(self, content: &OrderContent) {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        self.customer_order_number.set(text(&content.customer_order_number));
        self.contract_number.set(text(&content.contract_number));
        self.remark.set(text(&content.remark));
        let lines = content.lines.iter().map(|line| self.make(line)).collect();
        self.lines.set(lines);
    }

    fn make(self, input: &LineInput) -> LineForm {
        self.owner.with_value(|owner| owner.with(|| LineForm::new(input)))
    }

    /// One more line below the others, unless there are as many as there may be.
    pub fn add(self, default: &LineInput) -> Option<LineForm> {
        if self.lines.read_untracked().len() >= MAX_LINES {
            return None;
        }
        let line = self.make(default);
        self.lines.update(|lines| lines.push(line));
        Some(line)
    }

    /// The same line again, below it. Cluster ids and keys are each set's own and stay behind.
    pub fn duplicate(self, key: u32) -> Option<LineForm> {
        let lines = self.lines.read_untracked();
        let index = lines.iter().position(|line| line.key == key)?;
        if lines.len() >= MAX_LINES {
            return None;
        }
        let mut input = untrack(|| lines[index].content());
        drop(lines);
        for set in &mut input.activations {
            *set = set.elsewhere();
        }
        let line = self.make(&input);
        self.lines.update(|lines| lines.insert(index + 1, line));
        Some(line)
    }

    /// Takes a line out; what stood in it is returned, to be put back.
    pub fn remove(self, key: u32) -> Option<(usize, LineForm)> {
        let index = self.lines.read_untracked().iter().position(|line| line.key == key)?;
        let line = self.lines.try_update(|lines| lines.remove(index))?;
        Some((index, line))
    }

    pub fn put_back(self, index: usize, line: LineForm) {
        self.lines.update(|lines| lines.insert(index.min(lines.len()), line));
    }

    /// Whether it is said for whom the order is, so that a draft can be kept (tracked).
    pub fn has_buyer(self) -> bool {
        *self.buyer.read() == BUYER_DIRECT || self.partner.read().is_some()
    }

    pub fn partner_id(self) -> Option<PartnerId> {
        if *self.buyer.read() == BUYER_DIRECT {
            return None;
        }
        self.partner.read().as_ref().and_then(|partner| partner.value.parse().ok())
    }

    /// What has been typed so far (tracked).
    pub fn content(self) -> OrderContent {
        let mut lines: Vec<LineInput> =
            self.lines.read().iter().map(|line| line.content()).collect();
        if self.is_direct() {
            for line in &mut lines {
                line.deliver_to = DeliverTo::Customer;
            }
        }
        OrderContent {
            partner_id: self.partner_id(),
            customer_order_number: filled(&self.customer_order_number.read()),
            contract_number: filled(&self.contract_number.read()),
            remark: filled(&self.remark.read()),
            lines,
        }
    }

    /// Whether the customer buys without a partner, who then receives the licenses (tracked).
    pub fn is_direct(self) -> bool {
        *self.buyer.read() == BUYER_DIRECT
    }
}

/// A text, if there is one.
fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// `5.25` as basis points. Percent have two decimals, like money.
pub fn points_of(percent: &str) -> Option<BasisPoints> {
    let percent = percent.trim().trim_end_matches(['%', '％']).trim_end();
    let minor = percent.parse::<Amount>().ok()?.minor();
    u32::try_from(minor).ok().map(BasisPoints)
}

/// The number before the percent sign; nothing for nothing.
fn percent_of(points: BasisPoints) -> String {
    if points.0 == 0 {
        return String::new();
    }
    points.to_string().trim_end_matches('%').to_owned()
}

#[cfg(test)]
mod tests;
