//! What an empty database is filled with: what nothing works without, and a living demo.

mod alerts;
mod changes;
mod customers;
pub mod demo;
mod engineers;
mod imports;
mod invoices;
mod lead_mails;
mod leads;
mod orders;
mod partners;
mod payments;
pub(crate) mod people;
mod prices;
mod receivables;
mod sales;
pub mod scale;
mod stories;
mod terms;
mod usage;
mod views;

use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    Id,
    dates::start_of,
    id::SellerEntityId,
    licenses::LapsedRenewal,
    money::{Amount, BasisPoints, Currency},
    partners::PartnerLevel,
    products::{Edition, ProductKind, pricing::PriceRuleKind},
    usage::Overage,
};
use rand::{SeedableRng as _, rngs::StdRng};
use store::products::{self, NewPrice, NewProduct, NewRule, NewSeller, NewTerms};

use crate::{
    app::{App, Clock, Tx},
    config::{Config, MailTransport},
    error::ApiResult,
    sellers, setup,
};

/// The tax number of a seller that nobody has put their own data in place of.
pub const SAMPLE_TAX_NUMBER: &str = "91110108MA01DSMS7X";
/// Rates and prices of the order form hold from here on.
const VALID_FROM: NaiveDate = match NaiveDate::from_ymd_opt(2020, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};
/// The order form's rate (简易计税).
const TAX_RATE: BasisPoints = BasisPoints(3_00);
/// 信息技术服务 · 软件服务.
const TAX_CLASSIFICATION: &str = "3040201010000000000";

/// An app for seeding: a clock that can be set, chance that repeats, mails that go nowhere.
///
/// # Errors
/// As [`setup::app`].
pub async fn app(mut config: Config, now: DateTime<Utc>) -> anyhow::Result<App> {
    config.mail.transport = MailTransport::File;
    let at = Clock::Stopped(Arc::new(Mutex::new(now)));
    let mut app = setup::app_at(config, at, StdRng::seed_from_u64(20_261_122)).await?;
    app.mailer = app.mailer.discarding();
    Ok(app)
}

/// Nine o'clock on a business day.
pub fn morning(day: NaiveDate) -> DateTime<Utc> {
    start_of(day) + TimeDelta::hours(9)
}

/// The seller, the products with their prices and discounts, and the order terms.
///
/// # Errors
/// The database is not available.
pub async fn essentials(app: &App) -> ApiResult<()> {
    app.transact(async |tx| {
        let seller = Id::from_uuid(app.id());
        let new = NewSeller {
            id: seller,
            name: "北京语灵智能科技有限公司".to_owned(),
            tax_number: SAMPLE_TAX_NUMBER.to_owned(),
            address: "北京市海淀区中关村大街 1 号".to_owned(),
            taxpayer_kind: "general".to_owned(),
            is_default: true,
        };
        products::insert_seller(&**tx, &new, tx.now).await?;
        insert_products(app, tx, seller).await?;
        insert_rules(app, tx).await?;
        let terms = NewTerms {
            id: app.id(),
            version: terms::VERSION.to_owned(),
            hash: sellers::hash_of(terms::TEXT_ZH, terms::TEXT_EN),
            text_zh: terms::TEXT_ZH.to_owned(),
            text_en: terms::TEXT_EN.to_owned(),
            valid_from: VALID_FROM,
        };
        Ok(products::insert_terms(&**tx, &terms, tx.now).await?)
    })
    .await
}

/// The default list: edition, names, workspaces, users, price in minor units.
const LIST: [(Edition, &str, &str, &str, u32, u32, i64); 4] = [
    (
        Edition::Basic,
        "DIFY-BASIC",
        "Dify 企业版 · 基础版",
        "Dify Enterprise · Basic",
        1,
        20,
        28_000_00,
    ),
    (
        Edition::Standard,
        "DIFY-STANDARD",
        "Dify 企业版 · 标准版",
        "Dify Enterprise · Standard",
        3,
        50,
        58_000_00,
    ),
    (
        Edition::Professional,
        "DIFY-PRO",
        "Dify 企业版 · 专业版",
        "Dify Enterprise · Professional",
        10,
        200,
        98_000_00,
    ),
    (
        Edition::Enterprise,
        "DIFY-ENT",
        "Dify 企业版 · 旗舰版",
        "Dify Enterprise · Ultimate",
        0,
        0,
        168_000_00,
    ),
];

/// What is sold beside licenses: kind, code, names, unit, workspaces, users, price in minor units.
type Extra = (ProductKind, &'static str, &'static str, &'static str, &'static str, u32, u32, i64);

const EXTRAS: [Extra; 5] = [
    (
        ProductKind::Addon,
        "DIFY-USERS-50",
        "用户扩容包（50 用户）",
        "User pack (50 users)",
        "包/年",
        0,
        50,
        6_000_00,
    ),
    (
        ProductKind::Addon,
        "DIFY-WORKSPACE-1",
        "工作区扩容包（1 个工作区）",
        "Workspace pack (1 workspace)",
        "包/年",
        1,
        0,
        4_000_00,
    ),
    (
        ProductKind::Addon,
        "DIFY-AUDIT",
        "审计与合规模块",
        "Audit and compliance module",
        "套/年",
        0,
        0,
        18_000_00,
    ),
    (
        ProductKind::Service,
        "SVC-DEPLOY",
        "部署实施服务",
        "Deployment service",
        "人天",
        0,
        0,
        3_000_00,
    ),
    (
        ProductKind::Service,
        "SVC-TRAINING",
        "管理员培训",
        "Administrator training",
        "次",
        0,
        0,
        8_000_00,
    ),
];

async fn insert_products(app: &App, tx: &Tx, seller: SellerEntityId) -> ApiResult<()> {
    let product = |kind, code: &str, zh: &str, en: &str, unit: &str| NewProduct {
        id: Id::from_uuid(app.id()),
        code: code.to_owned(),
        kind,
        edition: None,
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        unit: unit.to_owned(),
        workspaces: 0,
        users: 0,
        grace_days: 0,
        sold: true,
        sort_order: 0,
        lapsed_renewal: LapsedRenewal::default(),
        reminder_days: None,
        overage: Overage::default(),
    };
    let licenses = LIST.map(|(edition, code, zh, en, workspaces, users, price)| {
        let of = product(ProductKind::License, code, zh, en, "套/年");
        let edition = Some(edition);
        (NewProduct { edition, workspaces, users, grace_days: 15, ..of }, price)
    });
    let extras = EXTRAS.map(|(kind, code, zh, en, unit, workspaces, users, price)| {
        (NewProduct { workspaces, users, ..product(kind, code, zh, en, unit) }, price)
    });
    for ((product, price), sort_order) in licenses.into_iter().chain(extras).zip(1..) {
        let product = NewProduct { sort_order, ..product };
        products::insert_product(&**tx, &product, tx.now).await?;
        let price = NewPrice {
            id: app.id(),
            product_id: product.id,
            seller_entity_id: seller,
            currency: Currency::Cny,
            list_price: Amount::from_minor(price),
            floor_price: Some(Amount::from_minor(price / 2)),
            tax_rate: TAX_RATE,
            tax_classification: Some(TAX_CLASSIFICATION.to_owned()),
            valid_from: VALID_FROM,
            valid_until: None,
        };
        products::insert_price(&**tx, &price, tx.now).await?;
    }
    Ok(())
}

async fn insert_rules(app: &App, tx: &Tx) -> ApiResult<()> {
    let rule = |kind, at_least, level, discount| NewRule {
        id: Id::from_uuid(app.id()),
        kind,
        at_least,
        level,
        discount: BasisPoints(discount),
        valid_from: VALID_FROM,
        valid_until: None,
        // Term discounts are the order form's; the others show what can be set.
        example: kind != PriceRuleKind::Term,
    };
    let rules = [
        rule(PriceRuleKind::Term, 2, None, 5_00),
        rule(PriceRuleKind::Term, 3, None, 10_00),
        rule(PriceRuleKind::Volume, 10, None, 3_00),
        rule(PriceRuleKind::Level, 0, Some(PartnerLevel::Platinum), 30_00),
        rule(PriceRuleKind::Level, 0, Some(PartnerLevel::Gold), 25_00),
        rule(PriceRuleKind::Level, 0, Some(PartnerLevel::Silver), 20_00),
        rule(PriceRuleKind::Level, 0, Some(PartnerLevel::Bronze), 15_00),
        rule(PriceRuleKind::Level, 0, Some(PartnerLevel::Registered), 10_00),
    ];
    for rule in rules {
        products::insert_rule(&**tx, &rule, tx.now).await?;
    }
    Ok(())
}
