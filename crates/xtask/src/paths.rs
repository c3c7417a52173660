//! Where things are: the clone, the build's folder, the tools' folder.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the clone that this was called in.
pub fn root() -> PathBuf {
    // Cargo says so at run time, too; what was compiled in may be another clone's, where two of
    // them share a target folder.
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.ancestors().nth(2).map_or_else(|| manifest.clone(), Path::to_path_buf)
}

/// Cargo's target folder: the one that this very program lies in.
pub fn target() -> PathBuf {
    let own = env::current_exe().ok();
    own.as_deref()
        .and_then(|exe| exe.ancestors().nth(2))
        .map_or_else(|| root().join("target"), Path::to_path_buf)
}

/// The wasm build's own target folder: it may come from another compiler.
pub fn wasm_target() -> PathBuf {
    target().join("wasm")
}

/// The product's binary of a profile.
pub fn dsms(release: bool) -> PathBuf {
    let profile = if release { "release" } else { "debug" };
    target().join(profile).join(format!("dsms{}", env::consts::EXE_SUFFIX))
}

/// Tools land in a folder per user, by version, and not in the clone: CI's clone is always new.
pub fn tools() -> PathBuf {
    if let Some(given) = env::var_os("DSMS_TOOLS") {
        return PathBuf::from(given);
    }
    let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).unwrap_or_default();
    PathBuf::from(home).join(".cache/dsms/tools")
}

/// The first `program` on PATH.
pub fn on_path(program: &str) -> Option<PathBuf> {
    // What only root has on PATH is looked for as well: Debian puts mariadbd there.
    let path = env::var_os("PATH").unwrap_or_default();
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path)
        .chain(["/usr/local/sbin", "/usr/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(&name))
        .find(|file| file.is_file())
}

/// PATH with `folders` before everything else.
pub fn path_with(folders: &[PathBuf]) -> std::ffi::OsString {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&rest));
    env::join_paths(all).unwrap_or(rest)
}
