//! Calls to the outside, to addresses that people gave us: never into the house. What counts is the
//! address that is connected to, not the one that was looked up before.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use domain::webhooks::URL_LENGTH;
use reqwest::{
    Client, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};

use super::message::Prepared;
use crate::config::Webhooks;

/// Most bytes that are read of an answer.
const ANSWER_LIMIT: usize = 4_096;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// Its beginning, as far as it is text.
    pub text: String,
}

/// Why nothing came back; never with the address, which may hold a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    #[error("not an address that can be called")]
    Address,
    #[error("the address leads into the own network")]
    Internal,
    #[error("{0}")]
    Network(String),
}

/// Calls webhooks.
#[derive(Debug, Clone)]
pub struct Outside {
    client: Client,
    allow_internal: bool,
}

impl Outside {
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(config: &Webhooks) -> anyhow::Result<Self> {
        let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Arc::new(Guarded { allow_internal: config.allow_internal }))
            .redirect(Policy::none())
            .no_proxy()
            .pool_max_idle_per_host(0)
            .timeout(Duration::from_secs(config.timeout_seconds))
            .user_agent(concat!("DSMS/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, allow_internal: config.allow_internal })
    }

    /// Posts it and reads the beginning of the answer. Redirects are not followed.
    ///
    /// # Errors
    /// An address that must not be called; nobody there, or nobody who answers in time.
    pub async fn post(&self, call: &Prepared) -> Result<Answer, CallError> {
        let url = self.address(&call.url)?;
        let mut request = self.client.post(url).body(call.body.clone());
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        let mut response = request.send().await.map_err(|error| self.explain(error))?;
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        while bytes.len() < ANSWER_LIMIT {
            match response.chunk().await {
                Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(error) => return Err(self.explain(error)),
            }
        }
        bytes.truncate(ANSWER_LIMIT);
        Ok(Answer { status, text: String::from_utf8_lossy(&bytes).into_owned() })
    }

    /// Names go through the resolver below; an address written as numbers does not, so it is looked
    /// at here.
    fn address(&self, url: &str) -> Result<Url, CallError> {
        let url = Url::parse(url).map_err(|_| CallError::Address)?;
        let is_fine = url.scheme() == "https" || (self.allow_internal && url.scheme() == "http");
        if !is_fine || url.as_str().len() > 2 * URL_LENGTH || !url.username().is_empty() {
            return Err(CallError::Address);
        }
        let host = url.host_str().ok_or(CallError::Address)?;
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        match literal {
            Ok(ip) if !self.allow_internal && is_internal(ip) => Err(CallError::Internal),
            _ => Ok(url),
        }
    }

    #[expect(clippy::unused_self, reason = "called where errors of this client arise")]
    fn explain(&self, error: reqwest::Error) -> CallError {
        let error = error.without_url();
        if error.is_timeout() {
            return CallError::Network("no answer in time".to_owned());
        }
        let mut words = error.to_string();
        let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(&error);
        while let Some(inner) = cause {
            if inner.downcast_ref::<CallError>() == Some(&CallError::Internal) {
                return CallError::Internal;
            }
            words = inner.to_string();
            cause = inner.source();
        }
        CallError::Network(words)
    }
}

/// Looks names up and leaves out what lies in the own network: what remains is what is connected to.
struct Guarded {
    allow_internal: bool,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_internal = self.allow_internal;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let outside: Vec<SocketAddr> =
                found.filter(|address| allow_internal || !is_internal(address.ip())).collect();
            if outside.is_empty() {
                return Err(CallError::Internal.into());
            }
            Ok(Box::new(outside.into_iter()) as Addrs)
        })
    }
}

/// Whether an address lies in the own network, or nowhere that a webhook could be.
fn is_internal(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_internal_v4(ip),
        IpAddr::V6(ip) => is_internal_v6(ip),
    }
}

fn is_internal_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        // Multicast, reserved, broadcast.
        || a >= 224
        // Shared by carriers (RFC 6598), the IETF's own, benchmarks (RFC 2544).
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))
}

fn is_internal_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_internal_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // IPv4 in other clothes: mapped, compatible, NAT64, 6to4.
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            embedded(high, low)
        }
        [0x2002, high, low, ..] => embedded(high, low),
        // Only global unicast is outside; documentation and tunnels are not.
        [first, second, ..] => {
            first & 0xe000 != 0x2000 || (first == 0x2001 && (second < 0x200 || second == 0xdb8))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_the_house_is_known_in_every_notation() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(is_internal(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["1.1.1.1", "203.119.1.1", "2606:4700::1111", "::ffff:1.1.1.1"] {
            assert!(!is_internal(outside.parse().unwrap()), "{outside}");
        }
    }

    async fn post(url: &str) -> Result<Answer, CallError> {
        let config = Webhooks { allow_internal: false, timeout_seconds: 2 };
        let call = Prepared { url: url.to_owned(), headers: Vec::new(), body: String::new() };
        Outside::new(&config).unwrap().post(&call).await
    }

    #[tokio::test]
    async fn numbers_names_and_tricks_do_not_lead_inside() {
        for url in [
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://0x7f000001/",
            "https://2130706433/",
            "https://127.1/",
            "https://localhost/",
            "https://[::ffff:127.0.0.1]:8443/x",
        ] {
            assert_eq!(post(url).await, Err(CallError::Internal), "{url}");
        }
        for url in
            ["http://example.com/", "ftp://example.com", "https://a:b@example.com/", "nowhere"]
        {
            assert_eq!(post(url).await, Err(CallError::Address), "{url}");
        }
    }
}
