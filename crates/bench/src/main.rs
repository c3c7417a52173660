//! Benchmarks: ratios of two things measured in one run, because machines differ and ratios less
//! so. `cargo xtask bench <name>`; what was found stands in `docs/performance.md`.

mod approval;
mod cpu;
mod export;
mod flood;
mod handlers;
mod import;
mod lists;
mod mail;
mod matching;
mod process;
mod report;
mod serve;
mod start;

use clap::{Parser, Subcommand};

use self::report::Report;

#[derive(Debug, Parser)]
struct Options {
    #[command(subcommand)]
    bench: Bench,
    /// How many of whatever is measured; 300, of an import and of payments 100 000, and a million licenses for lists
    /// and exports.
    #[arg(long, global = true)]
    rows: Option<usize>,
    /// A tenth of that, to see that it works.
    #[arg(long, global = true)]
    quick: bool,
    /// What chance begins with, where there is any.
    #[arg(long, global = true, default_value_t = 20_261_122)]
    seed: u64,
}

#[derive(Debug, Subcommand)]
enum Bench {
    /// P10: approving an order, against one raw INSERT and COMMIT.
    #[command(alias = "approve")]
    Approval,
    /// P17: what others feel while somebody hammers the sign-in.
    Flood,
    /// P12: every license as a file, on MariaDB.
    Export,
    /// P3 and P6 to P9: lists and searches over a hundredth of the rows, and over all of them, on MariaDB.
    Lists,
    /// P25 and P26: payments whose orders are known, matched with open orders.
    Matching,
    /// How well mails are read: precision and recall of each field.
    Mail,
    #[command(hide = true)]
    ServeOurs(serve::Options),
    #[command(hide = true)]
    ServeBare(serve::Options),
    /// P11: a file that becomes customers, against raw multi-row INSERTs of the same rows.
    Import,
    /// P14 and P15: the built binary from its start to the first answer, and its memory.
    Start {
        /// The binary.
        #[arg(long, env = "DSMS_BIN")]
        dsms: std::path::PathBuf,
    },
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    testkit::choose_tls();
    let options = Options::parse();
    let usual = match options.bench {
        Bench::Lists | Bench::Export => 1_000_000,
        Bench::Import | Bench::Matching => 100_000,
        _ => 300,
    };
    let rows = options.rows.unwrap_or(usual);
    let rows = if options.quick { rows.div_ceil(10) } else { rows };
    let mut report = Report::default();
    match options.bench {
        Bench::Approval => approval::measure(rows, &mut report).await?,
        Bench::Flood => flood::measure(rows, &mut report).await?,
        Bench::Export => export::measure(rows, &mut report).await?,
        Bench::Lists => lists::measure(rows, &mut report).await?,
        Bench::Mail => mail::measure(&mut report),
        Bench::Matching => matching::measure(rows, options.seed, &mut report)?,
        Bench::ServeOurs(options) => return serve::ours(options).await,
        Bench::ServeBare(options) => return serve::bare(options).await,
        Bench::Import => import::measure(rows, &mut report).await?,
        Bench::Start { dsms } => start::measure(&dsms, rows, &mut report).await?,
    }
    report.end()
}
