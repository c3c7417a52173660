//! Asks the databases how they would search: from the terms of names and on by id; no table is read
//! whole. Orders and licenses are asked about where their plans are.

use domain::{access::Scope, id::PartnerId};
use sea_orm::{ConnectionTrait, DbBackend};

use super::{customers_statement, partners_statement, users_statement};
use crate::{
    Db, customers, partners, search,
    testing::{at, check_search, databases, uuid},
    users, write,
};

/// Enough for an optimizer to take indexes seriously.
const ROWS: u32 = 2_000;

async fn fill(db: &Db) {
    let partner = |n: u32| partners::partner::Model {
        profit_share_bp: None,
        id: uuid(u128::from(n)),
        created_at: at(0),
        updated_at: at(0),
        version: 1,
        name: format!("云智{n}号"),
        name_normalized: format!("云智{n}号"),
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
        contact_title: None,
        contacts: None,
        credit_limit_minor: None,
        payment_terms: None,
    };
    let user = |n: u32| users::user::Model {
        id: uuid(u128::from(n)),
        created_at: at(0),
        updated_at: at(0),
        version: 1,
        username: format!("user{n}"),
        name: format!("沈青{n}"),
        email: String::new(),
        role: "sales_rep".to_owned(),
        partner_id: None,
        password_hash: String::new(),
        active: true,
        language: "en".to_owned(),
        last_sign_in_at: None,
        org_admin: false,
    };
    let to = &db.write;
    write::insert_all(to, (1..=ROWS).map(partner).collect()).await.unwrap();
    write::insert_all(to, (1..=ROWS).map(user).collect()).await.unwrap();
    let customer = |n: u32| customers::customer::Model {
        id: uuid(u128::from(n)),
        created_at: at(0),
        updated_at: at(0),
        version: 1,
        name: format!("中山银行{n}"),
        name_normalized: format!("中山银行{n}"),
        core_name: format!("中山银行{n}"),
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
    write::insert_all(to, (1..=ROWS).map(customer).collect()).await.unwrap();
    let terms = |n: u32, name: String| {
        search::terms([name.as_str()]).into_iter().map(move |term| (term, uuid(u128::from(n))))
    };
    let of_partners = (1..=ROWS).flat_map(|n| terms(n, format!("云智{n}号")));
    let of_partners =
        of_partners.map(|(term, partner_id)| partners::term::Model { term, partner_id });
    write::insert_all(to, of_partners.collect()).await.unwrap();
    let of_users = (1..=ROWS).flat_map(|n| terms(n, format!("沈青{n}")));
    let of_users = of_users.map(|(term, user_id)| users::term::Model { term, user_id });
    write::insert_all(to, of_users.collect()).await.unwrap();
    let of_customers = (1..=ROWS).flat_map(|n| terms(n, format!("中山银行{n}")));
    let of_customers =
        of_customers.map(|(term, customer_id)| customers::term::Model { term, customer_id });
    write::insert_all(to, of_customers.collect()).await.unwrap();
    let analyze = if db.backend() == DbBackend::Sqlite {
        "ANALYZE"
    } else {
        "ANALYZE TABLE partners, partner_terms, users, user_terms, customers, customer_terms"
    };
    to.execute_unprepared(analyze).await.unwrap();
}

#[tokio::test]
async fn no_search_reads_a_table_whole() {
    for db in databases().await {
        fill(&db).await;
        let own = Scope::OfPartner(PartnerId::from(uuid(7)));
        for scope in [Scope::Everything, own] {
            for (name, statement) in [
                ("customer", customers_statement(db.backend(), scope, "zsyh")),
                ("partner", partners_statement(db.backend(), scope, "yz17")),
                ("user", users_statement(db.backend(), scope, "sq17")),
            ] {
                check_search(&db, &format!("{name} {scope:?}"), statement).await;
            }
        }
    }
}

#[tokio::test]
async fn a_search_finds_five_at_most_by_name_and_by_initials() {
    for db in databases().await {
        fill(&db).await;
        for typed in ["云智17", "yz17", "ＹＺ17"] {
            let found = super::partners(&db.read, Scope::Everything, typed).await.unwrap();
            assert_eq!(found.len(), 5, "{typed}");
        }
        let own = Scope::OfPartner(PartnerId::from(uuid(7)));
        assert_eq!(super::partners(&db.read, own, "yz17").await.unwrap(), []);
        assert_eq!(super::partners(&db.read, own, "云智7号").await.unwrap().len(), 1);
        let people = super::users(&db.read, Scope::Everything, "sq1999").await.unwrap();
        assert_eq!(people.len(), 1);
    }
}
