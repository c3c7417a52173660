//! Rotation while servers run: which key signs, who verifies, and what a broken folder changes.

use super::*;
use crate::signing::complaints;

fn ring(dir: &Path) -> KeyRing {
    KeyRing::open(dir, ISSUER, true).unwrap()
}

fn new_key(dir: &Path) -> String {
    SigningKeys::generate(dir, &mut rand::rng()).unwrap()
}

#[test]
fn servers_that_share_a_folder_follow_the_name_of_the_active_key() {
    let dir = TempDir::new().unwrap();
    let old = new_key(dir.path());
    SigningKeys::activate(dir.path(), &old).unwrap();
    let (one, two) = (ring(dir.path()), ring(dir.path()));
    assert!(!one.refresh().unwrap(), "nothing changed");

    let new = new_key(dir.path());
    assert!(one.refresh().unwrap() && two.refresh().unwrap());
    assert_eq!(
        (one.signing_kid(), two.signing_kid()),
        (old.clone(), old.clone()),
        "published first"
    );
    assert_eq!(one.jwks()["keys"].as_array().unwrap().len(), 2);

    let by_old = one.sign(&claims()).unwrap();
    SigningKeys::activate(dir.path(), &new).unwrap();
    assert!(one.refresh().unwrap());
    let by_new = one.sign(&claims()).unwrap();
    assert_eq!((by_old.kid, by_new.kid.as_str()), (old.clone(), new.as_str()));
    // The other one has not looked yet, and has both keys all the same.
    for jws in [&by_old.jws, &by_new.jws] {
        assert_eq!(two.verify(jws.expose_secret(), now()), Ok(claims()));
    }
    assert!(two.refresh().unwrap());
    assert_eq!(two.signing_kid(), new);

    SigningKeys::retire(dir.path(), &old).unwrap();
    assert!(one.refresh().unwrap());
    let retired = one.recognize(by_old.jws.expose_secret());
    assert_eq!(retired.unwrap_err(), KeyError::UnknownSigner);
}

#[test]
fn a_signer_that_came_a_moment_ago_is_looked_for() {
    let dir = TempDir::new().unwrap();
    new_key(dir.path());
    let late = ring(dir.path());
    let new = new_key(dir.path());
    SigningKeys::activate(dir.path(), &new).unwrap();
    let signed = ring(dir.path()).sign(&claims()).unwrap();

    assert_eq!(late.recognize(signed.jws.expose_secret()), Ok((claims(), new)));
}

#[test]
fn a_folder_that_breaks_leaves_the_keys_and_is_told_once() {
    let dir = TempDir::new().unwrap();
    let kid = new_key(dir.path());
    let ring = ring(dir.path());
    let broken = dir.path().join("broken.pem");

    fs::write(&broken, "nothing").unwrap();
    assert!(ring.refresh().is_err());
    assert!(!ring.refresh().unwrap(), "told already");
    assert_eq!(ring.signing_kid(), kid);
    fs::remove_file(&broken).unwrap();
    assert!(ring.refresh().unwrap());

    let missing = SigningKeys::activate(dir.path(), "x");
    assert!(matches!(missing, Err(KeyFileError::NoSuchKey { .. })));
    let missing = SigningKeys::retire(dir.path(), "x");
    assert!(matches!(missing, Err(KeyFileError::NoSuchKey { .. })));
    assert_eq!(ring.signing_kid(), kid);
}

#[test]
fn a_name_outlives_the_times_of_files() {
    let dir = TempDir::new().unwrap();
    let (old, new) = (new_key(dir.path()), new_key(dir.path()));
    SigningKeys::activate(dir.path(), &new).unwrap();
    // As a copy without times would leave them.
    let later = std::time::SystemTime::now() + Duration::from_mins(9);
    let path = dir.path().join(format!("{old}.pem"));
    fs::File::options().append(true).open(path).unwrap().set_modified(later).unwrap();

    assert_eq!(ring(dir.path()).signing_kid(), new);
    let listed = SigningKeys::list(dir.path()).unwrap();
    let kids: Vec<_> = listed.iter().map(|key| (key.kid.as_str(), key.signs)).collect();
    assert_eq!(kids, [(new.as_str(), true), (old.as_str(), false)]);
}

#[cfg(unix)]
#[test]
fn a_doctor_names_what_is_wrong_with_the_keys() {
    use std::os::unix::fs::PermissionsExt;
    let parent = TempDir::new().unwrap();
    let dir = parent.path().join("keys");
    let found = || complaints(&dir, true);
    let has = |words: &str| {
        let found = found();
        assert!(found.len() == 1 && found[0].contains(words), "{words}: {found:?}");
    };

    has("no signing key");
    assert!(complaints(&dir, false).is_empty(), "development makes one");
    let kid = new_key(&dir);
    assert!(found().is_empty(), "{:?}", found());
    new_key(&dir);
    has("which of the 2 keys");
    SigningKeys::activate(&dir, &kid).unwrap();
    assert!(found().is_empty(), "{:?}", found());
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(&dir, 0o770);
    has("others may put keys");
    mode(&dir, 0o700);
    fs::write(dir.join("active"), "x").unwrap();
    has("no key x");
    SigningKeys::retire(&dir, &kid).unwrap_err();
    fs::write(dir.join("active"), format!("{kid}\n")).unwrap();
    mode(&dir.join(format!("{kid}.pem")), 0o644);
    let told = found().join("\n");
    assert!(told.contains("0644") && told.contains(&kid), "{told}");
}
