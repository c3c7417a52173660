//! Invoices: asked for in the portal, issued by finance, read by who asked; no fen is invoiced or
//! reversed twice, and what an order has of them adds up.

use chrono::TimeDelta;
use client::{Client, ClientError, Side};
use domain::{
    access::Role,
    events::EventKind,
    exports::ExportFormat,
    invoices::{
        InvoiceAction, InvoiceKind, InvoiceMedium, InvoiceStatus, RedConfirmation, RedReason,
        wire::{
            InvoiceContent, InvoiceListQuery, InvoiceTitle, InvoiceView, KeepTitle, MoveInvoice,
            OrderInvoicing, PartyQuery, RedInvoice, RedLine, RequestInvoice, RequestedOrder,
        },
    },
    licenses::ActivationMode::Online,
    money::Amount,
    orders::wire::OrderView,
    problem::{ProblemCode, Reason},
    returns::RefundBasis,
    views::SavedList,
};
use testkit::{TestApp, key, today};

use crate::returns;

fn title(order: &OrderView) -> InvoiceTitle {
    InvoiceTitle {
        name: order.partner.as_ref().unwrap().name.clone(),
        tax_number: Some("91310115MA1K4ABC3X".to_owned()),
        ..InvoiceTitle::default()
    }
}

pub fn request(order: &OrderView, amount: Option<Amount>) -> RequestInvoice {
    RequestInvoice {
        orders: vec![RequestedOrder { order_id: order.id, amount }],
        content: InvoiceContent { title: title(order), ..InvoiceContent::default() },
        ..RequestInvoice::default()
    }
}

pub fn issue(number: &str) -> MoveInvoice {
    MoveInvoice {
        action: InvoiceAction::Issue,
        number: Some(number.to_owned()),
        on: Some(today()),
        // The test's products have no classification of their own.
        tax_classification: Some("3040201010000000000".to_owned()),
        ..MoveInvoice::default()
    }
}

fn act(action: InvoiceAction) -> MoveInvoice {
    let reason = action.needs_reason().then(|| "测试原因".to_owned());
    MoveInvoice { action, reason, ..MoveInvoice::default() }
}

pub async fn moved(client: &Client, one: &InvoiceView, how: &MoveInvoice) -> InvoiceView {
    client.move_invoice(one.invoice.id, one.version, how).await.unwrap()
}

async fn seen(client: &Client, one: &InvoiceView) -> InvoiceView {
    client.invoice(Side::Staff, &one.invoice.id.to_string()).await.unwrap()
}

async fn invoicing(client: &Client, order: &OrderView) -> OrderInvoicing {
    client.order_invoicing(Side::Staff, &order.number).await.unwrap()
}

/// An issued invoice over all of an order.
pub async fn issued(app: &TestApp, order: &OrderView, number: &str) -> InvoiceView {
    let finance = app.as_role(Role::Finance).await;
    let asked = finance.request_invoice(Side::Staff, &request(order, None), &key()).await.unwrap();
    moved(&finance, &asked, &issue(number)).await
}

fn faults(error: &ClientError) -> Vec<(&str, Reason)> {
    let problem = error.problem().unwrap();
    problem.errors.iter().map(|fault| (fault.pointer.as_str(), fault.reason)).collect()
}

fn reason(error: &ClientError) -> Option<Reason> {
    error.problem().unwrap().reason
}

fn half(amount: Amount) -> Amount {
    Amount::from_minor(amount.minor() / 2)
}

const NUMBER: &str = "26312000000012345678";
const OTHER: &str = "26312000000012345679";

#[actix_web::test]
async fn a_partner_asks_finance_issues_and_a_part_is_reversed() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online, Online]).await;
    let (partner, finance) = (app.as_role(Role::Partner).await, app.as_role(Role::Finance).await);
    let gross = order.totals.gross;
    let open = partner.orders_to_invoice(Side::Portal, PartyQuery::default()).await.unwrap();
    assert_eq!((open[0].order_id, open[0].open), (order.id, gross));

    let asked = RequestInvoice { keep_title: true, ..request(&order, Some(half(gross))) };
    let once = key();
    let first = partner.request_invoice(Side::Portal, &asked, &once).await.unwrap();
    let again = partner.request_invoice(Side::Portal, &asked, &once).await.unwrap();

    assert_eq!(first, again, "the same key asks once");
    assert_eq!(
        (first.invoice.status, first.invoice.gross),
        (InvoiceStatus::Requested, half(gross))
    );
    assert!(first.invoice.reference.starts_with("INV-"));
    let rest = partner.request_invoice(Side::Portal, &request(&order, None), &key()).await.unwrap();
    let both = first.invoice.tax.plus(rest.invoice.tax).unwrap();
    assert_eq!(both, order.totals.tax, "the last part takes the remainder");
    let third = partner.request_invoice(Side::Portal, &request(&order, None), &key()).await;
    assert_eq!(faults(&third.unwrap_err()), [("/orders/0/amount", Reason::NothingToInvoice)]);
    let titles = partner.invoice_titles(Side::Portal, PartyQuery::default()).await.unwrap();
    assert_eq!((titles[0].title.clone(), titles[0].is_default), (title(&order), true));

    let first = moved(&finance, &first, &issue(NUMBER)).await;
    let file = b"%PDF-1.7 an invoice".to_vec();
    let (id, version) = (first.invoice.id, first.version);
    let first = finance.keep_invoice_file(id, version, "发票.pdf", &file).await.unwrap();
    let deliver = MoveInvoice { on: Some(today()), ..act(InvoiceAction::Deliver) };
    let first = moved(&finance, &first, &deliver).await;

    let read = partner.invoice(Side::Portal, NUMBER).await.unwrap();
    assert_eq!(read.invoice.status, InvoiceStatus::Delivered);
    assert_eq!(partner.invoice_file(Side::Portal, id).await.unwrap(), file);
    let stranger = app.as_partner_b().await;
    for wrong in [
        stranger.invoice(Side::Portal, NUMBER).await.unwrap_err(),
        stranger.order_invoicing(Side::Portal, &order.number).await.unwrap_err(),
    ] {
        assert_eq!(wrong.code(), Some(ProblemCode::NotFound));
    }
    assert_eq!(
        stranger.invoice_file(Side::Portal, id).await.unwrap_err().code(),
        Some(ProblemCode::NotFound)
    );

    let part = half(first.lines[0].gross);
    let red = RedInvoice {
        reason: RedReason::Allowance,
        lines: vec![RedLine { line: 1, gross: part }],
        ..RedInvoice::default()
    };
    let red = finance.begin_red_letter(id, first.version, &red, &key()).await.unwrap();
    assert_eq!(red.invoice.gross.minor(), -part.minor());
    let before = invoicing(&finance, &order).await;
    assert_eq!((before.invoiced, before.open), (half(gross), Amount::ZERO), "it is not issued yet");
    moved(&finance, &red, &issue(OTHER)).await;

    let after = invoicing(&finance, &order).await;
    assert_eq!(after.invoiced, half(gross).minus(part).unwrap());
    assert_eq!((after.open, after.requested), (part, rest.invoice.gross));
    assert_eq!(after.invoices.len(), 3);
    let timeline = partner.invoice_timeline(Side::Portal, id).await.unwrap();
    let mut kinds: Vec<_> = timeline.iter().map(|event| event.kind).collect();
    // All at one instant: in no order among themselves.
    kinds.sort();
    assert_eq!(
        kinds,
        [
            EventKind::InvoiceRequested,
            EventKind::InvoiceIssued,
            EventKind::InvoiceDelivered,
            EventKind::InvoiceFiled,
            EventKind::RedLetterRequested,
        ]
    );
}

#[actix_web::test]
async fn two_at_once_never_take_the_same_amount() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let (partner, finance) = (app.as_role(Role::Partner).await, app.as_role(Role::Finance).await);
    let all = request(&order, None);
    let (one, other) = (key(), key());

    let (a, b) = tokio::join!(
        partner.request_invoice(Side::Portal, &all, &one),
        finance.request_invoice(Side::Staff, &all, &other),
    );

    let (won, lost) = match (a, b) {
        (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
        other => panic!("{other:?}"),
    };
    assert_eq!(faults(&lost), [("/orders/0/amount", Reason::NothingToInvoice)]);
    let won = moved(&finance, &won, &issue(NUMBER)).await;
    let red = RedInvoice { reason: RedReason::Allowance, ..RedInvoice::default() };
    let (id, version) = (won.invoice.id, won.version);
    let (a, b) = tokio::join!(
        finance.begin_red_letter(id, version, &red, &one),
        finance.begin_red_letter(id, version, &red, &other),
    );
    assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1);
    let sums = finance.invoice_sums(&InvoiceListQuery::default()).await.unwrap();
    assert_eq!((sums[0].invoices, sums[0].gross), (2, Amount::ZERO));
}

#[actix_web::test]
async fn a_red_letter_waits_for_the_counterparty_and_lapses() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let blue = issued(&app, &order, NUMBER).await;
    let finance = app.as_role(Role::Finance).await;
    let ask = RedInvoice {
        reason: RedReason::GoodsReturned,
        needs_confirmation: true,
        ..RedInvoice::default()
    };
    let red = finance.begin_red_letter(blue.invoice.id, blue.version, &ask, &key()).await.unwrap();
    let early = finance.move_invoice(red.invoice.id, red.version, &issue(OTHER)).await.unwrap_err();
    assert_eq!(reason(&early), Some(Reason::RedUnconfirmed));
    let blue = seen(&finance, &blue).await;
    let twice = finance.begin_red_letter(blue.invoice.id, blue.version, &ask, &key()).await;
    assert_eq!(reason(&twice.unwrap_err()), Some(Reason::ReversedWhole));

    app.pass(TimeDelta::hours(72));

    let finance = app.as_role(Role::Finance).await;
    let lapsed = seen(&finance, &red).await;
    assert_eq!(lapsed.invoice.confirmation, Some(RedConfirmation::Lapsed));
    let confirm = act(InvoiceAction::Confirm);
    let late = finance.move_invoice(red.invoice.id, lapsed.version, &confirm).await.unwrap_err();
    assert_eq!(reason(&late), Some(Reason::RedUnconfirmed));
    let blue = seen(&finance, &blue).await;
    assert_eq!(blue.reversed, [Amount::ZERO], "what lapsed holds nothing");
    let again =
        finance.begin_red_letter(blue.invoice.id, blue.version, &ask, &key()).await.unwrap();
    let confirmed = moved(&finance, &again, &confirm).await;
    let done = moved(&finance, &confirmed, &issue(OTHER)).await;
    assert_eq!(done.invoice.status, InvoiceStatus::Issued);
    assert_eq!(invoicing(&finance, &order).await.open, order.totals.gross);
}

#[actix_web::test]
async fn a_number_is_given_once_legacy_paper_is_void_in_its_month_and_replaced() {
    let app = TestApp::start().await;
    let (order, second) = (app.approved(&[Online]).await, app.approved(&[Online]).await);
    issued(&app, &second, NUMBER).await;
    let finance = app.as_role(Role::Finance).await;
    let mut asked = request(&order, None);
    asked.content.medium = InvoiceMedium::Legacy;
    asked.content.kind = InvoiceKind::Ordinary;
    let paper = finance.request_invoice(Side::Staff, &asked, &key()).await.unwrap();
    let wrong = finance.move_invoice(paper.invoice.id, paper.version, &issue(NUMBER)).await;
    let expected = [("/number", Reason::InvoiceNumberFormat), ("/code", Reason::InvoiceCodeFormat)];
    assert_eq!(faults(&wrong.unwrap_err()), expected);
    let code = Some("3100231130".to_owned());
    let paper = moved(&finance, &paper, &MoveInvoice { code, ..issue("12345678") }).await;
    let early = RequestInvoice { replaces: Some(paper.invoice.id), ..request(&second, None) };
    let early = finance.request_invoice(Side::Staff, &early, &key()).await.unwrap_err();
    assert_eq!(faults(&early), [("/orders/0/amount", Reason::NothingToInvoice)]);

    let void = moved(&finance, &paper, &act(InvoiceAction::Void)).await;

    assert_eq!(void.invoice.status, InvoiceStatus::Voided);
    let again = RequestInvoice { replaces: Some(paper.invoice.id), ..request(&order, None) };
    let again = finance.request_invoice(Side::Staff, &again, &key()).await.unwrap();
    assert_eq!(again.replaces.as_ref().unwrap().id, paper.invoice.id);
    let taken = finance.move_invoice(again.invoice.id, again.version, &issue(NUMBER)).await;
    assert_eq!(faults(&taken.unwrap_err()), [("/number", Reason::InvoiceNumberTaken)]);
    let digital = moved(&finance, &again, &issue(OTHER)).await;
    let void = finance
        .move_invoice(digital.invoice.id, digital.version, &act(InvoiceAction::Void))
        .await
        .unwrap_err();
    assert_eq!(reason(&void), Some(Reason::VoidLegacyOnly));
}

#[actix_web::test]
async fn a_return_of_what_is_invoiced_makes_a_red_letter_due() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    app.settle().await;
    issued(&app, &order, NUMBER).await;
    let (_, asked) =
        returns::asked(&app, &order.number, &returns::request(&[1], RefundBasis::Full)).await;
    let admin = app.as_role(Role::Admin).await;
    assert_eq!(invoicing(&admin, &order).await.red_due, Amount::ZERO);

    admin.approve_return(asked.id, asked.version, &key()).await.unwrap();

    let after = invoicing(&admin, &order).await;
    assert_eq!((after.red_due, after.refunded), (order.totals.gross, order.totals.gross));
    assert_eq!((after.open, after.invoiced), (Amount::ZERO, order.totals.gross));
}

#[actix_web::test]
async fn an_invoice_is_about_one_party_and_says_why_it_names_another() {
    let app = TestApp::start().await;
    let (order, other) = (app.approved(&[Online]).await, app.approved(&[Online]).await);
    let finance = app.as_role(Role::Finance).await;
    let draft = app.draft(&app.as_role(Role::Partner).await, &[Online]).await;
    let early = finance.request_invoice(Side::Staff, &request(&draft, None), &key()).await;
    assert_eq!(faults(&early.unwrap_err()), [("/orders/0/order_id", Reason::NotInvoiceable)]);

    let mut asked = request(&order, None);
    asked.orders.push(RequestedOrder { order_id: other.id, amount: None });
    asked.content.title.name = "上海启明集团有限公司".to_owned();
    let silent = finance.request_invoice(Side::Staff, &asked, &key()).await.unwrap_err();
    asked.content.title_reason = Some("集团统一开票".to_owned());
    let made = finance.request_invoice(Side::Staff, &asked, &key()).await.unwrap();

    assert_eq!(faults(&silent), [("/content/title_reason", Reason::TitleDiffers)]);
    assert_eq!(made.orders.len(), 2);
    let gross = order.totals.gross.plus(other.totals.gross).unwrap();
    assert_eq!(made.invoice.gross, gross);
    let content = InvoiceContent { title: title(&order), ..made.content.clone() };
    let changed = finance.change_invoice(made.invoice.id, made.version, &content).await.unwrap();
    assert_eq!(changed.content.title, title(&order));
    let stale = finance.change_invoice(made.invoice.id, made.version, &content).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    let rejected = moved(&finance, &changed, &act(InvoiceAction::Reject)).await;
    assert_eq!(rejected.reason.as_deref(), Some("测试原因"));
    assert_eq!(invoicing(&finance, &order).await.open, order.totals.gross);
}

#[actix_web::test]
async fn sales_ask_and_cancel_finance_issues_and_engineers_see_nothing() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let asked = ops.request_invoice(Side::Staff, &request(&order, None), &key()).await.unwrap();
    let id = asked.invoice.id;

    let issued = ops.move_invoice(id, asked.version, &issue(NUMBER)).await.unwrap_err();
    assert_eq!(issued.code(), Some(ProblemCode::NotPermitted));
    let rep = app.as_role(Role::SalesRep).await;
    let of_others = rep.request_invoice(Side::Staff, &request(&order, None), &key()).await;
    assert_eq!(faults(&of_others.unwrap_err()), [("/orders/0/order_id", Reason::UnknownReference)]);
    let cancel =
        rep.move_invoice(id, asked.version, &act(InvoiceAction::Cancel)).await.unwrap_err();
    assert_eq!(cancel.code(), Some(ProblemCode::NotFound));
    let engineer = app.as_role(Role::Engineer).await;
    let nothing = engineer.invoices(Side::Staff, &InvoiceListQuery::default()).await.unwrap_err();
    assert_eq!(nothing.code(), Some(ProblemCode::NotPermitted));
    let gone = moved(&ops, &asked, &act(InvoiceAction::Cancel)).await;
    assert_eq!(gone.invoice.status, InvoiceStatus::Cancelled);
}

#[actix_web::test]
async fn the_list_is_filtered_counted_added_up_and_goes_out() {
    let app = TestApp::start().await;
    let (order, other) = (app.approved(&[Online]).await, app.approved(&[Online]).await);
    let first = issued(&app, &order, NUMBER).await;
    let finance = app.as_role(Role::Finance).await;
    finance.request_invoice(Side::Staff, &request(&other, None), &key()).await.unwrap();
    let all = InvoiceListQuery::default();
    let filters = [
        InvoiceListQuery { status: vec![InvoiceStatus::Issued], ..all.clone() },
        InvoiceListQuery { month: Some(today()), ..all.clone() },
        InvoiceListQuery { order: Some(order.id), ..all.clone() },
        InvoiceListQuery { q: NUMBER[..8].to_owned(), ..all.clone() },
        InvoiceListQuery { q: first.invoice.reference.to_lowercase(), ..all.clone() },
    ];

    for filter in &filters {
        let before = app.statements();
        let page = finance.invoices(Side::Staff, filter).await.unwrap();
        assert!(app.statements() - before <= 4, "{filter:?}");
        let sums = finance.invoice_sums(filter).await.unwrap();
        assert_eq!(page.items.iter().map(|row| row.id).collect::<Vec<_>>(), [first.invoice.id]);
        assert_eq!((sums[0].invoices, sums[0].gross), (1, first.invoice.gross), "{filter:?}");
    }
    let by_title = InvoiceListQuery { q: title(&order).name, ..all.clone() };
    assert_eq!(finance.invoices(Side::Staff, &by_title).await.unwrap().total, 2);
    let partner = InvoiceListQuery { partner: Some(app.partner_b), ..all.clone() };
    assert_eq!(finance.invoices(Side::Staff, &partner).await.unwrap().total, 0);
    let red = InvoiceListQuery { red: Some(true), ..all };
    assert_eq!(finance.invoices(Side::Staff, &red).await.unwrap().total, 0);
    let file = finance.export(SavedList::Invoices, ExportFormat::Csv, "").await.unwrap();
    let file = String::from_utf8(file).unwrap();
    assert!(file.contains(NUMBER) && file.lines().count() == 3, "{file}");
}

#[actix_web::test]
async fn a_title_is_kept_once_and_one_of_them_is_the_default() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    let party = PartyQuery { partner: Some(app.partner_a), customer: None };
    let keep = |name: &str, tax_number: &str, is_default| KeepTitle {
        partner_id: Some(app.partner_a),
        customer_id: None,
        title: InvoiceTitle {
            name: name.to_owned(),
            tax_number: Some(tax_number.to_owned()),
            ..InvoiceTitle::default()
        },
        is_default,
    };
    let one = "91310115MA1K4ABC3X";
    let two = "91310115MA1K4ABC4X";

    finance.keep_invoice_title(&keep("甲公司", one, true), &key()).await.unwrap();
    let other = finance.keep_invoice_title(&keep("乙公司", one, true), &key()).await.unwrap();
    finance.keep_invoice_title(&keep("甲公司", two, false), &key()).await.unwrap();

    let kept = finance.invoice_titles(Side::Staff, party).await.unwrap();
    let kept: Vec<_> = kept
        .iter()
        .map(|one| (one.title.name.as_str(), one.title.tax_number.as_deref(), one.is_default))
        .collect();
    assert_eq!(kept, [("乙公司", Some(one), true), ("甲公司", Some(two), false)]);
    let odd = finance.keep_invoice_title(&keep("丙公司", "12", false), &key()).await.unwrap_err();
    assert_eq!(faults(&odd), [("/title/tax_number", Reason::TaxNumberFormat)]);
    let none = finance.invoice_titles(Side::Staff, PartyQuery::default()).await.unwrap_err();
    assert_eq!(faults(&none), [("/partner", Reason::OnePartyOnly)]);
    finance.remove_invoice_title(other.id).await.unwrap();
    assert_eq!(finance.invoice_titles(Side::Staff, party).await.unwrap().len(), 1);
}

#[actix_web::test]
async fn only_invoice_files_are_kept_and_only_of_what_is_issued() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let finance = app.as_role(Role::Finance).await;
    let asked = finance.request_invoice(Side::Staff, &request(&order, None), &key()).await.unwrap();
    let id = asked.invoice.id;
    let early = finance.keep_invoice_file(id, asked.version, "a.pdf", b"%PDF-1.7").await;
    assert_eq!(reason(&early.unwrap_err()), Some(Reason::InvoiceNotIssued));
    let done = moved(&finance, &asked, &issue(NUMBER)).await;

    let image = finance.keep_invoice_file(id, done.version, "a.pdf", b"\x89PNG\r\n\x1a\n").await;
    let kept = finance
        .keep_invoice_file(id, done.version, "../发票.txt", b"<?xml version=\"1.0\"?><a/>")
        .await
        .unwrap();

    assert_eq!(faults(&image.unwrap_err()), [("/file", Reason::NotAnInvoiceFile)]);
    assert_eq!(kept.file.unwrap().file_name, "发票.txt.xml");
}
