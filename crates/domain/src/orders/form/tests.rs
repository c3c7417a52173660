//! The form says what the order says.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::*;
use crate::{
    Id, Lang,
    licenses::ActivationMode,
    money::{Amount, BasisPoints, Currency},
    orders::{
        LineKind, OrderSource, OrderStatus,
        wire::{AcceptanceView, ActivationInput, EndUser, LineInput, OrderLineView},
    },
    products::{
        Edition,
        pricing::{PriceStep, PriceStepKind, PricedLine, PricedPart, Totals},
    },
};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn step(kind: PriceStepKind, discount: u32, amount: i64) -> PriceStep {
    let discount = BasisPoints(discount);
    PriceStep { kind, rule: None, discount, amount: Amount::from_minor(amount) }
}

fn line() -> OrderLineView {
    let set = |mode, cluster: Option<&str>| ActivationInput {
        mode,
        cluster_id: cluster.map(str::to_owned),
        installation_key: None,
    };
    OrderLineView {
        id: Id::from_uuid(Uuid::nil()),
        line: 1,
        input: LineInput {
            product_id: Some(Id::from_uuid(Uuid::nil())),
            sets: 2,
            years: 2,
            end_user: EndUser {
                name: "招商远航银行股份有限公司".to_owned(),
                contact_name: Some("李工".to_owned()),
                contact_email: Some("li@bank.example".to_owned()),
                ..EndUser::default()
            },
            activations: vec![
                set(ActivationMode::Online, None),
                set(ActivationMode::Offline, Some("cluster-7")),
            ],
            ..LineInput::default()
        },
        product_name_zh: Some("旗舰版".to_owned()),
        product_name_en: Some("Enterprise".to_owned()),
        edition: Some(Edition::Enterprise),
        price: Some(PricedLine {
            kind: LineKind::New,
            product_id: Id::from_uuid(Uuid::nil()),
            sets: 2,
            years: 2,
            list_price: Amount::from_minor(168_000_00),
            tax_rate: BasisPoints(3_00),
            net: Amount::from_minor(464_854_37),
            tax: Amount::from_minor(13_945_63),
            gross: Amount::from_minor(478_800_00),
            trace: vec![
                step(PriceStepKind::List, 0, 672_000_00),
                step(PriceStepKind::Term, 5_00, 638_400_00),
                step(PriceStepKind::Level, 25_00, 478_800_00),
            ],
            parts: Vec::new(),
        }),
        licenses: Vec::new(),
        standings: Vec::new(),
    }
}

fn form(status: OrderStatus) -> OrderForm {
    let user = Id::from_uuid(Uuid::nil());
    let price = line().price.unwrap();
    OrderForm {
        order: OrderView {
            returns: Vec::new(),
            id: Id::from_uuid(Uuid::nil()),
            number: "ORD-20261122-000001".to_owned(),
            status,
            source: OrderSource::Partner,
            partner: None,
            placed_by: user,
            placed_by_name: "王采购".to_owned(),
            last_edited_by: user,
            delivered: false,
            four_eyes: true,
            customer_order_number: Some("PO-1".to_owned()),
            contract_number: None,
            remark: Some("尽快".to_owned()),
            currency: Currency::Cny,
            lines: vec![line()],
            totals: Totals { net: price.net, tax: price.tax, gross: price.gross },
            acceptance: Some(AcceptanceView {
                by: "王采购".to_owned(),
                // Past midnight in Shanghai.
                at: at("2026-11-21T16:00:09Z"),
                address: Some("192.0.2.7".to_owned()),
                terms_version: "2026-01".to_owned(),
                terms_hash: "ab".repeat(32),
                content_hash: Some("0123456789abcdef".repeat(4)),
                changed_since: false,
            }),
            reason: None,
            decided_by_name: None,
            created_at: at("2026-11-20T04:00:00Z"),
            submitted_at: Some(at("2026-11-21T16:00:09Z")),
            decided_at: None,
            version: 1,
        },
        seller: FormParty { name: "北京语灵".to_owned(), ..FormParty::default() },
        buyer: FormParty {
            name: "上海云智科技有限公司".to_owned(),
            contact_phone: Some(String::new()),
            ..FormParty::default()
        },
        agreement: Some(FormAgreement {
            number: "FA-1".to_owned(),
            signed_on: Some(day("2026-01-01")),
            valid_until: None,
        }),
        terms: Some(TermsView {
            version: "2026-01".to_owned(),
            hash: "ab".repeat(32),
            text_zh: "1. 甲。\n\n2. 乙。\n".to_owned(),
            text_en: "1. A.\n2. B.\n".to_owned(),
        }),
    }
}

fn value<'a>(facts: &'a [Fact], label: &str) -> &'a str {
    &facts.iter().find(|fact| fact.label == label).unwrap().value
}

#[test]
fn a_line_adds_up_on_its_face() {
    let sheet = form(OrderStatus::Submitted).sheet(Lang::Zh);

    let row = &sheet.rows[0];
    assert_eq!(
        row.cells,
        [
            "1",
            "新购\n旗舰版",
            "招商远航银行股份有限公司",
            "2",
            "2",
            "168,000.00",
            "-193,200.00",
            "3%",
            "478,800.00",
        ]
    );
    assert_eq!(
        row.notes,
        [
            "价格构成：多年期折扣 5%、伙伴等级折扣 25%",
            "客户联系人：李工 · li@bank.example",
            "许可证交付：合作伙伴；激活方式：在线 1 套，离线 1 套（集群 ID：cluster-7）",
        ]
    );
}

#[test]
fn a_renewal_names_its_licenses_and_a_service_no_delivery() {
    let mut form = form(OrderStatus::Submitted);
    let line = &mut form.order.lines[0];
    line.input.kind = LineKind::Renewal;
    line.input.ends_on = Some(day("2028-02-29"));
    line.price.as_mut().unwrap().parts = vec![PricedPart {
        license_id: Id::from_uuid(Uuid::nil()),
        number: "ENT-202611-386037".to_owned(),
        from: day("2026-12-01"),
        until: day("2028-02-29"),
        value: Amount::from_minor(478_800_00),
        credit: Amount::ZERO,
        gross: Amount::from_minor(478_800_00),
        latest_segment: 1,
        old_product_id: Id::from_uuid(Uuid::nil()),
        old_expires_on: day("2026-11-30"),
        new_expires_on: day("2028-02-29"),
        old_workspaces: 1,
        new_workspaces: 1,
        old_users: 1,
        new_users: 1,
    }];
    let renewal = form.sheet(Lang::Zh).rows[0].clone();
    form.order.lines[0].input.kind = LineKind::Service;
    let service = form.sheet(Lang::Zh).rows[0].clone();

    assert!(renewal.cells[1].starts_with("续订"), "{renewal:?}");
    assert_eq!(renewal.cells[4], "—", "its end stands beneath it");
    assert_eq!(renewal.notes[1], "期限至：2028-02-29");
    assert_eq!(
        renewal.notes[2],
        "涉及许可证：ENT-202611-386037（2026-12-01 至 2028-02-29，478,800.00）"
    );
    assert_eq!(renewal.notes[4], "许可证交付：合作伙伴", "nothing is activated anew");
    assert!(service.cells[1].starts_with("服务"));
    assert!(service.notes.iter().all(|note| !note.contains("许可证交付")), "{service:?}");
}

#[test]
fn totals_stand_in_figures_and_in_capital_numerals() {
    let sheet = form(OrderStatus::Submitted).sheet(Lang::Zh);

    assert_eq!(value(&sheet.totals, "不含税金额合计"), "¥464,854.37");
    assert_eq!(value(&sheet.totals, "税额合计"), "¥13,945.63");
    assert_eq!(value(&sheet.totals, "价税合计（小写）"), "¥478,800.00");
    assert_eq!(sheet.capitals.unwrap().value, "人民币肆拾柒万捌仟捌佰元整");
    let mut dollars = form(OrderStatus::Submitted);
    dollars.order.currency = Currency::Usd;
    assert_eq!(dollars.sheet(Lang::Zh).capitals, None, "only yuan have capital numerals");
}

#[test]
fn what_was_accepted_is_told_by_the_clock_in_shanghai() {
    let form = form(OrderStatus::Approved);

    let sheet = form.sheet(Lang::En);

    assert_eq!(value(&sheet.facts, "Order date"), "2026-11-22");
    assert_eq!(value(&sheet.facts, "Agreement"), "FA-1, signed on 2026-01-01");
    assert_eq!(value(&sheet.acceptance, "Accepted at"), "2026-11-22 00:00:09 (UTC+8)");
    assert_eq!(value(&sheet.acceptance, "From address"), "192.0.2.7");
    assert_eq!(value(&sheet.acceptance, "Content SHA-256"), "0123456789abcdef…");
    assert!(sheet.acceptance.iter().all(|fact| fact.label != "Note"));
    assert_eq!(sheet.terms, ["1. A.", "2. B."]);
}

#[test]
fn content_that_changed_since_says_so() {
    let mut form = form(OrderStatus::Rejected);
    form.order.acceptance.as_mut().unwrap().changed_since = true;

    let sheet = form.sheet(Lang::Zh);

    assert_eq!(value(&sheet.acceptance, "提示"), "订单内容在确认后已修改，须重新提交确认");
}

#[test]
fn what_binds_nobody_is_marked() {
    let mark = |status| form(status).sheet(Lang::Zh).mark;

    assert_eq!(mark(OrderStatus::Draft), Some("草稿"));
    assert_eq!(mark(OrderStatus::Rejected), Some("已拒绝"));
    assert_eq!(mark(OrderStatus::Cancelled), Some("已取消"));
    for status in [OrderStatus::Submitted, OrderStatus::Approved, OrderStatus::Fulfilled] {
        assert_eq!(mark(status), None, "{status}");
    }
}

#[test]
fn what_is_open_is_a_dash_and_what_is_unknown_is_left_out() {
    let mut form = form(OrderStatus::Draft);
    form.order.lines[0].price = None;
    form.order.lines[0].product_name_zh = None;
    form.order.lines[0].input.end_user = EndUser::default();

    let sheet = form.sheet(Lang::Zh);

    assert_eq!(sheet.rows[0].cells[1..3], ["新购\n—", "—"]);
    assert_eq!(sheet.rows[0].cells[5..], ["—", "—", "—", "—"]);
    assert_eq!(sheet.parties[1].facts.len(), 1, "an empty phone is none");
}
