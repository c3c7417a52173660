//! A workbook (ECMA-376): where its first sheet is, what its number formats show, and the texts that
//! its cells share.

use std::{fs::File, io::BufReader};

use domain::problem::Refusal;
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use super::{
    Each,
    parts::{self, Archive, BOMB, unreadable},
    rows::Rows,
    strings::Strings,
};

/// What the numbers of a style are shown as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    #[default]
    Number,
    Percent,
    Day,
}

/// A workbook whose first sheet is read.
pub struct Book {
    archive: Archive,
    sheet: String,
    pub(super) looks: Vec<Look>,
    pub(super) strings: Strings,
}

impl Book {
    pub fn open(file: File) -> Result<Self, Refusal> {
        let mut archive = parts::open(file)?;
        let sheet = first_sheet(&mut archive)?;
        let looks = looks(&mut archive)?;
        let strings = shared(&mut archive)?;
        Ok(Self { archive, sheet, looks, strings })
    }

    pub fn each(&mut self, each: Each<'_>) -> Result<(), Refusal> {
        let Self { archive, sheet, looks, strings } = self;
        let Some(part) = parts::part(archive, sheet)? else { return Err(unreadable()) };
        Rows::of(part, looks, strings).each(each)
    }
}

/// What went wrong while XML was read, in our words.
pub fn refusal(error: &quick_xml::Error) -> Refusal {
    use domain::problem::Reason;
    match error {
        quick_xml::Error::Io(error) if error.to_string().contains(BOMB) => Reason::SheetBomb.into(),
        _ => unreadable(),
    }
}

/// The value of an attribute.
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Refusal> {
    let found = tag.try_get_attribute(name).map_err(|_| unreadable())?;
    found
        .map(|value| {
            value.normalized_value(XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned)
        })
        .transpose()
        .map_err(|_| unreadable())
}

/// Reads the tags of a small part.
fn tags(
    archive: &mut Archive,
    name: &str,
    each: &mut dyn FnMut(&BytesStart<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let Some(part) = parts::part(archive, name)? else { return Ok(()) };
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| refusal(&error))? {
            Event::Start(tag) | Event::Empty(tag) => each(&tag)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn first_sheet(archive: &mut Archive) -> Result<String, Refusal> {
    let mut id = None;
    tags(archive, "xl/workbook.xml", &mut |tag| {
        if tag.local_name().as_ref() == "sheet" && id.is_none() {
            id = Some(attribute(tag, "r:id")?.ok_or_else(unreadable)?);
        }
        Ok(())
    })?;
    let id = id.ok_or_else(unreadable)?;
    let mut target = None;
    tags(archive, "xl/_rels/workbook.xml.rels", &mut |tag| {
        if attribute(tag, "Id")?.as_deref() == Some(&id) {
            target = attribute(tag, "Target")?;
        }
        Ok(())
    })?;
    let target = target.ok_or_else(unreadable)?;
    Ok(match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{target}"),
    })
}

/// For each style of cells what its numbers are shown as.
fn looks(archive: &mut Archive) -> Result<Vec<Look>, Refusal> {
    let mut own: Vec<(u32, Look)> = Vec::new();
    let mut looks = Vec::new();
    // Formats of cells are listed behind those of named styles, which count apart.
    let mut is_named = false;
    tags(archive, "xl/styles.xml", &mut |tag| {
        let number = |name| -> Result<Option<u32>, Refusal> {
            Ok(attribute(tag, name)?.and_then(|id| id.parse().ok()))
        };
        match tag.local_name().as_ref() {
            "cellStyleXfs" => is_named = true,
            "cellXfs" => is_named = false,
            "numFmt" => {
                let code = attribute(tag, "formatCode")?.unwrap_or_default();
                own.push((number("numFmtId")?.unwrap_or_default(), look_of(&code)));
            }
            "xf" if !is_named && looks.len() < 100_000 => {
                let id = number("numFmtId")?.unwrap_or_default();
                let known = own.iter().find(|(own, _)| *own == id).map(|(_, look)| *look);
                looks.push(known.unwrap_or(match id {
                    9 | 10 => Look::Percent,
                    14..=22 | 27..=36 | 45..=47 | 50..=58 => Look::Day,
                    _ => Look::Number,
                }));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(looks)
}

/// What a format shows, without what stands in it as text.
fn look_of(code: &str) -> Look {
    let mut is_quoted = false;
    let letters: String = code
        .chars()
        .filter(|c| {
            is_quoted ^= *c == '"';
            !is_quoted
        })
        .collect();
    let plain = letters.to_ascii_lowercase().replace("[red]", "").replace("general", "");
    if plain.contains(['y', 'd']) || plain.contains("h:m") || plain.contains("年") {
        Look::Day
    } else if plain.contains('%') {
        Look::Percent
    } else {
        Look::Number
    }
}

/// The texts that cells name by number.
fn shared(archive: &mut Archive) -> Result<Strings, Refusal> {
    let mut strings = Strings::default();
    let Some(part) = parts::part(archive, "xl/sharedStrings.xml")? else { return Ok(strings) };
    let mut reader = Reader::from_reader(BufReader::new(part));
    let (mut buffer, mut text) = (Vec::new(), String::new());
    let (mut is_text, mut is_sound) = (false, false);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| refusal(&error))? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => is_text = !is_sound,
                "rPh" => is_sound = true,
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => strings.push("")?,
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => is_text = false,
                "rPh" => is_sound = false,
                "si" => {
                    strings.push(&text)?;
                    text.clear();
                }
                _ => {}
            },
            Event::Eof => return Ok(strings),
            other if is_text => append(&mut text, &other)?,
            _ => {}
        }
    }
}

/// Appends what an event says as text.
pub fn append(text: &mut String, event: &Event<'_>) -> Result<(), Refusal> {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(name) => {
            if let Some(letter) = name.resolve_char_ref().map_err(|_| unreadable())? {
                text.push(letter);
            } else {
                // Only the five that every document knows: others would be somebody's own.
                let known = quick_xml::escape::resolve_predefined_entity(&name.xml10_content());
                text.push_str(known.ok_or_else(unreadable)?);
            }
        }
        _ => {}
    }
    // A cell holds 32 767 characters; what is longer is nobody's text.
    if text.len() > 1024 * 1024 { Err(domain::problem::Reason::SheetBomb.into()) } else { Ok(()) }
}
