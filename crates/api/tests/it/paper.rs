//! The paper form: what stands on the PDF is what the order says, for those who may read it.

use client::{Client, Side};
use domain::{
    Lang,
    access::Role,
    licenses::ActivationMode::{Offline, Online},
    orders::{
        OrderStatus,
        form::{Fact, Sheet},
        wire::{ApproveOrder, ChangeOrder, OrderView, WithReason},
    },
    patch::Patch,
    problem::{ProblemCode, Reason},
};
use testkit::{TestApp, key};

/// The text of a PDF without blanks, as lines break anywhere; read by a library that is not ours.
fn text_of(pdf: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(pdf).unwrap();
    squeezed(&text)
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

async fn printed(client: &Client, side: Side, order: &OrderView, lang: Lang) -> String {
    text_of(&client.print_order(side, &order.number, lang).await.unwrap())
}

fn assert_says(text: &str, sheet: &Sheet) {
    let facts: Vec<&Fact> = sheet
        .facts
        .iter()
        .chain(&sheet.totals)
        .chain(&sheet.capitals)
        .chain(&sheet.remark)
        .chain(&sheet.acceptance)
        .chain(sheet.parties.iter().flat_map(|party| &party.facts))
        .collect();
    let rows = sheet.rows.iter().flat_map(|row| row.cells.iter().chain(&row.notes));
    let words = facts.iter().map(|fact| &fact.value).chain(rows).chain(&sheet.terms);
    for word in words {
        assert!(text.contains(&squeezed(word)), "{word} is missing in {text}");
    }
}

#[actix_web::test]
async fn the_pdf_says_what_the_order_says_in_both_languages() {
    let app = TestApp::start().await;
    let order = app.submitted(&[Online, Offline]).await;
    let partner = app.as_role(Role::Partner).await;
    let ops = app.as_role(Role::CommercialOps).await;

    for (client, side) in [(&partner, Side::Portal), (&ops, Side::Staff)] {
        let form = client.order_form(side, &order.number).await.unwrap();
        assert_eq!(form.order.totals, order.totals);
        for lang in [Lang::Zh, Lang::En] {
            let text = printed(client, side, &order, lang).await;

            let sheet = form.sheet(lang);
            assert_says(&text, &sheet);
            assert!(text.contains(&squeezed(sheet.title)));
        }
    }
    // What the test knows by itself: 2 sets of 168 000 for a gold partner, 25 % off.
    let zh = printed(&partner, Side::Portal, &order, Lang::Zh).await;
    for word in [
        "北京语灵智能科技有限公司",
        "上海云智科技有限公司",
        "¥252,000.00",
        "人民币贰拾伍万贰仟元整",
        "127.0.0.1",
        "争议由供方所在地人民法院管辖",
    ] {
        assert!(zh.contains(word), "{word} is missing in {zh}");
    }
    assert!(!zh.contains("草稿"));
}

#[actix_web::test]
async fn it_is_a_file_named_after_the_order_in_the_callers_language() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let draft = app.draft(&partner, &[Online]).await;
    let path = format!("/api/v1/partners/orders/{}/print", draft.id);

    let answer = app.call(&partner, "GET", &path, &[], None).await;
    let wrong = app.call(&partner, "GET", &format!("{path}?lang=xx"), &[], None).await;

    assert_eq!(answer.status.as_u16(), 200);
    assert_eq!(answer.header("Content-Type"), Some("application/pdf"));
    let named = format!("attachment; filename=\"{}.pdf\"", draft.number);
    assert_eq!(answer.header("Content-Disposition"), Some(named.as_str()));
    assert_eq!(wrong.code(), Some(ProblemCode::InvalidQuery));
    // The people of the tests read English.
    let own = text_of(&app.call_bytes(&partner, &path).await);
    assert!(own.contains("SoftwareLicensePurchaseOrder(DRAFT)"), "{own}");
    for lang in ["zh", "zh-CN"] {
        let pdf = app.call_bytes(&partner, &format!("{path}?lang={lang}")).await;
        let text = text_of(&pdf);
        assert!(text.contains("软件许可证采购订单（草稿）"), "{text}");
        assert!(pdf.len() < 150 * 1024, "{} bytes", pdf.len());
    }
}

#[actix_web::test]
async fn others_of_another_partner_are_told_that_there_is_no_such_order() {
    let app = TestApp::start().await;
    let order = app.submitted(&[Online]).await;
    let other = app.as_partner_b().await;

    for id in [order.number.clone(), order.id.to_string()] {
        let refused = other.print_order(Side::Portal, &id, Lang::Zh).await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::NotFound));
        let refused = other.order_form(Side::Portal, &id).await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::NotFound));
    }
}

#[actix_web::test]
async fn an_acceptance_proves_what_was_accepted_through_approval_and_against_changes() {
    let app = TestApp::start().await;
    let order = app.submitted(&[Offline]).await;
    let again = app.submitted(&[Offline]).await;
    let partner = app.as_role(Role::Partner).await;
    let admin = app.as_role(Role::Admin).await;

    let accepted = order.acceptance.clone().unwrap();
    assert_eq!(accepted.address.as_deref(), Some("127.0.0.1"));
    let hash = accepted.content_hash.clone().unwrap();
    assert_eq!(hash.len(), 64);
    // The same content at the same price under the same terms: the same hash.
    assert_eq!(again.acceptance.unwrap().content_hash.as_deref(), Some(hash.as_str()));
    let approved = admin
        .approve_order(again.id, again.version, &ApproveOrder::default(), &key())
        .await
        .unwrap();
    assert!(!approved.acceptance.unwrap().changed_since, "approval changes nothing of it");

    let why = WithReason { reason: "请改备注".to_owned() };
    let rejected = admin.reject_order(order.id, order.version, &why, &key()).await.unwrap();
    assert!(!rejected.acceptance.as_ref().unwrap().changed_since);
    let change = ChangeOrder { remark: Patch::Set("加急".to_owned()), ..ChangeOrder::default() };
    let changed =
        partner.change_order(Side::Portal, order.id, rejected.version, &change).await.unwrap();

    assert!(changed.acceptance.as_ref().unwrap().changed_since);
    let text = printed(&partner, Side::Portal, &changed, Lang::Zh).await;
    assert!(text.contains("订单内容在确认后已修改"), "{text}");
    let submit = app.acceptance(&partner, &changed).await;
    let anew = partner
        .submit_order(Side::Portal, changed.id, changed.version, &submit, &key())
        .await
        .unwrap();
    let acceptance = anew.acceptance.unwrap();
    assert_eq!(anew.status, OrderStatus::Submitted);
    assert!(!acceptance.changed_since);
    assert_ne!(acceptance.content_hash, Some(hash));
}

#[actix_web::test]
async fn behind_a_proxy_the_address_is_the_one_it_forwards() {
    let app = TestApp::start_with(|config| config.http.behind_proxy = true).await;
    let partner = app.as_role(Role::Partner).await;
    let draft = app.draft(&partner, &[Online]).await;
    let submit = serde_json::to_value(app.acceptance(&partner, &draft).await).unwrap();
    let (version, once) = (format!("\"{}\"", draft.version), key().0);
    let headers = [
        ("If-Match", version.as_str()),
        ("Idempotency-Key", once.as_str()),
        ("X-Forwarded-For", "203.0.113.9"),
    ];
    let path = format!("/api/v1/partners/orders/{}/submit", draft.id);

    let answer = app.call(&partner, "POST", &path, &headers, Some(&submit)).await;

    assert_eq!(answer.json()["acceptance"]["address"], "203.0.113.9", "{}", answer.text);
}

#[actix_web::test]
async fn a_server_without_a_font_says_what_to_do() {
    let app = TestApp::start_with(|config| config.print.font = "/nowhere/font.ttc".into()).await;
    let partner = app.as_role(Role::Partner).await;
    let draft = app.draft(&partner, &[Online]).await;

    let refused = partner.print_order(Side::Portal, &draft.number, Lang::Zh).await.unwrap_err();

    let problem = refused.problem().unwrap();
    assert_eq!((problem.status, problem.reason), (503, Some(Reason::NoPrintFont)));
    assert!(problem.detail.contains("fonts-noto-cjk"), "{}", problem.detail);
}
