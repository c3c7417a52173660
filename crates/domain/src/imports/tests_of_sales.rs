//! The rules of the kinds that name other records, and of what was sold.

use super::*;
use crate::{
    deployments::{DeploymentKind, DeploymentMethod, Environment},
    licenses::wire::{PaymentStatus, PurchaseKind},
    money::{Amount, Currency},
    partners::{PartnerLevel, wire::PartnerContent},
    purchases::PaymentMethod,
    sales_reps::{SalesRepKind, wire::SalesRepContent},
};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn read_of(target: ImportTarget, row: &[(&str, &str)]) -> Result<Content, Vec<FieldError>> {
    let (headings, cells): (Vec<_>, Vec<_>) =
        row.iter().map(|(heading, cell)| ((*heading).to_owned(), (*cell).to_owned())).unzip();
    let mapping = proposed(target, &headings);
    assert!(mapping.iter().all(Option::is_some), "{headings:?} {mapping:?}");
    read(target, &Layout::lenient(target, &mapping), 2, &cells, today())
}

fn faults_of(target: ImportTarget, row: &[(&str, &str)]) -> Vec<(String, Reason)> {
    let mut found: Vec<_> = read_of(target, row)
        .err()
        .unwrap_or_default()
        .into_iter()
        .map(|fault| (fault.pointer, fault.reason))
        .collect();
    found.sort_unstable();
    found
}

fn at(pointer: &str, reason: Reason) -> (String, Reason) {
    (pointer.to_owned(), reason)
}

fn purchase(row: &[(&str, &str)]) -> PurchaseLine {
    match read_of(ImportTarget::Purchases, row).unwrap() {
        Content::Purchase(line) => *line,
        other => panic!("a purchase was asked for, not {other:?}"),
    }
}

fn deployment(row: &[(&str, &str)]) -> DeploymentLine {
    match read_of(ImportTarget::Deployments, row).unwrap() {
        Content::Deployment(line) => *line,
        other => panic!("a deployment was asked for, not {other:?}"),
    }
}

#[test]
fn a_sales_rep_keeps_what_the_row_does_not_speak_of() {
    let row = [("销售姓名", "李明"), ("邮箱", "LI@a.example"), ("电话", ""), ("类型", "FDE")];

    let Ok(Content::SalesRep(line)) = read_of(ImportTarget::SalesReps, &row) else {
        panic!("a sales rep was asked for")
    };

    let present = SalesRepContent {
        phone: Some("1".to_owned()),
        position: Some("经理".to_owned()),
        ..SalesRepContent::default()
    };
    let after = line.over(&present);
    assert_eq!((after.email.as_str(), after.kind), ("li@a.example", SalesRepKind::Fde));
    assert_eq!((after.phone.as_deref(), after.position.as_deref()), (Some("1"), Some("经理")));
    assert_eq!(
        faults_of(ImportTarget::SalesReps, &[("姓名", ""), ("邮箱", "x"), ("区域", "月球")]),
        [
            at("/email", Reason::InvalidEmail),
            at("/name", Reason::Required),
            at("/region", Reason::NotOneOf)
        ]
    );
}

#[test]
fn a_partner_becomes_a_reseller_by_its_row() {
    let row = [
        ("经销商名称", "杭州云帆信息技术有限公司"),
        ("联系人", "陈晓"),
        ("邮箱", "chen@a.example"),
        ("分成比例", "12.5%"),
        ("信用额度", "¥500,000"),
        ("到期日期", "2027年1月14日"),
    ];

    let Ok(Content::Reseller(line)) = read_of(ImportTarget::Resellers, &row) else {
        panic!("a reseller was asked for")
    };

    let present = PartnerContent { level: PartnerLevel::Gold, ..PartnerContent::default() };
    let after = line.over(&present);
    assert!(after.is_reseller);
    assert_eq!((after.level, after.profit_share.unwrap().0), (PartnerLevel::Gold, 12_50));
    assert_eq!(after.credit_limit, Some(Amount::from_minor(500_000_00)));
    assert_eq!(after.agreement_until.unwrap().to_string(), "2027-01-14");
    let ends_early = [row[0], row[1], row[2], ("签订日期", "2027-02-01"), row[5]];
    assert_eq!(
        faults_of(ImportTarget::Resellers, &ends_early),
        [at("/agreement_until", Reason::EndsBeforeItBegins)]
    );
}

#[test]
fn a_purchase_is_as_one_recorded_by_hand() {
    let license = ("许可证编号", "ent-202603-386037");
    let row =
        [license, ("购买日期", "2026/3/18"), ("含税金额", "178080.00000000003"), ("币种", "RMB")];

    let line = purchase(&row);

    assert_eq!(line.license.text.as_deref(), Some("ENT-202603-386037"));
    let record = line.record();
    assert_eq!((record.amount, record.currency), (Amount::from_minor(178_080_00), Currency::Cny));
    assert_eq!((record.kind, record.sets), (PurchaseKind::New, 1));
    assert_eq!(record.payment_status, PaymentStatus::Pending);
    let gift = purchase(&[license, row[1], ("金额", "0"), ("支付方式", "赠送")]).record();
    assert_eq!(gift.method, Some(PaymentMethod::Gift));
    assert_eq!(gift.payment_status, PaymentStatus::Paid);
    let wrong = [
        ("客户", ""),
        ("购买日期", "2026-11-24"),
        ("金额", "1.234"),
        ("套数", "零"),
        ("支付状态", "也许"),
    ];
    assert_eq!(
        faults_of(ImportTarget::Purchases, &wrong),
        [
            at("/amount", Reason::NotAnAmount),
            at("/license", Reason::Required),
            at("/payment_status", Reason::NotOneOf),
            at("/sets", Reason::NotANumber),
        ]
    );
    let late = [license, ("购买日期", "2026-11-24"), ("金额", "0")];
    assert_eq!(
        faults_of(ImportTarget::Purchases, &late),
        [at("/amount", Reason::CostsNothing), at("/purchased_on", Reason::InTheFuture)]
    );
    assert_eq!(
        faults_of(ImportTarget::Purchases, &[license, ("购买日期", ""), ("金额", "")]),
        [at("/amount", Reason::Required), at("/purchased_on", Reason::Required)]
    );
}

#[test]
fn a_deployment_is_planned_or_done_and_done_by_somebody() {
    let license = ("许可证", "ENT-202603-386037");
    let done = [license, ("部署日期", "2026-04-02"), ("工程师", "赵工、qian@a.example")];

    let line = deployment(&done);

    assert_eq!((line.kind, line.environment), (DeploymentKind::Initial, Environment::Production));
    assert_eq!(line.status(), crate::deployments::DeploymentStatus::Completed);
    assert_eq!(line.engineers.len(), 2);
    assert!(Content::Deployment(Box::new(line)).check_new().is_ok());
    let nobody = Content::Deployment(Box::new(deployment(&done[..2])));
    assert_eq!(nobody.check_new().unwrap_err()[0].reason, Reason::NoEngineer);
    let by_reseller = deployment(&[done[0], done[1], ("部署方式", "渠道商部署")]);
    assert_eq!(by_reseller.method, Some(DeploymentMethod::Reseller));
    assert!(Content::Deployment(Box::new(by_reseller)).check_new().is_ok());
    let wrong = [license, ("状态", "已计划"), ("完成日期", "2026-11-24")];
    assert_eq!(
        faults_of(ImportTarget::Deployments, &wrong),
        [at("/completed_on", Reason::OutOfRange), at("/status", Reason::CompletedAlready)]
    );
    assert_eq!(
        faults_of(ImportTarget::Deployments, &[license, ("状态", "已取消")]),
        [at("/status", Reason::NotOneOf)],
        "what was called off is not planned"
    );
}

#[test]
fn initial_deployments_are_one_by_environment_and_others_by_day() {
    let license = crate::id::LicenseId::from(uuid::Uuid::nil());
    let day = |d| NaiveDate::from_ymd_opt(2026, 4, d);
    let key = |kind, day| deployment_key(license, kind, Environment::Production, day);

    assert_eq!(key(DeploymentKind::Initial, day(1)), key(DeploymentKind::Initial, None));
    assert_ne!(key(DeploymentKind::Update, day(1)), key(DeploymentKind::Update, day(2)));
}

#[test]
fn days_and_amounts_are_read_as_people_write_them() {
    use crate::orders::sheet::cells::{amount, day};
    for text in
        ["2026-01-31", "2026/1/31", "2026.1.31", "2026年1月31日", "20260131", "2026-01-31 08:00:00"]
    {
        assert_eq!(day(text).map(|day| day.to_string()).as_deref(), Ok("2026-01-31"), "{text}");
    }
    for text in ["31/1/2026", "2026-02-30", "昨天", "46348", "0001-01-01"] {
        assert_eq!(day(text).unwrap_err().reason, Reason::NotADay, "{text}");
    }
    for (text, minor) in [
        ("168,000.5", 168_000_50),
        ("￥168000 元", 168_000_00),
        ("1e5", -1),
        ("16.8万", -1),
        ("0.30000000000000004", 30),
        ("177.99999999999997", 178_00),
        ("1.005", -1),
    ] {
        let expected = if minor < 0 { None } else { Some(minor) };
        assert_eq!(amount(text).ok().map(Amount::minor), expected, "{text}");
    }
}

#[test]
fn what_was_stopped_goes_on_or_is_undone_and_what_is_old_is_closed() {
    use ImportStatus as S;
    for (from, to) in [
        (S::CheckFailed, S::Checking),
        (S::CommitFailed, S::Committing),
        (S::UndoFailed, S::Undoing),
    ] {
        assert_eq!(from.retried(), Ok(to));
        assert_eq!(to.stopped(), Some(from));
    }
    assert_eq!(S::CommitFailed.undone(), Ok(S::Undoing));
    assert_eq!(S::CheckFailed.undone(), Ok(S::Discarded));
    assert!(S::Committed.retried().is_err() && S::Closed.undone().is_err());
    assert_eq!((S::Committed.aged(), S::Ready.aged()), (Some(S::Closed), Some(S::Discarded)));
    assert_eq!(S::CommitFailed.aged(), None, "somebody has to decide");
}
