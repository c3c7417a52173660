//! The unified social credit code 统一社会信用代码 (GB 32100-2015).

use crate::problem::{Reason, Refusal};

/// The 31 characters of the code, in the order of their values (GB 32100-2015, table 2).
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights of the first 17 characters: 3^(i−1) mod 31.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Checks length, characters and the check character.
///
/// ```
/// assert!(domain::customers::check_credit_code("91110000802100433B").is_ok());
/// assert!(domain::customers::check_credit_code("91110000802100433A").is_err());
/// ```
///
/// # Errors
/// The text is not such a code.
pub fn check_credit_code(code: &str) -> Result<(), Refusal> {
    let refused = || Refusal::new(Reason::InvalidCreditCode);
    let values: Vec<usize> =
        code.chars().map(|c| ALPHABET.find(c)).collect::<Option<_>>().ok_or_else(refused)?;
    let (check, body) = values.split_last().ok_or_else(refused)?;
    if body.len() != WEIGHTS.len() {
        return Err(refused());
    }
    let sum: usize = body.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    if (31 - sum % 31) % 31 == *check { Ok(()) } else { Err(refused()) }
}
