//! What may be proposed of a license: one thing at a time, by the rules of who does it directly.

use chrono::NaiveDate;
use serde_json::Value;

use super::wire::ChangeLicense;
use crate::{
    access::Role,
    licenses::{
        ActivationMode, LONGEST_EXTENSION, LicenseAction, Moves, check_life_reason,
        check_mode_change, check_notes, check_transfer,
    },
    patch::Patch,
    problem::{FieldError, Reason, Refusal},
};

/// What a license holds of what may be proposed to be otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LicenseAsIs<'a> {
    pub cluster_id: Option<&'a str>,
    pub activation_mode: ActivationMode,
    pub suspended: bool,
    pub terminated: bool,
    /// The last day of its term.
    pub expires_on: Option<NaiveDate>,
    pub notes: Option<&'a str>,
}

impl ChangeLicense {
    /// What a license holds of this.
    pub fn as_is(license: LicenseAsIs<'_>) -> Self {
        Self {
            cluster_id: license.cluster_id.map(str::to_owned).into(),
            activation_mode: Some(license.activation_mode),
            suspended: Some(license.suspended),
            terminated: Some(license.terminated),
            expires_on: license.expires_on,
            notes: license.notes.map(str::to_owned).into(),
            reason: None,
        }
    }

    /// Only what is another than in `present`. A cluster id beside another mode stays: that it is
    /// the same one is what the rules want.
    #[must_use]
    pub fn differing_from(self, present: &Self) -> Self {
        Self {
            cluster_id: self.cluster_id.differing_from(&present.cluster_id),
            activation_mode: self.activation_mode.filter(|it| Some(*it) != present.activation_mode),
            suspended: self.suspended.filter(|it| Some(*it) != present.suspended),
            terminated: self.terminated.filter(|it| Some(*it) != present.terminated),
            expires_on: self.expires_on.filter(|it| Some(*it) != present.expires_on),
            notes: self.notes.differing_from(&present.notes),
            reason: self.reason,
        }
    }

    /// Only the fields that `asked` speaks of, without the reason.
    #[must_use]
    pub fn limited_to(self, asked: &Self) -> Self {
        Self {
            cluster_id: self.cluster_id.limited_to(&asked.cluster_id),
            activation_mode: asked.activation_mode.and(self.activation_mode),
            suspended: asked.suspended.and(self.suspended),
            terminated: asked.terminated.and(self.terminated),
            expires_on: asked.expires_on.and(self.expires_on),
            notes: self.notes.limited_to(&asked.notes),
            reason: None,
        }
    }

    /// The cluster that is asked for, if any.
    pub fn cluster(&self) -> Option<&str> {
        match &self.cluster_id {
            Patch::Set(id) => Some(id.as_str()),
            Patch::Keep | Patch::Clear => None,
        }
    }

    /// What of its life is asked for, if anything.
    pub const fn action(&self) -> Option<LicenseAction> {
        match (self.suspended, self.terminated, self.expires_on) {
            (Some(true), _, _) => Some(LicenseAction::Suspend),
            (Some(false), _, _) => Some(LicenseAction::Resume),
            (None, Some(_), _) => Some(LicenseAction::Terminate),
            (None, None, Some(_)) => Some(LicenseAction::Extend),
            (None, None, None) => None,
        }
    }

    /// By how many days it is to be extended after `last`; 0 where that is no later day.
    pub fn days_after(&self, last: Option<NaiveDate>) -> u32 {
        let days = self.expires_on.zip(last).map(|(to, from)| (to - from).num_days());
        days.and_then(|days| u32::try_from(days).ok()).unwrap_or_default()
    }

    /// The fields by name.
    pub fn told(&self) -> Value {
        let mut told = serde_json::to_value(self).unwrap_or_default();
        if let Some(fields) = told.as_object_mut() {
            fields.remove("reason");
        }
        told
    }

    /// Whether a license that is in this state may be changed so at all.
    ///
    /// # Errors
    /// The rule of who does it directly.
    pub fn allowed_by(&self, moves: Moves) -> Result<(), Refusal> {
        match (self.activation_mode, self.action()) {
            (Some(mode), _) => moves.may_change_mode(mode),
            (None, Some(action)) => moves.may(action),
            (None, None) if self.cluster_id.is_keep() => Ok(()),
            (None, None) => moves.may_transfer(),
        }
    }

    /// Checks what `role` proposes for a license: by the same rules as who does it directly.
    /// `self` has only what differs.
    ///
    /// # Errors
    /// One field error per fault.
    pub fn check(&self, role: Role, present: LicenseAsIs<'_>) -> Result<(), Vec<FieldError>> {
        let reason = self.reason.as_deref().unwrap_or_default();
        let said = self.said();
        if role == Role::Engineer {
            let beyond = said.iter().filter(|field| **field != "/cluster_id");
            let faults: Vec<_> =
                beyond.map(|at| Refusal::from(Reason::OnlyClusterId).at(*at)).collect();
            if !faults.is_empty() {
                return Err(faults);
            }
        }
        if self.cluster_id == Patch::Clear {
            return Err(vec![Refusal::from(Reason::Required).at("/cluster_id")]);
        }
        match said.as_slice() {
            [] => Err(vec![Refusal::from(Reason::NothingChanges).at("/cluster_id")]),
            ["/notes"] => {
                let notes = match &self.notes {
                    Patch::Set(notes) => Some(notes.as_str()),
                    Patch::Keep | Patch::Clear => None,
                };
                check_notes(notes)?;
                check_life_reason(LicenseAction::Suspend, Some(reason))
            }
            ["/expires_on"] => self.check_extension(reason, present.expires_on),
            ["/suspended" | "/terminated"] => {
                check_life_reason(LicenseAction::Suspend, Some(reason))
            }
            ["/cluster_id"] => {
                check_transfer(self.cluster().unwrap_or_default(), reason, present.cluster_id)
            }
            ["/activation_mode"] | ["/activation_mode", "/cluster_id"] => {
                let mode = self.activation_mode.unwrap_or_default();
                check_mode_change(mode, self.cluster(), reason, present.cluster_id)
            }
            [_, others @ ..] => Err(others
                .iter()
                .map(|at| Refusal::from(Reason::OneChangeAtATime).at(*at))
                .collect()),
        }
    }

    fn check_extension(
        &self,
        reason: &str,
        last: Option<NaiveDate>,
    ) -> Result<(), Vec<FieldError>> {
        if !(1..=LONGEST_EXTENSION).contains(&self.days_after(last)) {
            let refusal = Refusal::new(Reason::ExtensionTooLong).with("max", LONGEST_EXTENSION);
            return Err(vec![refusal.at("/expires_on")]);
        }
        check_life_reason(LicenseAction::Extend, Some(reason))
    }

    /// Where something is said, as pointers.
    fn said(&self) -> Vec<&'static str> {
        [
            (self.activation_mode.is_some(), "/activation_mode"),
            (!self.cluster_id.is_keep(), "/cluster_id"),
            (self.suspended.is_some(), "/suspended"),
            (self.terminated.is_some(), "/terminated"),
            (self.expires_on.is_some(), "/expires_on"),
            (!self.notes.is_keep(), "/notes"),
        ]
        .into_iter()
        .filter_map(|(is_said, at)| is_said.then_some(at))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change_requests::{Change, check_reason, difference};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn present() -> LicenseAsIs<'static> {
        LicenseAsIs {
            cluster_id: Some("cluster-one"),
            activation_mode: ActivationMode::Offline,
            suspended: false,
            terminated: false,
            expires_on: Some("2027-03-31".parse().unwrap()),
            notes: None,
        }
    }

    fn nothing() -> ChangeLicense {
        ChangeLicense { reason: Some("机房搬迁".to_owned()), ..ChangeLicense::default() }
    }

    fn to(cluster: &str) -> ChangeLicense {
        ChangeLicense { cluster_id: Patch::Set(cluster.to_owned()), ..nothing() }
    }

    fn faults(change: &ChangeLicense, role: Role) -> Vec<(String, Reason)> {
        let faults = change.check(role, present()).err().unwrap_or_default();
        faults.into_iter().map(|fault| (fault.pointer, fault.reason)).collect()
    }

    #[test]
    fn engineers_propose_a_cluster_and_nothing_else() {
        let mode =
            ChangeLicense { activation_mode: Some(ActivationMode::Online), ..to("cluster-one") };

        assert_eq!(faults(&to("cluster-two"), Role::Engineer), []);
        assert_eq!(faults(&mode, Role::SalesRep), []);
        let refused = |at: &str| [(at.to_owned(), Reason::OnlyClusterId)];
        assert_eq!(faults(&mode, Role::Engineer), refused("/activation_mode"));
        let pause = ChangeLicense { suspended: Some(true), ..nothing() };
        assert_eq!(faults(&pause, Role::Engineer), refused("/suspended"));
        assert_eq!(faults(&pause, Role::SalesRep), []);
    }

    #[test]
    fn a_proposal_keeps_to_the_rules_of_who_does_it_directly() {
        let cluster = |reason| vec![("/cluster_id".to_owned(), reason)];
        let cleared = ChangeLicense { cluster_id: Patch::Clear, ..nothing() };

        assert_eq!(faults(&to("?"), Role::SalesRep), cluster(Reason::ClusterIdInvalid));
        assert_eq!(faults(&nothing(), Role::SalesRep), cluster(Reason::NothingChanges));
        assert_eq!(faults(&cleared, Role::SalesRep), cluster(Reason::Required));
        assert!(check_reason(Some("  ")).is_err() && check_reason(None).is_err());
    }

    #[test]
    fn a_last_day_is_later_and_within_a_year_of_the_one_before() {
        let until = |text| ChangeLicense { expires_on: Some(day(text)), ..nothing() };
        let refused = [("/expires_on".to_owned(), Reason::ExtensionTooLong)];

        assert_eq!(faults(&until("2027-04-30"), Role::SalesRep), []);
        assert_eq!(until("2027-04-30").days_after(present().expires_on), 30);
        assert_eq!(faults(&until("2027-03-30"), Role::SalesRep), refused);
        assert_eq!(faults(&until("2028-04-01"), Role::SalesRep), refused);
    }

    #[test]
    fn one_thing_is_proposed_at_a_time() {
        let both = ChangeLicense { suspended: Some(true), ..to("cluster-two") };
        let refused = [("/suspended".to_owned(), Reason::OneChangeAtATime)];

        assert_eq!(faults(&both, Role::SalesRep), refused);
    }

    #[test]
    fn what_differs_is_told_field_by_field() {
        let now = ChangeLicense::as_is(present());
        let asked = ChangeLicense { terminated: Some(false), ..to("cluster-two") };
        let asked = asked.differing_from(&now);
        let before = now.limited_to(&asked);

        let told = difference(&Change::License(before), &Change::License(asked));

        let told: Vec<_> =
            told.iter().map(|c| (c.field.as_str(), c.from.as_deref(), c.to.as_deref())).collect();
        assert_eq!(told, [("cluster_id", Some("cluster-one"), Some("cluster-two"))]);
    }
}
