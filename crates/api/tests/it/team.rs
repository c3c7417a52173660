//! The people of a partner organisation, managed by its own administrators and by staff who keep
//! partners; and what else is kept of an organisation.

use client::{Client, Door, Side};
use domain::{
    access::Role,
    auth::wire::{SignIn, UserListQuery, UserView},
    licenses::ActivationMode::Online,
    money::Amount,
    partners::{
        PaymentTerms, TermsFrom,
        wire::{AddColleague, ChangeColleague, LetIn, PartnerContact, PartnerContent},
    },
    problem::{ProblemCode, Reason},
};
use testkit::{TestApp, key};

fn colleague(username: &str) -> AddColleague {
    AddColleague {
        username: username.to_owned(),
        name: "沈青".to_owned(),
        email: format!("{username}@a.example"),
        ..AddColleague::default()
    }
}

fn changed(user: &UserView, org_admin: bool) -> ChangeColleague {
    ChangeColleague {
        name: user.name.clone(),
        email: user.email.clone(),
        language: user.language,
        org_admin,
    }
}

async fn signed_in(app: &TestApp, let_in: &LetIn) -> client::ClientResult<Client> {
    let client = app.stranger();
    let sign_in = SignIn::new(let_in.user.username.clone(), let_in.password.clone());
    client.sign_in(Door::Partner, &sign_in).await?;
    Ok(client)
}

#[actix_web::test]
async fn an_administrator_lets_a_colleague_in_and_out() {
    let app = TestApp::start().await;
    let chief = app.as_role(Role::Partner).await;

    let let_in = chief.add_colleague(None, &colleague("shenqing")).await.unwrap();
    let twin = chief.add_colleague(None, &colleague("ShenQing")).await.map(drop).unwrap_err();
    let person = signed_in(&app, &let_in).await.unwrap();

    assert!(chief.me().await.unwrap().org_admin, "whoever was there first");
    assert!(!person.me().await.unwrap().org_admin);
    assert_eq!(let_in.user.partner.as_ref().map(|partner| partner.id), Some(app.partner_a));
    assert_eq!(twin.problem().unwrap().errors[0].pointer, "/username");
    let team = chief.team(None, &UserListQuery::default()).await.unwrap();
    assert_eq!(team.total, 2);
    assert_eq!(person.team(None, &UserListQuery::default()).await.unwrap().items, team.items);

    let known = team.items.into_iter().find(|user| user.id == let_in.user.id).unwrap();
    let out = chief.set_colleague_active(None, known.id, known.version, false).await.unwrap();
    assert!(!out.active);
    let ended = person.own_partner().await.unwrap_err();
    assert_eq!(ended.code(), Some(ProblemCode::SignInRequired), "signed out at once");
    let stale = chief.set_colleague_active(None, known.id, known.version, true).await.unwrap_err();
    assert!(stale.is_stale());
    chief.set_colleague_active(None, out.id, out.version, true).await.unwrap();
    let again = chief.team(None, &UserListQuery::default()).await.unwrap();
    let back = again.items.iter().find(|user| user.id == out.id).unwrap();
    let renewed = chief.renew_password_of_colleague(None, back.id, back.version).await.unwrap();
    assert!(signed_in(&app, &let_in).await.is_err(), "the old password is gone");
    assert!(signed_in(&app, &renewed).await.is_ok());
}

#[actix_web::test]
async fn a_colleague_without_the_hat_changes_nothing() {
    let app = TestApp::start().await;
    let chief = app.as_role(Role::Partner).await;
    let let_in = chief.add_colleague(None, &colleague("shenqing")).await.unwrap();
    let person = signed_in(&app, &let_in).await.unwrap();
    let me = chief.me().await.unwrap().id;

    let refusals = [
        person.add_colleague(None, &colleague("another")).await.map(drop).unwrap_err(),
        person.set_colleague_active(None, me, 1, false).await.map(drop).unwrap_err(),
        person
            .change_colleague(None, let_in.user.id, 1, &changed(&let_in.user, true))
            .await
            .map(drop)
            .unwrap_err(),
        person.renew_password_of_colleague(None, me, 1).await.map(drop).unwrap_err(),
    ];

    for refused in refusals {
        let problem = refused.problem().unwrap();
        assert_eq!(problem.code, ProblemCode::NotPermitted);
        assert_eq!(problem.reason, Some(Reason::OrgAdminOnly));
    }
    assert_eq!(chief.team(None, &UserListQuery::default()).await.unwrap().total, 2);
}

#[actix_web::test]
async fn the_last_administrator_stays_until_there_is_another() {
    let app = TestApp::start().await;
    let chief = app.as_role(Role::Partner).await;
    let channel = app.as_role(Role::ChannelManager).await;
    let of_a = Some(app.partner_a);
    let team = chief.team(None, &UserListQuery::default()).await.unwrap().items;
    let me = &team[0];

    let own = chief.set_colleague_active(None, me.id, me.version, false).await.unwrap_err();
    let hat = chief.change_colleague(None, me.id, me.version, &changed(me, false)).await;
    let by_staff = channel.set_colleague_active(of_a, me.id, me.version, false).await.unwrap_err();

    assert_eq!(own.problem().unwrap().reason, Some(Reason::OwnAccount));
    assert_eq!(hat.unwrap_err().problem().unwrap().reason, Some(Reason::LastOrgAdmin));
    assert_eq!(by_staff.problem().unwrap().reason, Some(Reason::LastOrgAdmin));
    let second = chief.add_colleague(None, &colleague("shenqing")).await.unwrap().user;
    let second = chief
        .change_colleague(None, second.id, second.version, &changed(&second, true))
        .await
        .unwrap();
    assert!(second.org_admin);
    let gone = channel.set_colleague_active(of_a, me.id, me.version, false).await.unwrap();
    assert!(!gone.active, "another is left");
}

#[actix_web::test]
async fn staff_who_keep_partners_manage_their_people_and_others_only_read() {
    let app = TestApp::start().await;
    let channel = app.as_role(Role::ChannelManager).await;
    let sales = app.as_role(Role::SalesRep).await;
    let (of_a, of_b) = (Some(app.partner_a), Some(app.partner_b));

    let let_in = channel.add_colleague(of_a, &colleague("shenqing")).await.unwrap();
    let elsewhere = channel.set_colleague_active(of_b, let_in.user.id, 1, false).await.unwrap_err();
    let forbidden = sales.add_colleague(of_a, &colleague("another")).await.map(drop).unwrap_err();

    assert_eq!(sales.team(of_a, &UserListQuery::default()).await.unwrap().total, 2);
    assert_eq!(elsewhere.code(), Some(ProblemCode::NotFound), "not of that partner");
    assert_eq!(forbidden.code(), Some(ProblemCode::NotPermitted));
    let staff = channel.me().await.unwrap().id;
    let not_theirs = channel.set_colleague_active(of_a, staff, 1, false).await.unwrap_err();
    assert_eq!(not_theirs.code(), Some(ProblemCode::NotFound), "staff are nobody's colleagues");
}

#[actix_web::test]
async fn contacts_senders_and_terms_are_kept_and_checked() {
    let app = TestApp::start().await;
    let channel = app.as_role(Role::ChannelManager).await;
    let before = channel.partner(app.partner_a).await.unwrap();
    let content = PartnerContent {
        contacts: vec![PartnerContact {
            name: "财务部".to_owned(),
            title: Some("开票".to_owned()),
            email: "finance@a.example".to_owned(),
            phone: None,
        }],
        sender_addresses: vec!["@A.example".to_owned(), "boss@qq.com".to_owned()],
        credit_limit: Some(Amount::from_minor(500_000_00)),
        payment_terms: PaymentTerms::Days { days: 30, from: TermsFrom::Delivery },
        ..PartnerContent::from(&before)
    };
    let wrong = PartnerContent {
        contacts: vec![PartnerContact::default()],
        sender_addresses: vec!["qq.com".to_owned()],
        payment_terms: PaymentTerms::Days { days: 0, from: TermsFrom::Invoice },
        ..content.clone()
    };

    let refused = channel.change_partner(before.id, before.version, &wrong).await.unwrap_err();
    let after = channel.change_partner(before.id, before.version, &content).await.unwrap();

    let named: Vec<_> =
        refused.problem().unwrap().errors.iter().map(|error| error.pointer.clone()).collect();
    assert_eq!(
        named,
        ["/contacts/0/name", "/contacts/0/email", "/sender_addresses/0", "/payment_terms/days",]
    );
    assert_eq!(after.sender_addresses, ["a.example", "boss@qq.com"]);
    assert_eq!((&after.contacts, after.payment_terms), (&content.contacts, content.payment_terms));
    let db = &app.app.db.read;
    for (from, whose) in [
        ("anyone@mail.a.example", Some(app.partner_a)),
        ("Boss@QQ.com", Some(app.partner_a)),
        ("other@qq.com", None),
    ] {
        assert_eq!(store::partners::of_sender(db, from).await.unwrap(), whose, "{from}");
    }
    let other = channel.partner(app.partner_b).await.unwrap();
    let theirs = PartnerContent {
        sender_addresses: vec!["b.example".to_owned(), "a.example".to_owned()],
        ..PartnerContent::from(&other)
    };
    let taken = channel.change_partner(other.id, other.version, &theirs).await.unwrap_err();
    let fault = &taken.problem().unwrap().errors[0];
    assert_eq!(
        (fault.pointer.as_str(), fault.reason),
        ("/sender_addresses/1", Reason::AlreadyTaken)
    );
    assert!(channel.partner(app.partner_b).await.unwrap().sender_addresses.is_empty());
}

#[actix_web::test]
async fn an_approver_sees_what_the_partner_owes_beside_its_limit() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let partner = admin.partner(app.partner_a).await.unwrap();
    // Two orders of 126 000 each, for a gold partner.
    let content = PartnerContent {
        credit_limit: Some(Amount::from_minor(200_000_00)),
        ..PartnerContent::from(&partner)
    };
    admin.change_partner(partner.id, partner.version, &content).await.unwrap();
    let approved = app.approved(&[Online]).await;
    let waiting = app.submitted(&[Online]).await;

    let credit = admin.order_review(waiting.id).await.unwrap().credit.unwrap();

    assert_eq!(credit.open, approved.totals.gross);
    assert_eq!(credit.order, waiting.totals.gross);
    assert_eq!(credit.exceeded_by().unwrap().to_string(), "52000.00");
    let canceled = domain::orders::wire::WithReason { reason: "客户取消".to_owned() };
    let approved = admin.order(Side::Staff, &approved.number).await.unwrap();
    admin
        .cancel_order(Side::Staff, approved.id, approved.version, &canceled, &key())
        .await
        .unwrap();
    let credit = admin.order_review(waiting.id).await.unwrap().credit.unwrap();
    assert_eq!((credit.open, credit.exceeded_by()), (Amount::ZERO, None));
}
