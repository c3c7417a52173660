//! Packs the single-page application into the binary: every file as it is and compressed, with its
//! tag, and the hashes of its inline scripts for the content security policy. Without an
//! application there is a page that says how to build it.

use std::{
    collections::BTreeSet,
    env,
    error::Error,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use sha2::{Digest, Sha256};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// An application built for debugging has tens of megabytes; those travel over localhost.
const LARGEST_IN_DEBUG: usize = 8 << 20;

const STUB: &str = r#"<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>DSMS</title></head>
<body style="margin:15vh auto;max-width:40rem;padding:0 1.5rem;font:16px/1.6 sans-serif;color:#1a2033">
<h1>DSMS</h1>
<p>网页应用尚未构建。请在仓库根目录运行 <code>cargo xtask run</code>，然后重新打开此页。接口文档见 <a href="/docs/">/docs</a>。</p>
<p lang="en">The single-page application is not built. Run <code>cargo xtask run</code> in the repository, then open this page again. The API is described at <a href="/docs/">/docs</a>.</p>
</body>
</html>
"#;

struct Packer {
    folder: PathBuf,
    is_release: bool,
    kept: BTreeSet<PathBuf>,
    table: String,
}

fn main() -> Outcome<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-env-changed=DSMS_SPA_DIST");
    let out = PathBuf::from(variable("OUT_DIR")?);
    let dist = dist()?;
    println!("cargo::rerun-if-changed={}", dist.display());

    let mut files = Vec::new();
    collect(&dist, &dist, &mut files)?;
    let is_stub = !files.iter().any(|(path, _)| path == "/index.html");
    if is_stub {
        files = vec![("/index.html".to_owned(), STUB.into())];
    }
    files.sort();

    let mut packer = Packer {
        folder: out.join("spa"),
        is_release: variable("PROFILE")? == "release",
        kept: BTreeSet::new(),
        table: String::new(),
    };
    fs::create_dir_all(&packer.folder)?;
    for (path, bytes) in &files {
        packer.pack(path, bytes)?;
    }
    packer.sweep()?;
    let index = files.iter().find(|(path, _)| path == "/index.html");
    let hashes = index.map(|(_, bytes)| script_hashes(&String::from_utf8_lossy(bytes)));
    let code = format!(
        "pub const IS_STUB: bool = {is_stub};\n\
         pub const SCRIPT_HASHES: &[&str] = &{:?};\n\
         pub static ASSETS: &[Asset] = &[\n{}];\n",
        hashes.unwrap_or_default(),
        packer.table
    );
    fs::write(out.join("spa.rs"), code)?;
    Ok(())
}

fn variable(name: &str) -> Outcome<String> {
    #[expect(clippy::disallowed_methods, reason = "this is how cargo talks to build scripts")]
    env::var(name).map_err(|error| format!("{name}: {error}").into())
}

fn dist() -> Outcome<PathBuf> {
    if let Ok(dist) = variable("DSMS_SPA_DIST") {
        let dist = PathBuf::from(dist);
        if !dist.join("index.html").is_file() {
            return Err(format!("DSMS_SPA_DIST: {} has no index.html", dist.display()).into());
        }
        return Ok(dist);
    }
    let dist = Path::new(&variable("CARGO_MANIFEST_DIR")?).join("../../frontend/dist");
    // Cargo watches what exists; for a path that does not, it would build this crate every time.
    let _ = fs::create_dir_all(&dist);
    Ok(dist)
}

/// Every file below `folder` that is not hidden, by its path in the address bar.
fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) -> Outcome<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or(".");
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let below: Vec<&str> =
                path.strip_prefix(root)?.iter().filter_map(|part| part.to_str()).collect();
            files.push((format!("/{}", below.join("/")), fs::read(&path)?));
        }
    }
    Ok(())
}

impl Packer {
    fn pack(&mut self, path: &str, bytes: &[u8]) -> Outcome<()> {
        let digest = URL_SAFE_NO_PAD.encode(&Sha256::digest(bytes)[..16]);
        let plain = self.keep(&digest, bytes.len(), || Ok(bytes.to_vec()))?;
        let is_packed = self.is_release || bytes.len() <= LARGEST_IN_DEBUG;
        let (mut brotli, mut gzip) = (None, None);
        if is_packed && is_compressible(path) {
            let quality = if self.is_release { 11 } else { 5 };
            brotli = self.smaller(&format!("{digest}-br{quality}"), bytes, |bytes| {
                squeeze_brotli(bytes, quality)
            })?;
            gzip = self.smaller(&format!("{digest}-gz"), bytes, squeeze_gzip)?;
        }
        writeln!(
            self.table,
            "    Asset {{ path: {path:?}, media_type: {:?}, tag: {digest:?}, is_immutable: {}, \
             plain: {}, brotli: {}, gzip: {} }},",
            media_type(path),
            is_hashed(path),
            include(&plain),
            brotli.map_or("None".to_owned(), |file| format!("Some({})", include(&file))),
            gzip.map_or("None".to_owned(), |file| format!("Some({})", include(&file))),
        )?;
        Ok(())
    }

    /// The compressed file, where that saves at least a twentieth.
    fn smaller(
        &mut self,
        name: &str,
        bytes: &[u8],
        squeeze: impl FnOnce(&[u8]) -> Outcome<Vec<u8>>,
    ) -> Outcome<Option<PathBuf>> {
        let file = self.keep(name, usize::MAX, || squeeze(bytes))?;
        let length = usize::try_from(fs::metadata(&file)?.len())?;
        Ok((length < bytes.len() - bytes.len() / 20).then_some(file))
    }

    /// A file by name, made unless an earlier run left it: the name says what is in it.
    fn keep(
        &mut self,
        name: &str,
        length: usize,
        make: impl FnOnce() -> Outcome<Vec<u8>>,
    ) -> Outcome<PathBuf> {
        let file = self.folder.join(name);
        let is_there = fs::metadata(&file)
            .is_ok_and(|found| length == usize::MAX || found.len() == length as u64);
        if !is_there {
            // Whole or not at all: a build that was interrupted leaves no half of it.
            let draft = self.folder.join(format!("{name}.new"));
            fs::write(&draft, make()?)?;
            fs::rename(&draft, &file)?;
        }
        self.kept.insert(file.clone());
        Ok(file)
    }

    fn sweep(&self) -> Outcome<()> {
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if !self.kept.contains(&path) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

fn include(file: &Path) -> String {
    format!("include_bytes!({:?})", file.display().to_string())
}

fn squeeze_brotli(bytes: &[u8], quality: i32) -> Outcome<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut squeezed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut squeezed, &parameters)?;
    Ok(squeezed)
}

fn squeeze_gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn media_type(path: &str) -> &'static str {
    match extension(path) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn is_compressible(path: &str) -> bool {
    !matches!(extension(path), "png" | "jpg" | "jpeg" | "webp" | "woff2")
}

/// A file that is named by a hash of its content, `base-3139412843b2f4d1.css`, or lies in a folder
/// that is: `app-9c0f61f8a1f2a3b4/frontend.js`.
fn is_hashed(path: &str) -> bool {
    path.split('/').any(|part| {
        let stem = part.split('.').next().unwrap_or_default();
        stem.rsplit_once('-').is_some_and(|(_, hash)| {
            (14..=64).contains(&hash.len()) && hash.chars().all(|c| c.is_ascii_hexdigit())
        })
    })
}

/// CSP sources for the scripts that stand in the page itself.
fn script_hashes(html: &str) -> Vec<String> {
    // As the browser reads it: HTML knows one kind of line end.
    let html = html.replace("\r\n", "\n");
    let mut hashes = Vec::new();
    let mut rest = html.as_str();
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((attributes, after)) = after.split_once('>') else { break };
        let Some((script, after)) = after.split_once("</script") else { break };
        if !attributes.contains("src=") && !script.is_empty() {
            hashes.push(format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script))));
        }
        rest = after;
    }
    hashes
}
