//! What the agent keeps: its key, and its reports.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::usage::chain::Head;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use tempfile::NamedTempFile;

use crate::usage::jws::Signer;

/// The file, and what is in it. `Debug` does not show the key.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Where reports go; absent without network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    pub license_number: String,
    pub cluster_id: String,
    /// The private key: 32 bytes in base64url.
    #[serde(serialize_with = "exposed")]
    secret: SecretString,
    /// The last report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Head>,
    /// The latest reports, the earliest first.
    #[serde(default)]
    pub reports: Vec<String>,
}

/// Written to the owner's file, and nowhere else.
fn exposed<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

impl State {
    /// Of a fresh key.
    ///
    /// # Errors
    /// None that bytes cause.
    pub fn new(secret: [u8; 32], license_number: &str, cluster_id: &str) -> anyhow::Result<Self> {
        let state = Self {
            server: None,
            license_number: license_number.to_owned(),
            cluster_id: cluster_id.to_owned(),
            secret: SecretString::from(URL_SAFE_NO_PAD.encode(secret)),
            head: None,
            reports: Vec::new(),
        };
        state.signer()?;
        Ok(state)
    }

    /// Reads the file.
    ///
    /// # Errors
    /// It is not there, not ours, or readable by others.
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        check_mode(path)?;
        serde_json::from_str(&text).with_context(|| format!("{} is not ours", path.display()))
    }

    /// Writes the file in one go, readable by its owner alone.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn save(&self, path: &Path) -> anyhow::Result<()> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        // Such files have the mode 0600, and take the name of the old one at once.
        let mut file = NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.flush()?;
        file.as_file().sync_all()?;
        file.persist(path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(())
    }

    /// The key.
    ///
    /// # Errors
    /// What the file says is no key.
    pub fn signer(&self) -> anyhow::Result<Signer> {
        let bytes = URL_SAFE_NO_PAD.decode(self.secret.expose_secret()).ok();
        let bytes: Option<[u8; 32]> = bytes.and_then(|bytes| bytes.try_into().ok());
        Signer::new(&bytes.context("the state holds no key")?)
    }

    /// What may be told: it travels with the cluster id.
    ///
    /// # Errors
    /// As [`State::signer`].
    pub fn told(&self) -> anyhow::Result<String> {
        let signer = self.signer()?;
        Ok(format!(
            "license           {}\ncluster id        {}\ninstallation key  {}\nkey id            {}\n\
             reports           {}",
            self.license_number,
            self.cluster_id,
            signer.public(),
            signer.kid(),
            self.head.as_ref().map_or(0, |head| head.seq),
        ))
    }
}

#[cfg(unix)]
fn check_mode(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path)?.permissions().mode() & 0o777;
    let others = mode & 0o077;
    ensure!(others == 0, "{} can be read by others ({mode:04o}): chmod 600", path.display());
    Ok(())
}

#[cfg(not(unix))]
fn check_mode(_: &Path) -> anyhow::Result<()> {
    Ok(())
}
