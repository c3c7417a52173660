//! P25 and P26: payments whose orders are known are matched with open orders. How many are matched
//! without a person, how many of those rightly, and what that costs against reading the rows and one
//! join by number.

mod chance;
mod figures;
mod generator;
mod orders;
mod parties;
mod read;
mod remarks;

use domain::finance::matching::{Decision, Ledger, Settings, propose};

use self::{
    figures::Figures,
    generator::{ROUGH, UNPAID, USUAL, World, world},
};
use crate::{
    process::{forget_peak, on_cpu, peak},
    report::{Better, Report},
};

/// Each time is measured so often.
const TIMES: usize = 3;

/// Matches `rows` payments, and others of other seeds and mixes.
///
/// # Errors
/// A file cannot be written or read.
pub fn measure(rows: usize, seed: u64, report: &mut Report) -> anyhow::Result<()> {
    let World { ledger, truth } = world(rows, seed, USUAL);
    println!(
        "seed {seed}: {} payments, {} open orders of {} parties",
        ledger.payments.len(),
        ledger.items.len(),
        ledger.parties.len()
    );
    let decisions = time_and_memory(&ledger, report)?;
    let all = Figures::of(&ledger, &truth, &decisions);
    println!("\nevery rule switched on:");
    all.print();
    all.goals(report, "");
    drop(decisions);
    let decisions = propose(&ledger, &Settings::default());
    let usual = Figures::of(&ledger, &truth, &decisions);
    println!("\nrules as they are by default:");
    report.detail("default_precision", "right ÷ automatic", usual.precision());
    report.detail("default_recall", "right and automatic ÷ what is for an order", usual.recall());
    drop((ledger, truth, decisions));

    for (name, mix, seed) in [
        ("seed", USUAL, seed.wrapping_add(1)),
        ("unpaid", UNPAID, seed.wrapping_add(2)),
        ("rough", ROUGH, seed.wrapping_add(3)),
    ] {
        let World { ledger, truth } = world(rows, seed, mix);
        let decisions = propose(&ledger, &Settings::with_all_rules());
        println!(
            "\nseed {seed}, {} percent by case, {} open orders:",
            mix.percent.map(|percent| percent.to_string()).join("/"),
            ledger.items.len()
        );
        Figures::of(&ledger, &truth, &decisions).goals(report, &format!("_{name}"));
    }
    println!();
    growth(rows, seed, report)
}

/// Matches with every rule, in turns with the least that one must do: what the machine does
/// meanwhile meets both.
fn time_and_memory(ledger: &Ledger, report: &mut Report) -> anyhow::Result<Vec<Decision>> {
    let folder = tempfile::tempdir()?;
    read::write(ledger, folder.path())?;
    let settings = Settings::with_all_rules();
    let (mut reading, mut matching, mut grown) = (0.0, 0.0, 0);
    let (mut hits, mut decisions) = (0, Vec::new());
    for _ in 0..TIMES {
        decisions.clear();
        // The first time tells: later ones find what the earlier ones gave back.
        let idle = forget_peak()?;
        let before = on_cpu()?;
        decisions = propose(ledger, &settings);
        let between = on_cpu()?;
        grown = grown.max(peak()?.saturating_sub(idle));
        let after = on_cpu()?;
        hits = read::join(&read::read(folder.path())?);
        (reading, matching) = (reading + on_cpu()? - after, matching + between - before);
    }
    let times = float(TIMES)?;
    report.detail("join_s", "s to read the rows and join them by number", reading / times);
    report.detail("join_hits", "payments that the join finds", float(hits)?);
    report.detail("cpu_s", "s on one processor", matching / times);
    report.detail("peak_mib", "MiB above the rows themselves", float(grown)? / 1024.0);
    let what = "matching ÷ reading and one join";
    report.goal("P25", what, matching / reading, Better::Lower, 40.0);
    Ok(decisions)
}

/// Seconds on a processor, the least of a few times.
fn seconds(ledger: &Ledger) -> anyhow::Result<f64> {
    let settings = Settings::with_all_rules();
    let mut least = f64::INFINITY;
    for _ in 0..TIMES {
        let before = on_cpu()?;
        drop(propose(ledger, &settings));
        least = least.min(on_cpu()? - before);
    }
    Ok(least)
}

/// How the time grows from a tenth of the rows to three times as many: the exponent.
fn growth(rows: usize, seed: u64, report: &mut Report) -> anyhow::Result<()> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for rows in [rows / 10, rows * 3 / 10, rows, rows * 3] {
        let World { ledger, .. } = world(rows, seed, USUAL);
        let seconds = seconds(&ledger)?;
        println!("    {rows:>7} payments {seconds:>8.3} s");
        points.push((float(rows)?.ln(), seconds.ln()));
    }
    // The straight line through the logarithms, by least squares.
    let count = float(points.len())?;
    let (x, y) = points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    let (x, y) = (x / count, y / count);
    let rise: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let run: f64 = points.iter().map(|point| (point.0 - x) * (point.0 - x)).sum();
    report.goal("P25_growth", "exponent of its growth", rise / run, Better::Lower, 1.25);
    Ok(())
}

fn float<N>(n: N) -> anyhow::Result<f64>
where
    u32: TryFrom<N>,
    <u32 as TryFrom<N>>::Error: std::error::Error + Send + Sync + 'static,
{
    Ok(f64::from(u32::try_from(n)?))
}
