//! The API as its callers feel it: a real server, a real database, nothing about the inside.
#![expect(clippy::unwrap_used, reason = "a helper of tests that cannot go on fails the test")]

mod access;
mod approval;
mod auth;
mod binary;
mod canary;
mod customers;
mod deliveries;
mod doctor;
mod events;
mod faults;
mod grants;
mod hostile;
mod http;
mod installation;
mod keys;
mod kills;
mod license_lines;
mod licenses;
mod lists;
mod lost_commit;
mod notifications;
mod orders;
mod paper;
mod partners;
mod password_reset;
mod products;
mod returns;
mod search;
mod seed;
mod sheet;
mod stops;
mod team;
mod transfers;
mod users;
mod webhooks;
