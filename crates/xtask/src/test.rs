//! `cargo xtask test`: everything that must hold, cheapest first.

use std::process::Command;

use anyhow::Result;

use crate::args::Args;
use crate::mariadb::MariaDb;
use crate::steps::{self, Choice, Step};
use crate::{docs, e2e, fmt, lint, openapi, paths, sh, spa, tidy, tools, wasm};

pub const STEPS: &[Step] = &[
    Step { name: "fmt", what: "one format", work: fmt::check },
    Step {
        name: "tidy",
        what: "the rules of the house that no compiler checks",
        work: tidy::check,
    },
    Step { name: "lint", what: "clippy, natively and for wasm", work: lint::check },
    Step { name: "rules", what: "the domain's rules, natively and in wasm", work: rules },
    Step { name: "docs", what: "the code's manual and the generated documents", work: documents },
    Step { name: "openapi", what: "the published document is current", work: openapi::check },
    Step { name: "api", what: "everything else, on SQLite", work: sqlite },
    Step { name: "mariadb", what: "API and store again, on a real MariaDB", work: mariadb },
    Step { name: "spa", what: "the single-page application and its weight", work: application },
    Step { name: "e2e", what: "journeys in a real browser", work: e2e::check },
];

pub fn run(mut args: Args) -> Result<()> {
    if args.flag("--list") {
        for step in STEPS {
            sh::dim(&format!("{:<10} {}", step.name, step.what));
        }
        return args.finish().map(drop);
    }
    let choice = Choice {
        only: args.list("--only")?,
        skip: args.list("--skip")?,
        keep_going: args.flag("--keep-going"),
    };
    args.finish()?;
    run_chosen(&choice)
}

/// Brings what the chosen steps need, and runs them.
pub fn run_chosen(choice: &Choice) -> Result<()> {
    let chosen = choice.among(STEPS)?;
    let names: Vec<_> = chosen.iter().map(|step| step.name).collect();
    tools::bring(&names, true)?;
    steps::run(&chosen, choice.keep_going)
}

fn rules() -> Result<()> {
    native_rules()?;
    wasm::test_rules()
}

fn native_rules() -> Result<()> {
    sh::run(&mut suite(&["--package", "domain"], None))?;
    examples(&["--package", "domain"])
}

/// The examples in the documentation, which nextest leaves out.
fn examples(packages: &[&str]) -> Result<()> {
    if !has_nextest() {
        return Ok(());
    }
    sh::run(sh::cargo(&["test", "--quiet", "--locked", "--doc"]).args(packages))
}

/// The domain has its own step. The frontend's own rules need no browser.
const THE_REST: [&str; 3] = ["--workspace", "--exclude", "domain"];

fn sqlite() -> Result<()> {
    sh::run(suite(&THE_REST, None).env_remove("DSMS_TEST_DATABASE"))?;
    examples(&THE_REST)
}

fn mariadb() -> Result<()> {
    let server = MariaDb::start()?;
    sh::run(
        suite(&THE_REST, Some(&["api", "store", "migration"]))
            .env("DSMS_TEST_DATABASE", server.url()),
    )
}

/// The heavy variants, on both databases.
pub fn both_databases() -> Result<()> {
    native_rules()?;
    sqlite()?;
    mariadb()
}

fn documents() -> Result<()> {
    docs::rustdoc()?;
    docs::check()
}

fn application() -> Result<()> {
    spa::build()?;
    spa::weigh()
}

fn has_nextest() -> bool {
    paths::on_path("cargo-nextest").is_some()
}

/// Under nextest where it is, else `cargo test`; `only` narrows what runs, not what is built, so
/// that nothing is compiled twice.
fn suite(packages: &[&str], only: Option<&[&str]>) -> Command {
    let depth = std::env::var("DSMS_DEPTH").unwrap_or_default();
    if !has_nextest() {
        let narrowed: Vec<&str> =
            only.map_or(packages.to_vec(), |only| only.iter().flat_map(|p| ["-p", *p]).collect());
        let mut cargo = sh::cargo(&["test", "--locked"]);
        cargo.args(narrowed);
        return cargo;
    }
    let ci = std::env::var_os("CI").is_some();
    let profile = match (depth.as_str(), ci) {
        ("deep", _) => "deep",
        (_, true) => "ci",
        _ => "default",
    };
    let mut cargo = sh::cargo(&["nextest", "run", "--locked", "--profile"]);
    cargo.arg(profile).args(packages);
    if let Some(only) = only {
        let packages: Vec<_> = only.iter().map(|name| format!("package({name})")).collect();
        cargo.args(["-E", &packages.join(" + ")]);
    }
    cargo
}
