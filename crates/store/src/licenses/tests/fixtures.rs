//! What licenses point at, and licenses that are told apart by a number.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::super::*;
use crate::{
    Db, customers, orders, partners, products,
    search::terms,
    testing::{at, databases, uuid},
    users,
};

/// The business day of `at(0)`.
pub(crate) const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
pub(crate) const ORDER: Uuid = Uuid::from_u128(5_000);
pub(super) const LINE: Uuid = Uuid::from_u128(5_001);
pub(crate) const SELLER: Uuid = Uuid::from_u128(5_002);
pub(crate) const PRODUCT: Uuid = Uuid::from_u128(5_003);
pub(crate) const USER: Uuid = Uuid::from_u128(9);
const CUSTOMERS: u32 = 4;

pub(crate) fn partner(n: u32) -> PartnerId {
    uuid(u128::from(6_000 + n)).into()
}

pub(crate) fn customer(n: u32) -> CustomerId {
    uuid(u128::from(7_000 + n)).into()
}

/// The license of the nth set; every second one is of the same partner, every fourth of the same
/// customer. Ids do not follow numbers.
pub(crate) fn license(n: u32) -> License {
    License {
        id: uuid(u128::from(n.reverse_bits()) << 64 | u128::from(n)).into(),
        number: format!("ENT-202611-{n:06}"),
        customer_id: customer(n % CUSTOMERS),
        order_id: ORDER.into(),
        order_line_id: LINE.into(),
        ordinal: n,
        product_id: PRODUCT.into(),
        partner_id: Some(partner(n % 2)),
        grace_days: 15,
        created_at: at(0),
        ..License::default()
    }
}

/// Databases that hold everything but licenses.
pub(crate) async fn prepared() -> Vec<Db> {
    let databases = databases().await;
    for db in &databases {
        people(&db.write).await;
        goods(&db.write).await;
        order(&db.write).await;
    }
    databases
}

async fn people(db: &impl ConnectionTrait) {
    for n in 0..2 {
        let row = partners::partner::Model {
            profit_share_bp: None,
            contact_title: None,
            contacts: None,
            credit_limit_minor: None,
            payment_terms: None,
            id: partner(n).as_uuid(),
            created_at: at(0),
            updated_at: at(0),
            version: 1,
            name: format!("Partner {n}"),
            name_normalized: format!("partner {n}"),
            is_reseller: true,
            level: "gold".to_owned(),
            status: "active".to_owned(),
            region: None,
            credit_code: None,
            legal_address: None,
            contact_name: String::new(),
            contact_email: String::new(),
            contact_phone: None,
            agreement_number: None,
            agreement_signed_on: None,
            agreement_until: None,
        };
        write::insert(db, row).await.unwrap();
    }
    for n in 0..CUSTOMERS {
        let id = customer(n).as_uuid();
        let name =
            if n == 2 { "Enterprise 2 上海云智".to_owned() } else { format!("Customer {n}") };
        let row = customers::customer::Model {
            id,
            created_at: at(0),
            updated_at: at(0),
            version: 1,
            name_normalized: name.to_lowercase(),
            core_name: name.to_lowercase(),
            name: name.clone(),
            credit_code: None,
            customer_type: "enterprise".to_owned(),
            industry: None,
            region: None,
            country: None,
            city: None,
            address: None,
            owner_id: None,
            mail_domain: None,
            notes: None,
            archived: false,
            archived_at: None,
            merged_into: None,
            compared: true,
        };
        write::insert(db, row).await.unwrap();
        let found_by = terms([name.as_str()]);
        let rows = found_by
            .into_iter()
            .map(|term| customers::term::Model { term, customer_id: id })
            .collect();
        write::insert_all(db, rows).await.unwrap();
    }
    let row = users::user::Model {
        org_admin: false,
        id: USER,
        created_at: at(0),
        updated_at: at(0),
        version: 1,
        username: "someone".to_owned(),
        name: "Someone".to_owned(),
        email: "someone@example.com".to_owned(),
        role: "admin".to_owned(),
        partner_id: None,
        password_hash: String::new(),
        active: true,
        language: "en".to_owned(),
        last_sign_in_at: None,
    };
    write::insert(db, row).await.unwrap();
}

async fn goods(db: &impl ConnectionTrait) {
    let row = products::seller_entity::Model {
        id: SELLER,
        created_at: at(0),
        updated_at: at(0),
        version: 1,
        name: "Seller".to_owned(),
        tax_number: String::new(),
        address: String::new(),
        taxpayer_kind: "general".to_owned(),
        is_default: true,
    };
    write::insert(db, row).await.unwrap();
    let row = products::product::Model {
        id: PRODUCT,
        created_at: at(0),
        updated_at: at(0),
        version: 1,
        code: "DIFY-ENT".to_owned(),
        kind: "license".to_owned(),
        edition: Some("enterprise".to_owned()),
        name_zh: "企业版".to_owned(),
        name_en: "Enterprise".to_owned(),
        unit: "set".to_owned(),
        workspaces: 0,
        users: 0,
        grace_days: 15,
        sold: true,
        sort_order: 1,
        lapsed_renewal: "today".to_owned(),
        reminder_days: None,
        overage_mode: "allow".to_owned(),
        overage_percent: 0,
    };
    write::insert(db, row).await.unwrap();
}

async fn order(db: &impl ConnectionTrait) {
    let row = orders::order::Model {
        id: ORDER,
        created_at: at(0),
        updated_at: at(0),
        version: 1,
        number: "ORD-1".to_owned(),
        source: "internal".to_owned(),
        status: "approved".to_owned(),
        seller_entity_id: SELLER,
        partner_id: None,
        placed_by: USER,
        last_edited_by: USER,
        customer_order_number: None,
        contract_number: None,
        remark: None,
        currency: "CNY".to_owned(),
        net_minor: 0,
        tax_minor: 0,
        gross_minor: 0,
        line_count: 1,
        set_count: 1,
        first_end_user: String::new(),
        first_end_user_normalized: String::new(),
        accepted_by: None,
        accepted_at: None,
        terms_version: None,
        terms_hash: None,
        accepted_address: None,
        content_hash: None,
        reason: None,
        decided_by: None,
        decided_at: None,
        submitted_at: None,
    };
    write::insert(db, row).await.unwrap();
    let row = orders::line::Model {
        id: LINE,
        created_at: at(0),
        updated_at: at(0),
        version: 1,
        order_id: ORDER,
        line_no: 1,
        product_id: Some(PRODUCT),
        sets: 1,
        years: 1,
        manual_discount_bp: 0,
        customer_id: None,
        end_user_name: String::new(),
        credit_code: None,
        contact_name: None,
        contact_email: None,
        contact_phone: None,
        deliver_to: "contact".to_owned(),
        language: "en".to_owned(),
        list_price_minor: None,
        tax_rate_bp: None,
        net_minor: None,
        tax_minor: None,
        gross_minor: None,
        trace: None,
        kind: "new".to_owned(),
        ends_on: None,
        licenses: None,
        parts: None,
    };
    write::insert(db, row).await.unwrap();
}
