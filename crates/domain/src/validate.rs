//! Checking fields: every fault is found in one go and named by its JSON pointer.

use crate::problem::{FieldError, Reason, Refusal};

/// Collects what is wrong with a body.
#[derive(Debug, Default)]
pub struct Faults(Vec<FieldError>);

impl Faults {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add(&mut self, pointer: impl Into<String>, refusal: impl Into<Refusal>) {
        self.0.push(refusal.into().at(pointer));
    }

    /// Notes the refusal of a check, if it refused.
    pub fn check(&mut self, pointer: impl Into<String>, outcome: Result<(), Refusal>) {
        if let Err(refusal) = outcome {
            self.add(pointer, refusal);
        }
    }

    /// Notes what another check has found.
    pub fn add_all(&mut self, outcome: Result<(), Vec<FieldError>>) {
        self.0.extend(outcome.err().unwrap_or_default());
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` if nothing was found.
    pub fn into_result(self) -> Result<(), Vec<FieldError>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

/// A text of `min` to `max` characters after trimming, without control characters.
pub fn text(value: &str, min: usize, max: usize) -> Result<(), Refusal> {
    let trimmed = value.trim();
    let length = trimmed.chars().count();
    if min > 0 && length == 0 {
        return Err(Reason::Required.into());
    }
    if length < min {
        return Err(Refusal::new(Reason::TooShort).with("min", min));
    }
    if length > max {
        return Err(Refusal::new(Reason::TooLong).with("max", max));
    }
    if trimmed.chars().any(|c| c.is_control() && c != '\n' && c != '\t' && c != '\r') {
        return Err(Reason::InvalidCharacters.into());
    }
    Ok(())
}

/// A text that may be absent.
pub fn optional_text(value: Option<&str>, max: usize) -> Result<(), Refusal> {
    value.map_or(Ok(()), |value| text(value, 0, max))
}

/// A number between two bounds, both inclusive.
pub fn range(value: u32, min: u32, max: u32) -> Result<(), Refusal> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        Err(Refusal::new(Reason::OutOfRange).with("min", min).with("max", max))
    }
}

/// An address that mail can be sent to: one `@`, a dotted domain, no spaces, at most 254 bytes
/// (RFC 5321 §4.5.3.1). Whether it exists only delivery can tell.
pub fn email(value: &str) -> Result<(), Refusal> {
    let refused = Err(Reason::InvalidEmail.into());
    let Some((local, domain)) = value.split_once('@') else { return refused };
    let label_is_fine = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let local_is_fine = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    if value.len() <= 254
        && local_is_fine
        && domain.contains('.')
        && domain.split('.').all(label_is_fine)
    {
        Ok(())
    } else {
        refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_text() {
        for good in ["a@b.cn", "wang.wei+dify@mail.example.com", "o'neil@example.org"] {
            assert_eq!(email(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "a b@c.cn",
            "a@b..cn",
            "@b.cn",
            "a@@b.cn",
            "a@b.cn\r\nBcc: x@y.cn",
            "王@b.cn",
            ".a@b.cn",
        ] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn control_characters_are_refused_and_lines_are_kept() {
        assert_eq!(text("two\nlines", 1, 20), Ok(()));
        assert_eq!(text("a\u{0}b", 1, 20), Err(Reason::InvalidCharacters.into()));
        assert_eq!(text("  ", 1, 20), Err(Reason::Required.into()));
    }
}
