//! One thing done with many licenses, and the renewals ahead.

use chrono::TimeDelta;
use client::Side;
use domain::{
    access::Role,
    id::LicenseId,
    licenses::{
        ActivationMode::{Offline, Online},
        LicenseAction, LicenseStatus,
        wire::{AssignLicense, ChangeLicenses, LicenseListQuery, OwnedBy, RenewalsQuery},
    },
    problem::{ProblemCode, Reason},
};
use testkit::{TestApp, key};

use super::{
    license_life::because,
    license_lines::{again, sold},
};

fn many(action: LicenseAction, licenses: Vec<LicenseId>, preview: bool) -> ChangeLicenses {
    ChangeLicenses {
        licenses,
        action,
        reason: Some("批量处理".to_owned()),
        days: (action == LicenseAction::Extend).then_some(30),
        owner_id: None,
        preview,
    }
}

#[actix_web::test]
async fn many_are_changed_each_by_itself_and_the_answer_names_what_was_refused() {
    let app = TestApp::start().await;
    let licenses = sold(&app, "DIFY-STANDARD", &[Online, Offline, Offline]).await;
    let admin = app.as_role(Role::Admin).await;
    let ids: Vec<_> = licenses.iter().map(|license| license.id).collect();
    let over = &licenses[1];
    admin.terminate_license(over.id, over.version, &because("合同解除"), &key()).await.unwrap();
    let unknown = domain::Id::from_uuid(uuid::Uuid::nil());
    let named = vec![ids[0], ids[1], unknown, ids[2], ids[0]];

    let preview = many(LicenseAction::Suspend, named.clone(), true);
    let foreseen = admin.change_licenses(&preview, &key()).await.unwrap();
    assert_eq!(again(&app, &licenses[0]).await.status, LicenseStatus::Active, "nothing happened");
    let once = key();
    let body = many(LicenseAction::Suspend, named, false);
    let done = admin.change_licenses(&body, &once).await.unwrap();
    let twin = admin.change_licenses(&body, &once).await.unwrap();

    assert_eq!(done, twin, "the same key acts once");
    assert_eq!(foreseen.items, done.items, "what was foreseen is what happened");
    let told: Vec<_> = done
        .items
        .iter()
        .map(|item| {
            (item.id, item.refused.as_ref().map(|refused| (refused.status, refused.reason)))
        })
        .collect();
    assert_eq!(
        told,
        [
            (ids[0], None),
            (ids[1], Some((409, Some(Reason::LicenseTerminated)))),
            (unknown, Some((404, None))),
            (ids[2], None),
        ],
        "each once, in the order in which they were named"
    );
    assert_eq!(done.done(), 2);
    for (license, status) in licenses.iter().zip([
        LicenseStatus::Suspended,
        LicenseStatus::Terminated,
        LicenseStatus::Suspended,
    ]) {
        assert_eq!(again(&app, license).await.status, status);
    }
}

#[actix_web::test]
async fn an_extension_of_many_that_is_sent_again_extends_nothing_twice() {
    let app = TestApp::start().await;
    let licenses = sold(&app, "DIFY-STANDARD", &[Offline, Offline]).await;
    let admin = app.as_role(Role::Admin).await;
    let ids: Vec<_> = licenses.iter().map(|license| license.id).collect();
    let body = many(LicenseAction::Extend, ids.clone(), false);
    let once = key();

    let first = admin.change_licenses(&body, &once).await.unwrap();
    let twin = admin.change_licenses(&body, &once).await.unwrap();

    assert_eq!(first, twin);
    for (license, item) in licenses.iter().zip(&first.items) {
        let last = license.expires_on.map(|last| last + TimeDelta::days(30));
        assert_eq!((item.expires_on, again(&app, license).await.expires_on), (last, last));
    }
    let ops = app.as_role(Role::CommercialOps).await;
    let refused = ops.change_licenses(&body, &key()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted), "extending is the admin's");
    let manager = app.as_role(Role::SalesManager).await;
    let stop = many(LicenseAction::Suspend, ids.clone(), true);
    let refused = manager.change_licenses(&stop, &key()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
    let ended = many(LicenseAction::Terminate, ids.clone(), true);
    let refused = admin.change_licenses(&ended, &key()).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/action");
    let all = many(LicenseAction::Resume, vec![ids[0]; 201], true);
    let refused = admin.change_licenses(&all, &key()).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/licenses");
}

#[actix_web::test]
async fn the_board_counts_what_the_list_behind_it_shows() {
    let app = TestApp::start().await;
    let licenses = sold(&app, "DIFY-STANDARD", &[Online, Offline, Offline]).await;
    let admin = app.as_role(Role::Admin).await;
    let rep = app.as_role(Role::SalesRep).await;
    let me = rep.me().await.unwrap();
    let to = AssignLicense { owner_id: Some(me.id), reason: None };
    let (mine, over) = (&licenses[0], &licenses[2]);
    admin.assign_license(mine.id, mine.version, &to, &key()).await.unwrap();
    admin.terminate_license(over.id, over.version, &because("合同解除"), &key()).await.unwrap();
    let query = RenewalsQuery { months: Some(24), ..RenewalsQuery::default() };
    rep.renewals(&query).await.unwrap();

    let before = app.statements();
    let board = rep.renewals(&query).await.unwrap();
    let asked = app.statements() - before;

    assert!(asked <= 4, "{asked} statements");
    let cells: Vec<_> =
        board.cells.iter().map(|cell| (cell.owner.as_ref().map(|o| o.id), cell.licenses)).collect();
    assert_eq!(cells, [(None, 1), (Some(me.id), 1)]);
    let paid = licenses[0].purchases[0].amount.unwrap().share(1, 3).unwrap();
    for cell in &board.cells {
        assert_eq!(cell.amounts.len(), 1);
        assert_eq!(cell.amounts[0].amount, paid, "what the license was sold for");
        let behind = LicenseListQuery {
            status: domain::licenses::RENEWABLE.to_vec(),
            ends_from: Some(cell.from),
            ends_to: Some(cell.to),
            owner: cell.owner.as_ref().map(|owner| owner.id),
            owned_by: cell.owner.is_none().then_some(OwnedBy::Nobody),
            ..LicenseListQuery::default()
        };
        let rows = rep.licenses(Side::Staff, &behind).await.unwrap();
        assert_eq!(rows.total, u64::from(cell.licenses));
    }
    let own = RenewalsQuery { owned_by: Some(OwnedBy::Me), ..query.clone() };
    assert_eq!(rep.renewals(&own).await.unwrap().cells.len(), 1);
    let far = RenewalsQuery { months: Some(99), ..query };
    let refused = rep.renewals(&far).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/months");
    let engineer = app.as_role(Role::Engineer).await.renewals(&own).await.unwrap_err();
    assert_eq!(engineer.code(), Some(ProblemCode::NotPermitted), "engineers see no money");
}
