//! Leads: kept by who works on them, moved where the table leads, lost by nobody who moves the same
//! card at once, added up as their rows say, and won into an order.

use chrono::TimeDelta;
use client::{Client, Side};
use domain::{
    access::Role,
    id::LeadStatusId,
    leads::{
        ActivityKind, LostReason, StatusColor, StatusKind,
        wire::{
            BoardQuery, ChangeLead, ConvertLead, FunnelQuery, LeadContent, LeadListQuery,
            LeadStatusContent, LeadStatusView, LeadView, LogActivity, MoveLead, NextStep,
            ReopenLead,
        },
    },
    licenses::wire::OwnedBy,
    list::MAX_PER_PAGE,
    money::{Amount, BasisPoints, Currency},
    orders::{OrderSource, OrderStatus},
    patch::Patch,
    problem::{ProblemCode, Reason},
    products::Edition,
};
use testkit::{TestApp, key, today};

use crate::purchases::user_of;

pub async fn content(client: &Client, company: &str) -> LeadContent {
    let sources = client.lead_sources().await.unwrap();
    LeadContent {
        title: format!("{company}采购企业版"),
        company: company.to_owned(),
        contact_name: Some("陈经理".to_owned()),
        contact_email: Some("Chen@Customer.example".to_owned()),
        contact_phone: None,
        owner_id: None,
        partner_id: None,
        source_id: sources[0].id,
        industry: None,
        region: None,
        product_id: None,
        amount: Amount::from_minor(168_000_01),
        currency: Currency::Cny,
        expected_on: Some(today() + TimeDelta::days(30)),
        probability: None,
        next_step: None,
        next_on: None,
        customer_id: None,
        notes: None,
    }
}

async fn made(client: &Client, company: &str) -> LeadView {
    let content = content(client, company).await;
    client.create_lead(&content, &key()).await.unwrap()
}

/// The first status of a kind, or a later one.
pub async fn status(client: &Client, kind: StatusKind, nth: usize) -> LeadStatusView {
    let all = client.lead_statuses().await.unwrap();
    all.into_iter().filter(|one| one.content.kind == kind).nth(nth).unwrap()
}

pub const fn to(status_id: LeadStatusId) -> MoveLead {
    MoveLead { status_id, lost_reason: None, reason: None }
}

async fn gone(client: &Client, lead: &LeadView, body: &MoveLead) -> LeadView {
    client.move_lead(lead.lead.id, lead.version, body).await.unwrap()
}

fn faults(error: &client::ClientError) -> Vec<(String, Reason)> {
    let problem = error.problem().unwrap();
    problem.errors.iter().map(|fault| (fault.pointer.clone(), fault.reason)).collect()
}

#[actix_web::test]
async fn a_lead_is_kept_changed_found_and_told_of() {
    let app = TestApp::start().await;
    let manager = app.as_role(Role::SalesManager).await;
    let rep = user_of(&app, Role::SalesRep).await;
    let asked = LeadContent {
        owner_id: Some(rep),
        ..content(&manager, "上海云帆智能科技有限公司").await
    };

    let lead = manager.create_lead(&asked, &key()).await.unwrap();

    assert_eq!(lead.lead.status.name_en, "New");
    assert_eq!(lead.content.contact_email.as_deref(), Some("chen@customer.example"));
    assert_eq!((lead.lead.probability, lead.lead.weighted.minor()), (10, 16_800_00));
    let change = ChangeLead {
        probability: Patch::Set(35),
        next_step: Patch::Set(" 安排演示 ".to_owned()),
        next_on: Patch::Set(today()),
        owner_id: Patch::Clear,
        ..ChangeLead::default()
    };
    app.pass(TimeDelta::seconds(1));
    let changed = manager.change_lead(lead.lead.id, lead.version, &change).await.unwrap();
    assert_eq!(changed.content.next_step.as_deref(), Some("安排演示"));
    assert_eq!((changed.lead.owner_id, changed.lead.probability), (None, 35));
    let stale = manager.change_lead(lead.lead.id, lead.version, &change).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    let bad = LeadContent {
        title: " ".to_owned(),
        contact_email: Some("nobody".to_owned()),
        amount: Amount::from_minor(-1),
        probability: Some(101),
        ..asked.clone()
    };
    let bad = manager.replace_lead(lead.lead.id, changed.version, &bad).await.unwrap_err();
    let pointers: Vec<_> = faults(&bad).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/title", "/contact_email", "/amount", "/probability"]);
    for q in ["云帆", "yfzn", "采购"] {
        let query = LeadListQuery { q: q.to_owned(), ..LeadListQuery::default() };
        assert_eq!(manager.leads(&query).await.unwrap().total, 1, "{q}");
    }
    let renamed = LeadContent {
        company: "北京新名字有限公司".to_owned(),
        ..changed.content.clone()
    };
    app.pass(TimeDelta::seconds(1));
    let renamed = manager.replace_lead(lead.lead.id, changed.version, &renamed).await.unwrap();
    let old = LeadListQuery { q: "yfzn".to_owned(), ..LeadListQuery::default() };
    assert_eq!(manager.leads(&old).await.unwrap().total, 1, "the title says so still");
    let due = LeadListQuery { due_until: Some(today()), ..LeadListQuery::default() };
    assert_eq!(manager.leads(&due).await.unwrap().items, std::slice::from_ref(&renamed.lead));
    let told = manager.lead_timeline(lead.lead.id).await.unwrap();
    let kinds: Vec<_> = told.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["lead.changed", "lead.changed", "lead.created"]);
    assert!(told[1].changes.iter().any(|change| change.field == "probability"));
    manager.delete_lead(lead.lead.id, renamed.version).await.unwrap();
    assert_eq!(manager.lead(lead.lead.id).await.unwrap_err().code(), Some(ProblemCode::NotFound));
}

#[actix_web::test]
async fn reps_see_their_own_and_the_pool_and_channel_managers_what_partners_brought() {
    let app = TestApp::start().await;
    let manager = app.as_role(Role::SalesManager).await;
    let rep = app.as_role(Role::SalesRep).await;
    let channel = app.as_role(Role::ChannelManager).await;
    let (own, boss) =
        (user_of(&app, Role::SalesRep).await, user_of(&app, Role::SalesManager).await);
    let base = content(&manager, "招商远航银行股份有限公司").await;
    let with = |owner_id| LeadContent { owner_id, ..base.clone() };
    let theirs = manager.create_lead(&with(Some(boss)), &key()).await.unwrap();
    let pool = manager.create_lead(&with(None), &key()).await.unwrap();
    let mine = rep.create_lead(&with(Some(own)), &key()).await.unwrap();
    let brought = LeadContent { partner_id: Some(app.partner_a), ..with(Some(boss)) };
    let brought = manager.create_lead(&brought, &key()).await.unwrap();

    let all = LeadListQuery::default();
    let titles = async |client: &Client, query: &LeadListQuery| {
        let mut found: Vec<_> =
            client.leads(query).await.unwrap().items.iter().map(|row| row.id).collect();
        found.sort();
        found
    };
    let mut both = [pool.lead.id, mine.lead.id];
    both.sort();
    assert_eq!(titles(&rep, &all).await, both);
    assert_eq!(titles(&channel, &all).await, [brought.lead.id]);
    assert_eq!(titles(&manager, &all).await.len(), 4);
    let of_me = LeadListQuery { owned_by: Some(OwnedBy::Me), ..all.clone() };
    assert_eq!(titles(&rep, &of_me).await, [mine.lead.id]);
    let of_nobody = LeadListQuery { owned_by: Some(OwnedBy::Nobody), ..all };
    assert_eq!(titles(&manager, &of_nobody).await, [pool.lead.id]);

    let hidden = rep.lead(theirs.lead.id).await.unwrap_err();
    assert_eq!(hidden.code(), Some(ProblemCode::NotFound));
    let open = status(&rep, StatusKind::Open, 1).await;
    let hidden = rep.move_lead(theirs.lead.id, theirs.version, &to(open.id)).await.unwrap_err();
    assert_eq!(hidden.code(), Some(ProblemCode::NotFound));
    let take = ChangeLead { owner_id: Patch::Set(own), ..ChangeLead::default() };
    let taken = rep.change_lead(pool.lead.id, pool.version, &take).await.unwrap();
    assert_eq!(taken.lead.owner_id, Some(own));
    let give = ChangeLead { owner_id: Patch::Set(boss), ..ChangeLead::default() };
    let refused = rep.change_lead(pool.lead.id, taken.version, &give).await.unwrap_err();
    assert_eq!(faults(&refused), [("/owner_id".to_owned(), Reason::NotYoursToGive)]);
    let refused = channel.create_lead(&base, &key()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
    let refused = rep.delete_lead(mine.lead.id, mine.version).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
    let board = channel.lead_board(&BoardQuery::default()).await.unwrap();
    assert_eq!(board.columns.iter().map(|column| column.leads).sum::<u32>(), 1);
}

#[actix_web::test]
async fn a_lead_goes_where_the_table_leads_and_its_story_is_kept() {
    let app = TestApp::start().await;
    let manager = app.as_role(Role::SalesManager).await;
    let lead = made(&manager, "江南精密制造有限公司").await;
    let id = lead.lead.id;
    let (first, second) = (lead.lead.status.id, status(&manager, StatusKind::Open, 1).await);
    let lost = status(&manager, StatusKind::Lost, 0).await;
    let won = status(&manager, StatusKind::Won, 0).await;
    let same = manager.move_lead(id, lead.version, &to(first)).await.unwrap_err();
    assert_eq!(same.problem().unwrap().reason, Some(Reason::SameLeadStatus));

    app.pass(TimeDelta::days(3));
    let manager = app.as_role(Role::SalesManager).await;
    let lead = gone(&manager, &lead, &to(second.id)).await;
    let silent = manager.move_lead(id, lead.version, &to(lost.id)).await.unwrap_err();
    assert_eq!(faults(&silent), [("/lost_reason".to_owned(), Reason::Required)]);
    let said = MoveLead {
        lost_reason: Some(LostReason::Price),
        reason: Some("超出预算两成".to_owned()),
        ..to(lost.id)
    };
    app.pass(TimeDelta::seconds(1));
    let lead = gone(&manager, &lead, &said).await;
    assert_eq!((lead.lead.lost_reason, lead.lead.probability), (Some(LostReason::Price), 0));
    let over = manager.move_lead(id, lead.version, &to(won.id)).await.unwrap_err();
    assert_eq!(over.code(), Some(ProblemCode::IllegalMove));
    let wordless = ReopenLead { status_id: None, reason: " ".to_owned() };
    let wordless = manager.reopen_lead(id, lead.version, &wordless).await.unwrap_err();
    assert_eq!(faults(&wordless), [("/reason".to_owned(), Reason::Required)]);
    let again = ReopenLead { status_id: Some(second.id), reason: "预算恢复".to_owned() };
    app.pass(TimeDelta::seconds(1));
    let lead = manager.reopen_lead(id, lead.version, &again).await.unwrap();
    assert_eq!((lead.lead.lost_reason, lead.lead.status.id), (None, second.id));
    let twice = manager.reopen_lead(id, lead.version, &again).await.unwrap_err();
    assert_eq!(twice.code(), Some(ProblemCode::IllegalMove));
    app.pass(TimeDelta::seconds(1));
    let lead = gone(&manager, &lead, &to(won.id)).await;
    let back = manager.move_lead(id, lead.version, &to(first)).await.unwrap_err();
    assert_eq!(back.problem().unwrap().reason, Some(Reason::IllegalLeadMove));

    let history = manager.lead_history(id).await.unwrap();
    let steps: Vec<_> = history.iter().map(|step| (step.to.kind, step.days)).collect();
    let (open, zero) = (StatusKind::Open, 0);
    assert_eq!(
        steps,
        [(open, 3), (open, zero), (StatusKind::Lost, zero), (open, zero), (StatusKind::Won, zero)]
    );
    assert_eq!(history[2].reason.as_deref(), Some("超出预算两成"));
    let kinds: Vec<_> =
        manager.lead_timeline(id).await.unwrap().iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(
        kinds,
        ["lead.won", "lead.reopened", "lead.lost", "lead.moved", "lead.created"],
        "a refusal leaves no trace"
    );
}

#[actix_web::test]
async fn what_is_done_and_what_is_next_stand_on_a_lead_and_silence_lets_it_rot() {
    let app = TestApp::start().await;
    let rep = app.as_role(Role::SalesRep).await;
    let lead = made(&rep, "西部能源集团有限公司").await;
    app.pass(TimeDelta::days(8));
    let rep = app.as_role(Role::SalesRep).await;
    assert!(rep.lead(lead.lead.id).await.unwrap().lead.is_rotting, "new ones rot after a week");
    let next =
        NextStep { step: Some("发送报价".to_owned()), on: Some(today() + TimeDelta::days(10)) };
    let call = LogActivity {
        kind: ActivityKind::Call,
        happened_at: None,
        text: "客户确认预算，需要私有化部署".to_owned(),
        outcome: Some("有意向".to_owned()),
        next: Some(next),
    };

    let once = key();
    let after = rep.log_lead_activity(lead.lead.id, &call, &once).await.unwrap();
    rep.log_lead_activity(lead.lead.id, &call, &once).await.unwrap();

    assert!(!after.lead.is_rotting);
    assert_eq!(after.content.next_step.as_deref(), Some("发送报价"));
    app.pass(TimeDelta::seconds(1));
    let note = LogActivity { kind: ActivityKind::Note, next: None, ..call.clone() };
    let after = rep.log_lead_activity(lead.lead.id, &note, &key()).await.unwrap();
    assert_eq!(after.content.next_step.as_deref(), Some("发送报价"), "nobody said otherwise");
    let done = rep.lead_activities(lead.lead.id).await.unwrap();
    assert_eq!(done.len(), 2, "the same key acts once");
    assert_eq!(done[1].by_name, "sales_rep 先生");
    let ahead = LogActivity { happened_at: Some(app.now() + TimeDelta::days(1)), ..call };
    let ahead = rep.log_lead_activity(lead.lead.id, &ahead, &key()).await.unwrap_err();
    assert_eq!(faults(&ahead), [("/happened_at".to_owned(), Reason::InTheFuture)]);
}

/// Several people drag one card at once: one of them moves it, the others are told, and the history
/// is one line.
#[actix_web::test]
async fn concurrent_moves_of_one_card_lose_nothing() {
    let app = TestApp::start().await;
    let manager = app.as_role(Role::SalesManager).await;
    let mut lead = made(&manager, "华北智慧医疗有限公司").await;
    let stages =
        [status(&manager, StatusKind::Open, 1).await, status(&manager, StatusKind::Open, 2).await];
    let mut moved = 0;
    for round in 0..5 {
        app.pass(TimeDelta::seconds(1));
        let bodies: Vec<_> = (0..6).map(|n| to(stages[(n + round) % 2].id)).collect();
        let all = bodies.iter().map(|body| manager.move_lead(lead.lead.id, lead.version, body));

        let answers = futures_util::future::join_all(all).await;

        let done: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().ok()).collect();
        assert_eq!(done.len(), 1, "one of them was first");
        for refused in answers.iter().filter_map(|answer| answer.as_ref().err()) {
            let code = refused.code();
            let is_fine = refused.is_stale() || code == Some(ProblemCode::IllegalMove);
            assert!(is_fine, "{refused}");
        }
        moved += 1;
        lead = manager.lead(lead.lead.id).await.unwrap();
        assert_eq!(lead.lead.status, done[0].lead.status);
        assert_eq!(manager.lead_history(lead.lead.id).await.unwrap().len(), 1 + moved);
    }
    let history = manager.lead_history(lead.lead.id).await.unwrap();
    let is_a_chain =
        history.windows(2).all(|pair| pair[1].from.as_ref().map(|it| it.id) == Some(pair[0].to.id));
    assert!(is_a_chain, "each move begins where the last one led");
}

#[actix_web::test]
async fn what_the_funnel_says_is_what_its_rows_come_to() {
    let app = TestApp::start().await;
    let manager = app.as_role(Role::SalesManager).await;
    let statuses = manager.lead_statuses().await.unwrap();
    let base = content(&manager, "合计测试有限公司").await;
    for n in 0..12_u8 {
        let mut content = LeadContent {
            amount: Amount::from_minor(100_01 + i64::from(n) * 7),
            currency: if n % 3 == 0 { Currency::Usd } else { Currency::Cny },
            probability: (n % 4 == 0).then_some(33),
            ..base.clone()
        };
        content.title = format!("第 {n} 个");
        let lead = manager.create_lead(&content, &key()).await.unwrap();
        let goal = &statuses[usize::from(n) % statuses.len()];
        if goal.id == lead.lead.status.id {
            continue;
        }
        let body = MoveLead {
            lost_reason: (goal.content.kind == StatusKind::Lost).then_some(LostReason::Other),
            reason: Some("如此".to_owned()),
            ..to(goal.id)
        };
        gone(&manager, &lead, &body).await;
    }

    let funnel = manager.lead_funnel(&FunnelQuery::default()).await.unwrap();

    let board = manager.lead_board(&BoardQuery::default()).await.unwrap();
    assert_eq!(funnel.snapshot.len(), 6);
    for (stage, column) in funnel.snapshot.iter().zip(&board.columns) {
        let query = LeadListQuery {
            status: vec![stage.status.id],
            per_page: MAX_PER_PAGE,
            ..LeadListQuery::default()
        };
        let rows = manager.leads(&query).await.unwrap().items;
        assert_eq!((stage.leads as usize, &stage.sums), (rows.len(), &column.sums));
        assert_eq!(column.cards.len(), rows.len());
        for sum in &stage.sums {
            let of = || rows.iter().filter(|row| row.currency == sum.currency);
            assert_eq!(sum.leads as usize, of().count());
            assert_eq!(sum.amount, of().map(|row| row.amount).sum());
            assert_eq!(sum.weighted, of().map(|row| row.weighted).sum(), "{}", stage.status.id);
        }
        let is_open = stage.status.content.kind == StatusKind::Open;
        assert_eq!(stage.median_days, is_open.then_some(0));
    }
    // Two stand in each of the six statuses; what was lost or disqualified came no further than the
    // first stage.
    let reached: Vec<_> = funnel.cohort.stages.iter().map(|stage| stage.reached).collect();
    assert_eq!(reached, [12, 6, 4, 2]);
    for stage in &funnel.cohort.stages {
        assert!(stage.of_previous <= BasisPoints::WHOLE && stage.of_all <= BasisPoints::WHOLE);
        let query = LeadListQuery {
            reached: Some(stage.status.id),
            from: Some(funnel.cohort.from),
            until: Some(funnel.cohort.until),
            ..LeadListQuery::default()
        };
        assert_eq!(manager.leads(&query).await.unwrap().total, u64::from(stage.reached));
    }
    let before = FunnelQuery {
        from: Some(today() - TimeDelta::days(9)),
        until: Some(today() - TimeDelta::days(1)),
        ..FunnelQuery::default()
    };
    let before = manager.lead_funnel(&before).await.unwrap();
    assert_eq!(before.cohort.stages[0].reached, 0, "none was created then");
    let back =
        FunnelQuery { from: Some(today()), until: today().pred_opt(), ..FunnelQuery::default() };
    let back = manager.lead_funnel(&back).await.unwrap_err();
    assert_eq!(faults(&back), [("/until".to_owned(), Reason::EndsBeforeItBegins)]);
}

#[actix_web::test]
async fn statuses_and_sources_are_the_houses_own_but_their_meaning_stays() {
    let app = TestApp::start().await;
    let manager = app.as_role(Role::SalesManager).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let lead = made(&manager, "状态测试有限公司").await;
    let poc = LeadStatusContent {
        name_zh: " 概念验证 ".to_owned(),
        name_en: "Proof of concept".to_owned(),
        kind: StatusKind::Open,
        place: 25,
        color: StatusColor::Amber,
        probability: 55,
        rotting_days: Some(21),
        active: true,
    };

    let made = manager.create_lead_status(&poc, &key()).await.unwrap();

    let names: Vec<_> =
        manager.lead_statuses().await.unwrap().into_iter().map(|s| s.content.name_zh).collect();
    assert_eq!(names, ["新线索", "洽谈中", "概念验证", "已确认", "已成单", "已输单", "无效"]);
    let lead = gone(&manager, &lead, &to(made.id)).await;
    assert_eq!(lead.lead.probability, 55);
    let won = LeadStatusContent { kind: StatusKind::Won, probability: 100, ..poc.clone() };
    let fixed = manager.change_lead_status(made.id, made.version, &won).await.unwrap_err();
    assert_eq!(faults(&fixed), [("/kind".to_owned(), Reason::StatusKindFixed)]);
    let off = LeadStatusContent { active: false, ..poc.clone() };
    let off = manager.change_lead_status(made.id, made.version, &off).await.unwrap();
    let other = made_again(&manager).await;
    let refused = manager.move_lead(other.lead.id, other.version, &to(off.id)).await.unwrap_err();
    assert_eq!(faults(&refused), [("/status_id".to_owned(), Reason::NotActive)]);
    let board = manager.lead_board(&BoardQuery::default()).await.unwrap();
    assert!(board.columns.iter().any(|column| column.status.id == off.id), "a lead is there still");
    let last = status(&manager, StatusKind::Won, 0).await;
    let without = LeadStatusContent { active: false, ..last.content.clone() };
    let refused = manager.change_lead_status(last.id, last.version, &without).await.unwrap_err();
    assert_eq!(faults(&refused), [("/active".to_owned(), Reason::LastStatusOfKind)]);
    let refused = ops.create_lead_status(&poc, &key()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));

    let source = manager.lead_sources().await.unwrap().remove(0);
    let gone = domain::leads::wire::LeadSourceContent { active: false, ..source.content.clone() };
    manager.change_lead_source(source.id, source.version, &gone).await.unwrap();
    let asked = LeadContent { source_id: source.id, ..other.content.clone() };
    let refused = manager.create_lead(&asked, &key()).await.unwrap_err();
    assert_eq!(faults(&refused), [("/source_id".to_owned(), Reason::NotActive)]);
}

async fn made_again(client: &Client) -> LeadView {
    made(client, "另一家有限公司").await
}

#[actix_web::test]
async fn a_won_lead_becomes_a_draft_order_that_knows_it() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let rep = app.as_role(Role::SalesRep).await;
    let catalogue = rep.catalogue(Side::Staff).await.unwrap();
    let product = catalogue.products.iter().find(|one| one.edition == Some(Edition::Enterprise));
    let asked = LeadContent {
        product_id: product.map(|product| product.id),
        ..content(&rep, "星海数据科技有限公司").await
    };
    let lead = rep.create_lead(&asked, &key()).await.unwrap();
    let id = lead.lead.id;
    let named = ConvertLead { create_customer: true, ..ConvertLead::default() };
    let refused = rep.convert_lead(id, lead.version, &named, &key()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted), "a rep creates no customers");
    let body = ConvertLead { sets: 2, ..ConvertLead::default() };
    let once = key();

    let won = rep.convert_lead(id, lead.version, &body, &once).await.unwrap();

    assert_eq!(won.lead.status.kind, StatusKind::Won);
    assert_eq!((won.orders.len(), won.orders[0].status), (1, OrderStatus::Draft));
    let again = rep.convert_lead(id, lead.version, &body, &once).await.unwrap();
    assert_eq!(again.orders, won.orders, "the same key acts once");
    let order = rep.order(Side::Staff, &won.orders[0].id.to_string()).await.unwrap();
    assert_eq!(order.source, OrderSource::Lead);
    let line = &order.lines[0].input;
    assert_eq!((line.sets, line.activations.len()), (2, 2));
    assert_eq!(line.end_user.name, "星海数据科技有限公司");
    assert_eq!(line.end_user.customer_id, None, "approval makes it a customer");
    let back = LeadListQuery { order: Some(order.id), ..LeadListQuery::default() };
    assert_eq!(rep.leads(&back).await.unwrap().items[0].id, id);
    let manager = app.as_role(Role::SalesManager).await;
    let kept = manager.delete_lead(id, won.version).await.unwrap_err();
    assert_eq!(kept.problem().unwrap().reason, Some(Reason::LeadHasOrders));

    let other = made(&ops, "晨曦零售集团有限公司").await;
    let made = ops.convert_lead(other.lead.id, other.version, &named, &key()).await.unwrap();
    let customer = made.customer.clone().unwrap();
    assert_eq!(customer.name, "晨曦零售集团有限公司");
    let told = ops.lead_timeline(other.lead.id).await.unwrap();
    let mut kinds: Vec<_> = told.iter().map(|event| event.kind.as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["lead.converted", "lead.created", "lead.won"]);
    let third = self::made(&ops, "晨曦零售集团有限公司").await;
    let plain = ConvertLead::default();
    let found = ops.convert_lead(third.lead.id, third.version, &plain, &key()).await.unwrap();
    assert_eq!(found.customer, Some(customer), "the name is known already");
    let lost = status(&ops, StatusKind::Lost, 0).await;
    let fourth = self::made(&ops, "不会成单有限公司").await;
    let said = MoveLead { lost_reason: Some(LostReason::Other), ..to(lost.id) };
    let fourth = gone(&ops, &fourth, &said).await;
    let refused =
        ops.convert_lead(fourth.lead.id, fourth.version, &plain, &key()).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::IllegalLeadMove));
}
