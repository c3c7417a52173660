//! Mails on their way.

pub(crate) mod delivery;
