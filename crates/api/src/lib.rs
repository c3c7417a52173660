//! The server of DSMS: HTTP, use cases, the worker behind the queue, and the command line.

pub mod app;
pub mod auth;
pub mod cli;
pub mod config;
pub mod customers;
pub mod deliveries;
pub mod error;
pub mod events;
pub mod grants;
pub mod http;
pub mod licenses;
pub mod live;
pub mod mail;
pub mod notifications;
pub mod openapi;
pub mod orders;
pub mod partners;
pub mod products;
pub mod secret;
pub mod seed;
pub mod setup;
pub mod signing;
pub mod spa;
pub mod telemetry;
pub mod users;
pub mod worker;
