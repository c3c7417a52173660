//! A text as numbers are looked for in it: letters and digits only, O read as 0 and I and L as 1,
//! and where a number may begin and end.

/// Most characters of a remark that are looked at.
const MOST: usize = 400;
/// Between what can be no part of one number.
const BREAK: u8 = b'|';
/// No number is longer.
pub const LONGEST_NUMBER: usize = 40;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    /// Stands inside numbers and does not count.
    Gap,
    Break,
}

/// The folded text. Kept and filled again, so that nothing is allocated for each remark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    bytes: Vec<u8>,
    /// Where a word begins or ends, rising.
    edges: Vec<usize>,
}

/// A piece of a folded text between two edges, by their places among the edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub from: usize,
    pub to: usize,
}

impl Folded {
    pub fn of(text: &str) -> Self {
        let mut folded = Self::default();
        folded.fill(text);
        folded
    }

    pub fn fill(&mut self, text: &str) {
        self.bytes.clear();
        self.edges.clear();
        let mut last = Class::Break;
        for c in text.chars().take(MOST).map(narrow) {
            match class(c) {
                Some(Class::Gap) if last != Class::Break => last = Class::Gap,
                None | Some(Class::Gap) => {}
                Some(Class::Break) => {
                    if last != Class::Break {
                        self.edges.push(self.bytes.len());
                        self.bytes.push(BREAK);
                    }
                    last = Class::Break;
                }
                Some(class) => {
                    if class != last {
                        self.edges.push(self.bytes.len());
                    }
                    self.bytes.push(folded(c));
                    last = class;
                }
            }
        }
        if self.edges.last().is_some_and(|edge| *edge < self.bytes.len()) {
            self.edges.push(self.bytes.len());
        }
    }

    /// Every piece that may be a number, from `shortest` characters.
    pub fn windows(&self, shortest: usize) -> impl Iterator<Item = Window> + '_ {
        (0..self.edges.len()).flat_map(move |from| {
            let begin = self.edges[from];
            (from + 1..self.edges.len())
                .take_while(move |to| {
                    let end = self.edges[*to];
                    end - begin <= LONGEST_NUMBER && self.bytes[end - 1] != BREAK
                })
                .filter(move |to| self.edges[*to] - begin >= shortest)
                .map(move |to| Window { from, to })
        })
    }

    pub fn bytes(&self, window: Window) -> &[u8] {
        &self.bytes[self.edges[window.from]..self.edges[window.to]]
    }

    /// Whether the piece lies inside the other one and is shorter.
    pub fn is_within(window: Window, other: Window) -> bool {
        window != other && window.from >= other.from && window.to <= other.to
    }

    /// The words after `window` that go on in its manner: «…000123/000124、000125». Each stands for
    /// the whole number with its last word replaced.
    pub fn continued(&self, window: Window) -> Vec<Vec<u8>> {
        let tail = self.edges[window.to - 1];
        let (begin, end) = (self.edges[window.from], self.edges[window.to]);
        let length = end - tail;
        let mut found = Vec::new();
        if length < 3 || tail == begin {
            return found;
        }
        for pair in self.edges[window.to..].windows(2) {
            let word = &self.bytes[pair[0]..pair[1]];
            if word == [BREAK] {
                continue;
            }
            if word.len() != length || !word.iter().all(u8::is_ascii_digit) {
                break;
            }
            found.push([&self.bytes[begin..tail], word].concat());
        }
        found
    }
}

/// A number as it is looked up: folded, without what separates its parts.
pub fn key(number: &str) -> Vec<u8> {
    let bytes = number.chars().map(narrow);
    bytes.filter(char::is_ascii_alphanumeric).map(folded).take(LONGEST_NUMBER + 1).collect()
}

/// The digits that were written as such.
pub fn digits(number: &str) -> Vec<u8> {
    let bytes = number.chars().map(narrow);
    bytes.filter(char::is_ascii_digit).map(folded).take(LONGEST_NUMBER + 1).collect()
}

/// Full width as half width.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

fn class(c: char) -> Option<Class> {
    match c {
        '0'..='9' => Some(Class::Digit),
        'a'..='z' | 'A'..='Z' => Some(Class::Letter),
        '-' | '_' | '/' | '.' | '#' | ':' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {
            Some(Class::Gap)
        }
        c if c.is_whitespace() => Some(Class::Gap),
        '\u{200b}'..='\u{200f}' | '\u{feff}' => None,
        c if c.is_control() => None,
        _ => Some(Class::Break),
    }
}

/// An ASCII letter or digit, with those that people take for each other made one.
fn folded(c: char) -> u8 {
    let byte = u8::try_from(c.to_ascii_uppercase()).unwrap_or(BREAK);
    match byte {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        byte => byte,
    }
}

/// How many digits must be changed, dropped, added or swapped with their neighbor (optimal string
/// alignment); none above `most`.
pub fn distance(one: &[u8], other: &[u8], most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most
        || one.len() > LONGEST_NUMBER
        || other.len() > LONGEST_NUMBER
    {
        return None;
    }
    let mut before = [0_usize; LONGEST_NUMBER + 1];
    let mut last = [0_usize; LONGEST_NUMBER + 1];
    let mut row = [0_usize; LONGEST_NUMBER + 1];
    for (j, cell) in last.iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=one.len() {
        row[0] = i;
        let mut least = i;
        for j in 1..=other.len() {
            let cost = usize::from(one[i - 1] != other[j - 1]);
            let mut cell = (last[j - 1] + cost).min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                cell = cell.min(before[j - 2] + 1);
            }
            row[j] = cell;
            least = least.min(cell);
        }
        if least > most {
            return None;
        }
        (before, last) = (last, row);
    }
    Some(last[other.len()]).filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let folded = Folded::of(text);
        let found = folded.windows(6).map(|window| folded.bytes(window).to_vec());
        found.map(|bytes| String::from_utf8(bytes).unwrap()).collect()
    }

    #[test]
    fn a_number_is_found_however_it_is_written() {
        for text in [
            "ORD-20260105-000123",
            "货款ORD-20260105-000123谢谢",
            "ord20260105000123",
            "ORD 20260105 000123",
            "ＯＲＤ－２０２６０１０５－０００１２３",
            "0RD-2O26O1O5-OOO123",
            "付ORD_20260105/000123，请查收",
            "\tORD-20260105-000123\t",
        ] {
            assert!(pieces(text).contains(&"0RD20260105000123".to_owned()), "{text}");
        }
        assert_eq!(key("ORD-20260105-000123"), b"0RD20260105000123");
        assert_eq!(digits("ORD-20260105-000123"), b"20260105000123");
    }

    #[test]
    fn a_number_inside_longer_digits_is_none() {
        assert!(!pieces("6222202601050001239").contains(&"20260105000123".to_owned()));
        assert!(!pieces("ORD-20260105-0001239").contains(&"0RD20260105000123".to_owned()));
        assert!(!pieces("20260105，000123").contains(&"20260105000123".to_owned()));
    }

    #[test]
    fn a_list_that_names_the_beginning_once_goes_on() {
        let folded = Folded::of("ORD-20260105-000123/000124、000125 谢谢 000126x");
        let window = folded
            .windows(6)
            .find(|window| folded.bytes(*window) == b"0RD20260105000123")
            .expect("found");

        assert_eq!(
            folded.continued(window),
            [b"0RD20260105000124", b"0RD20260105000125", b"0RD20260105000126"]
        );
    }

    #[test]
    fn distances_are_those_of_typing() {
        for (one, other, expected) in [
            ("123456", "123456", Some(0)),
            ("123456", "123956", Some(1)),
            ("123456", "12356", Some(1)),
            ("123456", "1233456", Some(1)),
            ("123456", "124356", Some(1)),
            ("123456", "321456", Some(2)),
            ("123456", "654321", None),
            ("", "", Some(0)),
            ("", "1", Some(1)),
        ] {
            assert_eq!(distance(one.as_bytes(), other.as_bytes(), 2), expected, "{one} {other}");
        }
    }

    #[test]
    fn nothing_and_nonsense_are_no_trouble() {
        for text in ["", "|", "，，", "-", "a", "谢谢", "\u{feff}\u{200b}"] {
            assert!(pieces(text).is_empty(), "{text}");
        }
    }
}
