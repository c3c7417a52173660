//! Files as banks write them, and what is read from them.

use super::*;
use crate::imports::RawRow;

fn rows(text: &str) -> Vec<RawRow> {
    let row = |(at, line): (usize, &str)| RawRow {
        number: u32::try_from(at + 1).unwrap(),
        cells: line.split(',').map(str::to_owned).collect(),
    };
    text.lines().enumerate().map(row).collect()
}

fn read(text: &str) -> Result<Statement, Vec<FaultAt>> {
    let rows = rows(text);
    let (heading, columns) = find_columns(&rows).expect("headings");
    read_rows(&rows, heading, &columns, &Defaults::default())
}

fn told(statement: &Statement) -> Vec<(Direction, i64, &str, &str)> {
    let entry = |entry: &'_ Entry| (entry.direction, entry.amount.minor());
    let texts =
        statement.entries.iter().map(|one| (one.counterparty.as_str(), one.remark.as_str()));
    let figures = statement.entries.iter().map(entry);
    figures.zip(texts).map(|((way, minor), (who, what))| (way, minor, who, what)).collect()
}

const TWO_COLUMNS: &str = "\
中国某银行账户明细
查询账号：,\t1001 2345 6789\t,币种：,人民币
交易时间,借方发生额（支取）,贷方发生额（收入）,余额,对方户名,对方账号,摘要,备注,交易流水号
2026-03-02 10:11:12,,\"168000.00\",1168000.00,上海云智科技有限公司,\t6222021001234567890\t,转账,ORD-20260301-000123,\t00012
2026-03-02 11:00:00,15.00,,1167985.00,,,手续费,,
20260303,,50000.00,1217985.00,深圳海川软件股份有限公司,,货款,货款,00013
合计,15.00,218000.00,,,,,,
打印时间：2026-03-04,,,,,,,,";

#[test]
fn a_file_with_two_columns_of_amounts_is_read() {
    let statement = read(&TWO_COLUMNS.replace('"', "")).unwrap();

    assert_eq!(statement.account, "100123456789");
    assert_eq!(statement.currency, Currency::Cny);
    assert_eq!(statement.opening, Some(Amount::from_minor(1_000_000_00)));
    assert_eq!(statement.closing, Some(Amount::from_minor(1_217_985_00)));
    assert_eq!(
        told(&statement),
        [
            (Direction::In, 168_000_00, "上海云智科技有限公司", "转账 ORD-20260301-000123"),
            (Direction::Out, 15_00, "", "手续费"),
            (Direction::In, 50_000_00, "深圳海川软件股份有限公司", "货款"),
        ]
    );
    assert_eq!(statement.entries[0].counterparty_account, "6222021001234567890");
    assert_eq!(statement.entries[0].reference, "00012");
    let days = statement.period.unwrap();
    assert_eq!(
        (days.0.to_string(), days.1.to_string()),
        ("2026-03-02".into(), "2026-03-03".into())
    );
}

#[test]
fn the_last_entry_may_come_first_and_amounts_may_have_signs() {
    let statement = read(
        "记账日,交易金额,账户余额,交易对手,用途\n\
         2026/3/3,-200.50,899.50,甲,付款\n\
         2026/3/2,+1000,1100,乙,收款",
    )
    .unwrap();

    assert_eq!(
        told(&statement),
        [(Direction::In, 1000_00, "乙", "收款"), (Direction::Out, 200_50, "甲", "付款")]
    );
    assert_eq!(statement.opening, Some(Amount::from_minor(100_00)));
}

#[test]
fn a_mark_tells_which_way_the_money_went() {
    let statement =
        read("日期,借/贷,发生额\n2026-03-02,贷,10\n2026-03-02,借,3\n2026-03-02,借方,-2").unwrap();

    let ways: Vec<_> = told(&statement).iter().map(|one| (one.0, one.1)).collect();
    assert_eq!(ways, [(Direction::In, 10_00), (Direction::Out, 3_00), (Direction::Out, 2_00)]);
}

#[test]
fn what_cannot_be_read_is_named_by_line_and_nothing_is_kept() {
    let heading = "交易日期,收入,支出,余额,对方账号\n";
    let table = [
        ("2026-02-30,10,,,", Fault::NotADay),
        ("2026-03-01,zehn,,,", Fault::NotAnAmount),
        ("2026-03-01,10,5,,", Fault::TwoAmounts),
        ("2026-03-01,,,,", Fault::NoAmount),
        ("2026-03-01,10,,,6.22202E+18", Fault::ScientificNumber),
    ];
    for (line, fault) in table {
        let found = read(&format!("{heading}2026-03-01,1,,,\n{line}")).unwrap_err();
        assert_eq!(found, [FaultAt { line: 3, fault }], "{line}");
    }
    let broken = read(&format!("{heading}2026-03-01,1,,100,\n2026-03-01,1,,102,")).unwrap_err();
    let (expected, found) = (Amount::from_minor(101_00), Amount::from_minor(102_00));
    assert_eq!(broken, [FaultAt { line: 3, fault: Fault::BrokenBalance { expected, found } }]);
    assert!(find_columns(&rows("姓名,金额\n甲,1")).is_none());
}

#[test]
fn the_closing_balance_below_must_be_what_the_entries_make() {
    let file = "期初余额：100\n交易日期,收入,支出\n2026-03-01,10,\n期末余额：,111";

    let found = read(file).unwrap_err();

    let (expected, found_one) = (Amount::from_minor(110_00), Amount::from_minor(111_00));
    let fault = Fault::DoesNotBalance { expected, found: found_one };
    assert_eq!(found, [FaultAt { line: 3, fault }]);
    assert!(read(&file.replace("111", "110")).is_ok());
}

#[test]
fn twins_survive_and_reading_again_adds_nothing() {
    let file = "交易日期,收入,支出,摘要\n2026-03-01,10,,甲\n2026-03-01,10,,甲\n2026-03-01,10,,乙";
    // The same days from another file, with other padding.
    let again = "某银行\n交易日期,收入,支出,摘要\n2026-03-01,10.00,,\t甲\n2026-03-01,10,,甲 \n2026-03-01,10,,乙";
    let identities = |text: &str| -> Vec<String> {
        let statement = read(text).unwrap();
        statement.entries.iter().map(|one| one.identity("1", Currency::Cny)).collect()
    };

    let first = identities(file);

    assert_eq!(first, identities(again));
    assert_eq!(first.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
}

const MT940: &str = "\
{1:F01BANKCNBJAXXX0000000000}{4:
:20:STARTUMS
:25:110060149012345
:28C:00012/001
:60F:C260301CNY1000000,00
:61:2603020302CY168000,00NTRFNONREF//B4711
:86:166?00转账?20ORD-2026?210301-000123?31622202?32上海云智?33科技有限公司
:61:2603030303D15,5NCHGFEE
:86:bank fee
:62M:C260303CNY1167984,50
-
:20:STARTUMS
:25:110060149012345
:28C:00012/002
:60M:C260303CNY1167984,50
:61:260304RC84,50NTRFREF1
returned
:62F:C260304CNY1167900,00
-}";

#[test]
fn mt940_is_read_and_its_pages_are_one() {
    let statements = read_mt940(MT940).unwrap();

    let [statement] = statements.as_slice() else { panic!("{statements:?}") };
    assert_eq!(
        (statement.account.as_str(), statement.currency),
        ("110060149012345", Currency::Cny)
    );
    assert_eq!(statement.closing, Some(Amount::from_minor(1_167_900_00)));
    assert_eq!(
        told(statement),
        [
            (Direction::In, 168_000_00, "上海云智科技有限公司", "ORD-20260301-000123"),
            (Direction::Out, 15_50, "", "bank fee"),
            (Direction::Out, 84_50, "", "returned"),
        ]
    );
    let references: Vec<&str> =
        statement.entries.iter().map(|one| one.reference.as_str()).collect();
    assert_eq!(references, ["B4711", "FEE", "REF1"]);
    assert_eq!(statement.entries[0].counterparty_account, "622202");
}

#[test]
fn a_broken_mt940_is_named_by_line() {
    let malformed = |tag: &str| Fault::Malformed { tag: tag.to_owned() };
    let table = [
        (":61:2603020302CY168000,00", ":61:2613020302CY168000,00", 6, malformed(":61:")),
        (":61:2603020302CY168000,00", ":61:2603020302XY168000,00", 6, malformed(":61:")),
        (":60F:C260301CNY1000000,00", ":60F:C260301CNY", 5, malformed(":60F:")),
        (":60F:C260301CNY", ":60F:C260301XXX", 5, Fault::UnknownCurrency),
        (":62F:C260304CNY", ":62F:C260304USD", 18, Fault::OtherCurrency),
        (":60F:C260301CNY1000000,00", ":20:x", 3, Fault::Missing { tag: ":60F:".to_owned() }),
    ];
    for (from, to, line, fault) in table {
        let found = read_mt940(&MT940.replace(from, to)).unwrap_err();
        assert_eq!(found.first(), Some(&FaultAt { line, fault }), "{to}");
    }
    let off = read_mt940(&MT940.replace("15,5N", "15,6N")).unwrap_err();
    assert!(matches!(off[0].fault, Fault::DoesNotBalance { .. }), "{off:?}");
    assert!(read_mt940("").is_err() && read_mt940("no statement").is_err());
}

#[cfg(not(target_family = "wasm"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_is_any_trouble(text in any::<String>(), cut in 0_usize..600, put in any::<char>()) {
            let _ = read_mt940(&text);
            let mut file: Vec<char> = MT940.chars().collect();
            let at = cut % file.len();
            file[at] = put;
            let _ = read_mt940(&file.iter().collect::<String>());
            let mut file: Vec<char> = TWO_COLUMNS.chars().collect();
            let at = cut % file.len();
            file[at] = put;
            let rows = rows(&file.iter().collect::<String>());
            if let Some((heading, columns)) = find_columns(&rows) {
                let _ = read_rows(&rows, heading, &columns, &Defaults::default());
            }
            let _ = read_rows(&rows, usize::MAX, &[Some(Column::Date), Some(Column::Amount)], &Defaults::default());
        }

        #[test]
        fn what_is_read_adds_up(amounts in proptest::collection::vec((any::<bool>(), 1_i64..1_000_000_00), 1..20)) {
            let mut file = String::from("交易日期,收入,支出,余额");
            let mut balance = 0;
            for (income, minor) in &amounts {
                balance += if *income { *minor } else { -minor };
                let (amount, after) = (Amount::from_minor(*minor), Amount::from_minor(balance));
                let cells = if *income { format!("{amount},") } else { format!(",{amount}") };
                file.push_str(&format!("\n2026-03-01,{cells},{after}"));
            }
            let statement = read(&file).unwrap();
            prop_assert_eq!(statement.entries.len(), amounts.len());
            prop_assert_eq!(statement.opening, Some(Amount::ZERO));
            prop_assert_eq!(statement.closing, Some(Amount::from_minor(balance)));
        }
    }
}
