//! A mail server that tests read a mailbox from. The system's service is neither needed nor started.

use std::path::PathBuf;

use anyhow::Result;

use super::apt;

/// Where the tests look for it; no folder for administrators' programs is on everybody's path.
const PLACE: &str = "/usr/sbin/dovecot";

pub fn find() -> Option<PathBuf> {
    Some(PathBuf::from(PLACE)).filter(|path| path.is_file())
}

pub fn bring() -> Result<()> {
    apt::install(&["dovecot-imapd", "openssl"])
}
