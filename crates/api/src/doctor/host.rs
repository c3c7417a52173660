//! What the machine tells: who may read the files, and what they lie on.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use secrecy::ExposeSecret as _;

use super::{Finding, Findings, Rule};
use crate::{config::Config, signing};

/// Least room on the database's disk, in bytes.
const LEAST_ROOM: u64 = 512 << 20;
/// Where SQLite's locks do not hold, or nobody knows.
const NETWORKS: [&str; 8] =
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "glusterfs"];

/// What the system says of itself. Tests say it instead.
#[derive(Debug, Clone)]
pub struct Host {
    /// As `/proc/mounts` has it: device, place, kind, and more that does not matter.
    pub mounts: String,
    /// Folders that are cleared up.
    pub temporary: Vec<PathBuf>,
    pub is_root: bool,
    /// Bytes that are left for the database; unknown where it lies elsewhere.
    pub room: Option<u64>,
}

impl Host {
    /// Looks at this machine. What a system does not tell is taken for well.
    pub fn look(config: &Config) -> Self {
        let folder = database_file(config).and_then(|file| existing_parent(&file));
        let room = folder.and_then(|folder| rustix::fs::statvfs(&folder).ok());
        Self {
            mounts: fs::read_to_string("/proc/mounts").unwrap_or_default(),
            temporary: ["/tmp", "/var/tmp", "/dev/shm", "/run"].map(PathBuf::from).to_vec(),
            is_root: fs::metadata("/proc/self").is_ok_and(|itself| itself.uid() == 0),
            room: room.map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize)),
        }
    }
}

/// Looks at the files that the settings name.
pub fn examine(config: &Config, host: &Host) -> Vec<Finding> {
    let mut found = Findings::default();
    found.when(host.is_root, Rule::RunsAsRoot);
    if let Some(file) = &config.file
        && is_open(file, 0o077)
        && holds_secrets(file)
    {
        found.at(Rule::SettingsReadable, file.display());
    }
    keys(&config.licensing.keys_dir, &mut found);
    if let Some(file) = database_file(config) {
        let place = std::path::absolute(&file).unwrap_or_else(|_| file.clone());
        if host.temporary.iter().any(|folder| place.starts_with(folder)) {
            found.at(Rule::SqliteTemporary, place.display());
        }
        if let Some(kind) = kind_of_mount(&host.mounts, &place)
            && NETWORKS.contains(&kind)
        {
            found.at(Rule::SqliteOnNetwork, kind);
        }
        if is_open(&file, 0o007) {
            found.at(Rule::DatabaseReadable, file.display());
        }
        found.when(host.room.is_some_and(|room| room < LEAST_ROOM), Rule::DiskAlmostFull);
    }
    found.0
}

fn database_file(config: &Config) -> Option<PathBuf> {
    store::embedded_file(config.database.url.expose_secret())
        .filter(|file| !file.to_string_lossy().contains(":memory:"))
}

fn existing_parent(file: &Path) -> Option<PathBuf> {
    let place = std::path::absolute(file).ok()?;
    place.ancestors().skip(1).find(|folder| folder.exists()).map(Path::to_path_buf)
}

fn is_open(path: &Path, to: u32) -> bool {
    fs::metadata(path).is_ok_and(|it| it.permissions().mode() & to != 0)
}

/// Whether a settings file says a secret itself, rather than leaving it to the environment.
fn holds_secrets(file: &Path) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    let says = |line: &str| {
        let Some((key, value)) = line.split_once('=') else { return false };
        let (key, value) = (key.trim(), value.trim().trim_matches(['"', '\'']));
        let is_secret = key.ends_with("secret") || key.ends_with("password");
        // An address without a password is no secret.
        let has_password = key.ends_with("url") && value.contains('@');
        !key.starts_with('#') && !value.is_empty() && (is_secret || has_password)
    };
    text.lines().any(says)
}

fn keys(folder: &Path, found: &mut Findings) {
    let Ok(entries) = fs::read_dir(folder) else {
        found.at(Rule::KeysMissing, folder.display());
        return;
    };
    let keys: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pem"))
        .collect();
    if keys.is_empty() {
        found.at(Rule::KeysMissing, folder.display());
    }
    let all = keys.iter().map(PathBuf::as_path).chain([folder]);
    let open: Vec<_> = all.filter(|path| is_open(path, 0o077)).collect();
    for path in &open {
        found.at(Rule::KeysReadable, path.display());
    }
    if open.is_empty() && !keys.is_empty() {
        for words in signing::complaints(folder, true) {
            found.at(Rule::KeysUnclear, words);
        }
    }
}

/// The file system that a path lies on: the mount with the longest matching place.
fn kind_of_mount<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace().skip(1);
            Some((words.next()?, words.next()?))
        })
        .filter(|(place, _)| path.starts_with(place))
        .max_by_key(|(place, _)| place.len())
        .map(|(_, kind)| kind)
}
