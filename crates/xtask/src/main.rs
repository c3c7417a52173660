//! The project's own commands: `cargo xtask <command>`.
//!
//! Everything that a person or CI does with this repository is one of these, so that both do the
//! same thing. The tool needs two small crates and compiles in seconds, because it is the first
//! thing that a newcomer waits for.

mod args;
mod bench;
mod ci;
mod deep;
mod docs;
mod e2e;
mod fmt;
mod lint;
mod mariadb;
mod openapi;
mod paths;
mod program;
mod run;
mod seed;
mod sh;
mod spa;
mod steps;
mod test;
mod tidy;
mod tools;
mod wasm;

use std::process::ExitCode;

use crate::args::Args;

const USAGE: &str = "\
cargo xtask <command>

  run       bring the missing tools, build, and serve on http://127.0.0.1:8080 with demo data
              --port N   --release   --fresh (throw the local database away first)
  build     bring the missing tools and build the one binary      --release
  test      everything that must hold, in order, up to the first failure
              --only a,b   --skip a,b   --keep-going   --list
  bench     measure, in a release build: approval, export, flood, import, lists, matching, start   --quick   --rows N   --seed N
  deep      the heavy variants of the suites, on both databases
  ci        what CI runs: test, then generated files must be unchanged
              --maintainer   also licenses, bans and unused dependencies

  fmt       format                          --check
  lint      clippy, natively and for wasm
  tidy      the rules of the house that no compiler checks
  e2e       browser journeys                -- arguments for Playwright
  openapi   write crates/api/openapi.json   --check
  docs      write the generated documents   --check
  seed      put demo data into the local database   --fresh   --today YYYY-MM-DD
  program   compile the browser's program, cut into parts; Trunk calls it
  tools     bring every tool that is missing        --for run|test
";

fn main() -> ExitCode {
    let mut args = Args::from_env();
    let command = args.command();
    let done = match command.as_deref() {
        Some("run") => run::run(args),
        Some("test") => test::run(args),
        Some("bench") => bench::run(args),
        Some("deep") => deep::run(args),
        Some("build") => run::build(args),
        Some("ci") => ci::run(args),
        Some("fmt") => fmt::run(args),
        Some("lint") => lint::run(args),
        Some("tidy") => tidy::run(args),
        Some("e2e") => e2e::run(args),
        Some("openapi") => openapi::run(args),
        Some("docs") => docs::run(args),
        Some("program") => program::run(args),
        Some("seed") => seed::run(args),
        Some("tools") => tools::run(args),
        None | Some("help" | "--help" | "-h") => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Some(other) => Err(anyhow::anyhow!("there is no command «{other}»\n\n{USAGE}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            sh::complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
