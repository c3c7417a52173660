//! The API as its callers feel it: a real server, a real database, nothing about the inside.

mod access;
mod approval;
mod auth;
mod http;
mod licenses;
mod orders;
