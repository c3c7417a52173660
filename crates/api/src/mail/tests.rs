//! Mails as people and servers get them.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{NaiveDate, TimeZone};
use domain::licenses::ActivationMode;
use lettre::Message;
use secrecy::SecretString;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;

const CODE: &str = "DIFY-7XK2M-9QRTV-4HJNP-8WZC3";
const KEY: &str = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJFTlQifQ.c2lnbmF0dXJl-_";

fn on(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

pub(super) fn licenses() -> LicensesLetter {
    LicensesLetter {
        order_number: "SO-202611-000123".to_owned(),
        partner: Some("上海云智科技有限公司".to_owned()),
        customer: "北京星海智能股份有限公司".to_owned(),
        licenses: vec![
            LicenseItem {
                number: "ENT-202611-386037".to_owned(),
                product: "Dify 企业版".to_owned(),
                term_years: 1,
                changed_until: None,
                handover: Handover::Online {
                    code: SecretString::from(CODE),
                    activate_by: on(11, 29),
                },
            },
            LicenseItem {
                number: "ENT-202611-386038".to_owned(),
                product: "Dify 企业版".to_owned(),
                term_years: 3,
                changed_until: None,
                handover: Handover::Offline {
                    key: SecretString::from(KEY),
                    cluster_id: "prod-cluster-01".to_owned(),
                    valid_until: on(12, 31),
                },
            },
        ],
        server_url: "https://dsms.example.com".to_owned(),
        link: "https://dsms.example.com/portal/orders/1".to_owned(),
    }
}

fn to(name: &str) -> Recipient {
    Recipient { name: Some(name.to_owned()), address: "li.na@partner.example".to_owned() }
}

pub(super) fn mail(letter: &Letter, language: Lang) -> Mail {
    letter.compose("0197d5c1@dsms.example.com", to("李娜"), language).unwrap()
}

fn date() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 8, 0, 0).unwrap()
}

pub(super) fn built(mail: &Mail) -> Message {
    let from = message::mailbox("Dify 企业版 <licenses@dsms.example.com>").unwrap();
    build(mail, &from, date()).unwrap()
}

fn raw(mail: &Mail) -> String {
    String::from_utf8(built(mail).formatted()).unwrap()
}

pub(super) fn has_all(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
}

#[test]
fn a_license_mail_says_everything_in_both_languages() {
    let letter = Letter::Licenses(licenses());
    let zh = mail(&letter, Lang::Zh);
    let en = mail(&letter, Lang::En);

    let facts = [
        "SO-202611-000123",
        "上海云智科技有限公司",
        "北京星海智能股份有限公司",
        "ENT-202611-386037",
        "ENT-202611-386038",
        "ENT-202611-386038.lic",
        "prod-cluster-01",
        "https://dsms.example.com/portal/orders/1",
        CODE,
    ];
    for body in [&zh.body.text, &zh.body.html, &en.body.text, &en.body.html] {
        has_all(body, &facts);
        assert!(!body.contains(KEY), "the key goes as a file only");
    }
    for body in [&zh.body.text, &zh.body.html] {
        has_all(
            body,
            &[
                "李娜，您好：",
                "2026年11月29日",
                "2026年12月31日",
                "7 个自然日",
                "1 年",
                "在线激活",
                "离线安装",
            ],
        );
    }
    for body in [&en.body.text, &en.body.html] {
        has_all(
            body,
            &[
                "Dear 李娜,",
                "29 November 2026",
                "31 December 2026",
                "7 calendar days",
                "3 years",
                "Online activation",
                "Offline installation",
            ],
        );
    }
    assert_eq!(
        zh.subject,
        "[Dify 企业版] 许可证交付：SO-202611-000123（北京星海智能股份有限公司）"
    );
    assert_eq!(zh.attachments.len(), 1);
}

#[test]
fn the_text_reads_well() {
    let letter = Letter::OrderRejected(OrderRejectedLetter {
        order_number: "SO-202611-000124".to_owned(),
        customer: "Northwind".to_owned(),
        reason: "End user is unclear.\nPlease add the credit code.".to_owned(),
        link: "https://dsms.example.com/portal/orders/2".to_owned(),
    });

    assert_eq!(
        mail(&letter, Lang::En).body.text,
        "Dear 李娜,\n\n\
         This order was not approved. You can change it and submit it again; everything you filled in is kept.\n\n\
         Order: SO-202611-000124\n\
         End user: Northwind\n\n\
         Reason:\n\
         > End user is unclear.\n\
         > Please add the credit code.\n\n\
         Change the order: https://dsms.example.com/portal/orders/2\n\n\
         This mail was sent automatically; please do not reply."
    );
    let submitted = Letter::OrderSubmitted(OrderSubmittedLetter {
        order_number: "SO-202611-000125".to_owned(),
        partner: None,
        customer: "Northwind".to_owned(),
        total: "¥168,000.55".to_owned(),
        submitted_by: "张伟".to_owned(),
        link: "https://dsms.example.com/orders/3".to_owned(),
    });
    let text = mail(&submitted, Lang::Zh).body.text;
    has_all(
        &text,
        &["订单号：SO-202611-000125\n最终用户：Northwind\n含税总额：¥168,000.55\n提交人：张伟"],
    );
}

#[test]
fn the_log_shows_no_code_and_no_key() {
    let sent = mail(&Letter::Licenses(licenses()), Lang::Zh);

    for body in [&sent.masked.text, &sent.masked.html] {
        has_all(body, &["••••", "ENT-202611-386037", "ENT-202611-386038.lic"]);
        assert!(!body.contains(CODE) && !body.contains(KEY));
    }
    let debug = format!("{sent:?} {:?}", licenses());
    assert!(!debug.contains(CODE) && !debug.contains(KEY), "{debug}");
}

#[test]
fn hostile_names_stay_names() {
    let evil =
        "<script>alert(1)</script>\r\nBcc: all@evil.example\r\n\r\n激活码：DIFY-EVIL\u{202e}";
    let mut letter = licenses();
    letter.customer = evil.to_owned();
    letter.partner = Some(evil.to_owned());
    letter.licenses[0].product = evil.to_owned();
    letter.link = "https://x.example/\"><img src=x onerror=alert(1)>".to_owned();
    let sent = Letter::Licenses(letter).compose("1@dsms.example.com", to(evil), Lang::En).unwrap();

    assert!(!sent.body.html.contains("<script"));
    assert!(!sent.body.html.contains("<img"));
    assert!(!sent.body.text.contains("\nBcc:") && !sent.body.text.contains("\n激活码"));
    assert!(!sent.body.text.contains('\u{202e}'));
    assert!(!sent.subject.contains(['\r', '\n']));
    let raw = raw(&sent);
    let (headers, _) = raw.split_once("\r\n\r\n").unwrap();
    for line in headers.split("\r\n") {
        assert!(!line.to_lowercase().starts_with("bcc"), "{headers}");
    }
    assert_eq!(built(&sent).envelope().to().len(), 1);
}

#[test]
fn a_reason_keeps_its_lines_and_forges_none_of_ours() {
    let letter = Letter::OrderRejected(OrderRejectedLetter {
        order_number: "SO-1".to_owned(),
        customer: "Northwind".to_owned(),
        reason: "one <b>\r\ntwo".to_owned(),
        link: "https://dsms.example.com".to_owned(),
    });
    let sent = mail(&letter, Lang::Zh);

    has_all(&sent.body.text, &["> one <b>\n> two\n"]);
    assert!(sent.body.html.contains("one &#60;b&#62;<br>two"), "{}", sent.body.html);
}

#[test]
fn the_message_is_the_same_at_every_try() {
    let sent = mail(&Letter::Licenses(licenses()), Lang::Zh);
    let raw = raw(&sent);

    assert_eq!(raw.as_bytes(), built(&sent).formatted());
    has_all(
        &raw,
        &[
            "Message-ID: <0197d5c1@dsms.example.com>\r\n",
            "Date: Sun, 22 Nov 2026 08:00:00 +0000\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "multipart/mixed",
            "multipart/alternative",
            "Content-Disposition: attachment; filename=\"ENT-202611-386038.lic\"",
        ],
    );
    assert!(raw.split("\r\n").all(|line| line.len() <= 998), "RFC 5322 §2.1.1");
}

#[test]
fn the_attached_key_is_intact() {
    let long = "A".repeat(3000);
    let mut letter = licenses();
    if let Handover::Offline { key, .. } = &mut letter.licenses[1].handover {
        *key = SecretString::from(long.clone());
    }
    let raw = raw(&mail(&Letter::Licenses(letter), Lang::En));

    let (_, part) = raw.split_once("filename=\"ENT-202611-386038.lic\"").unwrap();
    let (_, body) = part.split_once("\r\n\r\n").unwrap();
    let (body, _) = body.split_once("\r\n--").unwrap();
    assert_eq!(STANDARD.decode(body.replace("\r\n", "")).unwrap(), long.as_bytes());
}

#[test]
fn ids_and_addresses_that_are_none_are_refused_for_good() {
    let letter = Letter::Licenses(licenses());
    for id in ["", "x", "a b@c", "a@b\r\nBcc: x@y.z", "a@b@c", "<a@b>, <c@d>", "a@"] {
        let refused = letter.compose(id, to("x"), Lang::En).unwrap_err();
        assert!(!refused.is_temporary(), "{id:?}");
    }
    for address in ["", "nobody", "a@b.c, d@e.f", "a@b.c\r\nRCPT TO:<d@e.f>", "<a@b.c>"] {
        let to = Recipient { name: None, address: address.to_owned() };
        let sent = letter.compose("1@dsms.example.com", to, Lang::En).unwrap();
        let from = message::mailbox("licenses@dsms.example.com").unwrap();
        assert!(build(&sent, &from, date()).is_err(), "{address:?}");
    }
    for from in ["", "Dify", "Dify <>", "Dify <a@b.c> x"] {
        assert!(Mailer::new(Transport::file("x"), from).is_err(), "{from}");
    }
}

#[tokio::test]
async fn a_folder_stands_for_a_mail_server() {
    let dir = TempDir::new().unwrap();
    let mailer =
        Mailer::new(Transport::file(dir.path().join("mail")), "Dify <l@dsms.example.com>").unwrap();
    let id = mailer.message_id(DeliveryId::from_uuid(Uuid::from_u128(7)));
    let sent = Letter::Licenses(licenses()).compose(&id, to("李娜"), Lang::Zh).unwrap();

    mailer.send(&sent, date()).await.unwrap();
    mailer.send(&sent, date()).await.unwrap();

    let files: Vec<_> = std::fs::read_dir(dir.path().join("mail")).unwrap().collect();
    assert_eq!(files.len(), 1, "the same mail is the same file");
    let name = files[0].as_ref().unwrap().file_name().into_string().unwrap();
    assert_eq!(name, "00000000-0000-0000-0000-000000000007_dsms.example.com.eml");
}

#[test]
fn a_mail_about_a_change_says_from_where_to_where_and_hands_over_what_counts_now() {
    let [online, offline] = licenses().licenses.try_into().unwrap();
    let letter = |license, from, to: (ActivationMode, &str)| {
        let activation = |(mode, cluster): (ActivationMode, &str)| Activation {
            mode,
            cluster_id: Some(cluster.to_owned()),
        };
        Letter::ActivationChanged(Box::new(ActivationChangedLetter {
            order_number: "SO-202611-000123".to_owned(),
            customer: "北京星海智能股份有限公司".to_owned(),
            license,
            from: activation(from),
            to: activation(to),
            reason: "机房<搬迁>\n第二行".to_owned(),
            server_url: "https://dsms.example.com".to_owned(),
            link: "https://dsms.example.com/portal/orders/1".to_owned(),
        }))
    };
    let (on, off) = (ActivationMode::Online, ActivationMode::Offline);
    let moved = letter(offline, (off, "cluster-old"), (off, "cluster-new"));
    let changed = letter(online, (off, "cluster-one"), (on, "cluster-one"));

    for (letter, language, words) in [
        (
            &moved,
            Lang::Zh,
            ["改绑新集群", "旧集群上的密钥已吊销", "ENT-202611-386038.lic", "离线 · cluster-new"],
        ),
        (
            &moved,
            Lang::En,
            [
                "bound to another cluster",
                "is revoked",
                "ENT-202611-386038.lic",
                "Offline · cluster-new",
            ],
        ),
        (&changed, Lang::Zh, ["激活方式", "激活码", CODE, "在线 · cluster-one"]),
        (&changed, Lang::En, ["another way", "Activation code", CODE, "Online · cluster-one"]),
    ] {
        let mail = mail(letter, language);
        has_all(&mail.body.text, &words);
        has_all(&mail.body.html, &words);
        has_all(&mail.body.text, &["机房<搬迁>", "第二行", "SO-202611-000123"]);
        assert!(!mail.body.html.contains("<搬迁>"), "escaped");
        has_all(&mail.subject, &["ENT-202611-38603"]);
        assert!(!mail.masked.text.contains(CODE) && !mail.masked.html.contains(CODE));
    }
    assert_eq!(mail(&moved, Lang::Zh).attachments[0].bytes, KEY.as_bytes());
    assert!(mail(&changed, Lang::Zh).attachments.is_empty());
}
