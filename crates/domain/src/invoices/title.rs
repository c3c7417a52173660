//! Titles 抬头: whom an invoice names, and whether that is the party of the contract (三流一致).

use super::{InvoiceKind, InvoiceMedium, TitleKind, wire::InvoiceTitle};
use crate::{
    problem::{FieldError, Reason, Refusal},
    text,
    validate::{self, Faults},
};

/// Longest name of a title.
pub const NAME_LENGTH: usize = 100;

/// Checks a title for an invoice of this medium and kind. A special invoice names an enterprise with
/// its tax number, on legacy paper with address, phone, bank and account too.
///
/// # Errors
/// One field error per fault, below `/title`.
pub fn check_title(
    medium: InvoiceMedium,
    kind: InvoiceKind,
    title: &InvoiceTitle,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.add_all(check_book(title));
    if kind == InvoiceKind::Special {
        if title.kind == TitleKind::Person {
            faults.add("/title/kind", Reason::SpecialNeedsEnterprise);
        }
        let needed: &[(&str, &Option<String>)] = if medium == InvoiceMedium::Legacy {
            &[
                ("/title/tax_number", &title.tax_number),
                ("/title/address", &title.address),
                ("/title/phone", &title.phone),
                ("/title/bank", &title.bank),
                ("/title/account", &title.account),
            ]
        } else {
            &[("/title/tax_number", &title.tax_number)]
        };
        for (pointer, value) in needed {
            if value.as_deref().is_none_or(|value| value.trim().is_empty()) {
                faults.add(*pointer, Reason::Required);
            }
        }
    }
    faults.into_result()
}

/// Checks a title as it is kept in the title book, whatever it will be used for.
///
/// # Errors
/// One field error per fault, below `/title`.
pub(super) fn check_book(title: &InvoiceTitle) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/title/name", validate::text(&title.name, 2, NAME_LENGTH));
    if let Some(number) = title.tax_number.as_deref().map(str::trim)
        && !number.is_empty()
        && !is_tax_number(number)
    {
        faults.add("/title/tax_number", Reason::TaxNumberFormat);
    }
    for (pointer, value, most) in [
        ("/title/address", &title.address, 200),
        ("/title/phone", &title.phone, 40),
        ("/title/bank", &title.bank, 100),
        ("/title/account", &title.account, 40),
    ] {
        faults.check(pointer, validate::optional_text(value.as_deref(), most));
    }
    faults.into_result()
}

/// A taxpayer's number 纳税人识别号: 15 to 20 digits and capitals.
fn is_tax_number(text: &str) -> bool {
    (15..=20).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// Whether a title names the contract party, however it is spaced and written.
///
/// ```
/// use domain::invoices::is_contract_party;
/// assert!(is_contract_party("北京云启 科技有限公司", "北京云启科技有限公司"));
/// assert!(!is_contract_party("上海云启科技有限公司", "北京云启科技有限公司"));
/// ```
pub fn is_contract_party(title: &str, party: &str) -> bool {
    let plain = |name: &str| text::normalized(name).replace(' ', "");
    plain(title) == plain(party)
}

/// Asks why where a title names somebody else than the contract party.
///
/// # Errors
/// A field error at `/title_reason`.
pub fn check_title_reason(
    title: &str,
    party: &str,
    reason: Option<&str>,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    let said = reason.map(str::trim).filter(|reason| !reason.is_empty());
    if let Some(said) = said {
        faults.check("/title_reason", validate::text(said, 2, 200));
    } else if !is_contract_party(title, party) {
        faults.add("/title_reason", Refusal::new(Reason::TitleDiffers).with("party", party));
    }
    faults.into_result()
}
