//! The second factor: codes of an authenticator (RFC 6238), and recovery codes for whoever lost it.

/// Recovery codes that somebody gets, each good once.
pub const RECOVERY_CODES: usize = 10;
/// Characters of a recovery code, without its hyphen; about 50 bits.
pub const RECOVERY_LENGTH: usize = 10;
/// Steps of half a minute by which a clock may be wrong, either way.
pub const SKEW_STEPS: u16 = 1;

/// No characters that look alike.
const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// What somebody typed where a code is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// Six figures of an authenticator.
    Code(String),
    /// A recovery code, in small letters and without its hyphen.
    Recovery(String),
}

impl Typed {
    /// Reads what was typed, however it was spaced; nothing where it can be neither.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > 64 {
            return None;
        }
        let text: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::Code(text));
        }
        let is_recovery =
            text.len() == RECOVERY_LENGTH && text.bytes().all(|byte| ALPHABET.contains(&byte));
        is_recovery.then_some(Self::Recovery(text))
    }
}

/// A recovery code out of chance, as it is shown: `7xk2m-9qrtv`.
pub fn recovery_code(chance: [u8; RECOVERY_LENGTH]) -> String {
    let letters = chance.map(|byte| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
    let (first, second) = letters.split_at(RECOVERY_LENGTH / 2);
    first.iter().chain(&['-']).chain(second).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_however_it_is_spaced() {
        assert_eq!(Typed::read(" 123 456 "), Some(Typed::Code("123456".to_owned())));
        let code = recovery_code([0, 1, 2, 3, 4, 30, 29, 255, 99, 31]);
        let bare = code.replace('-', "");
        assert_eq!(Typed::read(&code.to_uppercase()), Some(Typed::Recovery(bare.clone())));
        assert_eq!(Typed::read(&bare), Some(Typed::Recovery(bare)));
        for bad in ["", "12345", "1234567", "12345a", "oooooooooo", &"1".repeat(1 << 20)] {
            assert_eq!(Typed::read(bad), None, "{bad:.20}");
        }
    }
}
