//! `dsms license`: is this key genuine, without server and network; and the list of revoked keys to
//! carry to where no network is.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use domain::licenses::key::KeyClaims;

use crate::{config::Config, setup, signing};

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Verify a license key against published keys, offline.
    Verify(Verify),
    /// Print the signed list of revoked license keys, for those who verify offline.
    Revocations,
}

#[derive(Debug, Args)]
pub struct Verify {
    /// The file with the key, as it came with the mail.
    file: PathBuf,
    /// The published keys (`/.well-known/jwks.json`), saved as a file.
    #[arg(long)]
    jwks: PathBuf,
    /// The published list of revoked keys (`/.well-known/revocations.jwt`), saved as a file. A key
    /// that is on it is refused; one that a newer key superseded is not.
    #[arg(long)]
    revocations: Option<PathBuf>,
    /// Who must have issued it.
    #[arg(long)]
    issuer: Option<String>,
}

impl Verify {
    /// # Errors
    /// A file that cannot be read.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        #[expect(clippy::disallowed_methods, reason = "there is no server whose clock to ask")]
        let now = Utc::now();
        match self.verdict(now)? {
            Ok((claims, remark)) => {
                println!("Genuine.\n{}", serde_json::to_string_pretty(&claims)?);
                if let Some(remark) = remark {
                    println!("{remark}");
                }
                Ok(ExitCode::SUCCESS)
            }
            Err(why) => {
                println!("Not valid: {why}");
                Ok(ExitCode::FAILURE)
            }
        }
    }

    /// What the key says and what there is to remark, or why it is not taken.
    fn verdict(
        &self,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Result<(KeyClaims, Option<&'static str>), String>> {
        let read = |path: &PathBuf| {
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
        };
        let (key, jwks) = (read(&self.file)?, read(&self.jwks)?);
        let issuer = self.issuer.as_deref();
        let claims = match signing::verify_with_jwks(key.trim(), &jwks, issuer, now) {
            Ok(claims) => claims,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let Some(list) = &self.revocations else { return Ok(Ok((claims, None))) };
        // The list must come from whoever issued the key.
        let list = read(list)?;
        match signing::revocations_with_jwks(list.trim(), &jwks, Some(&claims.iss), now) {
            Err(error) => Ok(Err(format!("the revocation list cannot be used: {error}"))),
            Ok(list) => Ok(match list.find(&claims.jti) {
                Some(entry) if entry.reason.ends_use() => {
                    let since = DateTime::from_timestamp(entry.since, 0).unwrap_or_default();
                    Err(format!("the key is revoked since {since}: {}", entry.reason))
                }
                Some(_) => Ok((
                    claims,
                    Some("Superseded: there is a newer key of this license for the same cluster."),
                )),
                None => Ok((claims, None)),
            }),
        }
    }
}

/// Prints the list of revoked keys.
///
/// # Errors
/// No database; unreadable keys.
pub async fn revocations(config: Config) -> anyhow::Result<()> {
    let app = setup::app(config).await?;
    println!("{}", crate::keys::service::revocations(&app).await?);
    setup::close(&app).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use chrono::{TimeDelta, TimeZone as _};
    use domain::{
        keys::{RevocationClaims, RevocationReason, RevokedKey},
        licenses::{
            ActivationMode,
            key::{AUDIENCE, LicenseClaims},
        },
        products::Edition,
    };
    use tempfile::TempDir;

    use super::*;
    use crate::signing::SigningKeys;

    const ISSUER: &str = "https://dsms.example.com";

    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 22, 8, 0, 0).unwrap()
    }

    fn claims(jti: &str) -> KeyClaims {
        KeyClaims {
            iss: ISSUER.to_owned(),
            sub: "ENT-202611-386037".to_owned(),
            aud: AUDIENCE.to_owned(),
            iat: now().timestamp(),
            nbf: now().timestamp(),
            exp: (now() + TimeDelta::days(372)).timestamp(),
            jti: jti.to_owned(),
            lic: LicenseClaims {
                edition: Edition::Enterprise,
                product: "DIFY-ENT".to_owned(),
                customer: "上海云智科技有限公司".to_owned(),
                workspaces: 10,
                users: 0,
                mode: ActivationMode::Offline,
                cluster_id: Some("prod-cluster-01".to_owned()),
                activation_deadline: None,
            },
        }
    }

    /// A folder with signed keys and a list on which two of them are.
    fn prepared() -> TempDir {
        let folder = TempDir::new().unwrap();
        let keys = SigningKeys::open(&folder.path().join("keys"), ISSUER, false).unwrap();
        let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).unwrap();
        write("jwks.json", keys.jwks().to_string().as_bytes());
        let mut revoked = Vec::new();
        for (jti, reason) in [
            ("moved", Some(RevocationReason::Transferred)),
            ("replaced", Some(RevocationReason::Superseded)),
            ("good", None),
        ] {
            write(&format!("{jti}.lic"), keys.sign(&claims(jti)).unwrap().as_bytes());
            let since = now().timestamp();
            revoked.extend(reason.map(|reason| RevokedKey { jti: jti.to_owned(), reason, since }));
        }
        let list = RevocationClaims::at(now().timestamp(), ISSUER, revoked);
        write("list.jwt", keys.sign_revocations(&list).unwrap().as_bytes());
        folder
    }

    fn verdict(
        folder: &Path,
        key: &str,
        list: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Option<&'static str>, String> {
        let verify = Verify {
            file: folder.join(format!("{key}.lic")),
            jwks: folder.join("jwks.json"),
            revocations: list.map(|list| folder.join(list)),
            issuer: None,
        };
        verify.verdict(now).unwrap().map(|(_, remark)| remark)
    }

    #[test]
    fn a_revoked_key_is_refused_offline_and_a_superseded_one_remarked() {
        let folder = prepared();
        let ask = |key, list| verdict(folder.path(), key, list, now());
        let list = Some("list.jwt");

        assert_eq!(ask("moved", None), Ok(None), "who has no list cannot know");
        assert!(ask("moved", list).unwrap_err().contains("transferred"));
        assert!(ask("replaced", list).unwrap().unwrap().contains("Superseded"));
        assert_eq!(ask("good", list), Ok(None));
    }

    #[test]
    fn a_list_that_cannot_be_trusted_lets_nothing_by() {
        let folder = prepared();
        let text = fs::read_to_string(folder.path().join("list.jwt")).unwrap();
        let (head, _) = text.rsplit_once('.').unwrap();
        fs::write(folder.path().join("forged.jwt"), format!("{head}.AAAA")).unwrap();
        let later = now() + TimeDelta::days(2);

        for (list, now) in [("forged.jwt", now()), ("good.lic", now()), ("list.jwt", later)] {
            let refused = verdict(folder.path(), "good", Some(list), now).unwrap_err();
            assert!(refused.contains("revocation list cannot be used"), "{list}: {refused}");
        }
    }
}
