//! `dsms backup` and `dsms restore`: the embedded database and the signing keys, whole and checked.
//!
//! A backup is a folder: the database as it was at one instant, the keys, and a list of both with
//! their SHA-256. MySQL has tools of its own for this; `docs/operations.md` says which.

use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder},
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use clap::Args;
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::Db;

use crate::{app::Clock, config::Config};

const DATABASE: &str = "dsms.db";
const KEYS: &str = "keys";
const LIST: &str = "backup.json";

#[derive(Debug, Args)]
pub struct Backup {
    /// The folder to make; it must not exist yet.
    #[arg(long)]
    to: PathBuf,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The folder that `dsms backup` made.
    #[arg(long)]
    from: PathBuf,
}

/// What a backup holds.
#[derive(Debug, Serialize, Deserialize)]
struct Contents {
    /// The version that made it.
    version: String,
    /// RFC 3339.
    made_at: String,
    /// Path below the folder, and SHA-256 in base64.
    files: BTreeMap<String, String>,
}

/// Makes a backup, while the server runs or not.
///
/// # Errors
/// Another database than SQLite; a folder that exists; no space.
pub async fn backup(config: Config, options: Backup) -> anyhow::Result<()> {
    let database = embedded(&config)?;
    if !database.exists() {
        bail!("there is no database at {}", database.display());
    }
    if options.to.exists() {
        bail!("{} exists already: a backup never overwrites", options.to.display());
    }
    // Under another name until it is whole.
    let draft = PathBuf::from(format!("{}.unfinished", options.to.display()));
    if draft.exists() {
        fs::remove_dir_all(&draft).with_context(|| format!("{}", draft.display()))?;
    }
    // Password hashes and signing keys lie in it.
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&draft)
        .with_context(|| format!("cannot make {}", draft.display()))?;
    let db = Db::connect(config.database.url.expose_secret()).await?;
    db.snapshot(&draft.join(DATABASE)).await.context("cannot copy the database")?;
    db.close().await?;
    copy_keys(&config.licensing.keys_dir, &draft.join(KEYS))?;
    let contents = Contents {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: Clock::System.now().to_rfc3339(),
        files: digests(&draft)?,
    };
    fs::write(draft.join(LIST), serde_json::to_vec_pretty(&contents)?)?;
    fs::rename(&draft, &options.to).context("cannot put the backup in its place")?;
    println!("{} files in {}", contents.files.len(), options.to.display());
    Ok(())
}

/// Puts a backup where the settings say that database and keys are. The server must not run.
///
/// # Errors
/// A backup that is not whole; data that is there already.
pub fn restore(config: &Config, options: &Restore) -> anyhow::Result<()> {
    let database = embedded(config)?;
    let keys = &config.licensing.keys_dir;
    // A journal that was left behind would be played into the restored database.
    let journals =
        ["-wal", "-shm"].map(|end| PathBuf::from(format!("{}{end}", database.display())));
    for taken in [&database, keys].into_iter().chain(&journals) {
        if taken.exists() {
            bail!("{} exists already: move it away first, nothing is overwritten", taken.display());
        }
    }
    let list = options.from.join(LIST);
    let list = fs::read(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let contents: Contents = serde_json::from_slice(&list).context("backup.json")?;
    let found = digests(&options.from)?;
    for (file, digest) in &contents.files {
        match found.get(file) {
            None => bail!("the backup is not whole: {file} is missing"),
            Some(other) if other != digest => bail!("the backup is damaged: {file} has changed"),
            Some(_) => {}
        }
    }
    if let Some(folder) = database.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    // Both under other names first: what fails halfway is tried again from the beginning.
    let unfinished = |path: &Path| PathBuf::from(format!("{}.unfinished", path.display()));
    let (database_draft, keys_draft) = (unfinished(&database), unfinished(keys));
    if keys_draft.exists() {
        fs::remove_dir_all(&keys_draft).with_context(|| format!("{}", keys_draft.display()))?;
    }
    copy_keys(&options.from.join(KEYS), &keys_draft)?;
    fs::copy(options.from.join(DATABASE), &database_draft).context("cannot copy the database")?;
    fs::set_permissions(&database_draft, fs::Permissions::from_mode(0o600))?;
    fs::rename(&keys_draft, keys).context("cannot put the keys in their place")?;
    fs::rename(&database_draft, &database).context("cannot put the database in its place")?;
    println!("Restored what was there at {}.", contents.made_at);
    Ok(())
}

/// The file of the embedded database.
fn embedded(config: &Config) -> anyhow::Result<PathBuf> {
    match store::embedded_file(config.database.url.expose_secret()) {
        Some(file) => Ok(file),
        None => bail!("this is for the embedded database; see docs/operations.md for MySQL"),
    }
}

/// Keys keep their mode: only the owner reads them.
fn copy_keys(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    if !from.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let file = entry?.path();
        if let Some(name) = file.file_name().filter(|_| file.is_file()) {
            fs::copy(&file, to.join(name)).with_context(|| format!("{}", file.display()))?;
        }
    }
    Ok(())
}

/// Every file of a backup but its list.
fn digests(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for below in ["", KEYS] {
        let place = folder.join(below);
        for entry in fs::read_dir(&place).with_context(|| format!("{}", place.display()))? {
            let file = entry?.path();
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if file.is_file() && name != LIST {
                let path = if below.is_empty() { name } else { format!("{below}/{name}") };
                found.insert(path, STANDARD.encode(Sha256::digest(fs::read(&file)?)));
            }
        }
    }
    Ok(found)
}
