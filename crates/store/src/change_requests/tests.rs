//! One request of a subject is open at a time, and everybody sees what they may.

use domain::{
    access::Role,
    change_requests::wire::ChangeRequestListQuery,
    customers::{CustomerType, wire::ChangeCustomer},
    patch::Patch,
};

use super::*;
use crate::{
    Db,
    customers::{self, NewCustomer},
    testing::{at, databases, uuid},
    users,
};

async fn person(db: &Db, n: u128) -> UserId {
    let user = users::user::Model {
        org_admin: false,
        id: uuid(n),
        created_at: at(0),
        updated_at: at(0),
        version: 1,
        username: format!("user{n}"),
        name: format!("User {n}"),
        email: String::new(),
        role: Role::SalesRep.as_str().to_owned(),
        partner_id: None,
        password_hash: String::new(),
        active: true,
        language: "en".to_owned(),
        last_sign_in_at: None,
    };
    write::insert(&db.write, user).await.unwrap();
    uuid(n).into()
}

async fn customer(db: &Db, n: u128, owner: Option<UserId>) -> CustomerId {
    let new = NewCustomer {
        id: uuid(n).into(),
        name: format!("客户{n}有限公司"),
        credit_code: None,
        customer_type: CustomerType::Enterprise,
        industry: None,
        region: None,
        city: None,
        address: None,
        owner,
        notes: None,
        contacts: Vec::new(),
    };
    customers::create(&db.write, &new, at(0)).await.unwrap();
    new.id
}

fn request(n: u128, customer: CustomerId, by: UserId) -> ChangeRequest {
    let to = |city: Patch<String>| {
        Change::Customer(ChangeCustomer { city, ..ChangeCustomer::default() })
    };
    ChangeRequest {
        id: uuid(n).into(),
        number: format!("CR-20261123-{n:04}"),
        status: ChangeStatus::Requested,
        customer_id: customer,
        license_id: None,
        subject_label: "客户".to_owned(),
        subject_version: 1,
        before: to(Patch::Clear),
        after: to(Patch::Set("上海".to_owned())),
        reason: "搬迁".to_owned(),
        requested_by: by,
        decided_by: None,
        decided_at: None,
        decision_reason: None,
        created_at: at(i64::try_from(n).unwrap()),
        version: 1,
    }
}

#[tokio::test]
async fn one_request_of_a_subject_is_open_at_a_time() {
    for db in databases().await {
        let rep = person(&db, 1).await;
        let subject = customer(&db, 2, None).await;
        let mut first = request(11, subject, rep);
        insert(&db.write, &first, at(0)).await.unwrap();

        let second = insert(&db.write, &request(12, subject, rep), at(0)).await;

        assert!(second.unwrap_err().is_duplicate_of("uq_change_requests_open_subject"));
        let kept = get(&db.read, Scope::Everything, first.id).await.unwrap();
        assert_eq!(kept, first, "read again as it was written");
        let open = open_on(&db.read, subject.as_uuid()).await.unwrap();
        assert_eq!(open.as_deref(), Some("CR-20261123-0011"));
        first.status = ChangeStatus::Rejected;
        let mut stale = first.clone();
        save(&db.write, &mut first, at(5)).await.unwrap();
        assert!(matches!(save(&db.write, &mut stale, at(5)).await, Err(StoreError::Stale)));
        assert_eq!(open_on(&db.read, subject.as_uuid()).await.unwrap(), None);
        insert(&db.write, &request(12, subject, rep), at(6)).await.unwrap();
    }
}

#[tokio::test]
async fn everybody_sees_what_they_may() {
    for db in databases().await {
        let (rep, other) = (person(&db, 1).await, person(&db, 2).await);
        let (owned, foreign) = (customer(&db, 3, Some(other)).await, customer(&db, 4, None).await);
        insert(&db.write, &request(11, owned, rep), at(0)).await.unwrap();
        insert(&db.write, &request(12, foreign, rep), at(0)).await.unwrap();
        let seen = async |scope, query: &ChangeRequestListQuery| {
            let page = page(&db.read, scope, rep, query).await.unwrap();
            page.items.into_iter().map(|row| row.number).collect::<Vec<_>>()
        };
        let all = ChangeRequestListQuery::default();

        assert_eq!(seen(Scope::Everything, &all).await, ["CR-20261123-0012", "CR-20261123-0011"]);
        assert_eq!(seen(Scope::OfUser(rep), &all).await.len(), 2, "one's own");
        assert_eq!(seen(Scope::OfUser(other), &all).await, ["CR-20261123-0011"], "of a customer");
        let partner = Scope::OfPartner(uuid(9).into());
        assert!(seen(partner, &all).await.is_empty());
        assert!(matches!(get(&db.read, partner, uuid(11).into()).await, Err(StoreError::NotFound)));
        let others = ChangeRequestListQuery { mine: Some(false), ..all.clone() };
        assert!(seen(Scope::Everything, &others).await.is_empty());
        let of_one = ChangeRequestListQuery { customer: Some(owned), ..all.clone() };
        assert_eq!(seen(Scope::Everything, &of_one).await, ["CR-20261123-0011"]);
        for q in ["cr-20261123-0011", "客户"] {
            let query = ChangeRequestListQuery { q: q.to_owned(), ..all.clone() };
            assert!(!seen(Scope::Everything, &query).await.is_empty(), "{q}");
        }
        let page = page(&db.read, Scope::Everything, rep, &all).await.unwrap();
        assert_eq!(page.items[0].fields, ["city"]);
        assert_eq!(page.items[0].requested_by_name, "User 1");
    }
}

#[tokio::test]
async fn numbers_of_a_day_count_from_one() {
    for db in databases().await {
        let day = at(0).date_naive();

        assert_eq!(next_number(&db.write, day).await.unwrap(), 1);
        assert_eq!(next_number(&db.write, day).await.unwrap(), 2);
        assert_eq!(next_number(&db.write, day.succ_opt().unwrap()).await.unwrap(), 1);
    }
}
