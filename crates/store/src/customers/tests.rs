//! Customers are found by the middle of their names, and once only.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    customers::{
        duplicates::DuplicateReason,
        wire::{ChangeCustomer, CustomerContact, CustomerListQuery, SimilarQuery},
    },
    patch::Patch,
};

use super::*;
use crate::testing::{at, databases, uuid};

fn customer(n: u128, name: &str, email: Option<&str>) -> NewCustomer {
    NewCustomer {
        id: uuid(n).into(),
        name: name.to_owned(),
        credit_code: None,
        customer_type: domain::customers::CustomerType::Enterprise,
        industry: None,
        region: None,
        city: None,
        address: None,
        owner: None,
        notes: None,
        contacts: vec![NewContact {
            id: uuid(n + 1_000).into(),
            name: "王芳".to_owned(),
            title: None,
            email: email.map(str::to_owned),
            phone: None,
        }],
    }
}

#[tokio::test]
async fn the_middle_of_a_name_and_initials_find_it() {
    for db in databases().await {
        create(&db.write, &customer(1, "上海云智科技有限公司", None), at(0)).await.unwrap();
        create(&db.write, &customer(2, "北京青山软件有限公司", None), at(1)).await.unwrap();

        for q in ["云智", "上海", "shyz", "YZ", "上海云智科技有限"] {
            let found = look_up(&db.read, Scope::Everything, q).await.unwrap();
            assert_eq!(found.len(), 1, "{q}");
            assert_eq!(found[0].contact_name.as_deref(), Some("王芳"));
        }
        assert_eq!(look_up(&db.read, Scope::Everything, "").await.unwrap().len(), 2);
        let query = CustomerListQuery { q: "青山".to_owned(), ..CustomerListQuery::default() };
        let page = page(&db.read, Scope::Everything, uuid(9).into(), &query, NaiveDate::MIN)
            .await
            .unwrap();
        assert_eq!((page.total, page.items[0].id), (1, uuid(2).into()));
        let partner = Scope::OfPartner(uuid(9).into());
        assert!(look_up(&db.read, partner, "云智").await.unwrap().is_empty());
        assert!(own_end_users(&db.read, uuid(9).into(), "云智").await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_name_is_taken_once_however_it_is_written() {
    for db in databases().await {
        create(&db.write, &customer(1, "ABC（北京）", None), at(0)).await.unwrap();

        let again = create(&db.write, &customer(2, " ａｂｃ(北京)", None), at(0)).await;

        assert!(again.unwrap_err().is_duplicate_of("uq_customers_name_normalized"));
        let found = find_by_name(&db.read, "abc(北京)").await.unwrap().unwrap();
        assert_eq!(found.id, uuid(1).into());
    }
}

#[tokio::test]
async fn possible_duplicates_come_with_their_reasons() {
    for db in databases().await {
        let known = [
            customer(1, "上海云智科技有限公司", Some("a@yunzhi.cn")),
            customer(2, "上海云智数据有限公司", Some("a@qq.com")),
            customer(3, "深圳海风有限公司", Some("b@qq.com")),
        ];
        for customer in known {
            create(&db.write, &customer, at(0)).await.unwrap();
        }

        let asked = |name: &str, email: &str| SimilarQuery {
            name: name.to_owned(),
            email: Some(email.to_owned()),
            ..SimilarQuery::default()
        };
        let new = asked("上海云智", "info@yunzhi.cn");
        let found = possible_duplicates(&db.read, &new).await.unwrap();

        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].reasons, [DuplicateReason::SameCore, DuplicateReason::SameMailDomain]);
        assert_eq!(found[1].reasons, [DuplicateReason::SimilarName]);
        let public = possible_duplicates(&db.read, &asked("无关", "x@qq.com")).await.unwrap();
        assert!(public.is_empty());
    }
}

#[tokio::test]
async fn a_changed_customer_is_found_by_its_new_name_and_has_its_new_people() {
    for db in databases().await {
        let id: CustomerId = uuid(3).into();
        create(&db.write, &customer(3, "上海云智科技有限公司", None), at(0)).await.unwrap();
        create(&db.write, &customer(4, "深圳海风有限公司", None), at(0)).await.unwrap();
        let asked = ChangeCustomer {
            name: Some("北京青山软件有限公司".to_owned()),
            city: Patch::Set("北京".to_owned()),
            contacts: Some(vec![
                CustomerContact { name: "王芳".to_owned(), ..CustomerContact::default() },
                CustomerContact {
                    name: "李雷".to_owned(),
                    email: Some("li@qingshan.example".to_owned()),
                    ..CustomerContact::default()
                },
            ]),
            ..ChangeCustomer::default()
        };
        let ids = std::cell::Cell::new(100_u128);
        let next = || {
            ids.set(ids.get() + 1);
            uuid(ids.get()).into()
        };
        change(&db.write, id, 1, &asked, next, at(9)).await.unwrap();

        let today = at(0).date_naive();
        let after = get(&db.read, Scope::Everything, id, today).await.unwrap();
        assert_eq!((after.name.as_str(), after.version), ("北京青山软件有限公司", 2));
        assert_eq!(after.city.as_deref(), Some("北京"));
        let people: Vec<_> =
            after.contacts.iter().map(|one| (one.name.as_str(), one.is_primary)).collect();
        assert_eq!(people, [("王芳", true), ("李雷", false)]);
        for (q, found) in [("青山", 1), ("云智", 0)] {
            let hits = look_up(&db.read, Scope::Everything, q).await.unwrap();
            assert_eq!(hits.len(), found, "{q}");
        }
        let stale = change(&db.write, id, 1, &asked, next, at(9)).await;
        assert!(matches!(stale, Err(StoreError::Stale)));
        let taken = ChangeCustomer {
            name: Some("深圳海风有限公司".to_owned()),
            ..ChangeCustomer::default()
        };
        let taken = change(&db.write, id, 2, &taken, next, at(9)).await.unwrap_err();
        assert!(taken.is_duplicate_of("uq_customers_name_normalized"));
    }
}

#[tokio::test]
async fn lists_are_filtered_by_the_same_retention_that_they_show() {
    use domain::customers::Retention;

    use crate::licenses::{self, License, tests::fixtures as sold};

    for db in sold::prepared().await {
        let today = at(0).date_naive();
        let day = |days: i64| Some(today + chrono::TimeDelta::days(days));
        // What each customer's licenses end on, and whether they were ended early.
        let licenses: [&[(Option<NaiveDate>, bool)]; 8] = [
            &[],
            &[(None, false)],
            &[(day(200), false)],
            &[(day(-5), false), (day(90), false)],
            &[(day(91), false), (day(3), false)],
            &[(day(-1), false)],
            &[(day(200), true)],
            &[(day(200), true), (day(0), false)],
        ];
        for (of, all) in (1..).zip(licenses) {
            create(&db.write, &customer(of, &format!("客户{of}号"), None), at(0)).await.unwrap();
            let licenses = (0..).zip(all).map(|(n, (expires_on, terminated))| License {
                customer_id: uuid(of).into(),
                expires_on: *expires_on,
                terminated_at: terminated.then(|| at(0)),
                ..sold::license(u32::try_from(of).unwrap() * 10 + n)
            });
            let licenses: Vec<_> = licenses.collect();
            licenses::insert_all(&db.write, &licenses, at(0)).await.unwrap();
        }
        let mut found = 0;
        for kind in Retention::ALL {
            let query =
                CustomerListQuery { retention: vec![*kind], ..CustomerListQuery::default() };
            let page = page(&db.read, Scope::Everything, uuid(9).into(), &query, today).await;
            let page = page.unwrap();
            assert!(page.items.iter().all(|row| row.retention == *kind), "{kind}: {page:?}");
            // Four without a license were there before.
            assert_eq!(page.total, if *kind == Retention::Prospect { 6 } else { 2 }, "{kind}");
            found += page.items.len();
        }
        assert_eq!(found, 12);
    }
}

#[tokio::test]
async fn pairs_are_found_once_judged_once_and_forgotten_with_the_customer() {
    use domain::customers::{duplicates::PairStatus, wire::PairListQuery};

    for db in databases().await {
        let known = [
            customer(1, "苏州精工制造集团有限公司", Some("a@jg.cn")),
            customer(2, "苏州精工集团", Some("b@jg.cn")),
            customer(3, "深圳海风有限公司", None),
        ];
        for customer in known {
            create(&db.write, &customer, at(0)).await.unwrap();
        }
        let ids = std::cell::Cell::new(5_000_u128);
        let compare_all = async || {
            for id in pairs::uncompared(&db.read, 10).await.unwrap() {
                let next = || {
                    ids.set(ids.get() + 1);
                    uuid(ids.get()).into()
                };
                pairs::compare(&db.write, id, next, at(1)).await.unwrap();
            }
        };
        compare_all().await;
        assert!(pairs::uncompared(&db.read, 10).await.unwrap().is_empty());
        let open = PairListQuery::default();
        let found = pairs::page(&db.read, &open).await.unwrap();
        assert_eq!(found.total, 1, "{found:?}");
        let pair = &found.items[0];
        assert_eq!((pair.one.id, pair.other.id), (uuid(1).into(), uuid(2).into()));
        assert_eq!(pair.reasons, [DuplicateReason::SimilarName, DuplicateReason::SameMailDomain]);
        assert_eq!(pair.score, 75);

        let why = Some((uuid(8).into(), "母子公司"));
        crate::write::insert(&db.write, crate::testing::somebody(8)).await.unwrap();
        pairs::judge(&db.write, pair.id, pair.version, why, at(2)).await.unwrap();
        let stale = pairs::judge(&db.write, pair.id, pair.version, None, at(2)).await;
        assert!(matches!(stale, Err(StoreError::Stale)));
        restore(&db.write, uuid(1).into(), 1, at(3)).await.unwrap();
        compare_all().await;
        assert_eq!(pairs::page(&db.read, &open).await.unwrap().total, 0, "judged stays judged");
        let judged = PairListQuery { status: Some(PairStatus::Dismissed), ..open.clone() };
        let judged = pairs::page(&db.read, &judged).await.unwrap();
        assert_eq!(judged.items[0].dismiss_reason.as_deref(), Some("母子公司"));

        let judged = &judged.items[0];
        pairs::judge(&db.write, judged.id, judged.version, None, at(4)).await.unwrap();
        assert_eq!(pairs::page(&db.read, &open).await.unwrap().total, 1);
        archive(&db.write, uuid(2).into(), 1, at(5)).await.unwrap();
        assert_eq!(pairs::page(&db.read, &open).await.unwrap().total, 0);
        compare_all().await;
        assert_eq!(
            pairs::page(&db.read, &open).await.unwrap().total,
            0,
            "archived is compared with nobody"
        );
    }
}
