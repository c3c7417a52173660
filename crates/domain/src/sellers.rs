//! Our own companies that sell 我方公司, and the order terms 订单条款 that customers accept.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    customers::check_credit_code,
    id::SellerEntityId,
    problem::{FieldError, Reason},
    validate::{self, Faults},
};

/// The longest name, address, name of a version, and text of the terms, in characters.
const NAME_LENGTH: usize = 160;
const ADDRESS_LENGTH: usize = 255;
const LABEL_LENGTH: usize = 32;
const TERMS_LENGTH: usize = 20_000;

/// What is kept of one of our companies: it stands on order forms and invoices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SellerContent {
    pub name: String,
    /// 统一社会信用代码, which is also the tax number.
    pub tax_number: String,
    pub address: String,
}

/// One of our companies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SellerView {
    pub id: SellerEntityId,
    pub content: SellerContent,
    /// Whether new orders are sold by it.
    pub is_default: bool,
    pub version: i64,
}

/// Order terms to be published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsContent {
    /// What the version is called, e.g. `2027-01`; once.
    pub label: String,
    pub text_zh: String,
    pub text_en: String,
    /// Orders that are submitted from this day on accept them.
    pub valid_from: NaiveDate,
}

/// Published order terms. They are never changed: orders refer to them by their hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsVersion {
    pub content: TermsContent,
    /// SHA-256 of both texts, hexadecimal.
    pub hash: String,
    /// Whether they are those that hold today.
    pub is_current: bool,
    pub created_at: DateTime<Utc>,
}

/// Checks what is kept of one of our companies.
///
/// # Errors
/// One field error per fault.
pub fn check_seller(content: &SellerContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/name", validate::text(&content.name, 1, NAME_LENGTH));
    faults.check("/tax_number", check_credit_code(content.tax_number.trim()));
    faults.check("/address", validate::text(&content.address, 1, ADDRESS_LENGTH));
    faults.into_result()
}

/// Checks order terms before they are published on the day `today`. Terms that began before it
/// would change what others have accepted meanwhile.
///
/// # Errors
/// One field error per fault.
pub fn check_terms(content: &TermsContent, today: NaiveDate) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/label", validate::text(&content.label, 1, LABEL_LENGTH));
    for (at, text) in [("/text_zh", &content.text_zh), ("/text_en", &content.text_en)] {
        faults.check(at, paragraphs(text));
    }
    if content.valid_from < today {
        faults.add("/valid_from", Reason::InThePast);
    }
    faults.into_result()
}

/// A text of several lines; each line is checked by itself, because a break is a control character.
fn paragraphs(text: &str) -> Result<(), crate::problem::Refusal> {
    if text.chars().count() > TERMS_LENGTH {
        return Err(Reason::TooLong.into());
    }
    if text.trim().is_empty() {
        return Err(Reason::Required.into());
    }
    text.lines().try_for_each(|line| validate::text(line, 0, TERMS_LENGTH))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(found: Result<(), Vec<FieldError>>) -> Vec<(String, Reason)> {
        let faults = found.err().unwrap_or_default();
        faults.into_iter().map(|fault| (fault.pointer, fault.reason)).collect()
    }

    #[test]
    fn a_seller_has_a_name_an_address_and_a_tax_number_that_can_be_one() {
        let good = SellerContent {
            name: "上海云智科技有限公司".to_owned(),
            tax_number: "91310000MA1K35K099".to_owned(),
            address: "上海市浦东新区".to_owned(),
        };
        let wrong = SellerContent { tax_number: "91310000MA1K35K09X".to_owned(), ..good.clone() };
        let empty = pointers(check_seller(&SellerContent::default()));

        assert!(pointers(check_seller(&wrong)).iter().all(|(at, _)| at == "/tax_number"));
        assert_eq!(pointers(check_seller(&wrong)).len(), 1);
        assert_eq!(empty.iter().filter(|(_, why)| *why == Reason::Required).count(), 2);
    }

    #[test]
    fn terms_hold_from_today_on_at_the_earliest_in_both_languages() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let terms = TermsContent {
            label: "2027-01".to_owned(),
            text_zh: "1. 条款\n2. 条款\n".to_owned(),
            text_en: "1. Terms".to_owned(),
            valid_from: today,
        };
        assert_eq!(pointers(check_terms(&terms, today)), []);
        let late = pointers(check_terms(&terms, today.succ_opt().unwrap()));
        assert_eq!(late, [("/valid_from".to_owned(), Reason::InThePast)]);
        let bare = TermsContent { text_en: " \n ".to_owned(), ..terms.clone() };
        assert_eq!(
            pointers(check_terms(&bare, today)),
            [("/text_en".to_owned(), Reason::Required)]
        );
        let hostile = TermsContent { text_zh: "a\u{7}b".to_owned(), ..terms };
        assert_eq!(pointers(check_terms(&hostile, today)).len(), 1);
    }
}
