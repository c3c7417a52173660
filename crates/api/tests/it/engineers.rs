//! Engineers: kept by those who may, deleted only without open work.

use client::Client;
use domain::{
    access::Role,
    engineers::wire::{EngineerContent, EngineerListQuery, EngineerView},
    problem::{ProblemCode, Reason},
};
use testkit::{TestApp, key};

pub fn content(name: &str) -> EngineerContent {
    EngineerContent {
        name: format!(" {name}工 "),
        email: format!("{name}@Engineers.example"),
        phone: Some("13800000000".to_owned()),
        department: Some("交付部".to_owned()),
        expertise: vec!["Kubernetes".to_owned()],
        user_id: None,
    }
}

/// An engineer who signs in as the test's person of that role.
pub async fn linked(app: &TestApp, ops: &Client, name: &str) -> EngineerView {
    let user = app.as_role(Role::Engineer).await.me().await.unwrap().id;
    let content = EngineerContent { user_id: Some(user), ..content(name) };
    ops.create_engineer(&content, &key()).await.unwrap()
}

#[actix_web::test]
async fn an_engineer_is_kept_found_and_changed() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let made = linked(&app, &ops, "zhao").await;
    assert_eq!((made.name.as_str(), made.email.as_str()), ("zhao工", "zhao@engineers.example"));
    assert_eq!((made.active, made.open_deployments), (true, 0));
    assert_eq!(made.user_name.as_deref(), Some("engineer 先生"));

    let changed = EngineerContent { department: None, ..made.content() };
    let changed = ops.change_engineer(made.id, made.version, &changed).await.unwrap();
    assert_eq!((changed.department, changed.version), (None, 2));
    let stale = ops.change_engineer(made.id, made.version, &made.content()).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    let away = ops.set_engineer_active(made.id, 2, false).await.unwrap();
    let twice = ops.set_engineer_active(made.id, away.version, false).await.unwrap_err();
    assert_eq!(twice.problem().unwrap().reason, Some(Reason::EngineerStatus));

    let rep = app.as_role(Role::SalesRep).await;
    let query = EngineerListQuery { q: "zhao".to_owned(), ..EngineerListQuery::default() };
    assert_eq!(rep.engineers(&query).await.unwrap().items, std::slice::from_ref(&away));
    let query = EngineerListQuery { active: Some(true), ..query };
    assert_eq!(rep.engineers(&query).await.unwrap().total, 0);
    ops.delete_engineer(made.id, away.version).await.unwrap();
    let gone = ops.engineer(made.id).await.unwrap_err();
    assert_eq!(gone.code(), Some(ProblemCode::NotFound));
}

#[actix_web::test]
async fn address_and_account_are_one_engineers_and_the_account_is_one_of_staff() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let made = linked(&app, &ops, "zhao").await;
    let at = async |content: EngineerContent| {
        let refused = ops.create_engineer(&content, &key()).await.unwrap_err();
        let error = &refused.problem().unwrap().errors[0];
        (error.pointer.clone(), error.reason)
    };

    let again = EngineerContent { user_id: None, ..made.content() };
    assert_eq!(at(again).await, ("/email".to_owned(), Reason::AlreadyTaken));
    let same_account = EngineerContent { user_id: made.user_id, ..content("qian") };
    assert_eq!(at(same_account).await, ("/user_id".to_owned(), Reason::AlreadyTaken));
    let partner = app.as_role(Role::Partner).await.me().await.unwrap().id;
    let theirs = EngineerContent { user_id: Some(partner), ..content("qian") };
    assert_eq!(at(theirs).await, ("/user_id".to_owned(), Reason::UnknownReference));
    let nameless = EngineerContent { name: " ".to_owned(), ..content("qian") };
    assert_eq!(at(nameless).await, ("/name".to_owned(), Reason::Required));
    let all = ops.engineers(&EngineerListQuery::default()).await.unwrap();
    assert_eq!(all.total, 1, "nothing half saved");
}
