//! Partners: what they see and change of themselves.

use domain::{
    access::Role,
    partners::wire::{ChangePartnerProfile, PartnerListQuery},
    problem::ProblemCode,
};
use testkit::TestApp;

#[actix_web::test]
async fn a_partner_changes_its_address_and_contact_and_no_more() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let before = partner.own_partner().await.unwrap();
    let change = ChangePartnerProfile {
        legal_address: Some("上海市浦东新区".to_owned()),
        contact_name: "新联系人".to_owned(),
        contact_email: "new@a.example".to_owned(),
        contact_phone: None,
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
