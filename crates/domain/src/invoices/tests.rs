//! Invoices: no fen is lost, nothing is reversed twice, and nothing moves that the table does not
//! name.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    wire::{InvoiceContent, InvoiceTitle, MoveInvoice, RedInvoice, RedLine, RequestInvoice},
    *,
};
use crate::{Id, money::Amount, money::BasisPoints};

fn yuan(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
}

fn noon(d: u32) -> DateTime<Utc> {
    day(d).and_hms_opt(4, 0, 0).unwrap().and_utc()
}

/// A line sold for `gross` with the tax that was in it, of which `done` was invoiced.
fn billable(line: u32, sets: u32, gross: i64, rate: u32, done: Split) -> Billable {
    let gross = yuan(gross);
    let sold = Split { gross, tax: gross.tax_within(BasisPoints(rate)).unwrap() };
    Billable {
        order_id: Id::from_uuid(Uuid::from_u128(1)),
        order_number: "ORD-20261101-000001".to_owned(),
        order_line: line,
        name: "Dify 企业版".to_owned(),
        unit: "套".to_owned(),
        tax_classification: None,
        quantity: sets,
        tax_rate: BasisPoints(rate),
        sold,
        open: OpenLine { whole: sold, done },
    }
}

fn title() -> InvoiceTitle {
    InvoiceTitle {
        name: "上海启明信息技术有限公司".to_owned(),
        tax_number: Some("91310115MA1K4ABC3X".to_owned()),
        ..InvoiceTitle::default()
    }
}

fn facts(status: InvoiceStatus) -> InvoiceFacts {
    InvoiceFacts {
        status,
        medium: InvoiceMedium::Legacy,
        confirmation: None,
        issued_on: Some(day(3)),
        reversed: Amount::ZERO,
        gross: yuan(100_00),
    }
}

fn pointers(faults: Vec<FieldError>) -> Vec<(String, Reason)> {
    faults.into_iter().map(|fault| (fault.pointer, fault.reason)).collect()
}

#[test]
fn a_whole_order_is_invoiced_as_it_was_sold() {
    let lines = [
        billable(1, 3, 84_000_00, 3_00, Split::default()),
        billable(2, 7, 1_00, 6_00, Split::default()),
    ];

    let found = lines_of(&lines, yuan(84_001_00), 1).unwrap();

    assert_eq!(found.len(), 2);
    for (invoiced, sold) in found.iter().zip(&lines) {
        assert_eq!(Split { gross: invoiced.gross, tax: invoiced.tax }, sold.sold);
        assert_eq!(invoiced.net.plus(invoiced.tax).unwrap(), invoiced.gross);
    }
    assert_eq!((found[0].quantity.as_str(), found[0].unit_price.as_str()), ("3", "28000"));
    assert_eq!(
        (found[1].quantity.as_str(), found[1].unit_price.as_str()),
        ("7", "0.1428571428571")
    );
}

#[test]
fn a_part_has_its_part_of_the_quantity() {
    let lines = [billable(1, 4, 1_000_00, 3_00, Split::default())];

    let half = lines_of(&lines, yuan(500_00), 5).unwrap().remove(0);

    assert_eq!((half.line, half.quantity.as_str(), half.unit_price.as_str()), (5, "2", "250"));
}

#[test]
fn no_more_is_invoiced_than_is_open() {
    let done = Split { gross: yuan(60_00), tax: yuan(1_75) };
    let line = billable(1, 1, 100_00, 3_00, done);

    let over = lines_of(std::slice::from_ref(&line), yuan(40_01), 1).unwrap_err();
    let all = lines_of(std::slice::from_ref(&line), yuan(40_00), 1).unwrap();

    assert_eq!(over.reason, Reason::OverOpenAmount);
    assert_eq!(over.params["open"], "40.00");
    assert_eq!(all[0].tax.plus(done.tax).unwrap(), line.sold.tax, "the last takes the remainder");
    let none = OpenLine { whole: line.sold, done: line.sold };
    assert_eq!(split(&[none], yuan(1)).unwrap_err().reason, Reason::NothingToInvoice);
}

#[test]
fn what_was_paid_back_is_not_invoiced() {
    let sold = Split { gross: yuan(103_00), tax: yuan(3_00) };

    let half = refunded(sold, yuan(51_50)).unwrap();

    assert_eq!(half, Split { gross: yuan(51_50), tax: yuan(1_50) });
    assert_eq!(refunded(sold, yuan(103_00)).unwrap(), Split::default());
    assert_eq!(refunded(sold, Amount::ZERO).unwrap(), sold);
}

proptest! {
    #[test]
    fn parts_make_the_whole_whatever_they_are(
        lines in prop::collection::vec((1_i64..9_999_999_99, 1_u32..20, prop::sample::select(vec![0_u32, 3_00, 6_00, 13_00])), 1..5),
        wanted in prop::collection::vec(1_i64..4_000_000_00, 0..8),
    ) {
        let mut done = vec![Split::default(); lines.len()];
        let open = |done: &[Split]| -> Vec<Billable> {
            lines.iter().zip(1..).zip(done)
                .map(|((&(gross, sets, rate), line), done)| billable(line, sets, gross, rate, *done))
                .collect()
        };
        let left = |lines: &[Billable]| lines.iter().map(|line| line.open.open()).sum::<Amount>();
        // Some parts of any size, then the rest.
        for wanted in wanted.into_iter().map(Some).chain([None]) {
            let before = open(&done);
            let most = left(&before);
            if most == Amount::ZERO {
                break;
            }
            let wanted = wanted.map_or(most, |wanted| yuan(wanted).min(most));
            let part = lines_of(&before, wanted, 1).unwrap();
            prop_assert_eq!(part.iter().map(|line| line.gross).sum::<Amount>(), wanted);
            for line in part {
                prop_assert!(line.gross > Amount::ZERO);
                prop_assert!(line.tax >= Amount::ZERO && line.tax <= line.gross);
                prop_assert_eq!(line.net.plus(line.tax).unwrap(), line.gross);
                let so_far = &mut done[line.order_line as usize - 1];
                *so_far = so_far.plus(Split { gross: line.gross, tax: line.tax }).unwrap();
            }
        }
        for (line, done) in open(&done).iter().zip(&done) {
            prop_assert_eq!(*done, line.sold);
        }
    }

    #[test]
    fn red_letters_make_the_invoice_and_no_more(
        gross in prop::collection::vec(1_i64..9_999_999_99, 1..4),
        parts in prop::collection::vec((0_usize..3, 1_i64..9_999_999_99), 0..6),
    ) {
        let lines: Vec<Billable> = gross.iter().zip(1..)
            .map(|(gross, line)| billable(line, 2, *gross, 6_00, Split::default())).collect();
        let all = gross.iter().copied().map(yuan).sum::<Amount>();
        let lines = lines_of(&lines, all, 1).unwrap();
        let mut taken = vec![Split::default(); lines.len()];
        let mut take = |red: &RedInvoice| -> Result<(), Vec<FieldError>> {
            for line in red_lines(red, &lines, &taken)? {
                assert!(line.gross < Amount::ZERO && line.tax <= Amount::ZERO);
                assert_eq!(line.net.plus(line.tax).unwrap(), line.gross);
                let of = line.of_line.unwrap() as usize - 1;
                let minus = Split { gross: line.gross, tax: line.tax };
                taken[of] = taken[of].minus(minus).unwrap();
                assert!(taken[of].gross <= lines[of].gross);
            }
            Ok(())
        };
        let reason = RedReason::Allowance;
        for (line, part) in parts {
            let line = u32::try_from(line % gross.len()).unwrap() + 1;
            let of = RedLine { line, gross: yuan(part) };
            // Refused where it is too much; nothing happens then.
            let _ = take(&RedInvoice { reason, lines: vec![of], ..RedInvoice::default() });
        }
        let _ = take(&RedInvoice { reason, ..RedInvoice::default() });
        for (line, taken) in lines.iter().zip(&taken) {
            prop_assert_eq!(*taken, Split { gross: line.gross, tax: line.tax });
        }
    }

    #[test]
    fn nothing_leaves_a_final_status(
        status in prop::sample::select(InvoiceStatus::ALL), action in prop::sample::select(InvoiceAction::ALL),
    ) {
        prop_assert!(!status.is_final() || status.after(action).is_none());
    }
}

#[test]
fn what_was_issued_wrong_is_reversed_whole() {
    let lines =
        lines_of(&[billable(1, 3, 100_00, 6_00, Split::default())], yuan(100_00), 1).unwrap();
    let part = RedInvoice {
        reason: RedReason::IssuedWrong,
        lines: vec![RedLine { line: 1, gross: yuan(40_00) }],
        ..RedInvoice::default()
    };
    let whole = RedInvoice { lines: Vec::new(), ..part.clone() };
    let untouched = [Split::default()];

    assert_eq!(check_red(&part, &lines, &untouched).unwrap_err()[0].reason, Reason::WholeOnly);
    let red = red_lines(&whole, &lines, &untouched).unwrap();
    assert_eq!((red[0].gross, red[0].quantity.as_str()), (yuan(-100_00), "-3"));
    let some = [Split { gross: yuan(1_00), tax: yuan(6) }];
    assert_eq!(check_red(&whole, &lines, &some).unwrap_err()[0].reason, Reason::WholeOnly);
}

#[test]
fn every_fault_of_a_red_letter_is_named() {
    let lines =
        lines_of(&[billable(1, 2, 100_00, 6_00, Split::default())], yuan(100_00), 1).unwrap();
    let of = |line, gross| RedLine { line, gross: yuan(gross) };
    let red = RedInvoice {
        reason: RedReason::Allowance,
        lines: vec![of(1, 70_01), of(1, 1), of(2, 1)],
        ..RedInvoice::default()
    };
    let taken = [Split { gross: yuan(30_00), tax: yuan(1_70) }];

    let found = pointers(check_red(&red, &lines, &taken).unwrap_err());

    assert_eq!(
        found,
        [
            ("/lines/0/gross".to_owned(), Reason::OverInvoice),
            ("/lines/1/line".to_owned(), Reason::UnknownReference),
            ("/lines/2/line".to_owned(), Reason::UnknownReference),
        ]
    );
    let half = RedInvoice { lines: vec![of(1, 50_00)], ..red };
    assert_eq!(red_lines(&half, &lines, &taken).unwrap()[0].quantity, "-1");
}

#[test]
fn only_legacy_paper_is_void_and_only_in_its_month() {
    let refusal = |facts: InvoiceFacts, today| {
        facts.allows(InvoiceAction::Void, noon(3), today).map_err(|refusal| refusal.reason)
    };
    let issued = facts(InvoiceStatus::Issued);
    let december = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();

    assert_eq!(refusal(issued, day(30)), Ok(InvoiceStatus::Voided));
    assert_eq!(refusal(issued, december), Err(Reason::VoidOtherMonth));
    let reversed = InvoiceFacts { reversed: yuan(1), ..issued };
    assert_eq!(refusal(reversed, day(30)), Err(Reason::VoidReversed));
    for medium in [InvoiceMedium::Digital, InvoiceMedium::DigitalPaper] {
        let digital = InvoiceFacts { medium, ..issued };
        assert_eq!(refusal(digital, day(3)), Err(Reason::VoidLegacyOnly));
    }
}

#[test]
fn a_red_letter_is_issued_once_it_is_confirmed_and_lapses_after_three_days() {
    let red = |confirmation| InvoiceFacts {
        confirmation: Some((confirmation, noon(1))),
        ..facts(InvoiceStatus::Requested)
    };
    let at = |hours| noon(1) + TimeDelta::hours(hours);
    let try_to = |facts: InvoiceFacts, action, hours| {
        facts.allows(action, at(hours), day(4)).map_err(|refusal| refusal.reason)
    };
    let waiting = red(RedConfirmation::Awaiting);

    let unconfirmed = Err(Reason::RedUnconfirmed);
    assert_eq!(try_to(waiting, InvoiceAction::Issue, 1), unconfirmed);
    assert_eq!(try_to(waiting, InvoiceAction::Confirm, 71), Ok(InvoiceStatus::Requested));
    assert_eq!(waiting.confirmation_at(at(72)), Some(RedConfirmation::Lapsed));
    assert_eq!(try_to(waiting, InvoiceAction::Confirm, 72), unconfirmed);
    assert_eq!(try_to(waiting, InvoiceAction::Withdraw, 99), Ok(InvoiceStatus::Cancelled));
    for ready in [RedConfirmation::NotNeeded, RedConfirmation::Confirmed] {
        assert_eq!(try_to(red(ready), InvoiceAction::Issue, 99), Ok(InvoiceStatus::Issued));
    }
    let none = Err(Reason::IllegalInvoiceMove);
    assert_eq!(try_to(waiting, InvoiceAction::Cancel, 1), none, "it is withdrawn");
    assert_eq!(try_to(facts(InvoiceStatus::Requested), InvoiceAction::Withdraw, 1), none);
}

#[test]
fn red_letters_are_about_what_is_issued_and_left() {
    let issued = facts(InvoiceStatus::Issued);
    let refused = |facts: InvoiceFacts| facts.allows_red().map_err(|refusal| refusal.reason);

    assert_eq!(refused(issued), Ok(()));
    assert_eq!(refused(facts(InvoiceStatus::Requested)), Err(Reason::InvoiceNotIssued));
    let whole = InvoiceFacts { reversed: issued.gross, ..issued };
    assert_eq!(refused(whole), Err(Reason::ReversedWhole));
    let red = InvoiceFacts { confirmation: Some((RedConfirmation::NotNeeded, noon(1))), ..issued };
    assert_eq!(refused(red), Err(Reason::RedOfRed));
    assert!(whole.allows_replacement().is_ok() && issued.allows_replacement().is_err());
    assert!(facts(InvoiceStatus::Voided).allows_replacement().is_ok());
}

#[test]
fn numbers_have_the_form_of_their_medium() {
    let with = |medium, code: Option<&str>, number: &str, on| {
        let moved = MoveInvoice {
            code: code.map(str::to_owned),
            number: Some(number.to_owned()),
            on: Some(on),
            ..MoveInvoice::default()
        };
        pointers(check_issue(medium, &moved, day(3)).err().unwrap_or_default())
    };
    let digital = "26312000000012345678";

    assert_eq!(with(InvoiceMedium::Digital, None, digital, day(3)), []);
    assert_eq!(with(InvoiceMedium::Legacy, Some("3100231130"), "12345678", day(3)), []);
    assert_eq!(
        with(InvoiceMedium::Legacy, None, digital, day(4)),
        [
            ("/number".to_owned(), Reason::InvoiceNumberFormat),
            ("/code".to_owned(), Reason::InvoiceCodeFormat),
            ("/on".to_owned(), Reason::InTheFuture),
        ]
    );
    assert_eq!(
        with(InvoiceMedium::Digital, Some("3100231130"), "１２345678901234567890", day(3)),
        [
            ("/number".to_owned(), Reason::InvoiceNumberFormat),
            ("/code".to_owned(), Reason::InvoiceCodeUnused),
        ]
    );
}

#[test]
fn a_special_invoice_names_an_enterprise_with_its_number() {
    let check = |medium, kind, title: &InvoiceTitle| {
        pointers(check_title(medium, kind, title).err().unwrap_or_default())
    };
    let person = InvoiceTitle {
        kind: TitleKind::Person,
        name: "王伟".to_owned(),
        ..InvoiceTitle::default()
    };
    let odd = InvoiceTitle { tax_number: Some("9131-abc".to_owned()), ..title() };

    assert_eq!(check(InvoiceMedium::Digital, InvoiceKind::Special, &title()), []);
    assert_eq!(check(InvoiceMedium::Digital, InvoiceKind::Ordinary, &person), []);
    assert_eq!(
        check(InvoiceMedium::Digital, InvoiceKind::Special, &person),
        [
            ("/title/kind".to_owned(), Reason::SpecialNeedsEnterprise),
            ("/title/tax_number".to_owned(), Reason::Required),
        ]
    );
    assert_eq!(check(InvoiceMedium::Legacy, InvoiceKind::Special, &title()).len(), 4);
    assert_eq!(
        check(InvoiceMedium::Digital, InvoiceKind::Ordinary, &odd),
        [("/title/tax_number".to_owned(), Reason::TaxNumberFormat)]
    );
}

#[test]
fn a_title_that_is_not_the_contract_party_says_why() {
    let content = InvoiceContent { title: title(), ..InvoiceContent::default() };
    let other = check_content(&content, "北京云启科技有限公司").unwrap_err();
    let said =
        InvoiceContent { title_reason: Some("集团统一付款".to_owned()), ..content.clone() };

    assert_eq!(pointers(other), [("/title_reason".to_owned(), Reason::TitleDiffers)]);
    assert!(check_content(&said, "北京云启科技有限公司").is_ok());
    assert!(check_content(&content, "上海启明 信息技术有限公司").is_ok());
    let request = RequestInvoice { content, ..RequestInvoice::default() };
    let empty = check_request(&request, &title().name).unwrap_err();
    assert_eq!(pointers(empty), [("/orders".to_owned(), Reason::Required)]);
}

#[test]
fn a_file_is_what_its_content_says() {
    use crate::attachments::MediaType;

    assert_eq!(file::check(b"PK\x03\x04....OFD.xml"), Ok(MediaType::Ofd));
    for other in [b"".as_slice(), b"<html>", b"PK\x03\x04xl/workbook.xml", b"MZ"] {
        assert_eq!(file::check(other).unwrap_err().reason, Reason::NotAnInvoiceFile);
    }
}
