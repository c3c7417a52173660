//! Receivables: what is owed ages by its terms, what is paid settles it, who does not pay is on hold,
//! and what was paid too much stands to its party's credit, every fen once.

use chrono::TimeDelta;
use client::{Client, ClientError, Side};
use domain::{
    access::Role,
    alerts::{AlertKind, AlertStatus, wire::AlertListQuery},
    licenses::{ActivationMode::Online, wire::PaymentStatus},
    money::{Amount, Currency},
    orders::{
        OrderStatus,
        wire::{ApproveOrder, OrderView, WithReason},
    },
    partners::{PaymentTerms, TermsFrom, wire::PartnerContent},
    payments::{
        MatchStatus,
        wire::{MatchPart, MatchPayment, PaymentContent, PaymentView},
    },
    problem::{ProblemCode, Reason},
    receivables::{
        AgeBucket, CreditRules, EntryKind,
        wire::{
            BalanceListQuery, BalanceView, CreditParty, PayBack, ReceivableListQuery,
            ReceivableRow, SetOff, StandingOfQuery, SummaryBy, SummaryQuery,
        },
    },
    returns::{RefundBasis, wire::RequestReturn},
};
use sea_orm::ConnectionTrait as _;
use testkit::{TestApp, key, today};

fn minor(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

async fn terms(app: &TestApp, terms: PaymentTerms) {
    let admin = app.as_role(Role::Admin).await;
    let partner = admin.partner(app.partner_a).await.unwrap();
    let content = PartnerContent { payment_terms: terms, ..PartnerContent::from(&partner) };
    admin.change_partner(partner.id, partner.version, &content).await.unwrap();
}

const fn within(days: u32) -> PaymentTerms {
    PaymentTerms::Days { days, from: TermsFrom::Approval }
}

async fn rows(client: &Client) -> Vec<ReceivableRow> {
    client.receivables(&ReceivableListQuery::default()).await.unwrap().items
}

async fn paid(finance: &Client, amount: Amount) -> PaymentView {
    let content = PaymentContent {
        bank_account_id: None,
        value_date: today(),
        amount,
        currency: Currency::Cny,
        payer_name: "上海云智科技有限公司".to_owned(),
        payer_account: String::new(),
        remark: String::new(),
        bank_reference: String::new(),
        note: None,
    };
    finance.create_payment(&content, &key()).await.unwrap()
}

async fn matched(finance: &Client, order: &OrderView, amount: Amount) -> PaymentView {
    let payment = paid(finance, amount).await;
    let parts = vec![MatchPart { order_id: order.id, amount, fee: Amount::ZERO }];
    let at = (payment.payment.id, payment.version);
    finance.match_payment(at.0, at.1, &MatchPayment { parts }, &key()).await.unwrap()
}

fn credit(app: &TestApp, amount: Amount) -> CreditParty {
    CreditParty { partner_id: Some(app.partner_a), customer_id: None, amount, note: None }
}

async fn credited(
    app: &TestApp,
    finance: &Client,
    payment: &PaymentView,
    amount: Amount,
) -> Result<BalanceView, ClientError> {
    let (id, version) = (payment.payment.id, payment.version);
    finance.credit_party(id, version, &credit(app, amount), &key()).await
}

fn why(error: &ClientError) -> Option<Reason> {
    error.problem().and_then(|problem| problem.reason)
}

fn faults(error: &ClientError) -> Vec<(&str, Reason)> {
    let problem = error.problem().unwrap();
    problem.errors.iter().map(|fault| (fault.pointer.as_str(), fault.reason)).collect()
}

async fn balances(client: &Client) -> Vec<Amount> {
    let all = client.balances(&BalanceListQuery::default()).await.unwrap();
    all.items.into_iter().map(|row| row.balance).collect()
}

#[actix_web::test]
async fn what_is_owed_ages_by_its_terms_until_it_is_paid() {
    let app = TestApp::start().await;
    terms(&app, within(10)).await;
    let order = app.approved(&[Online]).await;
    let gross = order.totals.gross;
    // Terms that change later are not those of this order.
    terms(&app, PaymentTerms::Prepaid).await;
    let finance = app.as_role(Role::Finance).await;

    let first = rows(&finance).await;
    assert_eq!(first.len(), 1);
    assert_eq!((first[0].amount, first[0].open), (gross, gross));
    assert_eq!(first[0].due_on, Some(today() + TimeDelta::days(10)));
    assert_eq!((first[0].bucket, first[0].days_overdue), (AgeBucket::NotDue, 0));

    app.pass(TimeDelta::days(10 + 31));
    let finance = app.as_role(Role::Finance).await;
    let late = rows(&finance).await;
    assert_eq!((late[0].bucket, late[0].days_overdue), (AgeBucket::Days60, 31));
    for by in [SummaryBy::Partner, SummaryBy::Customer, SummaryBy::Rep] {
        let sums = finance.receivable_summary(&SummaryQuery { by }).await.unwrap();
        assert_eq!((sums.totals.len(), sums.rows.len()), (1, 1), "{by}");
        let total = &sums.totals[0];
        assert_eq!((total.ageing.open, total.ageing.overdue), (gross, gross));
        assert_eq!(total.dso, Some(90), "all that was booked is open");
        assert_eq!(sums.rows[0].ages, total.ageing.ages);
        assert_eq!(total.ageing.ages[2].open, gross);
    }
    let of = |bucket| ReceivableListQuery { bucket: vec![bucket], ..Default::default() };
    assert_eq!(finance.receivables(&of(AgeBucket::Days60)).await.unwrap().items.len(), 1);
    assert_eq!(finance.receivables(&of(AgeBucket::NotDue)).await.unwrap().items.len(), 0);
    let named = |q: &str| ReceivableListQuery { q: q.to_owned(), ..Default::default() };
    assert_eq!(finance.receivables(&named(&order.number)).await.unwrap().items.len(), 1);
    assert_eq!(finance.receivables(&named("nobody")).await.unwrap().items.len(), 0);

    let part = minor(gross.minor() / 3);
    let payment = matched(&finance, &order, part).await;
    assert_eq!(rows(&finance).await[0].open, gross.minus(part).unwrap());
    let undone = finance
        .undo_payment_match(payment.payment.id, payment.version, payment.matches[0].id)
        .await
        .unwrap();
    assert_eq!(undone.payment.status, MatchStatus::Unmatched);
    assert_eq!(rows(&finance).await[0].open, gross);
    matched(&finance, &order, gross).await;
    assert!(rows(&finance).await.is_empty());
    let engineer = app.as_role(Role::Engineer).await;
    let refused = engineer.receivables(&ReceivableListQuery::default()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
}

#[actix_web::test]
async fn a_deposit_is_due_at_once_and_the_rest_when_everything_was_delivered() {
    let app = TestApp::start().await;
    terms(&app, PaymentTerms::Deposit { percent: domain::money::BasisPoints(30_00) }).await;
    let order = app.approved(&[Online]).await;
    let finance = app.as_role(Role::Finance).await;

    let before = rows(&finance).await;
    app.settle().await;
    let after = rows(&finance).await;

    let due = |rows: &[ReceivableRow]| -> Vec<_> {
        let mut due: Vec<_> = rows.iter().map(|row| (row.ordinal, row.due_on)).collect();
        due.sort_unstable();
        due
    };
    assert_eq!(due(&before), [(1, Some(today())), (2, None)]);
    assert_eq!(due(&after), [(1, Some(today())), (2, Some(today()))]);
    let sum: Amount = after.iter().map(|row| row.amount).sum();
    assert_eq!(sum, order.totals.gross);
}

#[actix_web::test]
async fn who_is_overdue_is_told_of_once_a_step_until_the_money_is_there() {
    let app = TestApp::start().await;
    terms(&app, within(5)).await;
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let overdue = async |days: i64| {
        app.pass(TimeDelta::days(days));
        app.settle().await;
        let admin = app.as_role(Role::Admin).await;
        let all = admin.alerts(Side::Staff, &AlertListQuery::default()).await.unwrap().items;
        let mut of_order: Vec<_> = all
            .into_iter()
            .filter(|one| one.kind == AlertKind::PaymentOverdue)
            .filter(|one| one.status != AlertStatus::Resolved)
            .collect();
        assert!(of_order.len() < 2);
        of_order.pop()
    };

    assert_eq!(overdue(5).await, None, "the last day is in time");
    let first = overdue(1).await.unwrap();
    assert_eq!((first.step, first.subject_label.as_str()), (Some(1), order.number.as_str()));
    assert_eq!(overdue(1).await.map(|one| one.id), Some(first.id), "the same step, once");
    // Who sees no orders is not told who owes money.
    let engineer = app.as_role(Role::Engineer).await;
    let seen = engineer.alerts(Side::Staff, &AlertListQuery::default()).await.unwrap().items;
    assert!(seen.iter().all(|one| one.kind != AlertKind::PaymentOverdue));
    let open = seen.iter().filter(|one| one.status == AlertStatus::Open).count() as u64;
    assert_eq!(engineer.alert_counts().await.unwrap().open, open, "nor counted");
    assert!(app.as_role(Role::Admin).await.alert_counts().await.unwrap().open > open);
    let hidden = engineer.alert(first.id).await.unwrap_err();
    assert_eq!(hidden.code(), Some(ProblemCode::NotFound));
    assert_eq!(overdue(5).await.and_then(|one| one.step), Some(7));

    let finance = app.as_role(Role::Finance).await;
    matched(&finance, &order, order.totals.gross).await;
    assert_eq!(overdue(0).await, None, "at once, and not with the next run");
}

#[actix_web::test]
async fn nothing_more_is_approved_for_who_does_not_pay_but_with_a_reason() {
    let app = TestApp::start().await;
    terms(&app, within(5)).await;
    app.approved(&[Online]).await;
    let waiting = app.submitted(&[Online]).await;
    app.pass(TimeDelta::days(5 + 11));
    let (admin, ops) = (app.as_role(Role::Admin).await, app.as_role(Role::CommercialOps).await);
    let approve = ApproveOrder::default();
    let rules = CreditRules { active: true, after_days: 10, ..CreditRules::default() };

    assert!(ops.order_review(waiting.id).await.unwrap().holds.is_empty(), "the rule is off");
    let finance = app.as_role(Role::Finance).await;
    let before = finance.credit_rules().await.unwrap();
    let kept = finance.change_credit_rules(before.version, &rules).await.unwrap();
    let stale = finance.change_credit_rules(before.version, &before.rules).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));

    let holds = ops.order_review(waiting.id).await.unwrap().holds;
    assert_eq!((holds.len(), holds[0].days, holds[0].is_partner), (1, 11, true));
    let held = ops.approve_order(waiting.id, waiting.version, &approve, &key()).await.unwrap_err();
    assert_eq!(why(&held), Some(Reason::PartyOnHold));
    let reason =
        ApproveOrder { override_hold: Some("总经理同意".to_owned()), ..approve.clone() };
    let refused =
        ops.approve_order(waiting.id, waiting.version, &reason, &key()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
    let blank = ApproveOrder { override_hold: Some(" ".to_owned()), ..approve.clone() };
    let missing =
        admin.approve_order(waiting.id, waiting.version, &blank, &key()).await.unwrap_err();
    assert_eq!(faults(&missing)[0].0, "/override_hold");
    let still = admin.order(Side::Staff, &waiting.number).await.unwrap();
    assert_eq!(still.status, OrderStatus::Submitted, "nothing happened");

    let done = admin.approve_order(waiting.id, waiting.version, &reason, &key()).await.unwrap();
    assert_eq!(done.status, OrderStatus::Approved);
    let patient = CreditRules { above: minor(999_999_999_99), ..rules };
    finance.change_credit_rules(kept.version, &patient).await.unwrap();
    let standing = StandingOfQuery { partner: Some(app.partner_a), customer: None };
    assert!(finance.party_standing(&standing).await.unwrap().holds.is_empty());
}

#[actix_web::test]
async fn what_is_paid_too_much_is_set_off_paid_back_and_undone_to_the_fen() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let finance = app.as_role(Role::Finance).await;
    let payment = paid(&finance, minor(1_000_00)).await;

    let too_much = credited(&app, &finance, &payment, minor(1_000_01)).await.unwrap_err();
    assert_eq!(faults(&too_much), [("/amount", Reason::MoreThanPaid)]);
    let nobody = CreditParty { partner_id: None, ..credit(&app, minor(1)) };
    let at = (payment.payment.id, payment.version);
    let nobody = finance.credit_party(at.0, at.1, &nobody, &key()).await.unwrap_err();
    assert_eq!(faults(&nobody), [("/partner_id", Reason::OneParty)]);
    let balance = credited(&app, &finance, &payment, minor(1_000_00)).await.unwrap();
    assert_eq!(balance.balance.balance, minor(1_000_00));
    let payment = finance.payment(payment.payment.id).await.unwrap();
    assert_eq!(payment.payment.status, MatchStatus::Matched);

    let id = balance.balance.id;
    let set_off = |amount| SetOff { order_id: order.id, amount, note: None };
    let beyond = finance
        .set_off_balance(id, balance.version, &set_off(minor(1_000_01)), &key())
        .await
        .unwrap_err();
    assert_eq!(faults(&beyond), [("/amount", Reason::BalanceTooLow)]);
    let used = finance
        .set_off_balance(id, balance.version, &set_off(minor(600_00)), &key())
        .await
        .unwrap();
    assert_eq!(used.balance.balance, minor(400_00));
    let open = order.totals.gross.minus(minor(600_00)).unwrap();
    assert_eq!(finance.order_receipts(order.id).await.unwrap().open, open);
    assert_eq!(rows(&finance).await[0].open, open);
    let deposit = used.entries.iter().find(|one| one.kind == EntryKind::Deposit).unwrap().id;
    let drawn = finance.undo_balance_entry(id, used.version, deposit).await.unwrap_err();
    assert_eq!(why(&drawn), Some(Reason::BalanceDrawn));

    let back = PayBack { amount: minor(400_00), paid_on: today(), note: Some("退款".to_owned()) };
    let empty = finance.pay_back_balance(id, used.version, &back, &key()).await.unwrap();
    assert_eq!(empty.balance.balance, Amount::ZERO);
    let again = finance.pay_back_balance(id, empty.version, &back, &key()).await.unwrap_err();
    assert_eq!(faults(&again), [("/amount", Reason::BalanceTooLow)]);

    let mut now = empty;
    for kind in [EntryKind::Refund, EntryKind::Offset, EntryKind::Deposit] {
        let of = now.entries.iter().find(|one| one.kind == kind).unwrap().id;
        let stale = finance.undo_balance_entry(id, now.version - 1, of).await.unwrap_err();
        assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
        now = finance.undo_balance_entry(id, now.version, of).await.unwrap();
        let twice = finance.undo_balance_entry(id, now.version, of).await.unwrap_err();
        assert_eq!(why(&twice), Some(Reason::EntryUndone));
    }
    assert_eq!(now.balance.balance, Amount::ZERO);
    assert_eq!(now.entries.len(), 3, "history stays");
    assert!(now.entries.iter().all(|one| one.undone_at.is_some()));
    let payment = finance.payment(payment.payment.id).await.unwrap();
    assert_eq!(
        (payment.payment.matched, payment.payment.status),
        (Amount::ZERO, MatchStatus::Unmatched)
    );
    assert_eq!(rows(&finance).await[0].open, order.totals.gross);
    let rep = app.as_role(Role::SalesRep).await;
    let refused = credited(&app, &rep, &payment, minor(1)).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
}

#[actix_web::test]
async fn a_canceled_order_gives_its_money_to_its_partys_balance() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let gross = order.totals.gross;
    let finance = app.as_role(Role::Finance).await;
    let payment = matched(&finance, &order, gross).await;
    let admin = app.as_role(Role::Admin).await;
    let order = admin.order(Side::Staff, &order.number).await.unwrap();

    let reason = WithReason { reason: "客户取消".to_owned() };
    admin.cancel_order(Side::Staff, order.id, order.version, &reason, &key()).await.unwrap();

    assert_eq!(balances(&finance).await, [gross]);
    let standing = StandingOfQuery { partner: Some(app.partner_a), customer: None };
    let standing = finance.party_standing(&standing).await.unwrap();
    assert_eq!((standing.ageing.len(), standing.balances[0].balance), (0, gross));
    let balance = finance.balance(standing.balances[0].id).await.unwrap();
    assert_eq!(balance.entries[0].kind, EntryKind::Returned);
    let (id, version) = (balance.balance.id, balance.version);
    let follows = finance.undo_balance_entry(id, version, balance.entries[0].id).await.unwrap_err();
    assert_eq!(why(&follows), Some(Reason::EntryOfOrder));
    let payment = finance.payment(payment.payment.id).await.unwrap();
    let of = payment.matches[0].id;
    let gone = finance.undo_payment_match(payment.payment.id, payment.version, of).await;
    assert_eq!(why(&gone.unwrap_err()), Some(Reason::MoneyGivenBack));

    // It pays the next order.
    let next = app.approved(&[Online]).await;
    let set_off = SetOff { order_id: next.id, amount: gross, note: None };
    finance.set_off_balance(id, version, &set_off, &key()).await.unwrap();
    assert!(rows(&finance).await.is_empty());
    assert_eq!(balances(&finance).await, [Amount::ZERO]);
    let paid = admin.purchases(&domain::purchases::wire::PurchaseListQuery::default()).await;
    let of_next =
        paid.unwrap().items.into_iter().find(|row| row.order_id == Some(next.id)).unwrap();
    assert_eq!(of_next.payment_status, PaymentStatus::Paid);
}

#[actix_web::test]
async fn what_is_left_of_a_returned_line_goes_back_and_what_was_used_stays_paid() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let finance = app.as_role(Role::Finance).await;
    let gross = order.totals.gross;
    matched(&finance, &order, gross).await;
    app.pass(TimeDelta::days(200));
    let manager = app.as_role(Role::SalesManager).await;
    let order = manager.order(Side::Staff, &order.number).await.unwrap();
    let request = RequestReturn {
        basis: RefundBasis::Unused,
        lines: order.lines.iter().map(|line| line.line).collect(),
        reason: "不再使用".to_owned(),
    };

    let asked = manager.request_return(order.id, order.version, &request, &key()).await.unwrap();
    let admin = app.as_role(Role::Admin).await;
    admin.approve_return(asked.id, asked.version, &key()).await.unwrap();

    let finance = app.as_role(Role::Finance).await;
    assert_eq!(balances(&finance).await, [asked.refund]);
    let receipts = finance.order_receipts(order.id).await.unwrap();
    assert_eq!(receipts.due, gross.minus(asked.refund).unwrap(), "what was used is still due");
    assert_eq!(receipts.open, Amount::ZERO);
}

#[actix_web::test]
async fn however_many_try_at_once_a_payment_is_given_away_once() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let finance = app.as_role(Role::Finance).await;
    let payment = paid(&finance, minor(1_000_00)).await;
    let part = minor(600_00);

    let credits =
        (0..8).map(|_| async { credited(&app, &finance, &payment, part).await.map(drop) });
    let matches = (0..8).map(|_| async {
        let parts = vec![MatchPart { order_id: order.id, amount: part, fee: Amount::ZERO }];
        let (id, version) = (payment.payment.id, payment.version);
        finance.match_payment(id, version, &MatchPayment { parts }, &key()).await.map(drop)
    });
    let (credits, matches) = futures_util::future::join(
        futures_util::future::join_all(credits),
        futures_util::future::join_all(matches),
    )
    .await;

    let all: Vec<_> = credits.into_iter().chain(matches).collect();
    assert_eq!(all.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for error in all.into_iter().filter_map(Result::err) {
        assert!(error.code().is_some_and(|code| code != ProblemCode::Internal), "{error}");
    }
    let payment = finance.payment(payment.payment.id).await.unwrap();
    assert_eq!(payment.payment.matched, part);
    let received = finance.order_receipts(order.id).await.unwrap().received;
    let balance: Amount = balances(&finance).await.into_iter().sum();
    assert_eq!(received.plus(balance).unwrap(), part);
}

#[actix_web::test]
async fn however_many_draw_at_once_a_balance_is_never_below_zero() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let finance = app.as_role(Role::Finance).await;
    let payment = paid(&finance, minor(1_000_00)).await;
    let balance = credited(&app, &finance, &payment, minor(1_000_00)).await.unwrap();
    let (id, part) = (balance.balance.id, minor(600_00));

    // Each looks again where somebody was before it, as a person would.
    let draws = (0..12).map(|n| {
        let finance = &finance;
        let order = &order;
        async move {
            for _ in 0..20 {
                let version = finance.balance(id).await.unwrap().version;
                let drawn = if n % 2 == 0 {
                    let body = PayBack { amount: part, paid_on: today(), note: None };
                    finance.pay_back_balance(id, version, &body, &key()).await
                } else {
                    let body = SetOff { order_id: order.id, amount: part, note: None };
                    finance.set_off_balance(id, version, &body, &key()).await
                };
                match drawn {
                    Err(error) if error.code() == Some(ProblemCode::VersionMismatch) => {}
                    Err(error) if error.code() == Some(ProblemCode::StaleVersion) => {}
                    drawn => return drawn.map(drop),
                }
            }
            panic!("never its turn")
        }
    });
    let done = futures_util::future::join_all(draws).await;

    assert_eq!(done.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for error in done.into_iter().filter_map(Result::err) {
        assert_eq!(faults(&error), [("/amount", Reason::BalanceTooLow)]);
    }
    assert_eq!(balances(&finance).await, [minor(400_00)]);
}

#[actix_web::test]
async fn orders_of_before_get_their_rows_and_lists_ask_little() {
    let app = TestApp::start().await;
    terms(&app, within(10)).await;
    let order = app.approved(&[Online]).await;
    for sql in ["DELETE FROM receivables", "UPDATE credit_rules SET filled_at = NULL"] {
        app.app.db.write.execute_unprepared(sql).await.unwrap();
    }
    let finance = app.as_role(Role::Finance).await;
    assert!(rows(&finance).await.is_empty());

    app.settle().await;

    let found = rows(&finance).await;
    assert_eq!((found.len(), found[0].open), (1, order.totals.gross));
    let before = app.statements();
    rows(&finance).await;
    assert!(app.statements() - before <= 4, "{}", app.statements() - before);
    let before = app.statements();
    finance.receivable_summary(&SummaryQuery::default()).await.unwrap();
    assert!(app.statements() - before <= 6, "{}", app.statements() - before);
}
