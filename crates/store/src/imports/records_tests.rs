//! Many records at once, as imports find, write and remove them, on every database.

use domain::{
    Id,
    access::Scope,
    deployments::{
        DeploymentKind, DeploymentStatus, EngineerRole, number,
        wire::{DeploymentContent, EngineerAtWork},
    },
    engineers::wire::EngineerContent,
    id::{LicenseId, SalesRepId},
    licenses::wire::{PaymentStatus, PurchaseKind},
    money::{Amount, Currency},
    partners::{PartnerStatus, wire::PartnerContent},
    sales_reps::wire::{SalesRepContent, TargetContent},
};

use crate::{
    Db, StoreError,
    deployments::{self, Deployment},
    engineers::{self, Engineer},
    licenses::{self, tests::fixtures},
    partners,
    purchases::{self, Purchase},
    sales_reps::{self, SalesRep, targets},
    testing::{at, uuid},
};

fn rep(n: u128) -> SalesRep {
    SalesRep {
        id: uuid(n).into(),
        content: SalesRepContent {
            name: format!("销售{n}"),
            email: format!("rep{n}@dsms.example"),
            ..SalesRepContent::default()
        },
        active: true,
        created_at: at(0),
        version: 1,
    }
}

#[tokio::test]
async fn sales_reps_are_found_by_address_and_stay_where_they_have_targets() {
    for db in fixtures::prepared().await {
        sales_reps::insert_all(&db.write, &[rep(21), rep(22), rep(23)], at(0)).await.unwrap();
        let emails = ["rep22@dsms.example".to_owned(), "nobody@dsms.example".to_owned()];

        assert_eq!(sales_reps::known(&db.read, &emails).await.unwrap(), [rep(22)]);
        let ids = [uuid(21), uuid(22)];
        let versions = sales_reps::versions(&db.write, &ids).await.unwrap();
        assert_eq!((versions.len(), versions[&ids[0]]), (2, 1));
        let target = targets::Target {
            id: uuid(30).into(),
            content: TargetContent {
                sales_rep_id: SalesRepId::from_uuid(ids[0]),
                year: 2026,
                quarter: None,
                currency: Currency::Cny,
                amount: Amount::from_minor(1),
            },
            version: 1,
            created_at: at(0),
        };
        targets::insert(&db.write, &target, at(0)).await.unwrap();
        let refused = sales_reps::remove_all(&db.write, &ids[..1]).await;
        assert!(matches!(refused, Err(StoreError::Reference(_))), "{refused:?}");
        sales_reps::remove_all(&db.write, &ids[1..]).await.unwrap();
        assert_eq!(sales_reps::all(&db.read, Scope::Everything).await.unwrap().len(), 2);
    }
}

fn partner(n: u128, code: Option<&str>) -> (domain::id::PartnerId, PartnerContent) {
    let content = PartnerContent {
        name: format!("经销商 {n}"),
        is_reseller: true,
        credit_code: code.map(str::to_owned),
        contact_name: "陈晓".to_owned(),
        contact_email: "chen@dsms.example".to_owned(),
        ..PartnerContent::default()
    };
    (Id::from_uuid(uuid(n)), content)
}

#[tokio::test]
async fn partners_are_found_by_name_and_code_and_those_in_use_stay() {
    for db in fixtures::prepared().await {
        let new = [partner(41, None), partner(42, Some("91110000802100433B"))];
        let status = PartnerStatus::Pending;
        partners::insert_all(&db.write, &new, status, at(0)).await.unwrap();

        let names = [domain::text::normalized("经销商 41")];
        let codes = ["91110000802100433B".to_owned()];
        let found = partners::known(&db.read, &names, &codes).await.unwrap();
        assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [new[0].0, new[1].0]);
        let read = partners::get(&db.read, Scope::Everything, new[1].0).await.unwrap();
        assert_eq!((PartnerContent::from(&read), read.status), (new[1].1.clone(), status));
        let twice = [partner(43, None), new[0].clone()];
        let twice = partners::insert_all(&db.write, &twice, status, at(0)).await;
        assert!(twice.is_err());

        let license = fixtures::license(1);
        licenses::insert_all(&db.write, std::slice::from_ref(&license), at(0)).await.unwrap();
        let used = license.partner_id.unwrap().as_uuid();
        let refused = partners::remove_all(&db.write, &[used]).await;
        assert!(matches!(refused, Err(StoreError::Reference(_))), "{refused:?}");
        partners::remove_all(&db.write, &[uuid(41), uuid(42)]).await.unwrap();
        let ids = [uuid(41), uuid(42), uuid(43)];
        let left = partners::versions(&db.write, &ids).await.unwrap();
        assert!(!left.contains_key(&ids[0]) && !left.contains_key(&ids[1]));
    }
}

fn purchase(n: u128, license: Option<LicenseId>) -> Purchase {
    Purchase {
        id: uuid(n).into(),
        order_id: None,
        order_line_id: None,
        customer_id: fixtures::customer(1),
        license_id: license,
        partner_id: None,
        owner_id: None,
        kind: PurchaseKind::Renewal,
        purchased_on: fixtures::TODAY,
        sets: 1,
        amount: Amount::from_minor(100),
        currency: Currency::Cny,
        payment_status: PaymentStatus::Paid,
        method: None,
        contract_number: None,
        workspaces: 1,
        users: 1,
        old_expires_on: None,
        new_expires_on: None,
        profit_share: None,
        notes: None,
        created_at: at(i64::try_from(n).unwrap()),
        version: 1,
    }
}

async fn with_licenses() -> Vec<Db> {
    let databases = fixtures::prepared().await;
    for db in &databases {
        let all: Vec<_> = (1..=4).map(fixtures::license).collect();
        licenses::insert_all(&db.write, &all, at(0)).await.unwrap();
    }
    databases
}

#[tokio::test]
async fn purchases_are_found_by_license_and_by_customer() {
    for db in with_licenses().await {
        let license = fixtures::license(1).id;
        let other = fixtures::license(2).id;
        let all = [purchase(51, Some(license)), purchase(52, None), purchase(53, Some(other))];
        purchases::insert_all(&db.write, &all).await.unwrap();

        let customers = [fixtures::customer(1)];
        let found = purchases::known(&db.read, &[license], &customers).await.unwrap();
        assert_eq!(found, [(Some(license), all[0].clone()), (None, all[1].clone())]);
        let numbers = [fixtures::license(1).number, "ENT-000000-000000".to_owned()];
        let named = licenses::by_numbers(&db.read, &numbers).await.unwrap();
        assert_eq!(named.iter().map(|one| one.id).collect::<Vec<_>>(), [license]);
        let ids = [uuid(51), uuid(53)];
        purchases::remove_all(&db.write, &ids).await.unwrap();
        assert!(purchases::versions(&db.write, &ids).await.unwrap().is_empty());
        assert_eq!(purchases::known(&db.read, &[other], &[]).await.unwrap(), []);
    }
}

fn deployment(n: u128, license: u32, ordinal: u32, status: DeploymentStatus) -> Deployment {
    let license = fixtures::license(license);
    Deployment {
        id: uuid(n).into(),
        number: number(&license.number, ordinal),
        ordinal,
        customer_id: license.customer_id,
        status,
        content: DeploymentContent::of(license.id, DeploymentKind::Update),
        checklist: Vec::new(),
        attempt: 1,
        started_at: None,
        completed_on: None,
        acceptance: None,
        reason: None,
        created_at: at(0),
        version: 1,
    }
}

#[tokio::test]
async fn deployments_are_found_staffed_and_removed_by_license() {
    for db in with_licenses().await {
        let engineer = Engineer {
            id: uuid(70).into(),
            content: EngineerContent {
                name: "赵工".to_owned(),
                email: "zhao@dsms.example".to_owned(),
                ..EngineerContent::default()
            },
            active: true,
            created_at: at(0),
            version: 1,
        };
        engineers::insert(&db.write, &engineer, at(0)).await.unwrap();
        let names = ["赵工".to_owned()];
        let emails = ["zhao@dsms.example".to_owned()];
        let called = engineers::called(&db.read, &names, &emails).await.unwrap();
        assert_eq!(called, std::slice::from_ref(&engineer), "found twice, told once");
        let all = [
            deployment(61, 1, 1, DeploymentStatus::Cancelled),
            deployment(62, 1, 2, DeploymentStatus::Planned),
            deployment(63, 2, 1, DeploymentStatus::Planned),
        ];
        deployments::insert_all(&db.write, &all, at(0)).await.unwrap();
        let work = EngineerAtWork {
            engineer_id: engineer.id,
            name: engineer.content.name.clone(),
            role: EngineerRole::default(),
        };
        let teams = [(all[1].id, vec![work.clone()]), (all[2].id, Vec::new())];
        deployments::staff_all(&db.write, &teams).await.unwrap();

        let licenses = [fixtures::license(1).id, fixtures::license(3).id];
        assert_eq!(deployments::known(&db.read, &licenses).await.unwrap(), [all[1].clone()]);
        let last = deployments::last_ordinals(&db.write, &licenses).await.unwrap();
        assert_eq!((last.len(), last[&licenses[0]]), (1, 2), "those that were called off count");
        let at_work = deployments::engineers_of(&db.read, &[all[1].id]).await.unwrap();
        assert_eq!(at_work[&uuid(62)], [work]);
        let ids = [uuid(62), uuid(63)];
        deployments::remove_all(&db.write, &ids).await.unwrap();
        assert!(deployments::versions(&db.write, &ids).await.unwrap().is_empty());
        assert!(deployments::engineers_of(&db.read, &[all[1].id]).await.unwrap().is_empty());
    }
}
