//! `cargo xtask tidy`: the rules of the house that no compiler checks.
//!
//! Each check is a function from the tree to findings, and each has a test that plants a
//! violation: a check that cannot fail would be worse than none.

mod code;
mod crates;
mod shape;
mod text;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::args::Args;
use crate::{paths, sh};

/// What the checks look at.
pub struct Tree {
    /// Every file that is, or may be, committed.
    paths: BTreeSet<String>,
    /// Those that are text.
    files: BTreeMap<String, String>,
    /// What Cargo says of the workspace.
    metadata: Value,
}

type Check = fn(&Tree) -> Vec<String>;

const CHECKS: &[(&str, Check)] = &[
    ("crates depend only downwards", crates::arrows),
    ("manifests take dependencies and lints from the workspace", crates::manifests),
    ("ui/ knows neither the API nor the router", code::ui_is_a_library),
    ("the domain has no floats, hashing, clock or chance", code::domain_is_pure),
    ("wire types hold no rule, and rules do not know them", code::wire_is_only_wire),
    ("only the store queries", code::queries_live_in_the_store),
    ("only App begins a transaction", code::transactions_begin_in_app),
    ("each file says why it exists", shape::headers),
    ("no file is longer than 600 lines", shape::sizes),
    ("each context has its test and its journey", shape::contexts),
    ("nothing names a registry or somebody's machine", words::places),
    ("one spelling", words::spelling),
    ("links in documents lead somewhere", words::links),
];

pub fn run(args: Args) -> Result<()> {
    args.finish()?;
    check()
}

pub fn check() -> Result<()> {
    let begun = Instant::now();
    let tree = Tree::read()?;
    let mut found = 0;
    for (rule, check) in CHECKS {
        for finding in check(&tree) {
            sh::complain(&format!("{finding}   [{rule}]"));
            found += 1;
        }
    }
    if found > 0 {
        bail!("{found} things are not tidy");
    }
    let (rules, files) = (CHECKS.len(), tree.paths.len());
    sh::good(&format!("{rules} rules hold in {files} files, {}", sh::elapsed(begun.elapsed())));
    Ok(())
}

impl Tree {
    fn read() -> Result<Self> {
        let root = paths::root();
        let listed = sh::capture(sh::command("git").args([
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ]))?;
        let mut paths = BTreeSet::new();
        let mut files = BTreeMap::new();
        for path in listed.split('\0').filter(|path| !path.is_empty()) {
            let Ok(bytes) = fs::read(root.join(path)) else { continue };
            paths.insert(path.to_owned());
            if let Ok(text) = String::from_utf8(bytes) {
                files.insert(path.to_owned(), text);
            }
        }
        let printed =
            sh::capture(&mut sh::cargo(&["metadata", "--format-version", "1", "--no-deps"]))?;
        let metadata = serde_json::from_str(&printed).context("cargo metadata")?;
        Ok(Self { paths, files, metadata })
    }

    /// The code below `folder`: comments and strings blanked out, tests left away.
    fn code_in<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, String)> + 'a {
        self.rust_in(folder)
            .filter(|(path, _)| !is_test(path))
            .map(|(path, source)| (path, text::code_only(source)))
            .map(|(path, code)| (path, text::before_tests(&code).to_owned()))
    }

    fn rust_in<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        self.files
            .iter()
            .filter(move |(path, _)| path.starts_with(folder))
            .filter(|(path, _)| has_extension(path, "rs"))
            .map(|(path, source)| (path.as_str(), source.as_str()))
    }
}

fn is_test(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name == "testing.rs" || name.ends_with("tests.rs")
}

fn has_extension(path: &str, extension: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|found| found == extension)
}

#[cfg(test)]
impl Tree {
    /// A tree of these files, for planting violations.
    fn of(files: &[(&str, &str)]) -> Self {
        Self {
            paths: files.iter().map(|(path, _)| (*path).to_owned()).collect(),
            files: files.iter().map(|(p, s)| ((*p).to_owned(), (*s).to_owned())).collect(),
            metadata: Value::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_read_from_git_and_cargo() {
        let tree = Tree::read().unwrap();

        assert!(tree.files.contains_key("Cargo.toml"));
        assert!(tree.metadata["packages"].as_array().is_some_and(|packages| packages.len() > 5));
        assert!(!tree.paths.iter().any(|path| path.contains("node_modules")));
    }
}
