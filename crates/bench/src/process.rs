//! What the kernel says of this process; Linux only.

use anyhow::Context as _;

/// Resident memory at its most, in KiB.
pub fn peak() -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).context("no VmHWM")?;
    Ok(line.split_whitespace().nth(1).context("no figure")?.parse()?)
}

/// Begins anew with what is resident now; answers it.
pub fn forget_peak() -> anyhow::Result<u64> {
    std::fs::write("/proc/self/clear_refs", "5")?;
    peak()
}

/// Seconds that this thread was on a processor so far: what others do meanwhile does not count.
pub fn on_cpu() -> anyhow::Result<f64> {
    let figures = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = figures.split_whitespace().next().context("no figure")?;
    Ok(nanoseconds.parse::<f64>()? / 1e9)
}
