//! Where a test lets the program die: at the n-th statement or commit from now on, as a kill -9 or a
//! power cut would have it, with nothing flushed and nobody told. Only debug builds can.

use std::{
    env, fs,
    path::PathBuf,
    process,
    sync::{Mutex, OnceLock, PoisonError},
};

use sea_orm::DatabaseConnection;

/// Names the file in which a test writes how many steps are left to the program; read in debug
/// builds alone.
pub const VARIABLE: &str = "DSMS_FAIL_POINTS";

/// What the file said, and the steps that were made since.
static MADE: Mutex<(String, u32)> = Mutex::new((String::new(), 0));

/// The file that is looked at before each step; none where nobody asked for it.
fn file() -> Option<&'static PathBuf> {
    static FILE: OnceLock<Option<PathBuf>> = OnceLock::new();
    #[expect(clippy::disallowed_methods, reason = "no setting: it is not for those who run it")]
    FILE.get_or_init(|| env::var_os(VARIABLE).map(PathBuf::from)).as_ref()
}

/// Every statement of this connection is a step from now on.
pub fn watch(connection: &mut DatabaseConnection) {
    if cfg!(debug_assertions) && file().is_some() {
        connection.set_metric_callback(|_| step());
    }
}

/// A step was made: the program dies here if it was its last one.
pub fn step() {
    if !cfg!(debug_assertions) {
        return;
    }
    let Some(file) = file() else { return };
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let said = fs::read_to_string(file).unwrap_or_default();
    if made.0 != said {
        *made = (said, 0);
    }
    let Ok(last) = made.0.parse::<u32>() else { return };
    made.1 += 1;
    if made.1 >= last {
        // Gone before the program is: whoever starts it again starts it for good.
        let _ = fs::remove_file(file);
        process::abort();
    }
}
