//! Files that somebody made on purpose, over HTTP: a refusal in words, and nothing stays.

use std::time::{Duration, Instant};

use domain::{
    access::Role,
    events::wire::EventListQuery,
    imports::{ImportTarget, wire::ImportListQuery},
    problem::{ProblemCode, Reason},
};
use futures_util::stream;
use testkit::TestApp;

/// The most memory that this process had so far, in KiB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[actix_web::test]
async fn two_hundred_megabytes_are_refused_within_bounds() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";
    let piece = actix_web::web::Bytes::from(vec![b'x'; 1024 * 1024]);
    let pieces = std::iter::once(actix_web::web::Bytes::from(head))
        .chain(std::iter::repeat_n(piece, 200))
        .chain([actix_web::web::Bytes::from_static(b"\r\n--b--\r\n")])
        .map(Ok::<_, std::io::Error>);
    let (before, begun) = (peak(), Instant::now());

    let answer = reqwest::Client::new()
        .post(format!("{}/api/v1/customers/imports", app.url))
        .bearer_auth(ops.token().unwrap())
        .header("Content-Type", "multipart/form-data; boundary=b")
        .body(reqwest::Body::wrap_stream(stream::iter(pieces)))
        .send()
        .await
        .unwrap();

    assert_eq!(answer.status().as_u16(), 413);
    assert!(answer.text().await.unwrap().contains("import-too-large"));
    let most = if cfg!(debug_assertions) { 20 } else { 5 };
    assert!(begun.elapsed() < Duration::from_secs(most), "{:?}", begun.elapsed());
    let grown = peak().zip(before).map(|(after, before)| (after - before) / 1024);
    assert!(grown.is_none_or(|grown| grown < 96), "{grown:?} MiB");
    assert_eq!(ops.imports(&ImportListQuery::default()).await.unwrap().total, 0);
}

#[actix_web::test]
async fn a_refused_file_leaves_nothing() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let events = async || ops.events(&EventListQuery::default()).await.unwrap().total;
    let before = events().await;
    let wide = vec![b','; 1_000_000];
    let files: [(&[u8], Reason); 5] = [
        (b"PK\x03\x04nonsense", Reason::NotASheet),
        (&wide, Reason::TooManyColumns),
        (b"name\n\xff\xfe\xff\n", Reason::BrokenEncoding),
        (b"", Reason::EmptySheet),
        (b"a\0b\n", Reason::NotASheet),
    ];
    for (file, reason) in files {
        let refused = ops.import_file(ImportTarget::Customers, "a.csv", file).await.unwrap_err();
        assert_eq!(refused.problem().unwrap().reason, Some(reason));
    }
    for (kind, body) in [("text/csv", "a"), ("multipart/form-data; boundary=b", "--b--\r\n")] {
        let answer = reqwest::Client::new()
            .post(format!("{}/api/v1/customers/imports", app.url))
            .bearer_auth(ops.token().unwrap())
            .header("Content-Type", kind)
            .body(body)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_client_error(), "{kind}");
        assert!(answer.text().await.unwrap().contains("\"code\""), "{kind}: in words");
    }
    let unnamed = app.call(&ops, "POST", "/api/v1/customers/imports", &[], None).await;
    assert_eq!(unnamed.code(), Some(ProblemCode::UnsupportedMediaType));
    assert_eq!(ops.imports(&ImportListQuery::default()).await.unwrap().total, 0);
    assert_eq!(events().await, before);
}
