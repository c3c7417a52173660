//! The rules of imports.

use proptest::prelude::*;

use super::*;
use crate::{
    customers::{Region, wire::CustomerContact},
    patch::Patch,
};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn texts(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn row(number: u32, cells: &[&str]) -> RawRow {
    RawRow { number, cells: texts(cells) }
}

fn read_customer(headings: &[&str], cells: &[&str]) -> Result<ChangeCustomer, Vec<FieldError>> {
    let mapping = proposed(ImportTarget::Customers, &texts(headings));
    let layout = Layout::lenient(ImportTarget::Customers, &mapping);
    match read(ImportTarget::Customers, &layout, 7, &texts(cells), today())? {
        Content::Customer(customer) => Ok(*customer),
        other => panic!("a customer was asked for, not {other:?}"),
    }
}

#[test]
fn headings_are_found_below_a_preamble_and_understood_in_both_languages() {
    let rows = [
        row(1, &["2026 年客户清单", "", ""]),
        row(2, &["制表人：王芳", "", ""]),
        row(4, &["客户名称（全称）", "所属区域", "内部编号"]),
        row(5, &["上海云智科技有限公司", "华东", "A-1"]),
    ];

    let at = find_heading(ImportTarget::Customers, &rows);

    assert_eq!(at, 2);
    let mapping = proposed(ImportTarget::Customers, &rows[at].cells);
    assert_eq!(mapping, [Some("name".to_owned()), Some("region".to_owned()), None]);
    let english = proposed(ImportTarget::Customers, &texts(&["Company", "E-mail", "company name"]));
    assert_eq!(english, [Some("name".to_owned()), Some("contact_email".to_owned()), None]);
}

#[test]
fn every_heading_of_the_template_and_of_the_export_is_understood() {
    for target in ImportTarget::ALL {
        for lang in [crate::Lang::Zh, crate::Lang::En] {
            let sheet = template(*target, lang);
            let mapping = proposed(*target, &sheet[0]);
            let keys: Vec<_> = columns(*target).iter().map(|c| Some(c.key.to_owned())).collect();
            assert_eq!(mapping, keys, "{target}");
            let layout = Layout::of(*target, &mapping, mapping.len()).unwrap();
            let example = read(*target, &layout, 2, &sheet[1], today());
            assert!(example.is_ok(), "the example of {target}: {example:?}");
        }
    }
    let exported = texts(&["客户", "类型", "行业", "区域", "城市", "许可证数"]);
    let known = proposed(ImportTarget::Customers, &exported);
    assert_eq!(known.iter().flatten().count(), 5);
}

#[test]
fn a_row_speaks_of_what_is_filled_and_of_nothing_else() {
    let headings = ["客户", "区域", "城市", "联系人", "电话"];

    let read =
        read_customer(&headings, &["上海云智科技有限公司", "华东", " ", "王芳", "13800138000.0"]);

    let customer = read.unwrap();
    assert_eq!(customer.region, Patch::Set(Region::East));
    assert_eq!(customer.city, Patch::Keep);
    let person = &customer.contacts.unwrap()[0];
    assert_eq!((person.name.as_str(), person.phone.as_deref()), ("王芳", Some("13800138000")));
}

#[test]
fn every_fault_is_named_by_its_column() {
    let headings = ["客户", "统一社会信用代码", "区域", "联系人", "邮箱", "备注"];
    let cells = ["", "9.131E+17", "月球", "王芳", "not an address", "=HYPERLINK(\"http://x\")"];

    let faults = read_customer(&headings, &cells).unwrap_err();

    let formula = faults.iter().find(|fault| fault.reason == Reason::FormulaCell).unwrap();
    assert_eq!(formula.params["cell"], "F7", "as the spreadsheet names it");
    let mut found: Vec<_> = faults.iter().map(|f| (f.pointer.as_str(), f.reason)).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("/contact_email", Reason::InvalidEmail),
            ("/credit_code", Reason::ScientificNumber),
            ("/name", Reason::Required),
            ("/notes", Reason::FormulaCell),
            ("/region", Reason::NotOneOf),
        ]
    );
}

#[test]
fn a_mapping_names_each_column_once_and_all_that_are_required() {
    let named = |keys: &[Option<&str>]| {
        let keys: Vec<_> = keys.iter().map(|key| key.map(str::to_owned)).collect();
        Layout::of(ImportTarget::Customers, &keys, 3).map_err(|faults| {
            faults.into_iter().map(|fault| (fault.pointer, fault.reason)).collect::<Vec<_>>()
        })
    };

    assert!(named(&[None, Some("name")]).is_ok());
    let at = |pointer: &str, reason| (pointer.to_owned(), reason);
    assert_eq!(
        named(&[Some("city"), Some("city"), Some("colour")]).unwrap_err(),
        [
            at("/columns/1", Reason::NamedTwice),
            at("/columns/2", Reason::UnknownReference),
            at("/columns", Reason::MissingColumn),
        ]
    );
}

#[test]
fn somebody_who_is_known_is_changed_and_somebody_else_is_added() {
    let person = |name: &str, email: Option<&str>| CustomerContact {
        name: name.to_owned(),
        email: email.map(str::to_owned),
        ..CustomerContact::default()
    };
    let present = [person("王芳", Some("wang@a.example")), person("李强", None)];
    let row =
        |contact| ChangeCustomer { contacts: Some(vec![contact]), ..ChangeCustomer::default() };

    let same = row(CustomerContact { phone: Some("1".to_owned()), ..person("王芳", None) });
    let other = row(person("赵敏", None));

    let joined = same.joining(&present).contacts.unwrap();
    assert_eq!(joined.len(), 2);
    assert_eq!(joined[0].email.as_deref(), Some("wang@a.example"));
    assert_eq!(joined[0].phone.as_deref(), Some("1"));
    assert_eq!(other.joining(&present).contacts.unwrap()[2].name, "赵敏");
}

#[test]
fn what_is_written_is_undone_and_what_is_not_is_given_up() {
    use ImportStatus as S;
    for (from, to) in [
        (S::Ready, S::Discarded),
        (S::Committing, S::Undoing),
        (S::Committed, S::Undoing),
        (S::Undone, S::Undone),
    ] {
        assert_eq!(from.undone(), Ok(to), "{from}");
    }
    assert_eq!(S::Reading.undone().unwrap_err().reason, Reason::IllegalImportMove);
    assert!(S::Undone.may_commit().is_ok());
    assert!(S::Committed.may_commit().is_err());
    assert!(S::Committed.may_change().is_err());
}

proptest! {
    #[test]
    fn no_row_makes_it_fall_over(cells in proptest::collection::vec(".{0,40}", 0..20)) {
        for target in ImportTarget::ALL {
            let mapping: Vec<_> =
                columns(*target).iter().map(|column| Some(column.key.to_owned())).collect();
            let layout = Layout::lenient(*target, &mapping);
            if let Err(faults) = read(*target, &layout, 2, &cells, today()) {
                let keys: Vec<_> = columns(*target).iter().map(|c| format!("/{}", c.key)).collect();
                prop_assert!(faults.iter().all(|fault| keys.contains(&fault.pointer)));
            }
        }
    }
}
