//! What a mail says, told from what only looks like it. (The corpus, with figures, is the test kit's.)

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{Address, IncomingMail, MailField, Understood, Verdict, understand};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default()
}

fn mail(subject: &str, text: &str) -> IncomingMail {
    IncomingMail {
        from: Address { name: Some("王伟".to_owned()), email: Some("wang@a.example".to_owned()) },
        subject: subject.to_owned(),
        text: text.to_owned(),
        ..IncomingMail::default()
    }
}

fn read(subject: &str, text: &str) -> Understood {
    understand(&mail(subject, text), &["ours.example".to_owned()], today())
}

fn value(understood: &Understood, field: MailField) -> Option<&str> {
    understood.found.iter().find(|it| it.field == field).map(|it| it.value.as_str())
}

#[test]
fn a_date_without_a_year_is_the_next_such_day() {
    for (text, on) in [
        ("希望12月20日前上线", "2026-12-20"),
        ("计划3月1日上线", "2027-03-01"),
        ("计划年底前采购", "2026-12-31"),
        ("明年一季度部署", "2027-03-31"),
        ("go live in Q2 2027", "2027-06-30"),
        ("we need it by March 5", "2027-03-05"),
        ("计划2月底完成部署", "2027-02-28"),
    ] {
        assert_eq!(value(&read("", text), MailField::Date), Some(on), "{text}");
    }
    assert_eq!(value(&read("", "上次采购是2025年3月1日"), MailField::Date), None);
}

#[test]
fn money_is_its_upper_end_in_its_currency() {
    for (text, worth) in [
        ("预算20-30万", "300000.00 CNY"),
        ("budget of $50k", "50000.00 USD"),
        ("our budget is EUR 12,500", "12500.00 EUR"),
        ("预算大概1.5万美元", "15000.00 USD"),
    ] {
        assert_eq!(value(&read("", text), MailField::Budget), Some(worth), "{text}");
    }
    assert_eq!(value(&read("", "2026年预算还没有批"), MailField::Budget), None);
}

#[test]
fn numbers_that_are_no_telephones_are_left_alone() {
    for text in [
        "订单号：13800138001",
        "QQ：13800138001",
        "传真：021-58886666",
        "税号91310000138001380012",
        "https://a.example/13800138001",
        "13800138001@qq.com 以外",
    ] {
        assert_eq!(value(&read("", text), MailField::Phone), None, "{text}");
    }
    assert_eq!(value(&read("", "请拨13800138001。"), MailField::Phone), Some("13800138001"));
}

#[test]
fn a_mail_that_was_passed_on_is_the_first_writers() {
    let text = "请跟进\n\n---------- Forwarded message ---------\nFrom: Jane Doe <jane@b.example>\n\
                Subject: Prices\nTo: x@ours.example\n\nI'm Jane Doe from Bright Ltd.";
    let understood = read("Fwd: Prices", text);

    assert_eq!(understood.sender.email.as_deref(), Some("jane@b.example"));
    assert_eq!(understood.forwarded_by.unwrap().email.as_deref(), Some("wang@a.example"));
    assert_eq!(understood.subject, "Prices");
    let said = &understood.text[understood.said.from as usize..understood.said.until as usize];
    assert!(said.trim().starts_with("I'm Jane"), "{said}");
}

#[test]
fn what_is_quoted_is_not_read() {
    let text = "好的\n\n在 2026年11月20日，销售 <s@ours.example> 写道：\n> 公司：别家科技有限公司\n> 13911112222";
    let understood = read("回复：报价", text);

    assert_eq!(value(&understood, MailField::Company), None);
    assert_eq!(value(&understood, MailField::Phone), None);
}

#[test]
fn our_own_addresses_are_nobodys() {
    let mut own = mail("", "请联系 sales@ours.example");
    own.from.email = Some("amy@mail.ours.example".to_owned());
    let understood = understand(&own, &["ours.example".to_owned()], today());

    assert_eq!(value(&understood, MailField::Email), None);
}

#[test]
fn people_write_about_automatic_mail_too() {
    assert_eq!(read("关于自动回复功能的咨询", "").verdict, Verdict::Person);
    assert_eq!(read("自动回复：好", "").verdict, Verdict::AutoReply);
    let mut report = mail("x", "");
    report.headers = vec![(
        "content-type".to_owned(),
        "multipart/report; report-type=delivery-status; boundary=x".to_owned(),
    )];
    assert_eq!(understand(&report, &[], today()).verdict, Verdict::Bounce);
}

/// Pieces that the patterns look for, so that chance meets them in every order.
const PIECES: &str = "(公司：|我是|有限公司|的王伟|138|0013|8001|预算|20万|-|年底|Q1 2027|12月|31日|\
    From: |Subject: |To: |发件人：|<a@b.cn>|> |--|\\n|\\n\\n| |\\t|（|）|Inc\\.|I'm |Jane Doe|Acme |\\+1 |415 |555|\
    写道：|---- Forwarded message ----|此致|é|😀|\u{200B}|\\PC)";

proptest! {
    /// Whatever a stranger writes: no panic, and every evidence is a part of the text.
    #[test]
    fn no_text_is_too_strange(
        subject in "((Fwd|Re|转发|回复)[:：] ?)?\\PC{0,20}",
        pieces in prop::collection::vec(PIECES, 0..80),
    ) {
        let understood = read(&subject, &pieces.concat());
        let text = &understood.text;
        for found in &understood.found {
            let part = text.get(found.from as usize..found.until as usize);
            prop_assert!(part.is_some(), "{found:?}");
            prop_assert!(found.confidence <= 100 && !found.value.is_empty());
        }
        let said = understood.said;
        prop_assert!(text.get(said.from as usize..said.until as usize).is_some());
    }
}
