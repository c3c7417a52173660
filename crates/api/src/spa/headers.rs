//! What every answer tells the browser about what it may do: for pages, for the documentation's
//! own page, and for data.

use std::sync::LazyLock;

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{
        CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
        STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    },
    middleware::Next,
    web::Data,
};

use super::{NOT_OURS, SCRIPT_HASHES, is_below};
use crate::app::App;

/// `style-src-attr`: overlays and charts are placed by style attributes. `base-uri 'self'`: the
/// page has `<base href="/">`. `frame-src 'self'`: the log shows a mail in a sandboxed frame.
fn page_policy(script_hashes: &[&str]) -> String {
    let scripts: String = script_hashes.iter().map(|hash| format!(" {hash}")).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; frame-src 'self'; frame-ancestors 'none'; \
         base-uri 'self'; form-action 'self'; object-src 'none'"
    )
}

/// Swagger UI writes its styles from its script, and draws with `data:` images.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; \
    object-src 'none'";

/// Data is not a page: opened as one, it can do nothing.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), \
    gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

static PAGE_POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    HeaderValue::from_str(&page_policy(SCRIPT_HASHES))
        .unwrap_or_else(|_| HeaderValue::from_static(DATA_POLICY))
});

/// The headers for an answer to `path`; `is_tls` where people come by https.
pub fn headers_for(path: &str, is_tls: bool) -> Vec<(HeaderName, HeaderValue)> {
    let policy = if is_below(path, &["/docs"]) {
        HeaderValue::from_static(DOCS_POLICY)
    } else if is_below(path, &NOT_OURS) {
        HeaderValue::from_static(DATA_POLICY)
    } else {
        PAGE_POLICY.clone()
    };
    let fixed = |name, value| (HeaderName::from_static(name), HeaderValue::from_static(value));
    let mut headers = vec![
        (CONTENT_SECURITY_POLICY, policy),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        fixed("permissions-policy", PERMISSIONS),
        fixed("cross-origin-opener-policy", "same-origin"),
        fixed("cross-origin-resource-policy", "same-origin"),
    ];
    if is_tls {
        headers.push((STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000")));
    }
    headers
}

/// The middleware: sets them all, but leaves what a handler said itself.
pub async fn security_headers<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let path = request.path().to_owned();
    let app = request.app_data::<Data<App>>();
    let is_tls = app.is_some_and(|app| app.config.http.is_tls());
    let mut response = next.call(request).await?;
    for (name, value) in headers_for(&path, is_tls) {
        if !response.headers().contains_key(&name) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(path: &str) -> String {
        let headers = headers_for(path, false);
        let found = headers.iter().find(|(name, _)| name == CONTENT_SECURITY_POLICY);
        found.unwrap().1.to_str().unwrap().to_owned()
    }

    #[test]
    fn a_page_runs_our_scripts_and_the_loader_and_nothing_else() {
        let policy = page_policy(&["'sha256-AAAA='"]);

        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-AAAA=';"));
        let scripts = policy.split("; ").find(|part| part.starts_with("script-src")).unwrap();
        assert!(!scripts.contains("unsafe-inline") && !scripts.contains("'unsafe-eval'"));
        for part in ["default-src 'none'", "frame-ancestors 'none'", "object-src 'none'"] {
            assert!(policy.contains(part), "{part}");
        }
        assert!(HeaderValue::from_str(&policy).is_ok());
    }

    #[test]
    fn pages_documentation_and_data_have_policies_of_their_own() {
        for page in ["/", "/orders/1", "/documents", "/apis"] {
            assert_eq!(policy(page), page_policy(SCRIPT_HASHES), "{page}");
        }
        assert_eq!(policy("/docs/"), DOCS_POLICY);
        for data in ["/api/v1/orders", "/openapi.json", "/.well-known/jwks.json"] {
            assert_eq!(policy(data), DATA_POLICY, "{data}");
        }
    }

    #[test]
    fn https_is_remembered_only_where_there_is_https() {
        let has = |is_tls| {
            let headers = headers_for("/", is_tls);
            headers.iter().any(|(name, _)| name == STRICT_TRANSPORT_SECURITY)
        };

        assert!(has(true) && !has(false));
    }
}
