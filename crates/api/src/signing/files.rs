//! Signing keys as files: `<kid>.pem`, PKCS#8, readable by their owner alone. The file `active` names
//! the one that signs; without it the newest does.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
    time::SystemTime,
};

use ed25519_dalek::{
    SigningKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes, spki::der::pem::LineEnding},
};
use rand::CryptoRng;
use secrecy::{ExposeSecret, SecretString};

use super::{SigningKeys, kid_of};

/// Who may read the files besides their owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileAccess {
    /// Nobody, or the server does not start: production.
    OwnerOnly,
    Anybody,
}

/// Which file is wrong, and why.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error(
        "{} can be read by others (mode {mode:04o}): `chmod 600` it, and replace the key if others \
         may have read it",
        path.display()
    )]
    Exposed { path: PathBuf, mode: u32 },
    #[error("{} is not an Ed25519 private key in PKCS#8 PEM: {detail}", path.display())]
    Malformed { path: PathBuf, detail: String },
    #[error("{} holds the key {kid}: name it {kid}.pem", path.display())]
    Misnamed { path: PathBuf, kid: String },
    #[error("{} holds no signing key", dir.display())]
    Empty { dir: PathBuf },
    #[error("{} has no key {kid}, which is to sign", dir.display())]
    NoSuchKey { dir: PathBuf, kid: String },
}

/// Names the key that signs. A file's time would do, if copies and backups kept it.
const MARKER: &str = "active";

/// What stands behind the name of a key that was retired. Kept, because a mistake may be noticed late;
/// whoever is sure deletes it.
const RETIRED: &str = "pem.retired";

/// A key of a folder, as far as it may be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyInfo {
    pub kid: String,
    /// When its file was written.
    pub written: SystemTime,
    pub signs: bool,
}

struct KeyFile {
    kid: String,
    key: SigningKey,
    modified: SystemTime,
}

impl SigningKeys {
    /// The keys of a server. Development makes its first one by itself and is lenient about who
    /// may read it; production is neither.
    pub fn open(dir: &Path, issuer: &str, is_production: bool) -> Result<Self, KeyFileError> {
        if is_production {
            return Self::load(dir, issuer, None, FileAccess::OwnerOnly);
        }
        match Self::load(dir, issuer, None, FileAccess::Anybody) {
            Err(KeyFileError::Empty { .. }) => {
                Self::generate(dir, &mut rand::rng())?;
                Self::load(dir, issuer, None, FileAccess::Anybody)
            }
            outcome => outcome,
        }
    }

    /// Reads every `<kid>.pem` of a folder. The `active` one signs, else the one that the folder names,
    /// else the newest file.
    pub fn load(
        dir: &Path,
        issuer: &str,
        active: Option<&str>,
        access: FileAccess,
    ) -> Result<Self, KeyFileError> {
        let files = read_all(dir, active, access)?;
        let keys: Vec<SigningKey> = files.into_iter().map(|file| file.key).collect();
        Self::from_keys(&keys, issuer).ok_or_else(|| KeyFileError::Empty { dir: dir.to_owned() })
    }

    /// The keys of a folder without their secrets; the one that signs first.
    ///
    /// # Errors
    /// A file that is not as it should be.
    pub fn list(dir: &Path) -> Result<Vec<KeyInfo>, KeyFileError> {
        let files = read_all(dir, None, FileAccess::Anybody)?;
        let infos = files.into_iter().enumerate().map(|(at, file)| KeyInfo {
            kid: file.kid,
            written: file.modified,
            signs: at == 0,
        });
        Ok(infos.collect())
    }

    /// Makes a key of a folder the one that signs, in one step: who reads sees the old one or the new.
    ///
    /// # Errors
    /// The folder has no such key, or cannot be written.
    pub fn activate(dir: &Path, kid: &str) -> Result<(), KeyFileError> {
        if !Self::list(dir)?.iter().any(|key| key.kid == kid) {
            return Err(KeyFileError::NoSuchKey { dir: dir.to_owned(), kid: kid.to_owned() });
        }
        let path = dir.join(MARKER);
        let draft = path.with_extension("new");
        let write = || {
            fs::write(&draft, format!("{kid}\n"))?;
            fs::File::open(&draft)?.sync_all()?;
            fs::rename(&draft, &path)?;
            fs::File::open(dir)?.sync_all()
        };
        write().map_err(|source| KeyFileError::Io { path: path.clone(), source })
    }

    /// Takes a key out of use: nothing verifies with it any more. Its file is kept under another name.
    ///
    /// # Errors
    /// The folder has no such key, or cannot be written.
    pub fn retire(dir: &Path, kid: &str) -> Result<(), KeyFileError> {
        if !Self::list(dir)?.iter().any(|key| key.kid == kid) {
            return Err(KeyFileError::NoSuchKey { dir: dir.to_owned(), kid: kid.to_owned() });
        }
        let path = dir.join(format!("{kid}.pem"));
        fs::rename(&path, path.with_extension(RETIRED))
            .map_err(|source| KeyFileError::Io { path, source })
    }

    /// Writes a new key into a folder, which is made if it is missing, and answers its id.
    pub fn generate(
        dir: &Path,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<String, KeyFileError> {
        let key = SigningKey::generate(rng);
        let kid = kid_of(&key.verifying_key());
        let path = dir.join(format!("{kid}.pem"));
        // Without the public half (PKCS#8 v1): that is what every tool reads.
        let bytes = KeypairBytes { secret_key: key.to_bytes(), public_key: None };
        let pem = bytes.to_pkcs8_pem(LineEnding::LF).map_err(|error| KeyFileError::Malformed {
            path: path.clone(),
            detail: error.to_string(),
        })?;
        write(dir, &path, pem.as_bytes())
            .map_err(|source| KeyFileError::Io { path: path.clone(), source })?;
        Ok(kid)
    }
}

/// The key that a folder names as the one that signs, if it names one.
pub(super) fn named_active(dir: &Path) -> Option<String> {
    let named = fs::read_to_string(dir.join(MARKER)).ok()?;
    Some(named.trim().to_owned()).filter(|kid| !kid.is_empty())
}

pub(super) fn is_marker(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == MARKER)
}

pub(super) fn is_key_file(path: &Path) -> bool {
    let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes()[0] == b'.');
    !is_hidden && path.extension().is_some_and(|extension| extension == "pem")
}

/// Everything about a folder of keys that an administrator should look at, in words.
pub fn complaints(dir: &Path, is_production: bool) -> Vec<String> {
    let name = dir.display();
    let Ok(paths) = pem_files(dir) else {
        return vec![format!("licensing.keys_dir: {name} cannot be read")];
    };
    if paths.is_empty() {
        let none = format!("licensing.keys_dir: {name} holds no signing key");
        return if is_production { vec![none] } else { Vec::new() };
    }
    let mut found = Vec::new();
    if fs::metadata(dir).is_ok_and(|folder| mode_of(&folder) & 0o022 != 0) {
        found.push(format!("licensing.keys_dir: others may put keys into {name}: `chmod 700` it"));
    }
    let files: Vec<_> = paths.iter().map(|path| read(path, FileAccess::OwnerOnly)).collect();
    found.extend(files.iter().filter_map(|file| Some(file.as_ref().err()?.to_string())));
    let kids: Vec<&str> = files.iter().flatten().map(|file| file.kid.as_str()).collect();
    match named_active(dir) {
        Some(kid) if !kids.contains(&kid.as_str()) => {
            found.push(KeyFileError::NoSuchKey { dir: dir.to_owned(), kid }.to_string());
        }
        None if kids.len() > 1 => found.push(format!(
            "licensing.keys_dir: which of the {} keys in {name} signs follows from the times of the \
             files, which a copy changes: name it with `dsms keys rotate --to <kid>`",
            kids.len()
        )),
        _ => {}
    }
    found
}

/// The keys of a folder, the one that signs first.
fn read_all(
    dir: &Path,
    active: Option<&str>,
    access: FileAccess,
) -> Result<Vec<KeyFile>, KeyFileError> {
    let mut files = Vec::new();
    for path in pem_files(dir)? {
        files.push(read(&path, access)?);
    }
    // Newest first; the name decides between files of one moment, on every node alike.
    files.sort_by(|a, b| (b.modified, &b.kid).cmp(&(a.modified, &a.kid)));
    if let Some(kid) = active.map(str::to_owned).or_else(|| named_active(dir)) {
        let Some(at) = files.iter().position(|file| file.kid == kid) else {
            return Err(KeyFileError::NoSuchKey { dir: dir.to_owned(), kid });
        };
        files[..=at].rotate_right(1);
    }
    Ok(files)
}

fn pem_files(dir: &Path) -> Result<Vec<PathBuf>, KeyFileError> {
    let failed = |source| KeyFileError::Io { path: dir.to_owned(), source };
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        if is_key_file(&path) {
            paths.push(path);
        }
    }
    Ok(paths)
}

fn read(path: &Path, access: FileAccess) -> Result<KeyFile, KeyFileError> {
    let failed = |source| KeyFileError::Io { path: path.to_owned(), source };
    let metadata = fs::metadata(path).map_err(failed)?;
    if access == FileAccess::OwnerOnly {
        let mode = mode_of(&metadata);
        if mode & 0o077 != 0 {
            return Err(KeyFileError::Exposed { path: path.to_owned(), mode });
        }
    }
    let pem: SecretString = fs::read_to_string(path).map_err(failed)?.into();
    let key = SigningKey::from_pkcs8_pem(pem.expose_secret()).map_err(|error| {
        KeyFileError::Malformed { path: path.to_owned(), detail: error.to_string() }
    })?;
    let kid = kid_of(&key.verifying_key());
    if path.file_stem().is_none_or(|stem| stem != kid.as_str()) {
        return Err(KeyFileError::Misnamed { path: path.to_owned(), kid });
    }
    Ok(KeyFile { kid, key, modified: metadata.modified().map_err(failed)? })
}

#[cfg(unix)]
fn mode_of(metadata: &fs::Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o7777
}

#[cfg(not(unix))]
fn mode_of(_: &fs::Metadata) -> u32 {
    0o600
}

/// A crash leaves the whole file or none: written beside its place, then moved there.
fn write(dir: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut folder = fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(dir)?;

    let draft = path.with_extension("pem.new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    fs::File::open(dir)?.sync_all()
}
