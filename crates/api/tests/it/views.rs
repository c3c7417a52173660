//! Saved views: one's own to change, for all staff to pick where they are shared.

use client::Client;
use domain::{
    access::Role,
    problem::{ProblemCode, Reason},
    views::{
        SavedList,
        wire::{ChangeView, ChooseDefaultView, SaveView, SavedView},
    },
};
use testkit::{TestApp, key};

fn gold() -> SaveView {
    SaveView {
        list: SavedList::Partners,
        name: " 金牌伙伴 ".to_owned(),
        query: "?level=gold&sort=-created_at&page=4".to_owned(),
        hidden_columns: vec!["contact".to_owned()],
        shared: false,
    }
}

async fn names(client: &Client, list: SavedList) -> Vec<String> {
    client.views(list).await.unwrap().into_iter().map(|view| view.name).collect()
}

async fn save(client: &Client, new: &SaveView) -> SavedView {
    client.save_view(new, &key()).await.unwrap()
}

#[actix_web::test]
async fn a_view_is_kept_as_the_list_understands_it_and_is_ones_own_to_change() {
    let app = TestApp::start().await;
    let rep = app.as_role(Role::SalesRep).await;
    let engineer = app.as_role(Role::Engineer).await;
    let once = key();

    let saved = rep.save_view(&gold(), &once).await.unwrap();
    let again = rep.save_view(&gold(), &once).await.unwrap();
    let twin = rep.save_view(&gold(), &key()).await.unwrap_err();
    let renamed = ChangeView { name: Some("金牌".to_owned()), ..ChangeView::default() };
    let changed = rep.change_view(saved.id, saved.version, &renamed).await.unwrap();
    let stale = rep.change_view(saved.id, saved.version, &renamed).await.unwrap_err();
    let others = engineer.change_view(saved.id, changed.version, &renamed).await.unwrap_err();
    let theirs = engineer.delete_view(saved.id, changed.version).await.unwrap_err();

    assert_eq!(
        (saved.name.as_str(), saved.query.as_str()),
        ("金牌伙伴", "level=gold&sort=-created_at")
    );
    assert_eq!(again.id, saved.id, "the same key acts once");
    assert_eq!(twin.problem().unwrap().errors[0].reason, Reason::AlreadyTaken);
    assert_eq!((changed.name.as_str(), &changed.query), ("金牌", &saved.query));
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    assert_eq!(others.code(), Some(ProblemCode::NotFound));
    assert_eq!(theirs.code(), Some(ProblemCode::NotFound));
    assert_eq!(names(&rep, SavedList::Partners).await, ["金牌"]);
    assert_eq!(names(&rep, SavedList::Orders).await, [""; 0], "of its own list alone");
    assert_eq!(names(&engineer, SavedList::Partners).await, [""; 0]);
    rep.delete_view(saved.id, changed.version).await.unwrap();
    assert_eq!(names(&rep, SavedList::Partners).await, [""; 0]);
}

#[actix_web::test]
async fn what_no_list_understands_is_refused_and_nothing_is_kept() {
    let app = TestApp::start().await;
    let rep = app.as_role(Role::SalesRep).await;
    let bad = SaveView {
        name: String::new(),
        query: "level=platinum&drop=table".to_owned(),
        hidden_columns: vec!["<script>".to_owned()],
        ..gold()
    };
    let kept = save(&rep, &gold()).await;
    let worse = ChangeView { query: Some("placed_by=me".to_owned()), ..ChangeView::default() };

    let refused = rep.save_view(&bad, &key()).await.unwrap_err();
    let changed = rep.change_view(kept.id, kept.version, &worse).await.unwrap_err();

    let errors = &refused.problem().unwrap().errors;
    let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/name", "/query", "/hidden_columns/0"]);
    assert_eq!(changed.problem().unwrap().errors[0].reason, Reason::ViewQuery);
    assert_eq!(rep.views(SavedList::Partners).await.unwrap(), [kept]);
    let unknown = app.call(&rep, "GET", "/api/v1/views?list=secrets", &[], None).await;
    assert_eq!(unknown.code(), Some(ProblemCode::InvalidQuery));
}

#[actix_web::test]
async fn managers_share_with_all_staff_and_nobody_else() {
    let app = TestApp::start().await;
    let manager = app.as_role(Role::SalesManager).await;
    let rep = app.as_role(Role::SalesRep).await;
    let engineer = app.as_role(Role::Engineer).await;
    let partner = app.as_role(Role::Partner).await;
    let shared = SaveView { shared: true, ..gold() };

    let refused = rep.save_view(&shared, &key()).await.unwrap_err();
    let view = save(&manager, &shared).await;
    let own = save(&rep, &gold()).await;
    let sly = ChangeView { shared: Some(true), ..ChangeView::default() };
    let sly = rep.change_view(own.id, own.version, &sly).await.unwrap_err();

    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/shared");
    assert_eq!(sly.problem().unwrap().errors[0].reason, Reason::MayNotShare);
    let seen = engineer.views(SavedList::Partners).await.unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].id, seen[0].is_own), (view.id, false));
    assert_eq!(seen[0].owner_name, "sales_manager 先生");
    assert_eq!(names(&partner, SavedList::Partners).await, [""; 0], "a partner is no staff");
    let taken = ChangeView { name: Some("mine now".to_owned()), ..ChangeView::default() };
    let taken = engineer.change_view(view.id, view.version, &taken).await.unwrap_err();
    assert_eq!(taken.code(), Some(ProblemCode::NotFound));
}

#[actix_web::test]
async fn a_list_opens_with_a_default_until_it_is_there_no_more() {
    let app = TestApp::start().await;
    let manager = app.as_role(Role::SalesManager).await;
    let engineer = app.as_role(Role::Engineer).await;
    let shared = save(&manager, &SaveView { shared: true, ..gold() }).await;
    let hidden = save(&manager, &SaveView { name: "hidden".to_owned(), ..gold() }).await;
    let list = SavedList::Partners;
    let choose = |view| ChooseDefaultView { list, view };
    let default = async |client: &Client| {
        let views = client.views(list).await.unwrap();
        views.into_iter().find(|view| view.is_default).map(|view| view.id)
    };

    engineer.choose_default_view(&choose(Some(shared.id))).await.unwrap();
    manager.choose_default_view(&choose(Some(hidden.id))).await.unwrap();
    let refused = engineer.choose_default_view(&choose(Some(hidden.id))).await.unwrap_err();
    let elsewhere = ChooseDefaultView { list: SavedList::Orders, view: Some(shared.id) };
    let elsewhere = engineer.choose_default_view(&elsewhere).await.unwrap_err();

    for refused in [refused, elsewhere] {
        assert_eq!(refused.problem().unwrap().errors[0].pointer, "/view");
    }
    assert_eq!(default(&engineer).await, Some(shared.id));
    assert_eq!(default(&manager).await, Some(hidden.id), "each has a default of their own");
    let unshared = ChangeView { shared: Some(false), ..ChangeView::default() };
    let unshared = manager.change_view(shared.id, shared.version, &unshared).await.unwrap();
    assert_eq!(default(&engineer).await, None);
    let again = ChangeView { shared: Some(true), ..ChangeView::default() };
    manager.change_view(shared.id, unshared.version, &again).await.unwrap();
    assert_eq!(default(&engineer).await, None, "it was not only hidden");
    manager.delete_view(hidden.id, hidden.version).await.unwrap();
    assert_eq!(default(&manager).await, None);
    manager.choose_default_view(&choose(Some(shared.id))).await.unwrap();
    manager.choose_default_view(&choose(None)).await.unwrap();
    assert_eq!(default(&manager).await, None);
}
