//! Customers: created by approval, found by any part of their name, seen by those who sold to them.

use std::collections::{BTreeMap, BTreeSet};

use client::Side;
use domain::{
    access::Role,
    customers::{
        Retention, TimelineKind,
        duplicates::{DuplicateReason, PairStatus},
        merge::{MergeField, Moved},
        wire::{
            ChangeCustomer, CreateCustomer, CustomerContact, CustomerContent, CustomerListQuery,
            CustomerView, MergeCustomers, PairListQuery, SimilarQuery, TimelineQuery, Told,
        },
    },
    licenses::{
        ActivationMode::{Offline, Online},
        wire::LicenseListQuery,
    },
    orders::wire::ApproveOrder,
    patch::Patch,
    problem::{ProblemCode, Reason},
};
use testkit::{TestApp, key};

#[actix_web::test]
async fn approval_creates_the_end_user_once_and_finds_it_again() {
    let app = TestApp::start().await;
    app.approved(&[Online]).await;
    app.approved(&[Online]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;

    for q in ["", "远航", "zsyh", "招商远航银行"] {
        let query = CustomerListQuery { q: q.to_owned(), ..CustomerListQuery::default() };
        let found = admin.customers(&query).await.unwrap();
        assert_eq!(found.total, 1, "`{q}`");
        assert_eq!(found.items[0].licenses, 2);
    }
    let row = admin.customers(&CustomerListQuery::default()).await.unwrap().items.remove(0);
    let customer = admin.customer(row.id).await.unwrap();
    assert_eq!(customer.contacts[0].email.as_deref(), Some("it@customer.example"));
    assert_eq!(customer.retention, Retention::Active);
    let partner = app.as_role(Role::Partner).await;
    let own = partner.end_users(Side::Portal, "远航").await.unwrap();
    assert_eq!(own[0].customer_id, row.id);
}

#[actix_web::test]
async fn the_approver_sees_who_the_end_user_might_be_and_decides() {
    let app = TestApp::start().await;
    app.approved(&[Online]).await;
    let partner = app.as_role(Role::Partner).await;
    let catalogue = partner.catalogue(Side::Portal).await.unwrap();
    let content = testkit::content(&catalogue, "招商远航银行（上海）有限公司", &[Online]);
    let draft = partner.place_order(Side::Portal, &content, &key()).await.unwrap();
    let submit = app.acceptance(&partner, &draft).await;
    let order =
        partner.submit_order(Side::Portal, draft.id, draft.version, &submit, &key()).await.unwrap();
    let admin = app.as_role(Role::Admin).await;

    let review = admin.order_review(order.id).await.unwrap();
    let possible = &review.end_users[0].possible;
    let choice =
        domain::orders::wire::EndUserChoice { line: 1, customer_id: possible[0].customer_id };
    let approve = ApproveOrder { end_users: vec![choice], ..ApproveOrder::default() };
    admin.approve_order(order.id, order.version, &approve, &key()).await.unwrap();

    assert!(review.end_users[0].matched.is_none());
    assert!(possible[0].reasons.contains(&DuplicateReason::SameMailDomain), "{possible:?}");
    assert_eq!(review.will_issue[0].online, 1);
    assert_eq!(review.will_issue[0].recipient, "orders@a.example");
    let all = admin.customers(&CustomerListQuery::default()).await.unwrap();
    assert_eq!((all.total, all.items[0].licenses), (1, 2));
}

fn content(name: &str, email: &str) -> CreateCustomer {
    CreateCustomer {
        name: name.to_owned(),
        contacts: vec![CustomerContact {
            name: "王芳".to_owned(),
            email: Some(email.to_owned()),
            ..CustomerContact::default()
        }],
        ..CreateCustomer::default()
    }
}

fn only(kind: TimelineKind) -> TimelineQuery {
    TimelineQuery { kind: vec![kind], ..TimelineQuery::default() }
}

#[actix_web::test]
async fn a_customer_is_kept_once_changed_as_a_whole_archived_and_restored() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let all = CustomerListQuery::default();
    let same = key();
    let new = CreateCustomer {
        credit_code: Some(" 91110000802100433b ".to_owned()),
        ..content(" 上海云图科技有限公司 ", "wang@yuntu.example")
    };

    let made = admin.create_customer(&new, &same).await.unwrap();
    let again = admin.create_customer(&new, &same).await.unwrap();
    let twice = admin.create_customer(&new, &key()).await.unwrap_err();
    let rep = app.as_role(Role::SalesRep).await;
    let not_allowed = rep.create_customer(&content("北京", "a@b.example"), &key()).await;

    assert_eq!((made.name.as_str(), again.id), ("上海云图科技有限公司", made.id));
    assert_eq!(made.credit_code.as_deref(), Some("91110000802100433B"));
    assert_eq!(made.retention, Retention::Prospect);
    let taken: Vec<_> = twice.problem().unwrap().errors.iter().map(|e| e.pointer.clone()).collect();
    assert_eq!(taken, ["/name", "/credit_code"]);
    assert_eq!(not_allowed.unwrap_err().code(), Some(ProblemCode::NotPermitted));
    assert_eq!(admin.customers(&all).await.unwrap().total, 1, "a refusal keeps nothing");

    let whole = CustomerContent { name: made.name.clone(), ..CustomerContent::default() };
    let changed = admin.replace_customer(made.id, made.version, &whole).await.unwrap();
    assert_eq!((changed.credit_code.as_deref(), changed.contacts.len()), (None, 0));
    let stale = admin.archive_customer(made.id, made.version).await.unwrap_err();
    assert!(stale.is_stale());

    let archived = admin.archive_customer(made.id, changed.version).await.unwrap();
    assert!(archived.archived);
    assert_eq!(admin.customers(&all).await.unwrap().total, 0);
    let only_archived = CustomerListQuery { archived: Some(true), ..all.clone() };
    assert_eq!(admin.customers(&only_archived).await.unwrap().items[0].id, made.id);
    let refused = admin.replace_customer(made.id, archived.version, &whole).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::CustomerArchived));
    let restored = admin.restore_customer(made.id, archived.version).await.unwrap();
    assert!(!restored.archived);
    let refused = admin.restore_customer(made.id, restored.version).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::CustomerNotArchived));
}

#[actix_web::test]
async fn an_owner_is_somebody_who_sells_and_finds_their_own() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let made = admin.create_customer(&content("上海云图", "a@b.example"), &key()).await.unwrap();
    let rep = app.as_role(Role::SalesRep).await;
    let rep_id = rep.me().await.unwrap().id;
    let engineer = app.as_role(Role::Engineer).await.me().await.unwrap().id;
    let manager = app.as_role(Role::SalesManager).await;

    let refused = manager.assign_customer(made.id, made.version, Some(engineer)).await.unwrap_err();
    let given = manager.assign_customer(made.id, made.version, Some(rep_id)).await.unwrap();
    let again = manager.assign_customer(made.id, given.version, Some(rep_id)).await.unwrap_err();

    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/owner_id");
    assert_eq!(given.owner_id, Some(rep_id));
    assert_eq!(again.problem().unwrap().errors[0].reason, Reason::NothingChanges);
    for (mine, total) in [(Some(true), 1), (Some(false), 0)] {
        let query = CustomerListQuery { mine, ..CustomerListQuery::default() };
        assert_eq!(rep.customers(&query).await.unwrap().total, total, "{mine:?}");
    }
}

#[actix_web::test]
async fn possible_duplicates_are_shown_judged_and_keep_nobody_from_anything() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let one = content("苏州精工制造集团有限公司", "a@jinggong.example");
    let one = admin.create_customer(&one, &key()).await.unwrap();
    let asked = SimilarQuery {
        name: "苏州精工集团".to_owned(),
        email: Some("b@jinggong.example".to_owned()),
        ..SimilarQuery::default()
    };

    let similar = admin.similar_customers(&asked).await.unwrap();
    let other = content("苏州精工集团", "b@jinggong.example");
    let other = admin.create_customer(&other, &key()).await.unwrap();
    app.settle().await;

    assert_eq!((similar.len(), similar[0].customer_id, similar[0].score), (1, one.id, 75));
    let pairs = admin.duplicates(&PairListQuery::default()).await.unwrap();
    assert_eq!(pairs.total, 1);
    let pair = &pairs.items[0];
    // Both were made in one instant of the stopped clock: either may be named first.
    let both: BTreeSet<_> = [pair.one.id, pair.other.id].into();
    assert_eq!(both, [one.id, other.id].into());
    let wordless = admin.dismiss_duplicate(pair.id, pair.version, " ").await.unwrap_err();
    assert_eq!(wordless.problem().unwrap().errors[0].pointer, "/reason");
    let two = admin.dismiss_duplicate(pair.id, pair.version, "母子公司").await.unwrap();
    assert_eq!(two.status, PairStatus::Dismissed);
    assert_eq!(admin.duplicates(&PairListQuery::default()).await.unwrap().total, 0);
    let again = admin.dismiss_duplicate(pair.id, two.version, "again").await.unwrap_err();
    assert_eq!(again.problem().unwrap().reason, Some(Reason::PairDismissed));
    let open = admin.reopen_duplicate(pair.id, two.version).await.unwrap();
    assert_eq!((open.status, open.dismiss_reason), (PairStatus::Open, None));
}

/// What a merge moves must be moved by it, and be back after it.
#[actix_web::test]
async fn a_merge_takes_everything_along_and_undoing_gives_it_back() {
    let app = TestApp::start().await;
    app.approved(&[Online, Offline]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let all = CustomerListQuery::default();
    let loser = admin.customers(&all).await.unwrap().items.remove(0);
    let loser = admin.customer(loser.id).await.unwrap();
    let new = content("招商远航银行（深圳）有限公司", "it@customer.example");
    let winner = admin.create_customer(&new, &key()).await.unwrap();
    app.settle().await;
    let own = |id| LicenseListQuery { customer: Some(id), ..LicenseListQuery::default() };

    let preview = admin.preview_merge(winner.id, loser.id).await.unwrap();
    assert_eq!(preview.blocked, None);
    assert_eq!(preview.same_contacts, 1);
    assert!(preview.fields.iter().any(|choice| choice.field == MergeField::Name));
    let moves: BTreeMap<_, _> = preview.moves.iter().map(|rows| (rows.what, rows.count)).collect();
    assert_eq!((moves[&Moved::Licenses], moves[&Moved::OrderLines]), (2, 1));
    assert_eq!((moves[&Moved::Purchases], moves[&Moved::Deployments]), (1, 2));
    let body = MergeCustomers {
        loser_id: loser.id,
        loser_version: loser.version,
        take: vec![MergeField::Name],
        reason: Some("同一家".to_owned()),
    };
    let once = key();
    let merge = admin.merge_customers(winner.id, winner.version, &body, &once).await.unwrap();
    let replay = admin.merge_customers(winner.id, winner.version, &body, &once).await.unwrap();
    assert_eq!(merge.id, replay.id);

    let after = admin.customer(winner.id).await.unwrap();
    assert_eq!((after.name.as_str(), after.licenses), (loser.name.as_str(), 2));
    assert_eq!(after.retention, Retention::Active);
    assert_eq!(admin.customers(&all).await.unwrap().total, 1);
    let gone = admin.customer(loser.id).await.unwrap();
    assert_eq!(gone.merged_into.as_ref().map(|winner| winner.id), Some(winner.id));
    assert_eq!(admin.licenses(Side::Staff, &own(winner.id)).await.unwrap().total, 2);
    // An order for the old name goes to who stands for it.
    app.approved(&[Online]).await;
    app.settle().await;
    assert_eq!(admin.licenses(Side::Staff, &own(winner.id)).await.unwrap().total, 3);

    let undo = admin.merge(merge.id).await.unwrap();
    let back: BTreeMap<_, _> = undo.returns.iter().map(|rows| (rows.what, rows.count)).collect();
    let stays: BTreeMap<_, _> = undo.stays.iter().map(|rows| (rows.what, rows.count)).collect();
    assert_eq!((undo.blocked, back[&Moved::Licenses], stays[&Moved::Licenses]), (None, 2, 1));
    let undone = admin.undo_merge(merge.id, merge.version).await.unwrap();
    assert!(undone.undone_at.is_some());
    let again = admin.undo_merge(merge.id, undone.version).await.unwrap_err();
    assert_eq!(again.problem().unwrap().reason, Some(Reason::MergeUndone));
    let restored = admin.customer(loser.id).await.unwrap();
    let same = CustomerView { version: loser.version, ..restored };
    assert_eq!(same, loser);
    let restored = admin.customer(winner.id).await.unwrap();
    assert_eq!((restored.name, restored.licenses), (winner.name, 1));
    assert_eq!(restored.contacts, winner.contacts);
}

#[actix_web::test]
async fn a_merge_is_refused_where_it_would_hide_something() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let one = admin.create_customer(&content("上海云图", "a@b.example"), &key()).await.unwrap();
    let other = admin.create_customer(&content("云图上海", "b@b.example"), &key()).await.unwrap();
    let body = MergeCustomers {
        loser_id: other.id,
        loser_version: other.version,
        take: Vec::new(),
        reason: None,
    };
    let itself = MergeCustomers { loser_id: one.id, ..body.clone() };
    let outdated = MergeCustomers { loser_version: other.version + 1, ..body.clone() };

    let itself = admin.merge_customers(one.id, one.version, &itself, &key()).await.unwrap_err();
    let outdated = admin.merge_customers(one.id, one.version, &outdated, &key()).await.unwrap_err();
    assert_eq!(itself.problem().unwrap().errors[0].reason, Reason::MergeWithItself);
    assert!(outdated.is_stale());
    let rep = app.as_role(Role::SalesRep).await;
    let asked = ChangeCustomer {
        city: Patch::Set("上海".to_owned()),
        reason: Some("搬迁".to_owned()),
        ..ChangeCustomer::default()
    };
    rep.propose_customer_change(other.id, other.version, &asked, &key()).await.unwrap();
    let waits = admin.merge_customers(one.id, one.version, &body, &key()).await.unwrap_err();
    assert_eq!(waits.problem().unwrap().reason, Some(Reason::ChangeOpen));
    assert!(admin.preview_merge(one.id, other.id).await.unwrap().blocked.is_some());
    assert_eq!(admin.customer(other.id).await.unwrap().merged_into, None);

    // The other way round it loses nothing; what is changed afterwards stands in the way of undoing.
    let body = MergeCustomers {
        loser_id: one.id,
        loser_version: one.version,
        take: vec![MergeField::Name],
        ..body
    };
    let merge = admin.merge_customers(other.id, other.version, &body, &key()).await.unwrap();
    let now = admin.customer(other.id).await.unwrap();
    let renamed = ChangeCustomer { name: Some("云图".to_owned()), ..ChangeCustomer::default() };
    admin.change_customer(other.id, now.version, &renamed).await.unwrap();
    let refused = admin.undo_merge(merge.id, merge.version).await.unwrap_err();
    let problem = refused.problem().unwrap();
    assert_eq!(problem.reason, Some(Reason::MergeOutdated));
    assert_eq!(problem.errors[0].pointer, "/name");
}

#[actix_web::test]
async fn a_timeline_tells_everything_that_one_may_read_in_few_statements() {
    let app = TestApp::start().await;
    app.approved(&[Online, Offline]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let row = admin.customers(&CustomerListQuery::default()).await.unwrap().items.remove(0);
    let all = TimelineQuery { per_page: 100, ..TimelineQuery::default() };

    let before = app.statements();
    let whole = admin.customer_timeline(row.id, &all).await.unwrap();
    let asked = app.statements() - before;

    assert!(asked <= 4, "{asked} statements");
    let kinds: BTreeSet<_> = whole.items.iter().map(|entry| entry.kind).collect();
    for kind in [
        TimelineKind::Change,
        TimelineKind::Order,
        TimelineKind::License,
        TimelineKind::Deployment,
        TimelineKind::Purchase,
        TimelineKind::Mail,
    ] {
        assert!(kinds.contains(&kind), "{kind}: {kinds:?}");
    }
    assert!(whole.items.is_sorted_by(|a, b| a.at >= b.at), "latest first");
    let ids: BTreeSet<_> = whole.items.iter().map(|entry| entry.id).collect();
    assert_eq!(ids.len(), whole.items.len(), "each stands once");
    let mut parts = Vec::new();
    let mut query = TimelineQuery { per_page: 3, ..TimelineQuery::default() };
    loop {
        let part = admin.customer_timeline(row.id, &query).await.unwrap();
        parts.extend(part.items);
        let Some(next) = part.next else { break };
        query.after = Some(next);
    }
    assert_eq!(parts, whole.items);
    let bought = admin.customer_timeline(row.id, &only(TimelineKind::Purchase)).await.unwrap();
    assert!(matches!(bought.items[0].told, Told::Purchase { sets: 2, .. }));

    let engineer = app.as_role(Role::Engineer).await;
    let told = engineer.customer_timeline(row.id, &all).await.unwrap();
    let money = [TimelineKind::Order, TimelineKind::Purchase];
    assert!(!told.items.is_empty() && told.items.iter().all(|entry| !money.contains(&entry.kind)));
    let asked = engineer.customer_timeline(row.id, &only(TimelineKind::Purchase)).await.unwrap();
    assert_eq!(asked.items, []);
}
