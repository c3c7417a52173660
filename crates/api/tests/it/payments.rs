//! Payments: a bank's file in, what is sure matched by itself, the rest by people; every fen once.

use client::{Client, ClientError};
use domain::{
    access::Role,
    finance::matching::{Evidence, Rule},
    licenses::{ActivationMode::Online, wire::PaymentStatus},
    money::{Amount, Currency},
    orders::wire::OrderView,
    payments::{
        MatchMethod, MatchStatus, StatementStatus,
        wire::{
            BankAccountContent, BankAccountView, EntryListQuery, IgnorePayment, MatchPart,
            MatchPayment, OpenOrderQuery, PaymentContent, PaymentListQuery, PaymentRow,
            PaymentView, RefuseSuggestion, StatementListQuery, StatementView, SwitchRule,
        },
    },
    problem::{ProblemCode, Reason},
    purchases::wire::PurchaseListQuery,
};
use encoding_rs::GB18030;
use testkit::{TestApp, key, today};

use crate::invoices;

const ACCOUNT: &str = "31050110083600001234";
const PAYER: &str = "上海云智科技有限公司";

async fn account(finance: &Client) -> BankAccountView {
    let content = BankAccountContent {
        name: "基本户".to_owned(),
        bank: "招商银行上海分行".to_owned(),
        account_number: "3105 0110 0836 0000 1234".to_owned(),
        currency: Currency::Cny,
        active: true,
    };
    finance.create_bank_account(&content, &key()).await.unwrap()
}

/// A row of a bank's export: day, income, expense, balance, counterparty, remark, reference.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

fn sheet(rows: &[Row<'_>]) -> Vec<u8> {
    let mut text = format!("账号：,{ACCOUNT}\n币种：,人民币\n");
    text += "交易日期,收入,支出,余额,对方户名,对方账号,摘要,交易流水号\n";
    for (day, income, expense, balance, payer, remark, reference) in rows {
        text += &format!(
            "{day},{income},{expense},{balance},{payer},6222000011,{remark},{reference}\n"
        );
    }
    let (bytes, _, _) = GB18030.encode(&text);
    bytes.into_owned()
}

fn part(order: &OrderView, amount: Amount) -> MatchPart {
    MatchPart { order_id: order.id, amount, fee: Amount::ZERO }
}

/// The whole of an order is paid, and matched by hand.
pub async fn paid(app: &TestApp, order: &OrderView) {
    let finance = app.as_role(Role::Finance).await;
    let gross = order.totals.gross;
    let payment = by_hand(&finance, gross, PAYER, &order.number).await;
    matched(&finance, &payment, vec![part(order, gross)]).await.unwrap();
}

fn minor(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

async fn by_hand(finance: &Client, amount: Amount, payer: &str, remark: &str) -> PaymentView {
    let content = PaymentContent {
        bank_account_id: None,
        value_date: today(),
        amount,
        currency: Currency::Cny,
        payer_name: payer.to_owned(),
        payer_account: String::new(),
        remark: remark.to_owned(),
        bank_reference: String::new(),
        note: None,
    };
    finance.create_payment(&content, &key()).await.unwrap()
}

async fn matched(
    finance: &Client,
    payment: &PaymentView,
    parts: Vec<MatchPart>,
) -> Result<PaymentView, ClientError> {
    let body = MatchPayment { parts };
    finance.match_payment(payment.payment.id, payment.version, &body, &key()).await
}

async fn statuses(app: &TestApp, order: &OrderView) -> Vec<PaymentStatus> {
    let ops = app.as_role(Role::CommercialOps).await;
    let all = PurchaseListQuery::default();
    let rows = ops.purchases(&all).await.unwrap().items;
    rows.into_iter()
        .filter(|row| row.order_id == Some(order.id))
        .map(|row| row.payment_status)
        .collect()
}

async fn listed(finance: &Client) -> Vec<PaymentRow> {
    finance.payments(&PaymentListQuery::default()).await.unwrap().items
}

fn why(error: &ClientError) -> Option<Reason> {
    error.problem().and_then(|problem| problem.reason)
}

fn faults(error: &ClientError) -> Vec<(&str, Reason)> {
    let problem = error.problem().unwrap();
    problem.errors.iter().map(|fault| (fault.pointer.as_str(), fault.reason)).collect()
}

async fn uploaded(finance: &Client, rows: &[Row<'_>]) -> StatementView {
    let mut made = finance.upload_statement(None, "流水.csv", &sheet(rows)).await.unwrap();
    assert_eq!(made.len(), 1);
    made.remove(0)
}

#[actix_web::test]
async fn a_file_becomes_payments_once_and_is_taken_back_as_a_whole() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    account(&finance).await;
    let twin = ("2026-11-20", "5.00", "", "105.00", "某公司", "利息", "");
    let rows = [
        twin,
        (twin.0, "5.00", "", "110.00", twin.4, twin.5, ""),
        ("2026-11-21", "", "10.00", "100.00", "电信", "电话费", "R3"),
    ];

    let preview = uploaded(&finance, &rows).await;
    let (statement, version) = (preview.statement.id, preview.version);
    assert_eq!(preview.statement.status, StatementStatus::Preview);
    assert_eq!((preview.statement.entries, preview.statement.new_entries), (3, 3));
    assert_eq!(preview.statement.opening, Some(minor(100_00)));
    assert!(listed(&finance).await.is_empty(), "a preview counts for nothing");

    let done = finance.commit_statement(statement, version, &key()).await.unwrap();
    assert_eq!(done.statement.status, StatementStatus::Committed);
    assert_eq!(listed(&finance).await.len(), 3, "twins of one file are two payments");

    let again = uploaded(&finance, &rows).await;
    assert_eq!(again.statement.new_entries, 0);
    let again = finance.commit_statement(again.statement.id, again.version, &key()).await.unwrap();
    assert_eq!(listed(&finance).await.len(), 3, "the same file adds nothing");

    // Taken back, they are the second file's; with it they are gone.
    finance.undo_statement(statement, done.version).await.unwrap();
    assert_eq!(listed(&finance).await.len(), 3);
    finance.undo_statement(again.statement.id, again.version).await.unwrap();
    assert!(listed(&finance).await.is_empty());
    let refused = finance.undo_statement(statement, done.version + 1).await.unwrap_err();
    assert_eq!(why(&refused), Some(Reason::IllegalStatementMove));
}

#[actix_web::test]
async fn a_file_that_does_not_add_up_is_told_by_line_and_never_counts() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    let ours = account(&finance).await;
    let broken = sheet(&[
        ("2026-11-20", "5.00", "", "105.00", "某公司", "", "1"),
        ("2026-11-21", "5.00", "", "111.00", "某公司", "", "2"),
    ]);

    let made = finance.upload_statement(Some(ours.id), "坏.csv", &broken).await.unwrap().remove(0);

    assert_eq!(made.statement.status, StatementStatus::Faulty);
    assert_eq!(made.faults[0].line, 5);
    let refused = finance.commit_statement(made.statement.id, made.version, &key()).await;
    assert_eq!(why(&refused.unwrap_err()), Some(Reason::IllegalStatementMove));
    let other = String::from_utf8_lossy(
        b":20:X\n:25:99999999\n:28C:1\n:60F:C261120CNY0,00\n:62F:C261120CNY0,00\n-",
    )
    .into_owned();
    let refused = finance.upload_statement(None, "x.sta", other.as_bytes()).await.unwrap_err();
    assert_eq!(faults(&refused), [("/account", Reason::AccountNotOurs)]);
    let refused = finance.upload_statement(Some(ours.id), "x.pdf", b"%PDF-1.7").await.unwrap_err();
    assert_eq!(faults(&refused), [("/file", Reason::NotASheet)]);
    let gone = finance.undo_statement(made.statement.id, made.version).await.unwrap();
    assert_eq!(gone.statement.status, StatementStatus::Discarded);
}

#[actix_web::test]
async fn an_mt940_file_finds_its_account_by_itself_and_days_without_one_are_told() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    account(&finance).await;
    let file = |day: &str, opening: &str, closing: &str| {
        format!(
            ":20:STMT\n:25:{ACCOUNT}\n:28C:1/1\n:60F:C26{day}CNY{opening}\n\
             :61:26{day}{day}C10,00NTRFREF{day}//B{day}\n:86:payment {day}\n:62F:C26{day}CNY{closing}\n-\n"
        )
    };

    let (one, two) = (file("1102", "0,00", "10,00"), file("1105", "90,00", "100,00"));
    let first = finance.upload_statement(None, "a.sta", one.as_bytes()).await.unwrap().remove(0);
    finance.commit_statement(first.statement.id, first.version, &key()).await.unwrap();
    let later = finance.upload_statement(None, "b.sta", two.as_bytes()).await.unwrap().remove(0);

    assert_eq!(later.seams.len(), 1, "{:?}", later.seams);
    let entries =
        finance.statement_entries(later.statement.id, &EntryListQuery::default()).await.unwrap();
    assert_eq!(entries.items.len(), 1);
    assert_eq!(entries.items[0].amount, minor(10_00));
    assert_eq!(entries.items[0].payment_id, None);
    let all = finance.statements(&StatementListQuery::default()).await.unwrap();
    assert_eq!(all.total, 2);
}

#[actix_web::test]
async fn what_is_sure_is_matched_by_itself_and_everything_follows() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    account(&finance).await;
    let order = app.approved(&[Online]).await;
    let other = app.approved(&[Online]).await;
    let gross = order.totals.gross;
    let (paid, remark) =
        (gross.to_string(), format!("货款 {}", other.number.replace("000002", "000020")));
    let balance = gross.plus(gross).unwrap().to_string();
    let file = [
        ("2026-11-21", paid.as_str(), "", paid.as_str(), PAYER, order.number.as_str(), "A1"),
        ("2026-11-21", paid.as_str(), "", balance.as_str(), PAYER, remark.as_str(), "A2"),
    ];
    let preview = uploaded(&finance, &file).await;
    let committed =
        finance.commit_statement(preview.statement.id, preview.version, &key()).await.unwrap();

    let run = finance.match_payments(&key()).await.unwrap();

    assert_eq!((run.looked_at, run.matched, run.suggested), (2, 1, 1), "{run:?}");
    assert_eq!(statuses(&app, &order).await, [PaymentStatus::Paid]);
    let receipts = app.as_role(Role::SalesRep).await.order_receipts(order.id).await.unwrap();
    assert_eq!((receipts.due, receipts.received, receipts.open), (gross, gross, Amount::ZERO));
    let payments = listed(&finance).await;
    let of = |reference: &str| payments.iter().find(|row| row.bank_reference == reference).unwrap();
    assert_eq!((of("A1").status, of("A2").status), (MatchStatus::Matched, MatchStatus::Suggested));
    let sure = finance.payment(of("A1").id).await.unwrap();
    assert_eq!(sure.matches[0].method, MatchMethod::Auto);
    assert_eq!(sure.matches[0].rule, Some(Rule::NumberAmountPayer));
    assert!(sure.matches[0].evidence.contains(&Evidence::PayerKnown));

    // A person confirms the other one, with its evidence.
    let said = finance.payment_suggestions(of("A2").id).await.unwrap();
    assert!(said.proposals[0].is_open && said.proposals[0].lost.is_none());
    assert_eq!(said.proposals[0].parts[0].order.id, other.id);
    let waiting = finance.payment(of("A2").id).await.unwrap();
    let confirmed = matched(&finance, &waiting, vec![part(&other, gross)]).await.unwrap();
    assert_eq!(confirmed.payment.status, MatchStatus::Matched);
    assert_eq!(confirmed.matches[0].score, Some(said.proposals[0].score));

    // While something of it is matched the statement stays.
    let refused = finance.undo_statement(committed.statement.id, committed.version).await;
    assert_eq!(why(&refused.unwrap_err()), Some(Reason::StatementMatched));
    // Undone once, and not proposed again; what was paid is due again.
    let undone = finance
        .undo_payment_match(sure.payment.id, sure.version, sure.matches[0].id)
        .await
        .unwrap();
    assert_eq!(undone.payment.status, MatchStatus::Unmatched);
    assert!(undone.matches[0].undone_at.is_some(), "history stays");
    assert_eq!(statuses(&app, &order).await, [PaymentStatus::Pending]);
    let run = finance.match_payments(&key()).await.unwrap();
    assert_eq!(run.matched, 0, "what a person undid is not booked again");
    let twice = finance
        .undo_payment_match(sure.payment.id, undone.version, sure.matches[0].id)
        .await
        .unwrap_err();
    assert_eq!(why(&twice), Some(Reason::MatchUndone));
}

#[actix_web::test]
async fn one_payment_is_split_over_orders_and_never_further_than_it_goes() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    let (first, second) = (app.approved(&[Online]).await, app.approved(&[Online]).await);
    let gross = first.totals.gross;
    let half = minor(gross.minor() / 2);
    let sum = gross.plus(half).unwrap();
    let payment = by_hand(&finance, sum, "某代付公司", "两笔").await;

    let too_much =
        matched(&finance, &payment, vec![part(&first, gross), part(&second, gross)]).await;
    let open = finance.open_orders(&OpenOrderQuery::default()).await.unwrap();
    let split = matched(&finance, &payment, vec![part(&first, gross), part(&second, half)]).await;

    assert_eq!(faults(&too_much.unwrap_err()), [("/parts", Reason::MoreThanPaid)]);
    assert_eq!(open.len(), 2);
    let split = split.unwrap();
    assert_eq!(split.payment.status, MatchStatus::Matched);
    assert_eq!(statuses(&app, &first).await, [PaymentStatus::Paid]);
    assert_eq!(statuses(&app, &second).await, [PaymentStatus::PartiallyPaid]);
    let found = OpenOrderQuery { q: second.number.to_lowercase(), ..OpenOrderQuery::default() };
    let found = finance.open_orders(&found).await.unwrap();
    assert_eq!(found[0].open, gross.minus(half).unwrap());
    let by_order = PaymentListQuery { order: Some(second.id), ..PaymentListQuery::default() };
    assert_eq!(finance.payments(&by_order).await.unwrap().total, 1);
    let again = matched(&finance, &split, vec![part(&second, half)]).await.unwrap_err();
    assert_eq!(why(&again), Some(Reason::IllegalPaymentMove));
    // Who paid for somebody once is known the next time.
    let third = app.approved(&[Online]).await;
    let remark = format!("付 {}", third.number);
    let next = by_hand(&finance, gross, "某代付公司", &remark).await;
    let run = finance.match_payments(&key()).await.unwrap();
    assert_eq!(run.matched, 1, "{run:?}");
    let next = finance.payment(next.payment.id).await.unwrap();
    let is_alias = |one: &Evidence| matches!(one, Evidence::PayerAlias { .. });
    assert!(next.matches[0].evidence.iter().any(is_alias), "{next:?}");
}

#[actix_web::test]
async fn however_many_try_at_once_no_fen_is_matched_twice() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    let order = app.approved(&[Online]).await;
    let gross = order.totals.gross;
    let two_thirds = minor(gross.minor() * 2 / 3);
    let mut payments = Vec::new();
    for n in 0..6 {
        payments.push(by_hand(&finance, two_thirds, PAYER, &format!("第 {n} 笔")).await);
    }

    // Six payments for one order, each for more than half of it, and each sent twice.
    let tries = payments.iter().chain(&payments).map(|payment| {
        let parts = vec![part(&order, two_thirds)];
        matched(&finance, payment, parts)
    });
    let done = futures_util::future::join_all(tries).await;

    assert_eq!(done.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for error in done.into_iter().filter_map(Result::err) {
        assert!(error.code().is_some_and(|code| code != ProblemCode::Internal), "{error}");
    }
    let receipts = finance.order_receipts(order.id).await.unwrap();
    assert_eq!(receipts.received, two_thirds);
    let rows = listed(&finance).await;
    let sum: Amount = rows.iter().map(|row| row.matched).sum();
    assert_eq!(sum, two_thirds);
    assert!(rows.iter().all(|row| row.matched <= row.amount));
}

#[actix_web::test]
async fn what_is_none_of_ours_is_ignored_and_looked_at_again() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    let order = app.approved(&[Online]).await;
    let noise = by_hand(&finance, minor(12_34), "税务局", "退税").await;
    let (id, reason) = (noise.payment.id, IgnorePayment { reason: "与订单无关".to_owned() });

    let ignored = finance.ignore_payment(id, noise.version, &reason, &key()).await.unwrap();
    let refused = matched(&finance, &ignored, vec![part(&order, minor(1))]).await.unwrap_err();
    let stale = finance.restore_payment(id, noise.version).await.unwrap_err();
    let restored = finance.restore_payment(id, ignored.version).await.unwrap();

    assert_eq!(ignored.payment.status, MatchStatus::Ignored);
    assert_eq!(why(&refused), Some(Reason::IllegalPaymentMove));
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    assert_eq!(restored.payment.status, MatchStatus::Unmatched);
    let told = finance.payment_timeline(id).await.unwrap();
    assert_eq!(told.len(), 3);
}

#[actix_web::test]
async fn a_suggestion_that_was_refused_does_not_come_back_and_rules_are_switched_on() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    let order = app.approved(&[Online]).await;
    let gross = order.totals.gross;
    // The amount and the payer agree, no number: that is only suggested.
    let payment = by_hand(&finance, gross, PAYER, "货款").await;
    let run = finance.match_payments(&key()).await.unwrap();
    assert_eq!((run.matched, run.suggested), (0, 1));
    let waiting = finance.payment(payment.payment.id).await.unwrap();
    let refuse = RefuseSuggestion { order_id: order.id };

    let refused = finance
        .refuse_suggestion(waiting.payment.id, waiting.version, &refuse, &key())
        .await
        .unwrap();
    let run = finance.match_payments(&key()).await.unwrap();

    assert_eq!(refused.payment.status, MatchStatus::Unmatched);
    assert_eq!((run.matched, run.suggested), (0, 0));
    // Another one, with the rule switched on.
    let rules = finance.matching_rules().await.unwrap();
    assert_eq!(rules.iter().filter(|one| one.automatic).count(), 1);
    let rule = rules.iter().find(|one| one.rule == Rule::PayerAmount).unwrap();
    let on = SwitchRule { automatic: true };
    finance.switch_matching_rule(rule.rule, rule.version, &on).await.unwrap();
    let none = IgnorePayment { reason: "重复录入".to_owned() };
    let (id, version) = (refused.payment.id, refused.version);
    finance.ignore_payment(id, version, &none, &key()).await.unwrap();
    by_hand(&finance, gross, PAYER, "货款二").await;
    let run = finance.match_payments(&key()).await.unwrap();
    assert_eq!(run.matched, 1, "{run:?}");
}

#[actix_web::test]
async fn a_stranger_who_names_an_invoice_pays_for_its_order() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    let (order, other) = (app.approved(&[Online]).await, app.approved(&[Online]).await);
    assert_eq!(order.totals.gross, other.totals.gross, "the amount alone says nothing");
    let number = "26312000000055500017";
    invoices::issued(&app, &order, number).await;
    let remark = format!("支付发票{number}");

    let payment = by_hand(&finance, order.totals.gross, "北京某某商贸有限公司", &remark).await;
    finance.match_payments(&key()).await.unwrap();

    let told = finance.payment_suggestions(payment.payment.id).await.unwrap();
    let first = &told.proposals[0];
    assert!(first.evidence.contains(&Evidence::InvoiceNumber { shared_by: 1 }), "{first:?}");
    assert_eq!(first.parts[0].order.id, order.id);
}

#[actix_web::test]
async fn sales_sees_what_came_for_an_order_and_nothing_of_the_bank() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let sales = app.as_role(Role::SalesRep).await;
    let manager = app.as_role(Role::SalesManager).await;
    let engineer = app.as_role(Role::Engineer).await;

    let refused = sales.payments(&PaymentListQuery::default()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
    assert!(sales.order_receipts(order.id).await.unwrap().receipts.is_empty());
    assert!(manager.payments(&PaymentListQuery::default()).await.is_ok());
    assert!(manager.match_payments(&key()).await.is_err());
    assert!(engineer.order_receipts(order.id).await.is_err());
}
