//! Files of every kind: those that people have, and those that somebody made on purpose.

use std::{
    fmt::Write as _,
    fs::File,
    io::{Cursor, Seek as _, Write as _},
    time::{Duration, Instant},
};

use domain::imports::MAX_COLUMNS;
use encoding_rs::GB18030;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

fn survey(bytes: &[u8]) -> Result<Survey, Refusal> {
    Source::open(file(bytes))?.survey(ImportTarget::Customers)
}

fn all(bytes: &[u8]) -> Vec<RawRow> {
    let mut rows = Vec::new();
    let mut source = Source::open(file(bytes)).unwrap();
    source
        .each(&mut |row| {
            rows.push(row);
            Ok(true)
        })
        .unwrap();
    rows
}

/// A workbook of one sheet, and what else is said.
fn workbook(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        r#"<workbook xmlns:r="{relations}"><sheets><sheet name="S" sheetId="1" r:id="rId7"/></sheets></workbook>"#
    );
    let links = r#"<Relationships><Relationship Id="rId7" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let mut parts = vec![
        ("xl/workbook.xml", book.as_str()),
        ("xl/_rels/workbook.xml.rels", links),
        (SHEET, sheet),
    ];
    parts.extend(more);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn sheet(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

/// The archive says of its largest part that it unpacks to less than it does.
fn lying(mut archive: Vec<u8>) -> Vec<u8> {
    for at in 0..archive.len() - 46 {
        let is_entry = archive[at..].starts_with(b"PK\x01\x02");
        if is_entry && archive[at + 46..].starts_with(SHEET.as_bytes()) {
            archive[at + 24..at + 28].copy_from_slice(&1000_u32.to_le_bytes());
        }
    }
    archive
}

/// The most memory that this process had so far, in KiB: each test is a process of its own.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn text_is_read_in_every_encoding_below_what_stands_above_it() {
    let text = "客户清单,,\r\n\r\n客户名称,城市,备注\r\n上海云智科技有限公司,上海,\"两\r\n行\"\r\n\r\n北京海川技术有限公司,北京,\r\n";
    let (gb, _, _) = GB18030.encode(text);
    let wide = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
    let marked = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
    let files = [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8", marked(b"\xef\xbb\xbf", text.as_bytes().to_vec())),
        ("GB18030", gb.into_owned()),
        ("UTF-16LE", marked(b"\xff\xfe", wide(u16::to_le_bytes))),
        ("UTF-16BE", marked(b"\xfe\xff", wide(u16::to_be_bytes))),
        ("UTF-16LE", wide(u16::to_le_bytes)),
    ];
    for (encoding, bytes) in files {
        let mut source = Source::open(file(&bytes)).unwrap();
        assert_eq!(source.encoding(), encoding);
        let survey = source.survey(ImportTarget::Customers).unwrap();
        assert_eq!(survey.headers, ["客户名称", "城市", "备注"], "{encoding}");
        assert_eq!((survey.header_row, survey.rows), (3, 2), "{encoding}");
        let rows = all(&bytes);
        assert_eq!(rows[2].number, 4);
        assert_eq!(rows[2].cells, ["上海云智科技有限公司", "上海", "两\n行"]);
        // The line break in the cell is not a row, as a spreadsheet counts.
        assert_eq!((rows[3].number, rows[3].cells.len()), (6, 2));
    }
}

#[test]
fn a_workbook_says_what_its_cells_show() {
    let rows = r#"<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>A&amp;B &#x4e2d;</t></is></c></row>
        <row r="5"><c r="A5" s="1"><v>46348</v></c><c r="B5" s="2"><v>0.05</v></c><c r="C5"><f>1+1</f><v>2</v></c><c><v>7</v></c></row>
        <row r="6"><c r="A6"><f>NOW()</f></c><c r="B6" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C6" t="str"><f>A2</f><v>客户</v></c><c r="D6" s="1"><f t="shared" si="0"/><v>46348</v></c></row>"#;
    let strings = "<sst><si><r><t>客</t></r><r><t>户</t></r><rPh><t>kehu</t></rPh></si></sst>";
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m"/></numFmts>
        <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="9"/></cellXfs></styleSheet>"#;
    let more = [("xl/sharedStrings.xml", strings), ("xl/styles.xml", styles)];

    let rows = all(&workbook(&sheet(rows), &more));

    assert_eq!((rows[0].number, rows[1].number), (2, 5));
    assert_eq!(rows[0].cells, ["客户", "", "A&B 中"]);
    assert_eq!(rows[1].cells, ["2026-11-22", "5%", "2", "7"]);
    // A formula is what the spreadsheet made of it, where the file keeps that.
    assert_eq!(rows[2].cells, ["=NOW()", "=1/0", "客户", "2026-11-22"]);
}

#[test]
fn texts_that_do_not_fit_into_memory_are_read_from_disk() {
    let mut strings = strings::Strings::default();
    let text = |n: usize| format!("{n}-{}", "长".repeat(n % 300));
    for n in 0..40_000 {
        strings.push(&text(n)).unwrap();
    }
    for n in [0, 1, 20_000, 39_999, 7] {
        assert_eq!(strings.get(n), Some(text(n)));
    }
    assert_eq!(strings.get(40_000), None);
}

#[test]
fn what_somebody_made_on_purpose_is_refused_by_name_and_at_once() {
    let spaces = " ".repeat(48 * 1024 * 1024);
    let bomb = workbook(&sheet(&spaces), &[]);
    let one_text = "x".repeat(3 * 1024 * 1024);
    let one_cell = format!(r#"<row r="1"><c t="str"><v>{one_text}</v></c></row>"#);
    let mut wide = String::from(r#"<row r="1">"#);
    for _ in 0..100_000 {
        wide.push_str("<c><v>1</v></c>");
    }
    wide.push_str("</row>");
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet><sheetData/></worksheet>"#;
    let far = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let mut parts = b"PK\x03\x04".to_vec();
    parts.extend(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff\0\0\0\x10\0\0\0\0\0\0");
    let mut broken = "客户,城市\n上海云智,上海\n".as_bytes().to_vec();
    broken.extend(b"\xff\xfe\xff\n");
    let files: [(&str, Vec<u8>, Reason); 17] = [
        ("a bomb", bomb.clone(), Reason::SheetBomb),
        // It is read as far as it said that it goes, and ends in the middle.
        ("a bomb that lies", lying(bomb), Reason::NotASheet),
        ("one text of megabytes", workbook(&sheet(&one_cell), &[]), Reason::SheetBomb),
        ("a hundred thousand columns", workbook(&sheet(&wide), &[]), Reason::FarCell),
        ("a far cell", workbook(&sheet(far), &[]), Reason::FarCell),
        ("words of its own", workbook(laughs, &[]), Reason::NotASheet),
        ("more parts than any", parts, Reason::SheetBomb),
        ("no sheet", workbook("", &[]), Reason::EmptySheet),
        ("a million columns", vec![b','; 1_000_000], Reason::TooManyColumns),
        (
            "a quotation mark left open",
            [b"a,\"", one_text.as_bytes()].concat(),
            Reason::CellTooLong,
        ),
        ("no encoding", broken, Reason::BrokenEncoding),
        ("zeros", vec![0; 1_000_000], Reason::NotASheet),
        ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), Reason::NotASheet),
        ("a picture", b"\x89PNG\r\n\x1a\n".to_vec(), Reason::NotASheet),
        ("half an archive", b"PK\x03\x04garbage".to_vec(), Reason::NotASheet),
        ("nothing", Vec::new(), Reason::EmptySheet),
        ("headings alone", "客户,城市\n".as_bytes().to_vec(), Reason::EmptySheet),
    ];
    let before = peak();
    for (what, bytes, reason) in files {
        let begun = Instant::now();
        let refused = survey(&bytes).map(|survey| survey.rows).map_err(|refusal| refusal.reason);
        assert_eq!(refused, Err(reason), "{what}");
        assert!(begun.elapsed() < Duration::from_secs(5), "{what}: {:?}", begun.elapsed());
    }
    let grown = peak().zip(before).map(|(after, before)| (after - before) / 1024);
    assert!(grown.is_none_or(|grown| grown < 96), "{grown:?} MiB");
}

#[test]
fn the_far_cell_is_named_as_the_spreadsheet_names_it() {
    let far = r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#;
    let refusal = survey(&workbook(&sheet(far), &[])).unwrap_err();

    assert_eq!(refusal.params["cell"], "XFD1");
    assert_eq!(refusal.params["columns"], MAX_COLUMNS.to_string());
}

#[test]
fn a_long_file_takes_no_more_memory_than_a_short_one() {
    let rows: u32 = if option_env!("DSMS_DEPTH") == Some("deep") { 1_000_000 } else { 60_000 };
    let mut csv = tempfile::tempfile().unwrap();
    let mut book = String::from("<worksheet><sheetData>");
    let mut line = String::from("客户,城市,备注\n");
    for n in 0..rows {
        writeln!(line, "客户{n:07}有限公司,上海,备注 {n}").unwrap();
        if line.len() > 1 << 20 {
            csv.write_all(line.as_bytes()).unwrap();
            line.clear();
        }
    }
    csv.write_all(line.as_bytes()).unwrap();
    csv.rewind().unwrap();
    for n in 1..=rows.min(60_000) {
        write!(book, r#"<row r="{n}"><c t="inlineStr"><is><t>客户{n}</t></is></c></row>"#).unwrap();
    }
    book.push_str("</sheetData></worksheet>");
    let book = file(&workbook(&book, &[]));
    let before = peak();

    let survey = Source::open(csv).unwrap().survey(ImportTarget::Customers).unwrap();
    let of_book = Source::open(book).unwrap().survey(ImportTarget::Customers).unwrap();

    assert_eq!((survey.rows, of_book.rows), (rows, rows.min(60_000) - 1));
    let grown = peak().zip(before).map(|(after, before)| (after - before) / 1024);
    assert!(grown.is_none_or(|grown| grown < 16), "{grown:?} MiB");
}
