//! Webhooks: what happens reaches a real receiver, signed, once, and again when it is asked for.

use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use domain::{
    Lang,
    access::{Role, Scope},
    events::EventKind,
    licenses::ActivationMode::Online,
    problem::{ProblemCode, Reason},
    webhooks::{
        CallStatus, WebhookForm,
        wire::{WebhookCallListQuery, WebhookContent, WebhookListQuery},
    },
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;
use testkit::TestApp;

/// A request as the receiver got it.
#[derive(Clone, Debug)]
struct Got {
    uri: String,
    id: String,
    timestamp: String,
    signature: String,
    body: String,
}

/// A server that notes what it gets and answers as it is told to.
struct Receiver {
    url: String,
    got: Arc<Mutex<Vec<Got>>>,
    answer: Arc<Mutex<(u16, &'static str)>>,
}

impl Receiver {
    fn start() -> Self {
        let got: Arc<Mutex<Vec<Got>>> = Arc::default();
        let answer = Arc::new(Mutex::new((200, "thank you")));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (noted, answers) = (got.clone(), answer.clone());
        let server = HttpServer::new(move || {
            let (noted, answers) = (noted.clone(), answers.clone());
            App::new().default_service(web::to(move |request: HttpRequest, body: String| {
                let header = |name: &str| {
                    let value = request.headers().get(name);
                    value.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
                };
                noted.lock().unwrap().push(Got {
                    uri: request.uri().to_string(),
                    id: header("webhook-id"),
                    timestamp: header("webhook-timestamp"),
                    signature: header("webhook-signature"),
                    body,
                });
                let (status, text) = *answers.lock().unwrap();
                async move {
                    HttpResponse::build(status.try_into().unwrap())
                        .insert_header(("Location", "/elsewhere"))
                        .body(text)
                }
            }))
        })
        .workers(1)
        .disable_signals()
        .listen(listener)
        .unwrap();
        actix_web::rt::spawn(server.run());
        Self { url, got, answer }
    }

    fn answers(&self, status: u16, text: &'static str) {
        *self.answer.lock().unwrap() = (status, text);
    }

    fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    fn hook(&self, form: WebhookForm) -> WebhookContent {
        WebhookContent {
            name: "值班群".to_owned(),
            form,
            url: Some(self.url.clone()),
            secret: None,
            language: Lang::Zh,
            kinds: vec![EventKind::OrderSubmitted],
            active: true,
        }
    }
}

async fn start() -> TestApp {
    TestApp::start_with(|config| config.webhooks.allow_internal = true).await
}

fn all_calls() -> WebhookCallListQuery {
    WebhookCallListQuery::default()
}

#[actix_web::test]
async fn what_happens_reaches_the_receiver_signed_and_once() {
    let (app, receiver) = (start().await, Receiver::start());
    let admin = app.as_role(Role::Admin).await;
    let made = admin.create_webhook(&receiver.hook(WebhookForm::Json)).await.unwrap();
    let secret = made.secret.unwrap();

    let order = app.submitted(&[Online]).await;
    app.settle().await;
    app.settle().await;

    let got = receiver.got();
    assert_eq!(got.len(), 1, "{got:?}");
    let said: Value = serde_json::from_str(&got[0].body).unwrap();
    assert_eq!(said["type"], "order.submitted");
    assert_eq!(said["data"]["subject"]["label"], order.number);
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("{}.{}.{}", got[0].id, got[0].timestamp, got[0].body).as_bytes());
    let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    assert_eq!(got[0].signature, expected);
    assert_eq!(got[0].timestamp, app.now().timestamp().to_string());
    let calls = admin.webhook_calls(made.webhook.id, &all_calls()).await.unwrap();
    assert_eq!(calls.items[0].status, CallStatus::Delivered);
    assert_eq!(calls.items[0].id.to_string(), got[0].id);
    let attempt = &calls.items[0].tries[0];
    assert_eq!((attempt.status, attempt.answer.as_str()), (Some(200), "thank you"));
}

#[actix_web::test]
async fn a_failure_is_tried_again_given_up_and_replayed_under_its_id() {
    let (app, receiver) = (start().await, Receiver::start());
    let admin = app.as_role(Role::Admin).await;
    let made = admin.create_webhook(&receiver.hook(WebhookForm::Json)).await.unwrap();
    // A redirect is an answer like any other, and is not followed.
    receiver.answers(307, "over there");

    app.submitted(&[Online]).await;
    app.settle().await;
    let calls = admin.webhook_calls(made.webhook.id, &all_calls()).await.unwrap();
    assert_eq!(calls.items[0].status, CallStatus::Retrying);
    assert_eq!(receiver.got().len(), 1, "{:?}", receiver.got());
    for _ in 0..20 {
        app.pass(TimeDelta::hours(11));
        app.settle().await;
    }
    let admin = app.as_role(Role::Admin).await;
    let failed = admin.webhook_calls(made.webhook.id, &all_calls()).await.unwrap().items.remove(0);
    assert_eq!(failed.status, CallStatus::Failed);
    assert_eq!(failed.tries.len(), receiver.got().len());
    receiver.answers(204, "");

    let queued = admin.replay_webhook_call(failed.id, failed.version).await.unwrap();
    let stale = admin.replay_webhook_call(failed.id, failed.version).await.unwrap_err();
    app.settle().await;

    assert_eq!(queued.status, CallStatus::Queued);
    assert!(stale.is_stale());
    let after = admin.webhook_calls(made.webhook.id, &all_calls()).await.unwrap().items.remove(0);
    assert_eq!(after.status, CallStatus::Delivered);
    let got = receiver.got();
    let (first, last) = (got.first().unwrap(), got.last().unwrap());
    assert_eq!((&first.id, &first.body), (&last.id, &last.body));
    assert_ne!(first.timestamp, last.timestamp, "signed anew");
}

#[actix_web::test]
async fn a_robot_gets_words_signed_its_own_way_and_may_refuse_with_200() {
    let (app, receiver) = (start().await, Receiver::start());
    let admin = app.as_role(Role::Admin).await;
    let content = WebhookContent {
        secret: Some("SECabc".to_owned()),
        url: Some(format!("{}?access_token=canary", receiver.url)),
        ..receiver.hook(WebhookForm::DingTalk)
    };
    let made = admin.create_webhook(&content).await.unwrap();
    assert_eq!(made.secret, None, "the secret is theirs");
    assert!(!made.webhook.address.contains("canary"), "{}", made.webhook.address);
    let kept = store::webhooks::get(&app.app.db.read, Scope::Everything, made.webhook.id).await;
    let kept = kept.unwrap();
    assert!(!kept.url.contains("canary") && kept.secret.as_deref() != Some("SECabc"), "sealed");
    receiver.answers(200, r#"{"errcode":310000,"errmsg":"sign not match"}"#);

    admin.test_webhook(made.webhook.id).await.unwrap();
    app.settle().await;

    let call = admin.webhook_calls(made.webhook.id, &all_calls()).await.unwrap().items.remove(0);
    assert_eq!(call.status, CallStatus::Retrying);
    assert!(call.tries[0].answer.contains("sign not match"));
    receiver.answers(200, r#"{"errcode":0}"#);
    app.pass(TimeDelta::seconds(10));
    app.settle().await;
    let call = admin.webhook_calls(made.webhook.id, &all_calls()).await.unwrap().items.remove(0);
    assert_eq!(call.status, CallStatus::Delivered);
    let got = receiver.got().pop().unwrap();
    assert!(got.uri.starts_with("/hook?access_token=canary&timestamp="), "{}", got.uri);
    assert!(got.body.contains("测试消息"), "{}", got.body);
}

#[actix_web::test]
async fn what_was_kept_before_there_were_seals_is_called_and_sealed_with_the_next_change() {
    let (app, receiver) = (start().await, Receiver::start());
    let admin = app.as_role(Role::Admin).await;
    let content = receiver.hook(WebhookForm::DingTalk);
    let id = admin.create_webhook(&content).await.unwrap().webhook.id;
    let db = &app.app.db.read;
    let mut old = store::webhooks::get(db, Scope::Everything, id).await.unwrap();
    old.address = String::new();
    old.url = format!("{}?access_token=canary", receiver.url);
    old.secret = Some("SECabc".to_owned());
    app.app
        .transact(async |tx| Ok(store::webhooks::save(&**tx, &mut old.clone(), tx.now).await?))
        .await
        .unwrap();

    admin.test_webhook(id).await.unwrap();
    app.settle().await;
    let shown = admin.webhook(id).await.unwrap();
    let same = WebhookContent { url: None, secret: None, ..content };
    let changed = admin.change_webhook(id, shown.version, &same).await.unwrap();
    admin.test_webhook(id).await.unwrap();
    app.settle().await;

    let got = receiver.got();
    assert_eq!(got.len(), 2);
    assert!(got.iter().all(|got| got.uri.starts_with("/hook?access_token=canary&timestamp=")));
    assert!(!shown.address.is_empty() && !shown.address.contains("canary"), "{}", shown.address);
    assert_eq!(shown.address, changed.address);
    let kept = store::webhooks::get(db, Scope::Everything, id).await.unwrap();
    assert!(!kept.url.contains("canary") && kept.secret.as_deref() != Some("SECabc"), "sealed");
}

#[actix_web::test]
async fn nothing_inside_is_called_unless_it_is_allowed() {
    let (app, receiver) = (TestApp::start().await, Receiver::start());
    let admin = app.as_role(Role::Admin).await;
    let plain = admin.create_webhook(&receiver.hook(WebhookForm::Json)).await.err().unwrap();
    let inside = WebhookContent {
        url: Some(receiver.url.replace("http://127.0.0.1", "https://localhost")),
        ..receiver.hook(WebhookForm::Json)
    };
    let made = admin.create_webhook(&inside).await.unwrap();

    admin.test_webhook(made.webhook.id).await.unwrap();
    app.settle().await;

    assert_eq!(plain.problem().unwrap().errors[0].reason, Reason::WebhookAddress);
    let call = admin.webhook_calls(made.webhook.id, &all_calls()).await.unwrap().items.remove(0);
    assert_eq!(call.tries[0].answer, "the address leads into the own network");
    assert!(receiver.got().is_empty());
}

#[actix_web::test]
async fn a_webhook_is_changed_switched_off_and_deleted() {
    let (app, receiver) = (start().await, Receiver::start());
    let admin = app.as_role(Role::Admin).await;
    let made = admin.create_webhook(&receiver.hook(WebhookForm::Json)).await.unwrap();
    let (id, version) = (made.webhook.id, made.webhook.version);
    let bad =
        WebhookContent { kinds: vec![EventKind::SignedIn], ..receiver.hook(WebhookForm::Json) };
    let off = WebhookContent { url: None, active: false, ..receiver.hook(WebhookForm::Json) };

    let refused = admin.change_webhook(id, version, &bad).await.unwrap_err();
    let moved = WebhookContent { form: WebhookForm::WeCom, ..off.clone() };
    let homeless = admin.change_webhook(id, version, &moved).await.unwrap_err();
    let renewed = admin.renew_webhook_secret(id, version).await.unwrap();
    let stale = admin.change_webhook(id, version, &off).await.unwrap_err();
    let after = admin.change_webhook(id, renewed.webhook.version, &off).await.unwrap();
    app.submitted(&[Online]).await;
    app.settle().await;

    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/kinds/0");
    assert_eq!(homeless.problem().unwrap().errors[0].pointer, "/url", "of another form");
    assert_ne!(renewed.secret, made.secret);
    assert!(stale.is_stale());
    assert!(receiver.got().is_empty(), "it is switched off");
    let read = admin.webhook(id).await.unwrap();
    assert!(read.address.starts_with("http://127.0.0.1"), "the address stays: {}", read.address);
    admin.delete_webhook(id, after.version).await.unwrap();
    assert_eq!(admin.webhook(id).await.unwrap_err().code(), Some(ProblemCode::NotFound));
    assert_eq!(admin.webhooks(&WebhookListQuery::default()).await.unwrap().total, 0);
    let ops = app.as_role(Role::CommercialOps).await;
    let forbidden = ops.webhooks(&WebhookListQuery::default()).await.unwrap_err();
    assert_eq!(forbidden.code(), Some(ProblemCode::NotPermitted));
}
