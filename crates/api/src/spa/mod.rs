//! The single-page application, out of the binary: compressed beforehand, cached by tag or for
//! good, and its one page for every address that is a place in it.

mod headers;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method, StatusCode,
        header::{
            ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap,
            IF_NONE_MATCH, VARY,
        },
    },
    web::Bytes,
};

pub use headers::{headers_for, security_headers};

/// A file of the application.
#[derive(Debug)]
pub struct Asset {
    pub path: &'static str,
    pub media_type: &'static str,
    /// From the content; each encoding of it has a tag of its own.
    pub tag: &'static str,
    /// Its name changes with its content.
    pub is_immutable: bool,
    pub plain: &'static [u8],
    pub brotli: Option<&'static [u8]>,
    pub gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/spa.rs"));

/// What is never a place in the application.
const NOT_OURS: [&str; 8] = [
    "/api",
    "/docs",
    "/openapi.json",
    "/healthz",
    "/readyz",
    "/metrics",
    "/.well-known",
    "/problems",
];

/// Answers GET and HEAD for files and places of the application; nothing for anything else, a
/// missing file among it: that is for the caller to refuse.
pub fn answer(request: &HttpRequest) -> Option<HttpResponse> {
    answer_from(ASSETS, request)
}

/// `assets` are sorted by path.
fn answer_from(assets: &'static [Asset], request: &HttpRequest) -> Option<HttpResponse> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let find = |path: &str| {
        let at = assets.binary_search_by(|asset| asset.path.cmp(path)).ok()?;
        Some(&assets[at])
    };
    let path = request.path();
    if is_below(path, &NOT_OURS) {
        return None;
    }
    let asset = find(path).or_else(|| if is_file(path) { None } else { find("/index.html") })?;
    Some(asset.answer(request.headers()))
}

fn is_below(path: &str, places: &[&str]) -> bool {
    places.iter().any(|place| {
        path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Whether an address asks for a file: places have no extension.
fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, extension)| {
        (1..=12).contains(&extension.len())
            && extension.chars().all(|c| c.is_ascii_alphanumeric())
            && extension.chars().any(|c| c.is_ascii_alphabetic())
    })
}

impl Asset {
    fn answer(&self, asked: &HeaderMap) -> HttpResponse {
        let text = |name| asked.get(name).and_then(|value: &_| value.to_str().ok());
        let accepted = text(ACCEPT_ENCODING).unwrap_or_default();
        let (encoding, suffix, bytes) = self.choose(accepted);
        let tag = format!("\"{}{suffix}\"", self.tag);
        let is_known = text(IF_NONE_MATCH).is_some_and(|known| is_among(&tag, known));

        let mut response =
            HttpResponse::build(if is_known { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
        response
            .insert_header((ETAG, tag))
            .insert_header((VARY, "Accept-Encoding"))
            .insert_header((CACHE_CONTROL, self.caching()));
        if is_known {
            return response.finish();
        }
        // Said even of the plain one: it keeps the middleware from compressing it again and again
        // under a tag that promises other bytes.
        response
            .insert_header((CONTENT_ENCODING, encoding))
            .insert_header((CONTENT_TYPE, self.media_type))
            .body(Bytes::from_static(bytes))
    }

    const fn caching(&self) -> &'static str {
        if IS_STUB {
            "no-store"
        } else if self.is_immutable {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        }
    }

    /// What is smallest among what the browser likes best (RFC 9110 §12.5.3).
    fn choose(&self, accepted: &str) -> (&'static str, &'static str, &'static [u8]) {
        let brotli = self.brotli.map(|bytes| (weight(accepted, "br"), "br", "-br", bytes));
        let gzip = self.gzip.map(|bytes| (weight(accepted, "gzip"), "gzip", "-gz", bytes));
        match (brotli, gzip) {
            (Some((br, name, suffix, bytes)), other)
                if br > 0 && other.is_none_or(|(gzip, ..)| br >= gzip) =>
            {
                (name, suffix, bytes)
            }
            (_, Some((1.., name, suffix, bytes))) => (name, suffix, bytes),
            _ => ("identity", "", self.plain),
        }
    }
}

/// How much an encoding is liked, in thousandths; 0 where it is not accepted.
fn weight(accepted: &str, encoding: &str) -> u32 {
    let mut for_any = 0;
    for range in accepted.split(',') {
        let (name, parameter) = range.split_once(';').unwrap_or((range, ""));
        let quality = parameter.trim().strip_prefix("q=").map_or(1000, thousandths);
        let name = name.trim();
        if name.eq_ignore_ascii_case(encoding) {
            return quality;
        }
        if name == "*" {
            for_any = quality;
        }
    }
    for_any
}

/// `0.5` is 500 (RFC 9110 §12.4.2); nonsense is 0.
fn thousandths(quality: &str) -> u32 {
    let (whole, part) = quality.trim().split_once('.').unwrap_or((quality.trim(), ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), part.parse::<u32>()) {
        (Ok(0), Ok(part)) => part,
        (Ok(1), Ok(_)) => 1000,
        _ => 0,
    }
}

/// Whether `If-None-Match` names the tag (weak comparison, RFC 9110 §13.1.2).
fn is_among(tag: &str, known: &str) -> bool {
    known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests;
