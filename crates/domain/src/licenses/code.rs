//! The activation code `DIFY-XXXXX-XXXXX-XXXXX-XXXXX`: short enough to read out over the phone,
//! with a check character so that a slip of the tongue is noticed at once.

/// Crockford's base 32: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PREFIX: &str = "DIFY";
/// Characters that carry the secret: 19 × 5 = 95 bits.
const BODY: usize = 19;
/// Bytes that [`encode`] draws its characters from.
pub const SECRET_BYTES: usize = 16;

/// Writes the first 95 bits of a secret as an activation code.
pub fn encode(secret: [u8; SECRET_BYTES]) -> String {
    let bits = u128::from_be_bytes(secret);
    let mut values: Vec<u8> = (0..BODY)
        .map(|index| u8::try_from((bits >> (128 - 5 * (index + 1))) & 31).unwrap_or_default())
        .collect();
    values.push(check_value(&values));
    let mut code = String::from(PREFIX);
    for (index, value) in values.iter().enumerate() {
        if index % 5 == 0 {
            code.push('-');
        }
        code.push(char::from(ALPHABET[usize::from(*value)]));
    }
    code
}

/// Reads a code as people type it: any case, with or without hyphens and prefix, O for 0, I and L
/// for 1. Answers the code as it is written, or nothing where it cannot be one.
///
/// ```
/// use domain::licenses::code;
/// let written = code::encode([7; code::SECRET_BYTES]);
/// assert_eq!(code::parse(&written.to_lowercase().replace('-', " ")), Some(written));
/// assert_eq!(code::parse("DIFY-00000-00000-00000-00001"), None);
/// ```
pub fn parse(text: &str) -> Option<String> {
    let upper: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .take(64)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    // The prefix holds an I, which no body does: it is taken off before letters are read as digits.
    let body = upper.strip_prefix(PREFIX).unwrap_or(&upper);
    let values: Vec<u8> = body.chars().map(value_of).collect::<Option<_>>()?;
    let (check, secret) = values.split_last()?;
    if secret.len() != BODY || check_value(secret) != *check {
        return None;
    }
    let mut code = String::from(PREFIX);
    for (index, value) in values.iter().enumerate() {
        if index % 5 == 0 {
            code.push('-');
        }
        code.push(char::from(ALPHABET[usize::from(*value)]));
    }
    Some(code)
}

fn value_of(letter: char) -> Option<u8> {
    let letter = match letter {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let position = ALPHABET.iter().position(|known| char::from(*known) == letter)?;
    u8::try_from(position).ok()
}

/// Luhn mod 32: finds every single wrong character and nearly every swap of neighbours
/// (ISO/IEC 7812-1 annex B, for an alphabet of 32).
fn check_value(values: &[u8]) -> u8 {
    let sum: u32 = values
        .iter()
        .rev()
        .enumerate()
        .map(|(index, value)| {
            let addend = u32::from(*value) * if index % 2 == 0 { 2 } else { 1 };
            addend / 32 + addend % 32
        })
        .sum();
    u8::try_from((32 - sum % 32) % 32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_character_anywhere_is_noticed() {
        let code = encode([0xA7, 3, 99, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
        assert_eq!(code.len(), 28);
        for at in 5..code.len() {
            for letter in ALPHABET {
                let mut bytes = code.clone().into_bytes();
                if bytes[at] == b'-' || bytes[at] == *letter {
                    continue;
                }
                bytes[at] = *letter;
                assert_eq!(parse(std::str::from_utf8(&bytes).unwrap()), None);
            }
        }
    }
}
