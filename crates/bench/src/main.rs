//! Benchmarks: ratios of two things measured in one run, because machines differ and ratios less
//! so. `cargo xtask bench <name>`; what was found stands in `docs/performance.md`.

mod approval;
mod flood;
mod report;
mod start;

use clap::{Parser, Subcommand};

use self::report::Report;

#[derive(Debug, Parser)]
struct Options {
    #[command(subcommand)]
    bench: Bench,
    /// How many of whatever is measured.
    #[arg(long, global = true, default_value_t = 300)]
    rows: usize,
    /// A tenth of that, to see that it works.
    #[arg(long, global = true)]
    quick: bool,
}

#[derive(Debug, Subcommand)]
enum Bench {
    /// P10: approving an order, against one raw INSERT and COMMIT.
    #[command(alias = "approve")]
    Approval,
    /// P17: what others feel while somebody hammers the sign-in.
    Flood,
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
    let rows = if options.quick { options.rows.div_ceil(10) } else { options.rows };
    let mut report = Report::default();
    match options.bench {
        Bench::Approval => approval::measure(rows, &mut report).await?,
        Bench::Flood => flood::measure(rows, &mut report).await?,
        Bench::Start { dsms } => start::measure(&dsms, rows, &mut report).await?,
    }
    report.end()
}
