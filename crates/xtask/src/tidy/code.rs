//! Rules about what code may mention where.

use super::Tree;
use super::text::{contains_word, is_word, lines_with};

pub fn ui_is_a_library(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, code) in tree.code_in("frontend/src/ui/") {
        for word in ["client::", "leptos_router"] {
            findings.extend(found(path, &code, word, "belongs into components/"));
        }
    }
    findings
}

pub fn domain_is_pure(tree: &Tree) -> Vec<String> {
    const NEVER: [(&str, &str); 8] = [
        ("HashMap", "its order is chance"),
        ("HashSet", "its order is chance"),
        ("Utc::now", "time is a parameter"),
        ("Local::now", "time is a parameter"),
        ("SystemTime", "time is a parameter"),
        ("Instant::now", "time is a parameter"),
        ("rand::", "chance is a parameter"),
        ("std::env", "no input but parameters"),
    ];
    let mut findings = Vec::new();
    for (path, code) in tree.code_in("crates/domain/src/") {
        for (word, why) in NEVER {
            findings.extend(found(path, &code, word, why));
        }
        if !path.starts_with("crates/domain/src/insights") {
            for float in ["f64", "f32"] {
                findings.extend(found(path, &code, float, "money and rules are whole numbers"));
            }
        }
    }
    findings
}

/// What travels is data. A method may ask or convert; one that can refuse is a rule.
pub fn wire_is_only_wire(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, code) in tree.code_in("crates/domain/src/") {
        if path.ends_with("/wire.rs") {
            let refusing = code.lines().enumerate().filter(|(_, line)| {
                line.trim_start().starts_with("pub fn") && contains_word(line, "Result")
            });
            findings.extend(
                refusing.map(|(at, _)| {
                    format!("{path}:{}: a function that can refuse is a rule", at + 1)
                }),
            );
        } else if path.ends_with("/state.rs") || path.ends_with("/pricing.rs") {
            findings.extend(found(path, &code, "wire::", "a rule does not know what travels"));
        }
    }
    findings
}

/// Outside the store, `sea_orm` is a connection and its errors, nothing that asks.
pub fn queries_live_in_the_store(tree: &Tree) -> Vec<String> {
    const CONNECTION: [&str; 12] = [
        "AccessMode",
        "ConnectOptions",
        "ConnectionTrait",
        "Database",
        "DatabaseConnection",
        "DatabaseTransaction",
        "DbBackend",
        "DbErr",
        "IsolationLevel",
        "TransactionError",
        "TransactionTrait",
        "sqlx",
    ];
    let mut findings = Vec::new();
    for folder in ["crates/api/src/", "crates/domain/src/", "crates/client/src/", "frontend/src/"] {
        for (path, code) in tree.code_in(folder) {
            for name in imported_from(&code, "sea_orm::") {
                if !CONNECTION.contains(&name.as_str()) {
                    findings.push(format!("{path}: sea_orm::{name} belongs into the store"));
                }
            }
            for word in ["sea_query::", "sqlx::query"] {
                findings.extend(found(path, &code, word, "belongs into the store"));
            }
        }
    }
    findings
}

/// The names after `prefix`, also those in braces.
fn imported_from(code: &str, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        if code[..at].chars().next_back().is_some_and(is_word) {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        let list = match rest.strip_prefix('{') {
            Some(inner) => inner.split('}').next().unwrap_or_default(),
            None => rest.split(|c: char| !is_word(c) && c != '*').next().unwrap_or_default(),
        };
        let first = |part: &str| {
            let part = part.trim();
            part.split(|c: char| !is_word(c) && c != '*').next().unwrap_or_default().to_owned()
        };
        names.extend(list.split(',').map(first).filter(|name| !name.is_empty()));
    }
    names
}

pub fn transactions_begin_in_app(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for folder in ["crates/api/src/", "crates/store/src/"] {
        for (path, code) in tree.code_in(folder) {
            if path.starts_with("crates/api/src/app") {
                continue;
            }
            for call in [".begin(", ".begin_with_config(", ".transaction("] {
                for (at, _) in code.lines().enumerate().filter(|(_, line)| line.contains(call)) {
                    findings.push(format!("{path}:{}: App::transact does this", at + 1));
                }
            }
        }
    }
    findings
}

fn found(path: &str, code: &str, word: &str, why: &str) -> Vec<String> {
    lines_with(code, word)
        .into_iter()
        .map(|line| format!("{path}:{line}: {} {why}", word.trim_end_matches(':')))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_knows_the_api_is_found() {
        let tree = Tree::of(&[
            ("frontend/src/ui/button.rs", "use client::Api;\nuse leptos_router::hooks;"),
            ("frontend/src/components/nav.rs", "use client::Api;"),
        ]);

        assert_eq!(ui_is_a_library(&tree).len(), 2);
    }

    #[test]
    fn a_float_is_found_except_in_insights() {
        let tree = Tree::of(&[
            ("crates/domain/src/money.rs", "//! no f64 here\nlet x: f64 = 1.0;"),
            ("crates/domain/src/insights/forecast.rs", "let x: f64 = 1.0;"),
        ]);

        let found = domain_is_pure(&tree);

        assert_eq!(found, ["crates/domain/src/money.rs:2: f64 money and rules are whole numbers"]);
    }

    #[test]
    fn clock_chance_and_hashing_are_found() {
        let source = "let now = Utc::now();\nlet x = rand::rng();\nuse std::collections::HashMap;";

        assert_eq!(domain_is_pure(&Tree::of(&[("crates/domain/src/a.rs", source)])).len(), 3);
    }

    #[test]
    fn a_rule_among_the_wire_types_is_found() {
        let tree = Tree::of(&[
            (
                "crates/domain/src/orders/wire.rs",
                "pub fn check(&self) -> Result<(), Refusal> {}\npub fn is_open(&self) -> bool {}",
            ),
            ("crates/domain/src/orders/state.rs", "use super::wire::OrderView;"),
        ]);

        assert_eq!(wire_is_only_wire(&tree).len(), 2);
    }

    #[test]
    fn a_query_outside_the_store_is_found() {
        let tree = Tree::of(&[
            (
                "crates/api/src/orders/http.rs",
                "use sea_orm::{DatabaseConnection, EntityTrait as _};\nsea_orm::Statement::x();",
            ),
            ("crates/store/src/orders.rs", "use sea_orm::EntityTrait;"),
        ]);

        let found = queries_live_in_the_store(&tree);

        assert_eq!(
            found,
            [
                "crates/api/src/orders/http.rs: sea_orm::EntityTrait belongs into the store",
                "crates/api/src/orders/http.rs: sea_orm::Statement belongs into the store",
            ]
        );
    }

    #[test]
    fn a_transaction_begun_elsewhere_is_found() {
        let tree = Tree::of(&[
            ("crates/api/src/app/transact.rs", "db.begin().await?"),
            ("crates/api/src/orders/service.rs", "db.begin().await?"),
            ("crates/store/src/x.rs", "// db.begin() is for App\ndb.begin_with_config(None, None)"),
        ]);

        let found = transactions_begin_in_app(&tree);

        assert_eq!(
            found,
            [
                "crates/api/src/orders/service.rs:1: App::transact does this",
                "crates/store/src/x.rs:2: App::transact does this",
            ]
        );
    }
}
