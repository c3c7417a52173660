//! Licenses as they were on a day.

use chrono::TimeDelta;
use domain::{
    access::Role,
    licenses::{
        ActivationMode::Online,
        LicenseStatus,
        wire::{AsOfQuery, AssignLicense, ExtendLicense},
    },
    orders::LineKind,
};
use testkit::{TestApp, key};

use super::{
    license_life::{because, resume, waiting},
    license_lines::{again, line, order_of, sold},
};

#[actix_web::test]
async fn a_license_is_shown_as_it_was_on_any_day_of_its_life() {
    let app = TestApp::start().await;
    let (_, sent, activate) = waiting(&app).await;
    let issued_on = app.now().date_naive();
    app.pass(TimeDelta::days(2));
    app.stranger().activate(&activate).await.unwrap();
    app.pass(TimeDelta::days(2));
    let admin = app.as_role(Role::Admin).await;
    let active = again(&app, &sent).await;
    let off = admin.suspend_license(sent.id, active.version, &because("欠款"), &key()).await;
    app.pass(TimeDelta::days(2));
    let admin = app.as_role(Role::Admin).await;
    let on = admin.resume_license(sent.id, off.unwrap().version, &resume(), &key()).await.unwrap();
    let extend = ExtendLicense { days: 10, reason: "补偿停用期间".to_owned() };
    admin.extend_license(sent.id, on.version, &extend, &key()).await.unwrap();
    let to = domain::licenses::wire::TransferLicense {
        cluster_id: "cluster-two".to_owned(),
        installation_key: None,
        reason: "机房搬迁".to_owned(),
    };
    let now = again(&app, &sent).await;
    admin.transfer_license(sent.id, now.version, &to, &key()).await.unwrap();
    let rep = app.as_role(Role::SalesRep).await;
    let me = rep.me().await.unwrap().id;
    let now = again(&app, &sent).await;
    let assign = AssignLicense { owner_id: Some(me), reason: None };
    admin.assign_license(sent.id, now.version, &assign, &key()).await.unwrap();
    app.pass(TimeDelta::days(2));

    let admin = app.as_role(Role::Admin).await;
    let at = async |on| admin.license_as_of(sent.id, &AsOfQuery { on }).await;
    let mut told = Vec::new();
    for days in [0, 2, 4, 6] {
        let was = at(issued_on + TimeDelta::days(days)).await.unwrap();
        let owned = was.owner.map(|owner| owner.id);
        told.push((was.status, was.expires_on, was.cluster_id, owned));
    }
    let one = Some("cluster-one".to_owned());
    let longer = active.expires_on.map(|last| last + TimeDelta::days(10));
    assert_eq!(
        told,
        [
            (LicenseStatus::PendingActivation, sent.expires_on, None, None),
            (LicenseStatus::Active, active.expires_on, one.clone(), None),
            (LicenseStatus::Suspended, active.expires_on, one, None),
            (LicenseStatus::Active, longer, Some("cluster-two".to_owned()), Some(me)),
        ]
    );
    for day in [issued_on - TimeDelta::days(2), issued_on + TimeDelta::days(30)] {
        let refused = at(day).await.unwrap_err();
        assert_eq!(refused.problem().unwrap().errors[0].pointer, "/on");
    }
}

#[actix_web::test]
async fn what_an_order_changed_was_otherwise_before() {
    let app = TestApp::start().await;
    let licenses = sold(&app, "DIFY-STANDARD", &[Online]).await;
    let before = &licenses[0];
    let sold_on = app.now().date_naive();
    app.pass(TimeDelta::days(20));
    let body = order_of(vec![line(LineKind::Renewal, &[before])]);
    super::license_lines::approved(&app, &body).await;
    app.pass(TimeDelta::days(1));
    let after = again(&app, before).await;

    let admin = app.as_role(Role::Admin).await;
    let at = async |days| {
        let on = sold_on + TimeDelta::days(days);
        admin.license_as_of(before.id, &AsOfQuery { on }).await.unwrap()
    };
    let (was, is) = (at(19).await, at(20).await);

    assert_ne!(before.expires_on, after.expires_on);
    assert_eq!((was.expires_on, was.users), (before.expires_on, before.users));
    assert_eq!((is.expires_on, is.users), (after.expires_on, after.users));
}
