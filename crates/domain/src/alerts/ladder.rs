//! The steps at which something about to end is an alert again: so many days before.

use crate::{
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// What holds for products that say nothing else.
pub const DEFAULT_STEPS: [u32; 7] = [90, 60, 30, 14, 7, 1, 0];
/// Most steps of a ladder.
pub const MOST_STEPS: usize = 12;
/// Farthest step.
pub const MOST_DAYS: u32 = 365;

/// The most urgent step that is reached so many days before the end: the smallest of those that are
/// not below.
///
/// ```
/// use domain::alerts::{DEFAULT_STEPS, due_step};
/// assert_eq!(due_step(&DEFAULT_STEPS, 91), None);
/// assert_eq!(due_step(&DEFAULT_STEPS, 90), Some(90));
/// assert_eq!(due_step(&DEFAULT_STEPS, 13), Some(14));
/// ```
pub fn due_step(steps: &[u32], days_left: u32) -> Option<u32> {
    steps.iter().copied().filter(|step| *step >= days_left).min()
}

/// The farthest first, as they are kept.
pub fn normalized_steps(steps: &[u32]) -> Vec<u32> {
    let mut steps = steps.to_vec();
    steps.sort_unstable_by(|a, b| b.cmp(a));
    steps
}

/// Checks the steps that a product says.
///
/// # Errors
/// One field error per fault, below `pointer`: none, too many, one that is too far or there twice.
pub fn check_steps(pointer: &str, steps: &[u32]) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    if steps.is_empty() {
        faults.add(pointer, Reason::Required);
    }
    if steps.len() > MOST_STEPS {
        faults.add(pointer, Refusal::new(Reason::TooManyEntries).with("max", MOST_STEPS));
    }
    for (index, step) in steps.iter().enumerate().take(MOST_STEPS) {
        let at = format!("{pointer}/{index}");
        faults.check(&at, validate::range(*step, 0, MOST_DAYS));
        if steps[..index].contains(step) {
            faults.add(at, Reason::NamedTwice);
        }
    }
    faults.into_result()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_a_ladder_is_named() {
        let pointers = |steps: &[u32]| -> Vec<String> {
            let faults = check_steps("/reminder_days", steps).err().unwrap_or_default();
            faults.into_iter().map(|fault| fault.pointer).collect()
        };

        assert_eq!(pointers(&DEFAULT_STEPS), [""; 0]);
        assert_eq!(pointers(&[]), ["/reminder_days"]);
        assert_eq!(pointers(&[30, 366, 30]), ["/reminder_days/1", "/reminder_days/2"]);
        let many: Vec<u32> = (0..13).collect();
        assert_eq!(pointers(&many), ["/reminder_days"]);
        assert_eq!(normalized_steps(&[0, 90, 7]), [90, 7, 0]);
    }
}
