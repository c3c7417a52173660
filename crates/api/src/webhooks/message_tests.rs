//! Forms and signatures, against values that were computed elsewhere.

use chrono::TimeZone as _;

use super::*;

/// Computed with Python's `hmac`.
const DINGTALK_SIGN: &str = "IqXBU%2FaLfwMA3S%2FtDcfRmHx5vWHw9Y1aOgFLBr1Ti9w%3D";
const FEISHU_SIGN: &str = "VIS10b0EBvzzSdFnuk4tznEmK5wHaruvf/WnViv2yR4=";

fn message() -> Message {
    Message {
        kind: EventKind::OrderRejected.as_str().to_owned(),
        timestamp: Utc.with_ymd_and_hms(2026, 11, 22, 4, 0, 0).unwrap(),
        data: Told {
            event_id: Uuid::nil(),
            subject: Subject {
                kind: SubjectKind::Order,
                id: Uuid::nil(),
                label: "ORD-20261122-0001".to_owned(),
            },
            actor_id: None,
            note: Some("[点我](https://evil.example) @all".to_owned()),
            url: "https://dsms.example/orders/1".to_owned(),
        },
    }
}

fn prepared(form: WebhookForm, secret: Option<&str>) -> Prepared {
    let now = Utc.timestamp_millis_opt(1_700_000_000_123).unwrap();
    prepare(
        form,
        "https://a.example/hook?key=k",
        Signing { key: b"key", secret },
        "msg_1",
        &message(),
        Lang::Zh,
        now,
    )
}

/// The example of the Standard Webhooks libraries.
#[test]
fn the_signature_is_the_standards() {
    let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();

    let signed =
        signature(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);

    assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    assert_eq!(written(&key), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
}

#[test]
fn each_form_says_it_in_its_own_words() {
    let json = prepared(WebhookForm::Json, None);
    assert_eq!(serde_json::from_str::<Message>(&json.body).unwrap(), message());
    assert!(json.headers.contains(&("webhook-id", "msg_1".to_owned())));

    let wecom: Value = serde_json::from_str(&prepared(WebhookForm::WeCom, None).body).unwrap();
    let text = wecom["markdown"]["content"].as_str().unwrap();
    assert!(text.starts_with("**拒绝订单 ORD-20261122-0001**"), "{text}");
    assert!(text.ends_with("[打开查看](https://dsms.example/orders/1)"), "{text}");

    let dingtalk = prepared(WebhookForm::DingTalk, Some("SECabc"));
    assert!(dingtalk.url.starts_with("https://a.example/hook?key=k&timestamp=1700000000123&sign="));

    let feishu: Value =
        serde_json::from_str(&prepared(WebhookForm::Feishu, Some("abc")).body).unwrap();
    assert_eq!(feishu["timestamp"], "1700000000");
    assert_eq!(feishu["msg_type"], "text");
    assert_eq!(feishu["sign"], FEISHU_SIGN);
    assert!(dingtalk.url.ends_with(DINGTALK_SIGN), "{}", dingtalk.url);
}

#[test]
fn what_people_wrote_makes_no_links_and_calls_nobody() {
    let text = markdown(&message(), Lang::En);

    assert!(!text.contains("[点我]("), "{text}");
    assert!(!text.contains("@all"), "{text}");
}

#[test]
fn a_robot_that_answers_200_may_have_refused() {
    assert!(is_taken(WebhookForm::Json, 204, ""));
    assert!(!is_taken(WebhookForm::Json, 302, ""));
    assert!(is_taken(WebhookForm::WeCom, 200, r#"{"errcode":0,"errmsg":"ok"}"#));
    assert!(is_taken(WebhookForm::Feishu, 200, r#"{"code":0}"#));
    assert!(!is_taken(
        WebhookForm::DingTalk,
        200,
        r#"{"errcode":310000,"errmsg":"sign not match"}"#
    ));
    assert!(!is_taken(WebhookForm::WeCom, 200, "<html>"));
}
