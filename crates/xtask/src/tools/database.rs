//! MariaDB's programs. The system's service is neither needed nor started.

use std::path::PathBuf;

use anyhow::Result;

use super::apt;
use crate::paths;

pub fn find() -> Option<PathBuf> {
    paths::on_path("mariadb-install-db")?;
    // What operators dump with, and the test of their script.
    paths::on_path("mariadb-dump")?;
    paths::on_path("mariadbd")
}

pub fn bring() -> Result<()> {
    // None of these is a service; «mariadb-client» has the dumper.
    apt::install(&["mariadb-server-core", "mariadb-client-core", "mariadb-client"])
}
