//! Products and prices: the same for who asks the server and who computes by its rules.

use chrono::{NaiveDate, TimeDelta};
use client::{Client, Side};
use domain::{
    Lang,
    access::Role,
    events::{EventKind, SubjectKind, wire::EventListQuery},
    licenses::{ActivationMode::Online, LapsedRenewal},
    money::{Amount, BasisPoints},
    orders::wire::{ApproveOrder, ChangeOrder, OrderLineView},
    partners::PartnerLevel,
    problem::{ProblemCode, Reason},
    products::{
        Edition, ProductKind,
        pricing::{self, PriceRuleKind, PriceStepKind, Pricing, QuoteLine},
        wire::{
            ListedProduct, ProductContent, QuoteRequest, RuleContent, SetEnd, SetPrice, Simulation,
        },
    },
};
use testkit::{TestApp, key, today};

#[actix_web::test]
async fn the_portal_computes_the_very_price_that_the_server_does() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let catalogue = partner.catalogue(Side::Portal).await.unwrap();
    let lines: Vec<_> = catalogue
        .products
        .iter()
        .filter(|product| product.kind == ProductKind::License)
        .zip(1..)
        .map(|(product, n)| QuoteLine::new(product.id, n * 5, n.min(3)))
        .collect();

    let request = QuoteRequest { lines: lines.clone(), ..QuoteRequest::default() };
    let by_server = partner.quote(Side::Portal, &request).await.unwrap();

    let pricing = Pricing { level: catalogue.level, on: catalogue.today };
    let by_rule = pricing::quote(&lines, &catalogue.price_book, pricing).unwrap();
    assert_eq!(by_server, by_rule);
    assert!(by_rule.lines[3].trace.len() > 3, "term, volume and level");
}

#[actix_web::test]
async fn a_partner_quotes_for_nobody_else_and_takes_nothing_off() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let product_id = partner.catalogue(Side::Portal).await.unwrap().products[0].id;
    let line = QuoteLine { manual_discount: BasisPoints(1), ..QuoteLine::new(product_id, 1, 1) };
    let request = QuoteRequest {
        lines: vec![line],
        partner_id: Some(app.partner_b),
        level: Some(PartnerLevel::Platinum),
        on: Some(today()),
    };

    let refused = partner.quote(Side::Portal, &request).await.unwrap_err();

    let errors = &refused.problem().unwrap().errors;
    let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/lines/0/manual_discount", "/partner_id", "/level", "/on"]);
}

fn in_days(days: i64) -> NaiveDate {
    today() + TimeDelta::days(days)
}

fn yuan(yuan: i64) -> Amount {
    Amount::from_minor(yuan * 100)
}

/// The edition that tests order: 168 000 a year.
async fn enterprise(client: &Client) -> ListedProduct {
    let list = client.price_list().await.unwrap();
    let is_it = |product: &ListedProduct| product.content.edition == Some(Edition::Enterprise);
    list.products.into_iter().find(is_it).unwrap()
}

fn price(of: i64, from: NaiveDate) -> SetPrice {
    SetPrice {
        list_price: yuan(of),
        floor_price: None,
        tax_rate: BasisPoints(3_00),
        tax_classification: None,
        valid_from: from,
    }
}

async fn one_year(
    client: &Client,
    product: &ListedProduct,
    on: Option<NaiveDate>,
    level: Option<PartnerLevel>,
) -> Simulation {
    let line = QuoteLine::new(product.id, 1, 1);
    let request = QuoteRequest { lines: vec![line], on, level, ..QuoteRequest::default() };
    client.simulate(&request).await.unwrap()
}

/// The first field error and its reason.
fn fault(error: &client::ClientError) -> (String, Reason) {
    let error = &error.problem().unwrap().errors[0];
    (error.pointer.clone(), error.reason)
}

fn reason(error: &client::ClientError) -> Reason {
    error.problem().unwrap().reason.unwrap()
}

#[actix_web::test]
async fn a_new_price_holds_from_its_day_and_each_day_costs_its_own() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let before = enterprise(&admin).await;
    let once = key();

    let set = admin.set_price(before.id, &price(180_000, in_days(1)), &once).await.unwrap();
    let again = admin.set_price(before.id, &price(180_000, in_days(1)), &once).await.unwrap();

    assert_eq!(again, set, "the same key acts once");
    let days: Vec<_> = set.prices.iter().map(|p| (p.valid_from, p.valid_until)).collect();
    assert_eq!(days, [(before.prices[0].valid_from, Some(today())), (in_days(1), None)]);
    for (on, gross) in [(None, 168_000), (Some(in_days(1)), 180_000), (Some(in_days(-9)), 168_000)]
    {
        let answer = one_year(&admin, &before, on, None).await;
        assert_eq!(answer.totals.gross, yuan(gross), "{on:?}");
        let holding = set.price_on(answer.on).unwrap();
        assert_eq!(answer.prices[0].valid_from, holding.valid_from);
        assert_eq!(answer.prices[0].valid_until, holding.valid_until);
    }
    let partner = app.as_role(Role::Partner).await;
    let catalogue = partner.catalogue(Side::Portal).await.unwrap();
    let own = catalogue.products.iter().find(|product| product.id == before.id).unwrap();
    assert_eq!(own.list_price, yuan(168_000), "partners see today's");

    app.pass(TimeDelta::days(1));
    let admin = app.as_role(Role::Admin).await;
    assert_eq!(one_year(&admin, &before, None, None).await.totals.gross, yuan(180_000));
}

#[actix_web::test]
async fn a_price_to_come_is_changed_and_removed_and_one_that_holds_is_only_ended() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let before = enterprise(&admin).await;
    let set = admin.set_price(before.id, &price(180_000, in_days(10)), &key()).await.unwrap();
    let (held, coming) = (set.prices[0].clone(), set.prices[1].clone());

    let twice = admin.set_price(before.id, &price(190_000, in_days(10)), &key()).await.unwrap_err();
    let late = admin.set_price(before.id, &price(190_000, in_days(-1)), &key()).await.unwrap_err();
    let rewritten = admin.change_price(held.id, held.version, &price(1, in_days(5))).await;
    let removed = admin.remove_price(held.id, held.version).await;
    assert_eq!(fault(&twice), ("/valid_from".to_owned(), Reason::PriceFromThatDay));
    assert_eq!(fault(&late), ("/valid_from".to_owned(), Reason::InThePast));
    assert_eq!(reason(&rewritten.unwrap_err()), Reason::InForce);
    assert_eq!(reason(&removed.unwrap_err()), Reason::InForce);

    let moved = price(185_000, in_days(20));
    let after = admin.change_price(coming.id, coming.version, &moved).await.unwrap();
    let stale = admin.change_price(coming.id, coming.version, &moved).await.unwrap_err();
    assert!(stale.is_stale());
    assert_eq!(after.prices[0].valid_until, Some(in_days(19)), "no gap by accident");
    let too_far = SetEnd { valid_until: Some(in_days(20)) };
    let refused = admin.end_price(held.id, after.prices[0].version, &too_far).await.unwrap_err();
    assert_eq!(fault(&refused), ("/valid_until".to_owned(), Reason::NextPriceBegins));

    let after = admin.remove_price(coming.id, after.prices[1].version).await.unwrap();
    assert_eq!((after.prices.len(), after.prices[0].valid_until), (1, None));
    let end = SetEnd { valid_until: Some(today()) };
    let ended = admin.end_price(held.id, after.prices[0].version, &end).await.unwrap();
    assert_eq!(ended.prices[0].valid_until, Some(today()));
    app.pass(TimeDelta::days(1));
    let admin = app.as_role(Role::Admin).await;
    let over = admin.end_price(held.id, ended.prices[0].version, &SetEnd::default()).await;
    assert_eq!(reason(&over.unwrap_err()), Reason::NoLongerInForce);
}

#[actix_web::test]
async fn a_wrong_price_is_refused_by_field_and_nothing_is_kept() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let before = enterprise(&admin).await;
    let bad = SetPrice {
        floor_price: Some(yuan(200_000)),
        tax_rate: BasisPoints(4_00),
        tax_classification: Some("304".to_owned()),
        ..price(180_000, in_days(1))
    };

    let refused = admin.set_price(before.id, &bad, &key()).await.unwrap_err();

    let errors = &refused.problem().unwrap().errors;
    let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/floor_price", "/tax_rate", "/tax_classification"]);
    assert_eq!(enterprise(&admin).await, before);
    let query =
        EventListQuery { subject_kind: Some(SubjectKind::Product), ..EventListQuery::default() };
    assert_eq!(admin.events(&query).await.unwrap().total, 0);
}

#[actix_web::test]
async fn the_rules_behind_a_price_are_named() {
    let app = TestApp::start().await;
    let rep = app.as_role(Role::SalesRep).await;
    let product = enterprise(&rep).await;
    let line =
        QuoteLine { manual_discount: BasisPoints(4_00), ..QuoteLine::new(product.id, 10, 2) };
    let request = QuoteRequest {
        lines: vec![line, QuoteLine::new(product.id, 1, 3)],
        partner_id: Some(app.partner_a),
        ..QuoteRequest::default()
    };

    let answer = rep.simulate(&request).await.unwrap();
    let both = QuoteRequest { level: Some(PartnerLevel::Silver), ..request.clone() };
    let refused = rep.simulate(&both).await.unwrap_err();

    assert_eq!(fault(&refused), ("/level".to_owned(), Reason::PartnerOrLevel));
    assert_eq!(answer.level, Some(PartnerLevel::Gold), "the partner's");
    assert_eq!(answer.manual_discount_limit, BasisPoints(5_00), "a rep's");
    let named = |step: &pricing::PriceStep| {
        let rule = answer.rules.iter().find(|rule| Some(rule.id) == step.rule);
        rule.map(|rule| rule.words(Lang::Zh).to_owned())
    };
    let steps: Vec<_> = answer.lines[0].trace.iter().map(|step| (step.kind, named(step))).collect();
    assert_eq!(
        steps,
        [
            (PriceStepKind::List, None),
            (PriceStepKind::Term, Some("2 年及以上 9.5 折，2020-01-01 起".to_owned())),
            (PriceStepKind::Volume, Some("10 套及以上 9.7 折，2020-01-01 起".to_owned())),
            (PriceStepKind::Level, Some("金牌伙伴 7.5 折，2020-01-01 起".to_owned())),
            (PriceStepKind::Manual, None),
        ]
    );
    assert_eq!(answer.rules.len(), 4, "three years have a rule of their own");
}

fn gold(discount: u32, from: NaiveDate) -> RuleContent {
    RuleContent {
        kind: PriceRuleKind::Level,
        at_least: 0,
        level: Some(PartnerLevel::Gold),
        discount: BasisPoints(discount),
        valid_from: from,
        valid_until: None,
    }
}

#[actix_web::test]
async fn rules_never_overlap_and_only_their_future_is_written() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let product = enterprise(&admin).await;
    let is_gold = |rule: &pricing::PriceRule| rule.level == Some(PartnerLevel::Gold);
    let rules = admin.price_rules().await.unwrap().rules;
    let held = rules.into_iter().find(|view| is_gold(&view.rule)).unwrap();
    assert!(held.example);

    let clash = admin.create_price_rule(&gold(28_00, in_days(1)), &key()).await.unwrap_err();
    let change = admin.change_price_rule(held.rule.id, held.version, &gold(1, in_days(2))).await;
    let remove = admin.remove_price_rule(held.rule.id, held.version).await;
    assert_eq!(fault(&clash), ("/valid_from".to_owned(), Reason::RuleOverlaps));
    assert_eq!(reason(&change.unwrap_err()), Reason::InForce);
    assert_eq!(reason(&remove.unwrap_err()), Reason::InForce);

    let today_is_last = SetEnd { valid_until: Some(today()) };
    let ended = admin.end_price_rule(held.rule.id, held.version, &today_is_last).await.unwrap();
    let new = admin.create_price_rule(&gold(28_00, in_days(1)), &key()).await.unwrap();
    let reopened =
        admin.end_price_rule(held.rule.id, ended.version, &SetEnd::default()).await.unwrap_err();
    assert_eq!(fault(&reopened), ("/valid_until".to_owned(), Reason::RuleOverlaps));
    assert!(!new.example);

    let level = Some(PartnerLevel::Gold);
    let now = one_year(&admin, &product, None, level).await;
    let tomorrow = one_year(&admin, &product, Some(in_days(1)), level).await;
    assert_eq!(now.totals.gross, yuan(126_000));
    assert_eq!(tomorrow.totals.gross, yuan(120_960));
    assert_eq!(tomorrow.rules[0].id, new.rule.id);

    let later = gold(30_00, in_days(5));
    let moved = admin.change_price_rule(new.rule.id, new.version, &later).await.unwrap();
    let stale = admin.change_price_rule(new.rule.id, new.version, &later).await.unwrap_err();
    assert!(stale.is_stale());
    admin.remove_price_rule(new.rule.id, moved.version).await.unwrap();
    let left = admin.price_rules().await.unwrap().rules;
    assert_eq!(left.iter().filter(|view| is_gold(&view.rule)).count(), 1);
}

fn add_on() -> ProductContent {
    ProductContent {
        code: " dify-users-500".to_owned(),
        kind: ProductKind::Addon,
        edition: None,
        name_zh: "用户包".to_owned(),
        name_en: "User pack".to_owned(),
        unit: "包/年".to_owned(),
        workspaces: 0,
        users: 50,
        grace_days: 15,
        sold: false,
        sort_order: 9,
        lapsed_renewal: LapsedRenewal::Expiry,
        reminder_days: Some(vec![60, 30, 0]),
        overage_mode: domain::usage::OverageMode::Soft,
        overage_percent: 10,
    }
}

#[actix_web::test]
async fn a_product_is_kept_priced_and_then_sold() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;

    let made = admin.create_product(&add_on(), &key()).await.unwrap();
    let twin = admin.create_product(&add_on(), &key()).await.unwrap_err();
    let bad = ProductContent { edition: Some(Edition::Basic), ..add_on() };
    let wrong = admin.create_product(&bad, &key()).await.unwrap_err();

    assert_eq!(made.content.code, "DIFY-USERS-500");
    assert_eq!(fault(&twin), ("/code".to_owned(), Reason::AlreadyTaken));
    assert_eq!(fault(&wrong), ("/edition".to_owned(), Reason::EditionOfLicenses));
    let in_catalogue = async || {
        let catalogue = admin.catalogue(Side::Staff).await.unwrap();
        catalogue.products.into_iter().find(|product| product.id == made.id)
    };
    assert!(in_catalogue().await.is_none(), "it has no price");

    admin.set_price(made.id, &price(5_000, today()), &key()).await.unwrap();
    assert!(!in_catalogue().await.unwrap().sold);
    let sold = ProductContent { sold: true, ..made.content.clone() };
    let after = admin.change_product(made.id, made.version, &sold).await.unwrap();
    let stale = admin.change_product(made.id, made.version, &sold).await.unwrap_err();
    assert!(in_catalogue().await.unwrap().sold);
    assert!(after.content.sold && stale.is_stale());
}

#[actix_web::test]
async fn what_licenses_came_of_keeps_code_kind_and_edition() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let before = enterprise(&admin).await;
    let other = ProductContent {
        code: "DIFY-X".to_owned(),
        edition: Some(Edition::Trial),
        ..before.content.clone()
    };
    assert!(!admin.product(before.id).await.unwrap().has_licenses);

    app.approved(&[Online]).await;
    let refused = admin.change_product(before.id, before.version, &other).await.unwrap_err();
    let renamed = ProductContent { name_zh: "至尊版".to_owned(), ..before.content.clone() };
    let after = admin.change_product(before.id, before.version, &renamed).await.unwrap();

    let errors = &refused.problem().unwrap().errors;
    let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/code", "/edition"]);
    assert_eq!(errors[0].reason, Reason::ProductHasLicenses);
    assert_eq!(after.content.name_zh, "至尊版");
    assert!(admin.product(before.id).await.unwrap().has_licenses);
}

#[actix_web::test]
async fn its_story_says_what_changed_and_the_audit_log_too() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let before = enterprise(&admin).await;
    admin.set_price(before.id, &price(180_000, in_days(1)), &key()).await.unwrap();
    app.pass(TimeDelta::minutes(1));
    let withdrawn = ProductContent { sold: false, ..before.content.clone() };
    admin.change_product(before.id, before.version, &withdrawn).await.unwrap();

    let story = app.as_role(Role::SalesRep).await.product(before.id).await.unwrap().timeline;

    let kinds: Vec<_> = story.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::ProductChanged, EventKind::PriceSet]);
    let told = |event: usize, field: &str| {
        let change = story[event].changes.iter().find(|change| change.field == field).unwrap();
        (change.from.clone().unwrap_or_default(), change.to.clone().unwrap_or_default())
    };
    assert_eq!(told(0, "sold"), ("true".to_owned(), "false".to_owned()));
    assert_eq!(story[0].changes.len(), 1);
    assert_eq!(told(1, "list_price"), ("168000.00".to_owned(), "180000.00".to_owned()));
    let query =
        EventListQuery { subject_kind: Some(SubjectKind::Product), ..EventListQuery::default() };
    let mut log = admin.events(&query).await.unwrap().items;
    for event in &mut log {
        assert_eq!(event.address.take().as_deref(), Some("127.0.0.1"), "the log tells from where");
    }
    assert_eq!(log, story);
}

#[actix_web::test]
async fn everybody_who_sells_reads_and_only_administrators_write() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let product = enterprise(&admin).await;
    for role in [Role::SalesRep, Role::CommercialOps, Role::Finance] {
        let reader = app.as_role(role).await;

        assert!(!reader.price_list().await.unwrap().products.is_empty());
        assert!(!reader.price_rules().await.unwrap().rules.is_empty());
        let refused = reader.set_price(product.id, &price(1, in_days(1)), &key()).await;
        assert_eq!(refused.unwrap_err().code(), Some(ProblemCode::NotPermitted), "{role}");
    }
    let engineer = app.as_role(Role::Engineer).await;
    let refused = engineer.price_list().await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted), "no money");
}

#[actix_web::test]
async fn a_submitted_order_keeps_its_price_and_a_draft_takes_the_new_one() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let partner = app.as_role(Role::Partner).await;
    let submitted = app.submitted(&[Online]).await;
    let draft = app.draft(&partner, &[Online]).await;
    let accepted = app.acceptance(&partner, &draft).await;
    assert_eq!(submitted.totals, draft.totals);

    let product = enterprise(&admin).await;
    admin.set_price(product.id, &price(200_000, today()), &key()).await.unwrap();

    let approve = ApproveOrder::default();
    let approved =
        admin.approve_order(submitted.id, submitted.version, &approve, &key()).await.unwrap();
    assert_eq!(approved.totals, submitted.totals);
    let prices = |lines: &[OrderLineView]| -> Vec<_> {
        lines.iter().map(|line| line.price.clone()).collect()
    };
    assert_eq!(prices(&approved.lines), prices(&submitted.lines), "price, tax and trace");

    let refused =
        partner.submit_order(Side::Portal, draft.id, draft.version, &accepted, &key()).await;
    assert_eq!(reason(&refused.unwrap_err()), Reason::PriceChanged);
    let change = ChangeOrder { remark: Some("急".to_owned()).into(), ..ChangeOrder::default() };
    let repriced =
        partner.change_order(Side::Portal, draft.id, draft.version, &change).await.unwrap();
    assert_eq!(repriced.totals.gross, yuan(150_000), "a gold partner's");
}
