//! License keys as everybody may ask about them: the public keys, which keys are revoked, whether one
//! is genuine; and the rotation of what signs them.

pub mod http;
pub mod rotation;
pub mod service;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config.service(http::verify_key);
}
