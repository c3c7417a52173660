//! The signed form as a file: kept as it is, whatever it is called, given out for saving only, and
//! nothing that is no such file.

use client::Client;
use domain::{
    access::Role,
    attachments::{MAX_BYTES, MediaType},
    deployments::wire::AcceptDeployment,
    events::EventKind,
    problem::{ProblemCode, Reason},
};
use testkit::{key, today};

use crate::deployments::Work;

const PDF: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<<>>\nendobj\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

async fn done() -> Work {
    Work::begin().await.started().await.ticked().await.completed().await
}

/// What the server says of a download, beside its content.
async fn header(work: &Work, client: &Client, name: &str) -> Option<String> {
    let path = format!("/api/v1/deployments/{}/acceptance-form", work.deployment.id);
    let answer = work.app.call(client, "GET", &path, &[], None).await;
    assert_eq!(answer.status.as_u16(), 200);
    answer.header(name).map(str::to_owned)
}

#[actix_web::test]
async fn the_form_is_kept_with_the_acceptance_and_can_be_replaced() {
    let work = done().await;
    let d = &work.deployment;
    let before = work.ops.acceptance_form(d.id).await.unwrap_err();
    assert_eq!(before.code(), Some(ProblemCode::NotFound));

    let kept = work.ops.attach_acceptance_form(d.id, d.version, "验收单 1.pdf", PDF).await.unwrap();
    assert_eq!(kept.version, d.version + 1);
    let form = kept.form.clone().unwrap();
    assert_eq!((form.file_name.as_str(), form.media_type), ("验收单 1.pdf", MediaType::Pdf));
    assert_eq!((form.size, form.uploaded_by.as_str()), (PDF.len() as u64, "commercial_ops 先生"));
    assert_eq!(form.sha256.len(), 64);
    let accepted = AcceptDeployment {
        signed_by: "王经理".to_owned(),
        signed_on: today(),
        form_number: None,
        remark: None,
    };
    let accepted = work.ops.accept_deployment(d.id, kept.version, &accepted, &key()).await.unwrap();
    assert_eq!(accepted.form, Some(form.clone()), "it stays with the acceptance");
    let rep = work.app.as_role(Role::SalesRep).await;
    assert_eq!(rep.acceptance_form(d.id).await.unwrap(), PDF, "whoever may read the deployment");

    let large: Vec<u8> = PNG.iter().copied().chain((0..=u8::MAX).cycle().take(700_000)).collect();
    let stale = work.ops.attach_acceptance_form(d.id, d.version, "scan.png", &large).await;
    assert_eq!(stale.unwrap_err().code(), Some(ProblemCode::VersionMismatch));
    let replaced = work
        .engineer
        .attach_acceptance_form(d.id, accepted.version, "scan.png", &large)
        .await
        .unwrap();
    let now = replaced.form.unwrap();
    assert_eq!((now.media_type, now.size), (MediaType::Png, large.len() as u64));
    assert!(rep.acceptance_form(d.id).await.unwrap() == large);
    let told = rep.deployment_timeline(d.id).await.unwrap();
    let of = |kind| told.iter().find(|event| event.kind == kind).unwrap();
    let trace = &of(EventKind::AcceptanceFormReplaced).changes;
    let was = |field: &str| trace.iter().find(|change| change.field == field).unwrap().from.clone();
    assert_eq!(was("form_file").as_deref(), Some("验收单 1.pdf"));
    assert_eq!(was("form_sha256"), Some(form.sha256), "what was there can be told again");
    assert_eq!(of(EventKind::AcceptanceFormAttached).note.as_deref(), Some("验收单 1.pdf"));
}

#[actix_web::test]
async fn a_download_is_saved_and_never_shown() {
    let work = done().await;
    let d = &work.deployment;
    let hostile = "..\\..\\页\u{202E}fdp.html\"; filename=evil.html";
    let kept = work.ops.attach_acceptance_form(d.id, d.version, hostile, PDF).await.unwrap();
    let name = kept.form.unwrap().file_name;
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    assert!(ending == Some("pdf") && !name.contains(['"', ';', '\\', '\u{202E}']), "{name}");

    let said = |name: &'static str| header(&work, &work.ops, name);
    let disposition = said("Content-Disposition").await.unwrap();
    assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
    assert!(disposition.is_ascii() && disposition.contains("filename*=UTF-8''"), "{disposition}");
    assert_eq!(disposition.split(';').count(), 3, "no name adds a parameter: {disposition}");
    assert_eq!(said("Content-Type").await.as_deref(), Some("application/pdf"));
    assert_eq!(said("X-Content-Type-Options").await.as_deref(), Some("nosniff"));
    let policy = said("Content-Security-Policy").await.unwrap();
    assert!(policy.contains("sandbox"), "{policy}");
    assert_eq!(said("Cache-Control").await.as_deref(), Some("no-store"));
}

#[actix_web::test]
async fn what_is_no_such_file_is_refused_and_leaves_nothing() {
    let work = done().await;
    let d = &work.deployment;
    let (ops, version) = (&work.ops, d.version);

    for content in [
        b"<html><script>alert(1)</script></html>".as_slice(),
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        b"MZ\x90\0",
        b"PK\x03\x04",
        b"",
        b" %PDF-1.7",
    ] {
        let refused = ops.attach_acceptance_form(d.id, version, "form.pdf", content).await;
        let problem = refused.unwrap_err();
        let error = &problem.problem().unwrap().errors[0];
        assert_eq!((error.pointer.as_str(), error.reason), ("/file", Reason::UnknownFile));
    }
    let mut large = PDF.to_vec();
    large.resize(MAX_BYTES + 1, b' ');
    let refused = ops.attach_acceptance_form(d.id, version, "form.pdf", &large).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::TooLarge));
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::AttachmentTooLarge));
    let path = format!("/api/v1/deployments/{}/acceptance-form", d.id);
    let (seen, body) = (format!("\"{version}\""), serde_json::json!({ "file": "x" }));
    let json = work.app.call(ops, "PUT", &path, &[("If-Match", &seen)], Some(&body)).await;
    assert_eq!(json.status.as_u16(), 415, "{}", json.text);
    let rep = work.app.as_role(Role::SalesRep).await;
    let foreign = rep.attach_acceptance_form(d.id, version, "form.pdf", PDF).await.unwrap_err();
    assert_eq!(foreign.code(), Some(ProblemCode::NotPermitted));
    assert_eq!(ops.deployment(d.id).await.unwrap(), *d, "nothing was kept");

    // As large as it may be is kept whole.
    large.truncate(MAX_BYTES);
    ops.attach_acceptance_form(d.id, version, "form.pdf", &large).await.unwrap();
    assert!(ops.acceptance_form(d.id).await.unwrap() == large);
}

#[actix_web::test]
async fn what_is_not_done_has_no_form() {
    let work = Work::begin().await.started().await;
    let d = &work.deployment;

    let early = work.ops.attach_acceptance_form(d.id, d.version, "form.pdf", PDF).await;

    let refused = early.unwrap_err();
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::FormBeforeCompletion));
    assert_eq!(work.ops.deployment(d.id).await.unwrap().form, None);
}
