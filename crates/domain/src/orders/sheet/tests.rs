//! Sheets as people make them.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    Id,
    licenses::ActivationMode::{Offline, Online},
    money::{Amount, BasisPoints, Currency},
    orders::{
        DeliverTo,
        wire::{ActivationInput, EndUser},
    },
    products::{Edition, ProductKind},
};

fn product(n: u128, code: &str, name: &str, edition: Edition) -> ProductView {
    ProductView {
        id: Id::from_uuid(Uuid::from_u128(n)),
        code: code.to_owned(),
        kind: ProductKind::License,
        edition: Some(edition),
        name_zh: format!("Dify 企业版 · {name}"),
        name_en: format!("Dify Enterprise · {code}"),
        unit: "套/年".to_owned(),
        workspaces: 1,
        users: 1,
        grace_days: 15,
        list_price: Amount::from_minor(28_000_00),
        currency: Currency::Cny,
        tax_rate: BasisPoints(3_00),
        sold: true,
    }
}

fn products() -> Vec<ProductView> {
    vec![
        product(1, "DIFY-BASIC", "基础版", Edition::Basic),
        product(2, "DIFY-PRO", "专业版", Edition::Professional),
        ProductView { sold: false, ..product(3, "DIFY-OLD", "标准版", Edition::Standard) },
    ]
}

fn read(text: &str) -> SheetView {
    let products = products();
    let reader = Reader { products: &products, language: Lang::Zh, by_staff: false };
    reader.read_text(text).unwrap()
}

/// Row, column and reason of everything that is wrong.
fn faults(view: &SheetView) -> Vec<(u32, SheetColumn, Reason)> {
    let of_cell = |row: &SheetRow| {
        let row_number = row.row;
        let said = row.cells.iter().flat_map(move |cell| {
            cell.faults.iter().map(move |fault| (row_number, cell.column, fault.reason))
        });
        said.collect::<Vec<_>>()
    };
    view.rows.iter().flat_map(of_cell).collect()
}

#[test]
fn headings_stand_in_any_order_and_in_either_language() {
    let chinese = read(
        "订单明细\n\n邮箱（必填）\t产品名称*\t联系人\t最终客户\t数量\t备注\n\
         wang@a.cn\tDify 企业版·专业版\t王芳\t东方精密有限公司\t３\t加急\n",
    );
    let english = read(
        "Product,End user,Contact,E-mail,Quantity\r\ndify-pro,东方精密有限公司,王芳,wang@a.cn,3.0\r\n",
    );

    assert_eq!(faults(&chinese), []);
    assert_eq!(chinese.ignored, ["备注"]);
    assert_eq!(chinese.rows[0].row, 4);
    assert_eq!(english.rows[0].row, 2);
    assert_eq!(chinese.lines().collect::<Vec<_>>(), english.lines().collect::<Vec<_>>());
    let line = chinese.lines().next().unwrap();
    assert_eq!((line.sets, line.years, line.activations.len()), (3, 1, 3));
    assert_eq!(line.product_id, Some(products()[1].id));
}

#[test]
fn without_headings_the_columns_stand_in_the_documented_order() {
    let view = read(
        "基础版\t2\t1\t招商银行\t\t李强\tli@b.cn\t13800138000\t离线\tcluster-0001；cluster-0002\t客户\tEnglish\n",
    );

    assert_eq!(faults(&view), []);
    let line = view.lines().next().unwrap();
    assert_eq!(line.deliver_to, DeliverTo::Customer);
    assert_eq!(line.language, Lang::En);
    let ids: Vec<_> = line.activations.iter().filter_map(|set| set.cluster_id.as_deref()).collect();
    assert_eq!(ids, ["cluster-0001", "cluster-0002"]);
    assert_eq!(view.rows[0].row, 1);
}

#[test]
fn every_fault_is_named_by_row_and_column() {
    let view = read(
        "产品,套数,年限,最终客户,统一社会信用代码,联系人,邮箱,电话,激活方式,集群ID,交付给,语言,手工折扣\n\
         旗舰版,0,9,云,9.13101E+17,王,no address,1.38E+10,也许,a,谁,法文,5\n\
         DIFY-OLD,两,,上海云智,91110000802100433A,王,a@b.cn,,在线,cluster-0001,,,\n\
         基础版,2,1,上海云智,,王,a@b.cn,,离线,cluster-0001;cluster-0001;cluster-0003,,,\n",
    );

    assert_eq!(view.counts(), (0, 3));
    assert_eq!(
        faults(&view),
        [
            (2, SheetColumn::Product, Reason::UnknownProduct),
            (2, SheetColumn::Sets, Reason::OutOfRange),
            (2, SheetColumn::Years, Reason::OutOfRange),
            (2, SheetColumn::EndUser, Reason::TooShort),
            (2, SheetColumn::CreditCode, Reason::ScientificNumber),
            (2, SheetColumn::ContactEmail, Reason::InvalidEmail),
            (2, SheetColumn::ContactPhone, Reason::ScientificNumber),
            (2, SheetColumn::Activation, Reason::NotOneOf),
            (2, SheetColumn::ClusterIds, Reason::ClusterIdInvalid),
            (2, SheetColumn::DeliverTo, Reason::NotOneOf),
            (2, SheetColumn::Language, Reason::NotOneOf),
            (2, SheetColumn::ManualDiscount, Reason::DiscountByStaff),
            (3, SheetColumn::Product, Reason::ProductNotSold),
            (3, SheetColumn::Sets, Reason::NotANumber),
            (3, SheetColumn::Years, Reason::Required),
            (3, SheetColumn::CreditCode, Reason::InvalidCreditCode),
            (3, SheetColumn::ClusterIds, Reason::ClusterIdCount),
            (4, SheetColumn::ClusterIds, Reason::ClusterIdCount),
        ]
    );
}

#[test]
fn one_cluster_does_not_serve_two_rows() {
    let view = read(
        "产品\t最终客户\t联系人\t邮箱\t集群ID\n基础版\t上海云智\t王\ta@b.cn\tcluster-0001\n\
         基础版\t北京云智\t王\ta@b.cn\tcluster-0001\n",
    );

    assert_eq!(faults(&view), [(3, SheetColumn::ClusterIds, Reason::ClusterIdTwice)]);
}

#[test]
fn what_is_missing_can_be_filled_in_later() {
    let view = read("产品\t最终客户\t激活方式\n基础版\t上海云智\t离线\n");

    assert_eq!(view.counts(), (1, 0));
    let open: Vec<_> =
        view.rows[0].cells.iter().filter(|cell| !cell.open.is_empty()).map(|c| c.column).collect();
    assert_eq!(
        open,
        [SheetColumn::ContactName, SheetColumn::ContactEmail, SheetColumn::ClusterIds]
    );
}

#[test]
fn rows_are_counted_as_the_sheet_counts_them() {
    let view = read(
        "产品\t最终客户\t集群ID\r\n\r\n基础版\t甲公司\t\"cluster-0001\r\ncluster-0002\"\r\n\t\t\r\n\
         基础版\t乙公司\t\r\n不存在\t丙公司\t",
    );

    let numbers: Vec<_> = view.rows.iter().map(|row| row.row).collect();
    assert_eq!(numbers, [3, 5, 6]);
    // Two cluster ids and one set.
    assert_eq!(faults(&view)[0], (3, SheetColumn::ClusterIds, Reason::ClusterIdCount));
    assert_eq!(faults(&view)[1], (6, SheetColumn::Product, Reason::UnknownProduct));
}

#[test]
fn numbers_are_read_as_spreadsheets_write_them() {
    for (text, number) in
        [("2", 2), ("２", 2), ("2.0", 2), ("1,000", 1000), (" 3 套 ", 3), ("2 years", 2), ("'4", 4)]
    {
        assert_eq!(cells::whole(text), Ok(number), "{text}");
    }
    for text in ["", "2.5", "-1", "1e3", "两", "99999999999", "."] {
        assert!(cells::whole(text).is_err(), "{text}");
    }
    assert_eq!(cells::percent("5%"), Ok(BasisPoints(5_00)));
    assert_eq!(cells::percent("１２.5％"), Ok(BasisPoints(12_50)));
    assert_eq!(cells::percent("0.05").unwrap_err().reason, Reason::PercentSign);
    assert_eq!(cells::percent("101").unwrap_err().reason, Reason::OutOfRange);
    assert_eq!(cells::code("13800138000.0"), Ok("13800138000".to_owned()));
}

#[test]
fn more_lines_than_an_order_holds_are_refused_row_by_row() {
    let mut text = "产品\t最终客户\n".to_owned();
    text += &"基础版\t上海云智\n".repeat(MAX_LINES + 2);

    let view = read(&text);

    assert_eq!(view.counts(), (MAX_LINES, 2));
    assert_eq!(faults(&view)[0].2, Reason::TooManyLines);
    let products = products();
    let reader = Reader { products: &products, language: Lang::Zh, by_staff: true };
    let endless = "基础版\t1\t1\t上海云智\n".repeat(MAX_ROWS + 10);
    assert_eq!(reader.read_text(&endless).unwrap_err().reason, Reason::TooManyRows);
    for empty in ["", "\u{feff}\r\n", "产品\t套数\n\t\n"] {
        assert_eq!(reader.read_text(empty).unwrap_err().reason, Reason::EmptySheet, "{empty:?}");
    }
}

#[test]
fn the_template_reads_without_a_fault() {
    let products = products();
    for lang in [Lang::Zh, Lang::En] {
        let reader = Reader { products: &products, language: lang, by_staff: true };

        let view = reader.read_text(&csv_of(&template(&products, lang, true))).unwrap();

        assert_eq!(view.counts(), (2, 0), "{view:?}");
        assert!(view.rows.iter().all(|row| row.cells.iter().all(|cell| cell.open.is_empty())));
        assert!(view.ignored.is_empty());
    }
}

fn line() -> impl Strategy<Value = LineInput> {
    let text =
        "[a-zA-Z0-9云智科技有限=+@',\";（）-][a-zA-Z0-9云智科技有限=+@',\";（） -]{0,20}[a-z云]";
    let set = (any::<bool>(), any::<u32>());
    let sets = prop::collection::vec(set, 1..6);
    (0..2_usize, 1..=5_u32, text, "1[0-9]{10}", sets, any::<bool>(), 0..=15_00_u32).prop_map(
        |(product, years, name, phone, sets, customer, discount)| {
            let sets: Vec<_> = sets
                .into_iter()
                .enumerate()
                .map(|(index, (offline, id))| ActivationInput {
                    mode: if offline { Offline } else { Online },
                    cluster_id: offline.then(|| format!("c{index}-{id:08}")),
                    installation_key: None,
                })
                .collect();
            let mut line = LineInput {
                product_id: Some(products()[product].id),
                sets: u32::try_from(sets.len()).unwrap_or(1),
                years,
                manual_discount: BasisPoints(discount),
                end_user: EndUser {
                    // An apostrophe in front is a mark, not a letter.
                    name: crate::text::cleaned(name.trim_start_matches('\'')),
                    contact_name: Some("王芳".to_owned()),
                    contact_email: Some("wang.fang@example.com".to_owned()),
                    contact_phone: Some(phone),
                    ..EndUser::default()
                },
                deliver_to: if customer { DeliverTo::Customer } else { DeliverTo::Partner },
                language: if customer { Lang::En } else { Lang::Zh },
                ..LineInput::default()
            };
            line.activations = sets;
            line
        },
    )
}

proptest! {
    #[test]
    fn nothing_that_is_pasted_makes_it_panic(text in "(?s)[产品套数ENTa,;\t\n\r\"' .0-9%\u{feff}]{0,200}|.{0,200}") {
        let products = products();
        let reader = Reader { products: &products, language: Lang::En, by_staff: false };
        if let Ok(view) = reader.read_text(&text) {
            let (good, bad) = view.counts();
            prop_assert_eq!(good + bad, view.rows.len());
            for row in &view.rows {
                let refused = row.cells.iter().any(|cell| !cell.faults.is_empty());
                prop_assert_eq!(row.line.is_none(), refused);
                prop_assert_eq!(row.cells.len(), view.columns.len());
            }
        }
    }

    #[test]
    fn lines_that_are_written_read_back_the_same(lines in prop::collection::vec(line(), 1..5)) {
        let mut lines = lines;
        for (index, line) in lines.iter_mut().enumerate() {
            for id in line.activations.iter_mut().filter_map(|set| set.cluster_id.as_mut()) {
                *id = format!("r{index}{id}");
            }
            prop_assume!(line.end_user.name.chars().count() >= 2);
        }
        let products = products();
        for lang in [Lang::Zh, Lang::En] {
            let reader = Reader { products: &products, language: Lang::Zh, by_staff: true };
            let text = csv_of(&rows_of(&lines, &products, lang, true));

            let view = reader.read_text(&text).unwrap();

            prop_assert_eq!(faults(&view), []);
            prop_assert_eq!(view.lines().cloned().collect::<Vec<_>>(), lines.clone());
        }
    }
}
