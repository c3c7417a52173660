//! `cargo xtask program`: the browser's program. Trunk calls it when the styles are in place.
//!
//! Compiled, cut at its split points into parts that are fetched on demand, joined with JavaScript,
//! made small for a release, and put into a folder that is named by what is in it.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::args::Args;
use crate::tools::{binaryen, bindgen, splitter};
use crate::{paths, sh, wasm};

/// What stands in the page until the program's hash is known.
const NO_HASH: &str = "app-0000000000000000";

/// What every browser of the last years can do. wasm-opt must know what may be in there, and must
/// not use more than that.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

pub fn run(args: Args) -> Result<()> {
    args.finish()?;
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context("TRUNK_STAGING_DIR is not set: Trunk calls this, as Trunk.toml says")?;
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let compiled = compile(release)?;
    let parts = cut(&compiled, release)?;
    if release {
        shrink(&parts)?;
    }
    place(&parts, &staging)
}

fn compile(release: bool) -> Result<PathBuf> {
    let (profile, folder) = if release { ("wasm", "wasm") } else { ("dev", "debug") };
    let mut cargo = wasm::Toolchain::expect()?.cargo(&["build", "--package", "frontend"])?;
    cargo.args(["--bin", "frontend", "--locked", "--target", wasm::TARGET, "--profile", profile]);
    sh::run(&mut cargo)?;
    Ok(paths::wasm_target().join(wasm::TARGET).join(folder).join("frontend.wasm"))
}

/// A folder with the main part, its JavaScript, and the parts that come on demand.
fn cut(compiled: &Path, release: bool) -> Result<PathBuf> {
    let place = paths::wasm_target().join(if release { "parts" } else { "parts-debug" });
    let (raw, joined) = (place.join("raw"), place.join("joined"));
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(&raw).with_context(|| format!("cannot make {}", raw.display()))?;
    let splitter = splitter::find().context("no wasm-split: `cargo xtask tools`")?;
    sh::run(sh::command(splitter).arg(compiled).arg(&raw).args(["--out-name", "frontend"]))?;
    let bindgen = bindgen::find()?.context("no wasm-bindgen: `cargo xtask tools`")?;
    let mut join = sh::command(bindgen);
    join.arg(raw.join("frontend.wasm"))
        .args(["--target", "web", "--keep-lld-exports", "--no-demangle", "--no-typescript"])
        .args(["--out-name", "frontend", "--out-dir"])
        .arg(&joined);
    sh::run(&mut join)?;
    for file in files(&raw)? {
        if file.file_name().is_some_and(|name| name != "frontend.wasm") {
            copy(&file, &joined)?;
        }
    }
    copy(&paths::root().join("frontend/assets/start.js"), &joined)?;
    Ok(joined)
}

/// Two parts at a time, the largest first.
fn shrink(parts: &Path) -> Result<()> {
    let optimiser = binaryen::find().context("no wasm-opt: `cargo xtask tools`")?;
    let mut wasm = files(parts)?;
    wasm.retain(|file| file.extension().is_some_and(|kind| kind == "wasm"));
    wasm.sort_by_key(|file| fs::metadata(file).map(|found| found.len()).unwrap_or_default());
    let queue = std::sync::Mutex::new(wasm);
    let work = || -> Result<()> {
        loop {
            let next = queue.lock().ok().and_then(|mut queue| queue.pop());
            let Some(file) = next else { return Ok(()) };
            let mut command = sh::command(&optimiser);
            command.args(["-Oz", "--converge"]).args(FEATURES).arg(&file).arg("-o").arg(&file);
            sh::run(&mut command)?;
        }
    };
    thread::scope(|scope| {
        let other = scope.spawn(work);
        work()?;
        other.join().unwrap_or_else(|_| bail!("wasm-opt's thread broke"))
    })
}

/// Into a folder of Trunk's that the page then names.
fn place(parts: &Path, staging: &Path) -> Result<()> {
    let page = staging.join("index.html");
    let html =
        fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    if !html.contains(NO_HASH) {
        bail!("{} does not name {NO_HASH}", page.display());
    }
    let folder = format!("app-{:016x}", hash(parts)?);
    fs::create_dir_all(staging.join(&folder))?;
    for file in files(parts)? {
        copy(&file, &staging.join(&folder))?;
    }
    fs::write(&page, html.replace(NO_HASH, &folder)).context("cannot write the page")
}

fn hash(folder: &Path) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in files(folder)? {
        file.file_name().hash(&mut hasher);
        fs::read(&file)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{}", folder.display()))?;
    let mut files =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    files.sort();
    Ok(files)
}

fn copy(file: &Path, folder: &Path) -> Result<()> {
    let name = file.file_name().context("a file without a name")?;
    fs::copy(file, folder.join(name)).with_context(|| format!("cannot copy {}", file.display()))?;
    Ok(())
}
