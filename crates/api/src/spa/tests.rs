//! What browsers get for which address.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
};

use actix_web::{
    App, HttpServer,
    http::header::{CONTENT_LENGTH, HeaderName},
    test::TestRequest,
    web,
};

use super::*;

static FILES: &[Asset] = &[
    Asset {
        path: "/app-3139412843b2f4d1.js",
        media_type: "text/javascript; charset=utf-8",
        tag: "js",
        is_immutable: true,
        plain: b"plain js",
        brotli: Some(b"br js"),
        gzip: Some(b"gz js"),
    },
    Asset {
        path: "/favicon.svg",
        media_type: "image/svg+xml",
        tag: "icon",
        is_immutable: false,
        plain: b"<svg/>",
        brotli: None,
        gzip: None,
    },
    Asset {
        path: "/index.html",
        media_type: "text/html; charset=utf-8",
        tag: "page",
        is_immutable: false,
        plain: b"<!doctype html>",
        brotli: None,
        gzip: Some(b"gz page"),
    },
];

fn ask(path: &str, headers: &[(HeaderName, &str)]) -> Option<HttpResponse> {
    let mut request = TestRequest::with_uri(path);
    for (name, value) in headers {
        request = request.insert_header((name.clone(), *value));
    }
    answer_from(FILES, &request.to_http_request())
}

fn header(response: &HttpResponse, name: &HeaderName) -> String {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

#[test]
fn the_best_encoding_that_the_browser_takes_is_sent() {
    for (accepted, encoding, tag) in [
        ("gzip, deflate, br, zstd", "br", "\"js-br\""),
        ("gzip", "gzip", "\"js-gz\""),
        ("br;q=0, gzip;q=0.5", "gzip", "\"js-gz\""),
        ("br;q=0.1, gzip;q=0.5", "gzip", "\"js-gz\""),
        ("BR;q=0.5,GZIP;q=0.5", "br", "\"js-br\""),
        ("*", "br", "\"js-br\""),
        ("*;q=0", "identity", "\"js\""),
        ("br;q=0.000, *;q=0.1", "gzip", "\"js-gz\""),
        ("identity", "identity", "\"js\""),
        ("br;q=many", "identity", "\"js\""),
        ("", "identity", "\"js\""),
    ] {
        let response = ask("/app-3139412843b2f4d1.js", &[(ACCEPT_ENCODING, accepted)]).unwrap();

        assert_eq!(header(&response, &CONTENT_ENCODING), encoding, "{accepted}");
        assert_eq!(header(&response, &ETAG), tag, "{accepted}");
        assert_eq!(header(&response, &VARY), "Accept-Encoding");
    }
}

#[test]
fn what_the_browser_has_is_not_sent_again() {
    let ask = |known| {
        let headers = [(ACCEPT_ENCODING, "br"), (IF_NONE_MATCH, known)];
        ask("/app-3139412843b2f4d1.js", &headers).unwrap().status().as_u16()
    };

    for known in ["\"js-br\"", "W/\"js-br\"", "\"x\", \"js-br\"", "*"] {
        assert_eq!(ask(known), 304, "{known}");
    }
    // Other bytes under another encoding are another tag.
    for unknown in ["\"js\"", "\"js-gz\"", "js-br", ""] {
        assert_eq!(ask(unknown), 200, "{unknown}");
    }
}

#[test]
fn places_are_the_page_and_missing_files_are_nothing() {
    for place in ["/", "/orders", "/orders/0197d5c1-0000-7000-8000-000000000001", "/a.b.1", "/apis"]
    {
        let response = ask(place, &[]).unwrap();
        assert_eq!(header(&response, &CONTENT_TYPE), "text/html; charset=utf-8", "{place}");
    }
    for nothing in [
        "/app-0000000000000000.js",
        "/robots.txt",
        "/orders/x.png",
        "/../etc/passwd.txt",
        "/api",
        "/api/v1/nothing",
        "/docs/x",
        "/openapi.json",
        "/healthz",
        "/metrics",
        "/.well-known/nothing",
        "/problems/nothing",
    ] {
        assert!(ask(nothing, &[]).is_none(), "{nothing}");
    }
    let post = TestRequest::post().uri("/orders").to_http_request();
    assert!(answer_from(FILES, &post).is_none());
}

#[test]
fn named_by_content_is_kept_for_good_and_the_page_is_asked_for_again() {
    if IS_STUB {
        assert_eq!(header(&ask("/", &[]).unwrap(), &CACHE_CONTROL), "no-store");
        return;
    }
    let of = |path| header(&ask(path, &[]).unwrap(), &CACHE_CONTROL);

    assert_eq!(of("/app-3139412843b2f4d1.js"), "public, max-age=31536000, immutable");
    assert_eq!(of("/"), "no-cache");
    assert_eq!(of("/favicon.svg"), "no-cache");
}

#[test]
fn what_is_packed_can_be_found_and_unpacked() {
    assert!(ASSETS.is_sorted_by_key(|asset| asset.path));
    let page = ASSETS.iter().find(|asset| asset.path == "/index.html").unwrap();
    assert!(page.media_type.starts_with("text/html") && !page.is_immutable);
    for asset in ASSETS {
        for smaller in [asset.brotli, asset.gzip].into_iter().flatten() {
            assert!(smaller.len() < asset.plain.len(), "{}", asset.path);
        }
    }
    let text = std::str::from_utf8(page.plain).unwrap();
    let is_inline = |script: &&str| {
        script.split('>').next().is_some_and(|attributes| !attributes.contains("src="))
    };
    let inline = text.split("<script").skip(1).filter(is_inline).count();
    assert_eq!(SCRIPT_HASHES.len(), inline, "every inline script is in the policy");
}

/// Over a real socket: HEAD is the server's own doing.
#[actix_web::test]
async fn head_says_what_get_would_and_sends_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = HttpServer::new(|| {
        App::new().default_service(web::to(async |request: HttpRequest| {
            answer_from(FILES, &request).unwrap_or_else(|| HttpResponse::NotFound().finish())
        }))
    })
    .workers(1)
    .listen(listener)
    .unwrap()
    .run();
    let handle = server.handle();
    actix_web::rt::spawn(server);

    let spoken = web::block(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        let asked = "HEAD / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        stream.write_all(asked.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    })
    .await
    .unwrap();
    handle.stop(false).await;

    let (head, body) = spoken.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(head.contains(&format!("{CONTENT_LENGTH}: 15")), "{head}");
    assert_eq!(body, "");
}
