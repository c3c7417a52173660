//! Rules about words: places that exist on one machine only, spelling, links.

use std::path::{Component, Path, PathBuf};

use super::{Tree, has_extension};

/// In pieces, so that this file does not break its own rule.
const PLACES: &[&str] = &[
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/Us", "ers/"),
    concat!("index.cra", "tes.io"),
    concat!("static.cra", "tes.io"),
    concat!("registry.npm", "js.org"),
    concat!("files.pytho", "nhosted.org"),
    concat!("deb.deb", "ian.org"),
    concat!("arti", "factory"),
];

pub fn places(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, text) in tree.files.iter().filter(|(path, _)| *path != "Cargo.lock") {
        for (at, line) in text.lines().enumerate() {
            for place in PLACES.iter().filter(|place| line.contains(**place)) {
                findings.push(format!("{path}:{}: names {place}", at + 1));
            }
        }
    }
    findings
}

pub fn spelling(tree: &Tree) -> Vec<String> {
    // The noun, as the other side of the ocean spells it; ADR 1 chose.
    const OTHER: &str = concat!("lic", "ence");
    let ours = |path: &str| {
        ["rs", "ts", "css", "html", "json"].iter().any(|kind| has_extension(path, kind))
            && !path.ends_with("package-lock.json")
    };
    let mut findings = Vec::new();
    for (path, text) in tree.files.iter().filter(|(path, _)| ours(path)) {
        for (at, line) in text.lines().enumerate() {
            if line.to_lowercase().contains(OTHER) {
                findings.push(format!("{path}:{}: it is `license` here", at + 1));
            }
        }
    }
    findings
}

pub fn links(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, text) in tree.files.iter().filter(|(path, _)| has_extension(path, "md")) {
        for (line, target) in targets(text) {
            if let Some(problem) = problem_with(tree, path, &target) {
                findings.push(format!("{path}:{line}: {problem}"));
            }
        }
    }
    findings
}

/// What `[text](target)` points at, outside code.
fn targets(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (at, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        for (index, piece) in line.split("](").enumerate() {
            if let Some((target, _)) = piece.split_once(')').filter(|_| index > 0) {
                found.push((at + 1, target.trim().to_owned()));
            }
        }
    }
    found
}

fn problem_with(tree: &Tree, from: &str, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let file = if file.is_empty() { from.to_owned() } else { resolve(from, file) };
    let folder = format!("{}/", file.trim_end_matches('/'));
    let exists =
        tree.paths.contains(&file) || tree.paths.iter().any(|path| path.starts_with(&folder));
    if !exists {
        return Some(format!("{target} leads nowhere"));
    }
    let text = tree.files.get(&file)?;
    let known = anchor.is_empty() || headings(text).any(|heading| heading == anchor);
    (!known).then(|| format!("{file} has no heading #{anchor}"))
}

fn resolve(from: &str, target: &str) -> String {
    let mut path: PathBuf = Path::new(from).parent().map(Path::to_path_buf).unwrap_or_default();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir => drop(path.pop()),
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path.to_string_lossy().replace('\\', "/")
}

/// The anchors that a page's headings get.
fn headings(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        line.trim_start_matches('#')
            .trim()
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || "-_ ".contains(*c))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_somebodys_machine_is_found() {
        let line = format!("see {}x and {}", PLACES[0], PLACES[3]);

        assert_eq!(places(&Tree::of(&[("docs/a.md", line.as_str())])).len(), 2);
    }

    #[test]
    fn the_other_spelling_is_found() {
        let line = format!("let a{} = 1;", concat!("Lic", "ence"));

        assert_eq!(
            spelling(&Tree::of(&[("a.rs", line.as_str())])),
            ["a.rs:1: it is `license` here"]
        );
    }

    #[test]
    fn a_link_to_nowhere_is_found() {
        let tree = Tree::of(&[
            ("README.md", "[a](docs/a.md) [b](docs/b.md) [c](docs/) [d](https://example.com)"),
            ("docs/a.md", "# One thing\n[x](../README.md) [y](#one-thing) [z](a.md#two)"),
        ]);

        let found = links(&tree);

        assert_eq!(
            found,
            ["README.md:1: docs/b.md leads nowhere", "docs/a.md:2: docs/a.md has no heading #two",]
        );
    }

    #[test]
    fn code_in_a_document_has_no_links() {
        assert!(links(&Tree::of(&[("a.md", "```\nx[0](y)\n```\n")])).is_empty());
    }
}
