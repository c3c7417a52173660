//! Partners: what they see and change of themselves.

use chrono::TimeDelta;
use client::Door;
use domain::{
    access::Role,
    auth::wire::SignIn,
    dates::EndsWithin,
    list::Sort,
    orders::wire::WithReason,
    partners::{
        PartnerLevel, PartnerStatus,
        wire::{ChangePartnerProfile, PartnerContent, PartnerListQuery, PartnerSort},
    },
    problem::{ProblemCode, Reason},
};
use testkit::{PASSWORD, TestApp, key, today};

#[actix_web::test]
async fn a_partner_changes_its_address_and_contact_and_no_more() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let before = partner.own_partner().await.unwrap();
    let change = ChangePartnerProfile {
        legal_address: Some("上海市浦东新区".to_owned()),
        contact_name: "新联系人".to_owned(),
        contact_email: "new@a.example".to_owned(),
        ..ChangePartnerProfile::default()
    };
    let bad = ChangePartnerProfile { contact_email: "nowhere".to_owned(), ..change.clone() };

    let refused = partner.change_own_partner(before.version, &bad).await.unwrap_err();
    let after = partner.change_own_partner(before.version, &change).await.unwrap();
    let stale = partner.change_own_partner(before.version, &change).await.unwrap_err();

    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/contact_email");
    assert_eq!((after.contact_name.as_str(), after.level), ("新联系人", before.level));
    assert!(stale.is_stale());
    let body = serde_json::json!({"contact_name": "x", "contact_email": "a@b.cn", "level": "gold"});
    let headers = [("If-Match", "\"2\"")];
    let answer = app.call(&partner, "PUT", "/api/v1/partners/me", &headers, Some(&body)).await;
    assert_eq!(answer.code(), Some(ProblemCode::InvalidFields), "the level is not its own to set");
}

#[actix_web::test]
async fn staff_find_partners_by_any_part_of_their_name() {
    let app = TestApp::start().await;
    let channel = app.as_role(Role::ChannelManager).await;

    for (q, found) in [("云智", 1), ("bjhc", 1), ("", 2), ("nobody", 0)] {
        let query = PartnerListQuery { q: q.to_owned(), ..PartnerListQuery::default() };
        assert_eq!(channel.partners(&query).await.unwrap().total, found, "`{q}`");
    }
}

#[actix_web::test]
async fn staff_find_agreements_that_end_soon_or_are_over() {
    let app = TestApp::start().await;
    let channel = app.as_role(Role::ChannelManager).await;
    for (name, days) in [("over", -1), ("last day", 30), ("a day later", 31), ("next year", 400)] {
        let until = Some(today() + TimeDelta::days(days));
        let content = PartnerContent {
            name: name.to_owned(),
            agreement_signed_on: Some(today() - TimeDelta::days(365)),
            agreement_until: until,
            contact_email: format!("{}@new.example", days + 1),
            ..newcomer()
        };
        channel.create_partner(&content, &key()).await.unwrap();
    }
    let found = async |soon| {
        let query = PartnerListQuery {
            agreement_ends_within: Some(soon),
            sort: Sort::ascending(PartnerSort::AgreementUntil),
            ..PartnerListQuery::default()
        };
        let page = channel.partners(&query).await.unwrap();
        page.items.into_iter().map(|partner| partner.name).collect::<Vec<_>>()
    };

    assert_eq!(found(EndsWithin::ThirtyDays).await, ["over", "last day"]);
    assert_eq!(found(EndsWithin::SixtyDays).await, ["over", "last day", "a day later"]);
}

fn newcomer() -> PartnerContent {
    PartnerContent {
        name: "　杭州西溪科技有限公司 ".to_owned(),
        level: PartnerLevel::Silver,
        contact_name: "沈青".to_owned(),
        contact_email: "orders@xixi.example".to_owned(),
        agreement_number: Some("KJ-2026-9".to_owned()),
        agreement_signed_on: Some(today()),
        agreement_until: Some(today() + TimeDelta::days(365)),
        ..PartnerContent::default()
    }
}

#[actix_web::test]
async fn a_new_partner_waits_for_approval_and_keeps_one_name() {
    let app = TestApp::start().await;
    let channel = app.as_role(Role::ChannelManager).await;
    let once = key();

    let made = channel.create_partner(&newcomer(), &once).await.unwrap();
    let again = channel.create_partner(&newcomer(), &once).await.unwrap();
    let twin = channel.create_partner(&newcomer(), &key()).await.unwrap_err();
    let approved = channel.approve_partner(made.id, made.version).await.unwrap();
    let twice = channel.approve_partner(made.id, approved.version).await.unwrap_err();

    assert_eq!((made.name.as_str(), made.status), ("杭州西溪科技有限公司", PartnerStatus::Pending));
    assert_eq!(again.id, made.id, "the same key acts once");
    assert_eq!(twin.problem().unwrap().errors[0].pointer, "/name");
    assert_eq!(approved.status, PartnerStatus::Active);
    assert_eq!(twice.problem().unwrap().reason, Some(Reason::PartnerActive));
    let query = PartnerListQuery { q: "hzxx".to_owned(), ..PartnerListQuery::default() };
    assert_eq!(channel.partners(&query).await.unwrap().total, 1, "found by its initials");
}

#[actix_web::test]
async fn a_partner_is_changed_as_a_whole_and_found_by_its_new_name() {
    let app = TestApp::start().await;
    let channel = app.as_role(Role::ChannelManager).await;
    let made = channel.create_partner(&newcomer(), &key()).await.unwrap();
    let renamed = PartnerContent {
        name: "杭州钱塘科技有限公司".to_owned(),
        level: PartnerLevel::Gold,
        ..newcomer()
    };
    let bad =
        PartnerContent { agreement_until: made.created_at.date_naive().pred_opt(), ..newcomer() };

    let refused = channel.change_partner(made.id, made.version, &bad).await.unwrap_err();
    let after = channel.change_partner(made.id, made.version, &renamed).await.unwrap();
    let stale = channel.change_partner(made.id, made.version, &renamed).await.unwrap_err();

    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/agreement_until");
    assert_eq!((after.name.as_str(), after.level), ("杭州钱塘科技有限公司", PartnerLevel::Gold));
    assert!(stale.is_stale());
    for (q, found) in [("hzqt", 1), ("hzxx", 0)] {
        let query = PartnerListQuery { q: q.to_owned(), ..PartnerListQuery::default() };
        assert_eq!(channel.partners(&query).await.unwrap().total, found, "`{q}`");
    }
    let sales = app.as_role(Role::SalesRep).await;
    let forbidden = sales.change_partner(made.id, after.version, &renamed).await.unwrap_err();
    assert_eq!(forbidden.code(), Some(ProblemCode::NotPermitted));
}

#[actix_web::test]
async fn a_suspended_partner_is_out_at_once_and_back_when_approved() {
    let app = TestApp::start().await;
    let channel = app.as_role(Role::ChannelManager).await;
    let partner = app.as_role(Role::Partner).await;
    let other = app.as_partner_b().await;
    let before = channel.partner(app.partner_a).await.unwrap();
    let why = WithReason { reason: "协议违约，待核查".to_owned() };
    let nothing = WithReason { reason: " ".to_owned() };

    let refused = channel.suspend_partner(before.id, before.version, &nothing).await.unwrap_err();
    let suspended = channel.suspend_partner(before.id, before.version, &why).await.unwrap();

    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/reason");
    assert_eq!(suspended.status, PartnerStatus::Suspended);
    assert_eq!(
        partner.own_partner().await.unwrap_err().code(),
        Some(ProblemCode::SignInRequired),
        "signed out with the next request"
    );
    assert!(other.own_partner().await.is_ok(), "others are not");
    let sign_in = SignIn::new("partner".to_owned(), PASSWORD);
    assert!(app.stranger().sign_in(Door::Partner, &sign_in).await.is_err());
    channel.approve_partner(suspended.id, suspended.version).await.unwrap();
    assert!(app.stranger().sign_in(Door::Partner, &sign_in).await.is_ok());
}
