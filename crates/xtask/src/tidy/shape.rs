//! Rules about files: how they open, how long they are, which must exist.

use std::collections::BTreeSet;

use super::{Tree, has_extension};

const LONGEST: usize = 600;

pub fn headers(tree: &Tree) -> Vec<String> {
    tree.rust_in("")
        .filter(|(_, source)| !source.starts_with("//!"))
        .map(|(path, _)| format!("{path}: opens without `//!` and a reason to exist"))
        .collect()
}

pub fn sizes(tree: &Tree) -> Vec<String> {
    let written = |path: &str| {
        ["rs", "ts", "css", "js"].iter().any(|kind| has_extension(path, kind))
            && !path.contains("/locales/")
    };
    tree.files
        .iter()
        .filter(|(path, source)| written(path) && !is_generated(source))
        .filter(|(_, source)| source.lines().count() > LONGEST)
        .map(|(path, source)| format!("{path}: {} lines", source.lines().count()))
        .collect()
}

/// By the mark that generators leave in the first lines.
fn is_generated(source: &str) -> bool {
    source.lines().take(5).any(|line| line.contains("@generated"))
}

/// A context is a folder of the API with handlers.
pub fn contexts(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for context in &folders_with(tree, "crates/api/src/", "http.rs") {
        let test = format!("crates/api/tests/{context}.rs");
        let inner = format!("/{context}.rs");
        let has_test = tree
            .paths
            .iter()
            .any(|path| path.starts_with("crates/api/tests/") && path.ends_with(&inner));
        if !has_test {
            findings.push(format!("{test}: the context {context} has no test"));
        }
        let pages = format!("frontend/src/pages/{context}");
        let has_page = tree.paths.iter().any(|path| {
            path.strip_prefix(&pages).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        });
        let journey = format!("e2e/tests/{context}.spec.ts");
        if has_page && !tree.paths.contains(&journey) {
            findings.push(format!("{journey}: the context {context} has pages, but no journey"));
        }
    }
    findings
}

fn folders_with(tree: &Tree, below: &str, file: &str) -> BTreeSet<String> {
    let inside = tree.paths.iter().filter_map(|path| path.strip_prefix(below));
    inside
        .filter_map(|path| path.split_once('/'))
        .filter(|(_, rest)| *rest == file)
        .map(|(folder, _)| folder.to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_say_why_is_found() {
        let tree = Tree::of(&[("a.rs", "fn main() {}"), ("b.rs", "//! Because.\n")]);

        assert_eq!(headers(&tree), ["a.rs: opens without `//!` and a reason to exist"]);
    }

    #[test]
    fn a_long_file_is_found_unless_generated() {
        let long = "x\n".repeat(601);
        let generated = format!("// @generated\n{long}");
        let tree = Tree::of(&[
            ("a.rs", long.as_str()),
            ("b.ts", generated.as_str()),
            ("frontend/locales/zh.json", long.as_str()),
        ]);

        assert_eq!(sizes(&tree), ["a.rs: 601 lines"]);
    }

    #[test]
    fn a_context_without_test_and_journey_is_found() {
        let tree = Tree::of(&[
            ("crates/api/src/orders/http.rs", ""),
            ("crates/api/src/customers/http.rs", ""),
            ("crates/api/tests/customers.rs", ""),
            ("crates/api/src/http/body.rs", ""),
            ("frontend/src/pages/orders/list.rs", ""),
        ]);

        let found = contexts(&tree);

        assert_eq!(
            found,
            [
                "crates/api/tests/orders.rs: the context orders has no test",
                "e2e/tests/orders.spec.ts: the context orders has pages, but no journey",
            ]
        );
    }
}
