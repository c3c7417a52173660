//! The single-page application: built when its sources changed, and weighed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{paths, sh, tools, wasm};

/// Everything that a change of which changes the application. `Cargo.lock` names what it is
/// made of.
const SOURCES: &[&str] =
    &["frontend", "crates/domain", "crates/client", "Cargo.toml", "Cargo.lock", "Trunk.toml"];

/// What a visitor downloads before the sign-in page works, compressed.
const BUDGET: u64 = 270 * 1024;

/// What it may weigh with every page that exists, which nobody fetches together: prices, returns,
/// webhooks, search and the public pages made 980 KiB of it, deployments and exports 1117; usage,
/// duplicates, imports, purchases and sales reps 1394; leads with board, funnel and settings 1521;
/// payments and invoices 1690; receivables, mail and our company 1779; conflicts in six forms and the
/// mailbox 1806.
const WHOLE_BUDGET: u64 = 1900 * 1024;

pub fn dist() -> PathBuf {
    paths::root().join("frontend/dist")
}

/// Builds it for release, unless what is there was built from the same sources.
pub fn build() -> Result<()> {
    let fingerprint = fingerprint(&paths::root())?;
    let stamp = stamp();
    if dist().join("index.html").exists()
        && fs::read_to_string(&stamp).is_ok_and(|built| built == fingerprint)
    {
        sh::dim("the single-page application is unchanged");
        return Ok(());
    }
    let toolchain = wasm::Toolchain::expect()?;
    sh::say("Building the single-page application (minutes at first, seconds when unchanged)");
    sh::run(&mut toolchain.cargo(&["fetch", "--locked", "--target", wasm::TARGET])?)?;
    let trunk = tools::trunk::find().context("no Trunk: `cargo xtask tools` brings it")?;
    let mut command = sh::command(trunk);
    command.args(["build", "--release", "--offline"]).env_remove("NO_COLOR");
    sh::run(&mut command)?;
    if !dist().join("index.html").exists() {
        bail!("Trunk ended well, yet {} has no index.html", dist().display());
    }
    fs::write(&stamp, fingerprint).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Beside the build and not in `dist`, all of which is served; one per clone.
fn stamp() -> PathBuf {
    let mut hasher = DefaultHasher::new();
    paths::root().hash(&mut hasher);
    paths::target().join(format!("spa-{:016x}.stamp", hasher.finish()))
}

/// By content: a checkout changes times, but not what is built.
fn fingerprint(root: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        hash_into(&root.join(source), root, &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_into(path: &Path, root: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let name = path.file_name().unwrap_or_default();
    if ["dist", "target", "node_modules", "tests"].iter().any(|skipped| name == *skipped) {
        return Ok(());
    }
    if path.is_dir() {
        let mut entries: Vec<_> =
            fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| hash_into(entry, root, hasher));
    }
    if path.exists() {
        path.strip_prefix(root).unwrap_or(path).hash(hasher);
        fs::read(path).with_context(|| format!("cannot read {}", path.display()))?.hash(hasher);
    }
    Ok(())
}

/// Prints what each part weighs, and refuses more than the budgets.
pub fn weigh() -> Result<()> {
    let mut parts = Vec::new();
    collect(&dist(), &mut parts)?;
    if !parts.iter().any(|file| file.extension().is_some_and(|kind| kind == "wasm")) {
        bail!("{} holds no wasm", dist().display());
    }
    parts.sort();
    let (mut first, mut whole) = (0, 0);
    for file in &parts {
        let size = brotli_size(file)?;
        whole += size;
        if !is_on_demand(file) {
            first += size;
        }
        let name = file.strip_prefix(dist()).unwrap_or(file);
        let raw = fs::metadata(file)?.len();
        sh::dim(&format!("   {:>9}  of {:>10}  {}", kib(size), kib(raw), name.display()));
    }
    for (what, size, budget) in
        [("before the sign-in page works", first, BUDGET), ("with every page", whole, WHOLE_BUDGET)]
    {
        sh::say(&format!("   {:>9}  {what}, of {} allowed", kib(size), kib(budget)));
        if size > budget {
            bail!("{} too heavy {what}", kib(size - budget));
        }
    }
    Ok(())
}

/// Whether the browser fetches it later: a part that was cut off the program.
fn is_on_demand(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("split_") || name.starts_with("chunk_")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|kind| kind == "wasm" || kind == "js" || kind == "css")
        {
            files.push(path);
        }
    }
    Ok(())
}

/// Node has brotli, and an optimised one.
fn brotli_size(file: &Path) -> Result<u64> {
    let script = "const fs=require('fs');\
                  console.log(require('zlib').brotliCompressSync(fs.readFileSync(process.argv[1])).length)";
    let printed = sh::capture(sh::command("node").args(["-e", script]).arg(file))?;
    printed.trim().parse().context("node printed no number")
}

fn kib(bytes: u64) -> String {
    format!("{}.{} KiB", bytes / 1024, bytes % 1024 * 10 / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_source_changes_the_fingerprint_and_a_built_file_does_not() {
        let root = std::env::temp_dir().join(format!("dsms-spa-{}", std::process::id()));
        fs::create_dir_all(root.join("frontend/dist")).unwrap();
        fs::write(root.join("frontend/app.rs"), "one").unwrap();
        let before = fingerprint(&root).unwrap();

        fs::write(root.join("frontend/dist/app.js"), "built").unwrap();
        let built = fingerprint(&root).unwrap();
        fs::write(root.join("frontend/app.rs"), "two").unwrap();
        let changed = fingerprint(&root).unwrap();
        fs::remove_dir_all(&root).unwrap();

        assert_eq!(before, built);
        assert_ne!(before, changed);
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(kib(450 * 1024 + 512), "450.5 KiB");
    }
}
