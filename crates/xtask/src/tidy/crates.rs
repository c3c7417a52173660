//! Who may import whom, as docs/ARCHITECTURE.md has it.

use serde_json::Value;

use super::Tree;

/// Crate, what it may import of ours, and what only its tests may.
const ARROWS: &[(&str, &[&str], &[&str])] = &[
    ("domain", &[], &[]),
    ("migration", &[], &[]),
    ("store", &["domain"], &["migration", "testkit"]),
    ("client", &["domain"], &[]),
    ("paper", &["domain"], &[]),
    ("api", &["domain", "store", "migration", "paper"], &["client", "testkit"]),
    ("frontend", &["domain", "client"], &[]),
    ("testkit", &["domain", "store", "migration", "client", "api"], &[]),
    ("bench", &["domain", "store", "migration", "client", "api", "testkit"], &[]),
    ("xtask", &[], &[]),
];

pub fn arrows(tree: &Tree) -> Vec<String> {
    let packages = tree.metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    packages.iter().flat_map(arrows_of).collect()
}

fn arrows_of(package: &Value) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    let Some((_, may, tests_may)) = ARROWS.iter().find(|(known, ..)| *known == name) else {
        return vec![format!("the crate {name} has no line in the table of arrows")];
    };
    let imports = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
    let ours = imports.iter().filter(|import| import["path"].is_string());
    ours.filter_map(|import| {
        let imported = import["name"].as_str().unwrap_or_default();
        let for_tests = import["kind"].as_str() == Some("dev");
        let allowed = may.contains(&imported) || for_tests && tests_may.contains(&imported);
        (!allowed).then(|| format!("{name} may not import {imported}"))
    })
    .collect()
}

pub fn manifests(tree: &Tree) -> Vec<String> {
    let members = tree.files.iter().filter(|(path, _)| path.ends_with("/Cargo.toml"));
    members.flat_map(|(path, text)| manifest(path, text)).collect()
}

fn manifest(path: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let mut section = "";
    let mut lints = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line.trim_matches(['[', ']']);
            continue;
        }
        lints |= section == "lints" && line == "workspace = true";
        let Some((key, value)) = line.split_once('=') else { continue };
        let dependency = section.ends_with("dependencies") && !line.starts_with('#');
        let from_workspace =
            key.trim().ends_with(".workspace") || value.contains("workspace = true");
        // The lines inside a long table are not dependencies themselves.
        let begins = key.trim().chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if dependency && begins && !from_workspace {
            let name = key.trim();
            findings.push(format!("{path}: {name} does not come from workspace.dependencies"));
        }
    }
    if !lints {
        findings.push(format!("{path}: no `[lints] workspace = true`"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(packages: &Value) -> Tree {
        let mut tree = Tree::of(&[]);
        tree.metadata = serde_json::json!({ "packages": packages });
        tree
    }

    #[test]
    fn an_arrow_that_points_up_is_found() {
        let tree = workspace(&serde_json::json!([
            { "name": "domain", "dependencies": [{ "name": "store", "path": "/x", "kind": null }] },
            { "name": "store", "dependencies": [{ "name": "domain", "path": "/x", "kind": null }] },
            { "name": "api", "dependencies": [{ "name": "client", "path": "/x", "kind": null }] },
        ]));

        let found = arrows(&tree);

        assert_eq!(found, ["domain may not import store", "api may not import client"]);
    }

    #[test]
    fn tests_may_more_and_strangers_are_nobodys_business() {
        let tree = workspace(&serde_json::json!([{ "name": "api", "dependencies": [
            { "name": "client", "path": "/x", "kind": "dev" },
            { "name": "serde", "kind": null },
        ] }]));

        assert!(arrows(&tree).is_empty());
    }

    #[test]
    fn a_crate_without_a_line_is_found() {
        assert_eq!(arrows(&workspace(&serde_json::json!([{ "name": "new" }]))).len(), 1);
    }

    #[test]
    fn a_dependency_with_its_own_version_is_found() {
        let tree = Tree::of(&[(
            "crates/x/Cargo.toml",
            "[dependencies]\nserde.workspace = true\nuuid = { workspace = true, features = [\n  \
             \"v7\",\n] }\nrand = \"0.9\"\n[lints]\nworkspace = true\n",
        )]);

        let found = manifests(&tree);

        assert_eq!(found, ["crates/x/Cargo.toml: rand does not come from workspace.dependencies"]);
    }

    #[test]
    fn a_crate_without_lints_is_found() {
        assert_eq!(manifests(&Tree::of(&[("crates/x/Cargo.toml", "[package]\n")])).len(), 1);
    }
}
