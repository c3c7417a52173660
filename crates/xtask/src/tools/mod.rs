//! What the two commands need beside Rust, Node and a C compiler: found, or brought.
//!
//! Nothing is installed by hand and nothing globally where a folder of one's own does. What is
//! there already costs milliseconds.

pub mod apt;
pub mod binaryen;
pub mod bindgen;
pub mod browser;
pub mod database;
pub mod dovecot;
pub mod font;
mod install;
pub mod node;
pub mod splitter;
pub mod trunk;

use std::time::Instant;

use anyhow::{Result, bail};

use crate::args::Args;
use crate::{paths, sh, wasm};

/// What it takes to build and serve; every other purpose is a step of `test`.
pub const RUN: &str = "run";

struct Tool {
    name: &'static str,
    why: &'static str,
    /// [`RUN`], and steps of `test`.
    needed_for: &'static [&'static str],
    /// What was found, in words; `None` if it is missing.
    found: fn() -> Result<Option<String>>,
    bring: fn() -> Result<()>,
}

const TOOLS: &[Tool] = &[
    Tool {
        name: "Node",
        why: "runs wasm-opt and, in tests, the rules in wasm and the browser's journeys",
        needed_for: &[RUN, "rules", "spa", "e2e"],
        found: || Ok(node::found()),
        bring: node::refuse,
    },
    Tool {
        name: "wasm compiler",
        why: "compiles the browser's part",
        needed_for: &[RUN, "lint", "rules", "spa", "e2e"],
        found: || {
            Ok(wasm::Toolchain::find().map(|toolchain| match toolchain {
                wasm::Toolchain::Native => "the usual toolchain has the target".to_owned(),
                wasm::Toolchain::Debian { .. } => "Debian's rustc-web".to_owned(),
            }))
        },
        bring: || wasm::Toolchain::bring().map(drop),
    },
    Tool {
        name: "wasm-bindgen",
        why: "joins wasm and JavaScript; its version is the one in Cargo.lock",
        needed_for: &[RUN, "rules", "spa", "e2e"],
        found: || Ok(bindgen::find()?.map(|file| file.display().to_string())),
        bring: bindgen::bring,
    },
    Tool {
        name: "wasm-split",
        why: "cuts the program into parts that are fetched on demand",
        needed_for: &[RUN, "spa", "e2e"],
        found: || Ok(splitter::find().map(|file| file.display().to_string())),
        bring: splitter::bring,
    },
    Tool {
        name: "wasm-opt",
        why: "makes the wasm smaller",
        needed_for: &[RUN, "spa", "e2e"],
        found: || Ok(binaryen::find().map(|file| file.display().to_string())),
        bring: binaryen::bring,
    },
    Tool {
        name: "Trunk",
        why: "builds the single-page application; compiled once, some minutes",
        needed_for: &[RUN, "spa", "e2e"],
        found: || Ok(trunk::find().map(|file| file.display().to_string())),
        bring: trunk::bring,
    },
    Tool {
        name: "MariaDB",
        why: "the suite runs against a real server, privately, in a temporary folder",
        needed_for: &["mariadb"],
        found: || Ok(database::find().map(|file| file.display().to_string())),
        bring: database::bring,
    },
    Tool {
        name: "Dovecot",
        why: "a mailbox is read from a real server, privately, in a temporary folder",
        needed_for: &["api", "mariadb"],
        found: || Ok(dovecot::find().map(|file| file.display().to_string())),
        bring: dovecot::bring,
    },
    Tool {
        name: "Chinese font",
        why: "orders are printed with it",
        needed_for: &["api", "mariadb", "e2e"],
        found: || Ok(font::find().map(|file| file.display().to_string())),
        bring: font::bring,
    },
    Tool {
        name: "Chromium",
        why: "the journeys run in a real browser, with fonts for Chinese",
        needed_for: &["e2e"],
        found: || Ok(browser::find().map(|file| file.display().to_string())),
        bring: browser::bring,
    },
    Tool {
        name: "Playwright",
        why: "drives the browser",
        needed_for: &["e2e"],
        found: || Ok(node::journeys_ready().then(|| "e2e/node_modules".to_owned())),
        bring: node::bring_journeys,
    },
];

pub fn run(mut args: Args) -> Result<()> {
    let purpose = args.value("--for")?;
    args.finish()?;
    match purpose.as_deref() {
        None | Some("test") => bring_all(),
        Some(RUN) => bring(&[RUN], true),
        Some(other) => bail!("--for is `run` or `test`, not «{other}»"),
    }
}

/// Everything, for whatever.
pub fn bring_all() -> Result<()> {
    bring_those(|_| true, true)
}

/// Brings what these purposes need; `talk` also lists what is there already.
pub fn bring(purposes: &[&str], talk: bool) -> Result<()> {
    bring_those(|tool| tool.needed_for.iter().any(|need| purposes.contains(need)), talk)
}

fn bring_those(wanted: impl Fn(&Tool) -> bool, talk: bool) -> Result<()> {
    for tool in TOOLS.iter().filter(|tool| wanted(tool)) {
        if let Some(found) = (tool.found)()? {
            if talk {
                sh::dim(&format!("{:<14} {found}", tool.name));
            }
            continue;
        }
        sh::say(&format!("{} is missing: {}", tool.name, tool.why));
        let begun = Instant::now();
        (tool.bring)()?;
        if (tool.found)()?.is_none() {
            bail!("{} is still missing after it was brought", tool.name);
        }
        sh::good(&format!("{} is ready, {}", tool.name, sh::elapsed(begun.elapsed())));
    }
    if talk {
        sh::dim(&format!("tools are kept in {}", paths::tools().display()));
    }
    Ok(())
}
