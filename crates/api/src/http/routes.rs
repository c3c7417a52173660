//! Where operations are registered: with the server, which answers them, or with the document,
//! which describes them. A server does not describe itself: it would cost each of its workers
//! 20 MiB and a tenth of a second, and the document is in the repository.

use actix_web::{dev::HttpServiceFactory, web};
use utoipa_actix_web::{OpenApiFactory, service_config::ServiceConfig as Describing};

pub trait Routes {
    /// Registers an operation.
    fn service<O>(&mut self, operation: O) -> &mut Self
    where
        O: HttpServiceFactory + OpenApiFactory + 'static;

    /// Registers the operations of a module.
    fn configure(&mut self, routes: impl FnOnce(&mut Self)) -> &mut Self {
        routes(self);
        self
    }
}

impl Routes for web::ServiceConfig {
    fn service<O>(&mut self, operation: O) -> &mut Self
    where
        O: HttpServiceFactory + OpenApiFactory + 'static,
    {
        Self::service(self, operation)
    }
}

impl Routes for Describing<'_> {
    fn service<O>(&mut self, operation: O) -> &mut Self
    where
        O: HttpServiceFactory + OpenApiFactory + 'static,
    {
        Describing::service(self, operation)
    }
}
