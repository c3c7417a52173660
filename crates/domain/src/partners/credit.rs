//! How a partner pays, and how much it may owe.

use serde::{Deserialize, Serialize};

use crate::{
    Lang,
    money::{Amount, BasisPoints},
    problem::{Reason, Refusal},
    validate::{self, Faults},
};

/// Most days that a partner has to pay.
pub const MAX_TERM_DAYS: u32 = 365;

crate::enums::wire_enum! {
    /// From when the days of payment count.
    pub enum TermsFrom {
        #[default]
        Approval = "approval": "批准", "approval";
        Delivery = "delivery": "交付", "delivery";
        Invoice = "invoice": "开票", "invoice";
    }
}

/// When a partner's orders are paid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PaymentTerms {
    /// All of it before delivery.
    #[default]
    Prepaid,
    /// A share before delivery (3000 is 30 %), the rest after it.
    Deposit { percent: BasisPoints },
    /// All of it within so many days.
    Days { days: u32, from: TermsFrom },
}

impl PaymentTerms {
    /// The terms in words.
    pub fn words(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Prepaid, Lang::Zh) => "预付全款".to_owned(),
            (Self::Prepaid, Lang::En) => "Prepaid".to_owned(),
            (Self::Deposit { percent }, Lang::Zh) => format!("预付 {percent}"),
            (Self::Deposit { percent }, Lang::En) => format!("{percent} deposit"),
            (Self::Days { days, from }, Lang::Zh) => {
                format!("{}后 {days} 天内付清", from.label(lang))
            }
            (Self::Days { days, from }, Lang::En) => {
                format!("{days} days from {}", from.label(lang))
            }
        }
    }

    pub(super) fn check(self, faults: &mut Faults) {
        match self {
            Self::Prepaid => {}
            Self::Deposit { percent } if (1..BasisPoints::WHOLE.0).contains(&percent.0) => {}
            Self::Deposit { .. } => {
                let refusal = Refusal::new(Reason::OutOfRange).with("min", "0.01%");
                faults.add("/payment_terms/percent", refusal.with("max", "99.99%"));
            }
            Self::Days { days, .. } => {
                faults.check("/payment_terms/days", validate::range(days, 1, MAX_TERM_DAYS));
            }
        }
    }
}

/// What a partner owes and would owe, beside what it may.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Credit {
    /// None was agreed where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Amount>,
    /// Approved and not paid yet, without the order in question.
    pub open: Amount,
    /// What the order in question comes to.
    pub order: Amount,
}

impl Credit {
    /// By how much the order would take the partner beyond its limit, if it would.
    ///
    /// ```
    /// use domain::{money::Amount, partners::Credit};
    /// let yuan = |yuan: i64| Amount::from_minor(yuan * 100);
    /// let credit = Credit { limit: Some(yuan(100)), open: yuan(80), order: yuan(30) };
    /// assert_eq!(credit.exceeded_by(), Some(yuan(10)));
    /// assert_eq!(Credit { order: yuan(20), ..credit }.exceeded_by(), None);
    /// ```
    pub fn exceeded_by(&self) -> Option<Amount> {
        let owed = self.open.plus(self.order).ok()?;
        owed.minus(self.limit?).ok().filter(|over| over.minor() > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_travel_as_an_object_and_are_checked() {
        let days: PaymentTerms =
            serde_json::from_str(r#"{"kind":"days","days":30,"from":"delivery"}"#).unwrap();
        assert_eq!(days, PaymentTerms::Days { days: 30, from: TermsFrom::Delivery });
        assert_eq!(days.words(Lang::Zh), "交付后 30 天内付清");
        assert_eq!(days.words(Lang::En), "30 days from delivery");

        let faults_of = |terms: PaymentTerms| {
            let mut faults = Faults::new();
            terms.check(&mut faults);
            faults.into_result().map_err(|found| found[0].pointer.clone())
        };
        assert_eq!(faults_of(PaymentTerms::Deposit { percent: BasisPoints(30_00) }), Ok(()));
        for wrong in [0, 100_00] {
            let terms = PaymentTerms::Deposit { percent: BasisPoints(wrong) };
            assert_eq!(faults_of(terms), Err("/payment_terms/percent".to_owned()));
        }
        let never = PaymentTerms::Days { days: 0, from: TermsFrom::Invoice };
        assert_eq!(faults_of(never), Err("/payment_terms/days".to_owned()));
    }

    #[test]
    fn without_a_limit_nothing_exceeds_it() {
        let much = Amount::from_minor(i64::MAX / 4);
        assert_eq!(Credit { limit: None, open: much, order: much }.exceeded_by(), None);
    }
}
