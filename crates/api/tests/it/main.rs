//! The API as its callers feel it: a real server, a real database, nothing about the inside.

mod access;
mod approval;
mod auth;
mod customers;
mod deliveries;
mod events;
mod http;
mod licenses;
mod notifications;
mod orders;
mod partners;
mod products;
mod users;
