//! Mails that become leads: taken in once each, kept in threads, confirmed by a person and undone;
//! what no person wrote is kept out where everybody can see it.

use client::Client;
use domain::{
    access::Role,
    lead_mails::{
        MOST_DEPTH, MailField, MailState, Verdict,
        wire::{LeadMailListQuery, LeadMailView, TakenMail},
    },
    leads::wire::LeadListQuery,
    problem::{ProblemCode, Reason},
};
use testkit::{
    TestApp, key,
    mails::{Draft, corpus},
};

fn mail<'a>(name: &'a str, subject: &'a str, headers: &[&'a str], body: &'a str) -> Vec<u8> {
    let from = "王伟 <wangwei@huachuang.example>";
    let headers = headers.to_vec();
    Draft { name, form: "plain gb18030 base64", from, subject, headers, body }.bytes()
}

const ENQUIRY: &str =
    "我是北京华创数据科技有限公司的王伟，企业版300人使用，预算20万元，电话13800138001。";

async fn taken(client: &Client, raw: &[u8]) -> TakenMail {
    client.take_lead_mail("mail.eml", raw).await.unwrap()
}

async fn in_state(client: &Client, state: MailState) -> u64 {
    let query = LeadMailListQuery { state: vec![state], ..LeadMailListQuery::default() };
    client.lead_mails(&query).await.unwrap().total
}

async fn leads(client: &Client) -> u64 {
    client.leads(&LeadListQuery::default()).await.unwrap().total
}

async fn confirmed(client: &Client, id: domain::id::LeadMailId) -> LeadMailView {
    let view = client.lead_mail(id).await.unwrap();
    client.confirm_lead_mail(id, view.version, &view.draft, &key()).await.unwrap()
}

#[actix_web::test]
async fn a_mail_is_read_confirmed_answered_and_undone() {
    let app = TestApp::start().await;
    let rep = app.as_role(Role::SalesRep).await;
    let raw = mail("first", "咨询企业版报价", &[], ENQUIRY);

    let first = taken(&rep, &raw).await;
    let again = taken(&rep, &raw).await;
    let view = rep.lead_mail(first.mail.id).await.unwrap();

    assert!(first.is_new && !again.is_new);
    assert_eq!(first.mail.id, again.mail.id);
    assert_eq!(in_state(&rep, MailState::Waiting).await, 1);
    assert_eq!(view.draft.company, "北京华创数据科技有限公司");
    assert_eq!(view.draft.contact_phone.as_deref(), Some("13800138001"));
    assert_eq!(view.draft.amount.to_string(), "200000.00");
    let company = view.found.iter().find(|it| it.field == MailField::Company).unwrap();
    let evidence = &view.text[company.from as usize..company.until as usize];
    assert_eq!(evidence, company.value);

    let done = confirmed(&rep, first.mail.id).await;
    let lead = done.lead.clone().unwrap();
    assert_eq!(done.mail.state, MailState::Confirmed);
    assert_eq!(rep.lead(lead.id).await.unwrap().lead.company, "北京华创数据科技有限公司");

    let stale = rep.confirm_lead_mail(first.mail.id, view.version, &view.draft, &key()).await;
    assert_eq!(stale.unwrap_err().code(), Some(ProblemCode::VersionMismatch));
    let twice = rep.confirm_lead_mail(first.mail.id, done.version, &view.draft, &key()).await;
    assert_eq!(twice.unwrap_err().problem().unwrap().reason, Some(Reason::IllegalMailMove));

    let undone = rep.undo_lead_mail(first.mail.id, done.version, &key()).await.unwrap();
    assert_eq!((undone.mail.state, undone.lead), (MailState::Waiting, None));
    assert_eq!(leads(&rep).await, 0);
}

#[actix_web::test]
async fn a_reply_goes_to_its_lead_whoever_comes_first() {
    let app = TestApp::start().await;
    let sales = app.as_role(Role::SalesManager).await;
    let root = mail("root", "咨询", &[], ENQUIRY);
    let early = mail("early", "回复：咨询", &["References: <root@corpus.example>"], "请尽快。");
    let late =
        mail("late", "Re: 咨询", &["In-Reply-To: <early@corpus.example>"], "价格可以再谈吗？");
    let away = mail("away", "自动回复：休假", &["In-Reply-To: <root@corpus.example>"], "休假中");

    let early = taken(&sales, &early).await;
    let root = taken(&sales, &root).await;
    let done = confirmed(&sales, root.mail.id).await;
    let lead = done.lead.unwrap().id;
    let before = sales.lead_activities(lead).await.unwrap().len();
    let late = taken(&sales, &late).await;
    let away = taken(&sales, &away).await;

    assert_eq!(before, 2, "the mail and the reply that waited");
    assert_eq!(sales.lead_mail(early.mail.id).await.unwrap().mail.lead_id, Some(lead));
    assert_eq!((late.mail.state, late.mail.lead_id), (MailState::Attached, Some(lead)));
    assert_eq!(sales.lead_activities(lead).await.unwrap().len(), 3);
    assert_eq!((away.mail.state, away.mail.verdict), (MailState::KeptOut, Verdict::AutoReply));
    assert_eq!(leads(&sales).await, 1);

    // Somebody answered since: the lead stays.
    let root = sales.lead_mail(root.mail.id).await.unwrap();
    let refused = sales.undo_lead_mail(root.mail.id, root.version, &key()).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::LeadTouched));

    // The reply is taken off, and nothing of it stays on the story.
    let view = sales.lead_mail(late.mail.id).await.unwrap();
    sales.undo_lead_mail(late.mail.id, view.version, &key()).await.unwrap();
    assert_eq!(sales.lead_activities(lead).await.unwrap().len(), 2);

    // A lead that is deleted leaves its mails behind.
    let version = sales.lead(lead).await.unwrap().version;
    sales.delete_lead(lead, version).await.unwrap();
    assert_eq!(in_state(&sales, MailState::Ignored).await, 2);
}

#[actix_web::test]
async fn what_is_kept_out_is_seen_and_can_be_brought_back() {
    let app = TestApp::start().await;
    let rep = app.as_role(Role::SalesRep).await;
    let bulk = mail("bulk", "双十二大促", &["Precedence: bulk"], ENQUIRY);

    let kept = taken(&rep, &bulk).await;
    let view = rep.lead_mail(kept.mail.id).await.unwrap();
    let back = rep.restore_lead_mail(kept.mail.id, view.version, &key()).await.unwrap();
    let gone = rep.ignore_lead_mail(kept.mail.id, back.version, &key()).await.unwrap();

    assert_eq!(view.because.as_deref(), Some("precedence: bulk"));
    assert_eq!(back.mail.state, MailState::Waiting);
    assert_eq!(gone.mail.state, MailState::Ignored);
    assert_eq!(in_state(&rep, MailState::Ignored).await, 1);
}

#[actix_web::test]
async fn a_file_is_kept_beside_its_mail_and_given_out_for_saving() {
    let app = TestApp::start().await;
    let rep = app.as_role(Role::SalesRep).await;
    let raw = corpus().into_iter().find(|one| one.name == "zh-12").unwrap().raw;

    let mail = taken(&rep, &raw).await.mail.id;
    let view = rep.lead_mail(mail).await.unwrap();
    let file = rep.lead_mail_file(mail, view.files[0].id).await.unwrap();

    assert_eq!(view.files[0].file_name, "rfp.pdf");
    assert_eq!(file, b"%PDF-1.7\n");
}

#[actix_web::test]
async fn a_mail_goes_onto_a_lead_of_the_same_company() {
    let app = TestApp::start().await;
    let rep = app.as_role(Role::SalesRep).await;
    let lead = {
        let content = crate::leads::content(&rep, "北京华创数据科技有限公司").await;
        rep.create_lead(&content, &key()).await.unwrap()
    };
    let mail = taken(&rep, &mail("second", "补充", &[], ENQUIRY)).await.mail.id;

    let view = rep.lead_mail(mail).await.unwrap();
    let done = rep.attach_lead_mail(mail, view.version, lead.lead.id, &key()).await.unwrap();

    assert_eq!(view.alike.iter().map(|one| one.id).collect::<Vec<_>>(), [lead.lead.id]);
    assert_eq!(done.mail.state, MailState::Attached);
    assert_eq!(rep.lead_activities(lead.lead.id).await.unwrap().len(), 1);
}

#[actix_web::test]
async fn what_is_no_mail_is_refused_and_partners_have_none() {
    let app = TestApp::start().await;
    let rep = app.as_role(Role::SalesRep).await;
    let finance = app.as_role(Role::Finance).await;
    let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(MOST_DEPTH + 1);
    let bomb = format!("From: a@b.example\r\nSubject: x\r\n{nested}");

    for raw in [b"%PDF-1.7".as_slice(), b"", bomb.as_bytes()] {
        let error = rep.take_lead_mail("x.eml", raw).await.unwrap_err();
        assert_eq!(error.problem().unwrap().errors[0].reason, Reason::UnreadableMail);
    }
    let error = finance.lead_mails(&LeadMailListQuery::default()).await.unwrap_err();
    assert_eq!(error.code(), Some(ProblemCode::NotPermitted));
    assert_eq!(in_state(&rep, MailState::Waiting).await, 0);
}

/// Every mail of the corpus, twice, in turns: each is kept once, replies of one thread together.
#[actix_web::test]
async fn the_corpus_comes_in_once() {
    let app = TestApp::start().await;
    let sales = app.as_role(Role::SalesManager).await;
    let corpus = corpus();

    for one in corpus.iter().chain(corpus.iter().rev()) {
        taken(&sales, &one.raw).await;
    }

    let people = corpus.iter().filter(|one| one.verdict == Verdict::Person).count() as u64;
    assert_eq!(in_state(&sales, MailState::Waiting).await, people);
    assert_eq!(in_state(&sales, MailState::KeptOut).await, corpus.len() as u64 - people);
}
