//! What stands in an order: what a draft may leave open, and what a submission may not.

use std::collections::BTreeSet;

use super::{
    LineKind,
    wire::{ActivationInput, EndUser, LineInput, OrderContent},
};
use crate::{
    customers::check_credit_code,
    licenses::{ActivationMode, check_cluster_id},
    problem::{FieldError, Reason, Refusal},
    products::pricing::{MAX_LINES, MAX_SETS, QuoteLine},
    usage::check_installation_key,
    validate::{self, Faults},
};

/// Whether a draft can be kept: texts and numbers within bounds, whatever is still missing.
///
/// # Errors
/// One field error per fault.
pub fn check_draft(content: &OrderContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    check_bounds(content, &mut faults);
    faults.into_result()
}

/// Whether an order may be submitted: everything that approval, issuing and delivery need is there.
/// Prices are [`crate::products::pricing::quote`]'s part.
///
/// # Errors
/// One field error per fault.
pub fn check_submission(content: &OrderContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    check_bounds(content, &mut faults);
    if content.lines.is_empty() {
        faults.add("/lines", Reason::NoLines);
    }
    let mut clusters = BTreeSet::new();
    let mut licenses = BTreeSet::new();
    for (index, line) in content.lines.iter().enumerate() {
        let at = format!("/lines/{index}");
        check_line(line, &at, &mut clusters, &mut faults);
        // Two lines on one license would each count from the same state.
        if line.licenses.iter().any(|license| !licenses.insert(*license)) {
            faults.add(format!("{at}/licenses"), Reason::LicenseTwice);
        }
    }
    faults.into_result()
}

/// The lines as the quote wants them, with the place each has in the order; lines that name no
/// product yet are left out.
pub fn quote_lines(content: &OrderContent) -> Vec<(usize, QuoteLine)> {
    content
        .lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| {
            let product_id = line.product_id?;
            Some((
                index,
                QuoteLine {
                    kind: line.kind,
                    product_id,
                    sets: line.sets,
                    years: line.years,
                    ends_on: line.ends_on,
                    licenses: line.licenses.clone(),
                    manual_discount: line.manual_discount,
                },
            ))
        })
        .collect()
}

fn check_bounds(content: &OrderContent, faults: &mut Faults) {
    if content.lines.len() > MAX_LINES {
        faults.add("/lines", Refusal::new(Reason::TooManyLines).with("max", MAX_LINES));
    }
    let header = [
        ("/customer_order_number", &content.customer_order_number, 64),
        ("/contract_number", &content.contract_number, 64),
        ("/remark", &content.remark, 2000),
    ];
    for (pointer, value, max) in header {
        faults.check(pointer, validate::optional_text(value.as_deref(), max));
    }
    for (index, line) in content.lines.iter().take(MAX_LINES).enumerate() {
        let at = |field: &str| format!("/lines/{index}/{field}");
        faults.check(at("sets"), validate::range(line.sets, 0, MAX_SETS));
        faults.check(at("years"), validate::range(line.years, 0, 99));
        faults.check(at("end_user/name"), validate::text(&line.end_user.name, 0, 120));
        for (field, value, max) in [
            ("end_user/credit_code", &line.end_user.credit_code, 18),
            ("end_user/contact_name", &line.end_user.contact_name, 60),
            ("end_user/contact_email", &line.end_user.contact_email, 254),
            ("end_user/contact_phone", &line.end_user.contact_phone, 40),
        ] {
            faults.check(at(field), validate::optional_text(value.as_deref(), max));
        }
        if line.licenses.len() > MAX_SETS as usize {
            let refusal = Refusal::new(Reason::OutOfRange).with("min", 1).with("max", MAX_SETS);
            faults.add(at("licenses"), refusal);
        }
        if line.activations.len() > MAX_SETS as usize {
            faults.add(at("activations"), Refusal::new(Reason::SetCount).with("sets", line.sets));
        }
        for (set, activation) in line.activations.iter().take(MAX_SETS as usize).enumerate() {
            let pointer = at(&format!("activations/{set}/cluster_id"));
            faults.check(pointer, validate::optional_text(activation.cluster_id.as_deref(), 64));
            let pointer = at(&format!("activations/{set}/installation_key"));
            let key = activation.installation_key.as_deref();
            faults.check(pointer, validate::optional_text(key, 64));
        }
    }
}

fn check_line(line: &LineInput, at: &str, clusters: &mut BTreeSet<String>, faults: &mut Faults) {
    if line.product_id.is_none() {
        faults.add(format!("{at}/product_id"), Reason::Required);
    }
    check_end_user(&line.end_user, &format!("{at}/end_user"), faults);
    if line.kind.is_on_licenses() && line.licenses.is_empty() {
        faults.add(format!("{at}/licenses"), Reason::NoLicenses);
    }
    if line.kind != LineKind::New {
        if !line.activations.is_empty() {
            faults.add(format!("{at}/activations"), Reason::NoActivations);
        }
        return;
    }
    if line.activations.len() != line.sets as usize {
        let refusal = Refusal::new(Reason::SetCount).with("sets", line.sets);
        faults.add(format!("{at}/activations"), refusal);
    }
    for (set, activation) in line.activations.iter().enumerate() {
        let pointer = format!("{at}/activations/{set}/installation_key");
        faults.check(pointer, activation.check_key());
        if activation.mode != ActivationMode::Offline {
            continue;
        }
        let pointer = format!("{at}/activations/{set}/cluster_id");
        match activation.cluster_id.as_deref().map(str::trim).filter(|id| !id.is_empty()) {
            None => faults.add(pointer, Reason::ClusterIdRequired),
            Some(cluster) => {
                faults.check(&pointer, check_cluster_id(cluster));
                if !clusters.insert(cluster.to_owned()) {
                    faults.add(pointer, Reason::ClusterIdTwice);
                }
            }
        }
    }
}

impl ActivationInput {
    /// The same way for another set: a cluster and its key are one license's own.
    #[must_use]
    pub fn elsewhere(&self) -> Self {
        Self { mode: self.mode, ..Self::default() }
    }

    /// The key of the installation, without blanks around it.
    pub fn key(&self) -> Option<&str> {
        self.installation_key.as_deref().map(str::trim).filter(|key| !key.is_empty())
    }

    /// Checks that a key is one, and one of a cluster: online, it is registered with the activation.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check_key(&self) -> Result<(), Refusal> {
        match (self.key(), self.mode) {
            (None, _) => Ok(()),
            (Some(_), ActivationMode::Online) => Err(Reason::KeyComesWithActivation.into()),
            (Some(key), ActivationMode::Offline) => check_installation_key(key),
        }
    }
}

/// A name, and a mail address that licenses and renewals can be sent to.
fn check_end_user(end_user: &EndUser, at: &str, faults: &mut Faults) {
    faults.check(format!("{at}/name"), validate::text(&end_user.name, 2, 120));
    let contact = end_user.contact_name.as_deref().unwrap_or_default();
    faults.check(format!("{at}/contact_name"), validate::text(contact, 1, 60));
    match end_user.contact_email.as_deref().map(str::trim).filter(|email| !email.is_empty()) {
        None => faults.add(format!("{at}/contact_email"), Reason::Required),
        Some(email) => faults.check(format!("{at}/contact_email"), validate::email(email)),
    }
    if let Some(code) = end_user.credit_code.as_deref().map(str::trim).filter(|c| !c.is_empty()) {
        faults.check(format!("{at}/credit_code"), check_credit_code(code));
    }
}
