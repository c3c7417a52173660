//! MariaDB's programs. The system's service is neither needed nor started.

use std::path::PathBuf;

use anyhow::Result;

use super::apt;
use crate::paths;

pub fn find() -> Option<PathBuf> {
    paths::on_path("mariadb-install-db")?;
    paths::on_path("mariadbd")
}

pub fn bring() -> Result<()> {
    // The «core» packages have the programs and no service.
    apt::install(&["mariadb-server-core", "mariadb-client-core"])
}
