//! Where operations are registered: with the server, which answers them, or with the document,
//! which describes them. A server does not describe itself: it would cost each of its workers
//! 20 MiB and a tenth of a second, and the document is in the repository.

use std::collections::BTreeMap;

use actix_web::{Scope, dev::HttpServiceFactory, guard, web};
use utoipa_actix_web::{OpenApiFactory, service_config::ServiceConfig as Describing};

pub trait Routes {
    /// Registers an operation.
    fn service<O>(&mut self, operation: O) -> &mut Self
    where
        O: HttpServiceFactory + OpenApiFactory + utoipa::Path + 'static;

    /// Registers the operations of a module.
    fn configure(&mut self, routes: impl FnOnce(&mut Self)) -> &mut Self {
        routes(self);
        self
    }
}

/// What every operation's path begins with.
const PREFIX: &str = "/api/v1/";

/// The operations by the first part of their path, and by how many parts it has. The router tries
/// pattern after pattern, and there are hundreds: what cannot fit is not tried.
#[derive(Default)]
pub struct ByContext {
    contexts: BTreeMap<String, BTreeMap<usize, Scope>>,
}

impl ByContext {
    /// Registers them with the server.
    pub fn register(self, config: &mut web::ServiceConfig) {
        for (context, lengths) in self.contexts {
            let is_it = move |asked: &guard::GuardContext<'_>| {
                context_of(asked.head().uri.path()) == context
            };
            let mut outer = unprefixed().guard(guard::fn_guard(is_it));
            for (length, scope) in lengths {
                let is_it = move |asked: &guard::GuardContext<'_>| {
                    parts_of(asked.head().uri.path()) == length
                };
                outer = outer.service(scope.guard(guard::fn_guard(is_it)));
            }
            config.service(outer);
        }
    }
}

/// Of no prefix: the operations name their whole path.
fn unprefixed() -> Scope {
    web::scope("")
}

/// The first part of a path after the prefix; the whole path elsewhere.
fn context_of(path: &str) -> &str {
    path.strip_prefix(PREFIX).map_or(path, |rest| rest.split('/').next().unwrap_or(rest))
}

fn parts_of(path: &str) -> usize {
    path.split('/').count()
}

impl Routes for ByContext {
    fn service<O>(&mut self, operation: O) -> &mut Self
    where
        O: HttpServiceFactory + OpenApiFactory + utoipa::Path + 'static,
    {
        let path = O::path();
        let lengths = self.contexts.entry(context_of(&path).to_owned()).or_default();
        let scope = lengths.remove(&parts_of(&path)).unwrap_or_else(unprefixed);
        lengths.insert(parts_of(&path), scope.service(operation));
        self
    }
}

impl Routes for Describing<'_> {
    fn service<O>(&mut self, operation: O) -> &mut Self
    where
        O: HttpServiceFactory + OpenApiFactory + utoipa::Path + 'static,
    {
        Describing::service(self, operation)
    }
}

#[cfg(test)]
mod tests {
    use super::{context_of, parts_of};

    #[test]
    fn a_path_belongs_to_its_first_part() {
        assert_eq!(context_of("/api/v1/licenses"), "licenses");
        assert_eq!(context_of("/api/v1/licenses/7/usage"), "licenses");
        assert_eq!(context_of("/api/v1/licenses-of-others"), "licenses-of-others");
        assert_eq!(context_of("/healthz"), "/healthz");
    }

    #[test]
    fn what_stands_for_a_part_is_one() {
        assert_eq!(parts_of("/api/v1/licenses/{id}"), parts_of("/api/v1/licenses/7"));
        assert_ne!(parts_of("/api/v1/licenses/7/usage"), parts_of("/api/v1/licenses/7"));
    }
}
