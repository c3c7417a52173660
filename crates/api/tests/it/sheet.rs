//! Order lines from a spreadsheet: what is in the file comes back as lines or as faults by row and
//! column, and nothing is saved by it.

use std::io::{Cursor, Write as _};

use client::{Client, Side};
use domain::{
    Lang,
    access::Role,
    licenses::ActivationMode::Offline,
    orders::{
        sheet::{SheetColumn, SheetView},
        wire::{OrderContent, OrderListQuery},
    },
    problem::{ProblemCode, Reason},
};
use encoding_rs::GB18030;
use testkit::{TestApp, key};
use zip::{ZipWriter, write::SimpleFileOptions};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A workbook of one sheet with these rows of XML.
fn workbook(rows: &str) -> Vec<u8> {
    archive(&[
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(
                r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
            ),
        ),
    ])
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A row of text cells; what reads as a number is one.
fn row(number: u32, cells: &[&str]) -> String {
    let cell = |(index, text): (usize, &&str)| {
        let at = format!("{}{number}", char::from(b'A' + u8::try_from(index).unwrap()));
        if text.parse::<f64>().is_ok() {
            format!(r#"<c r="{at}"><v>{text}</v></c>"#)
        } else {
            format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
        }
    };
    let cells: String = cells.iter().enumerate().map(cell).collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

async fn refused(
    client: &Client,
    media_type: &str,
    file: Vec<u8>,
) -> (Option<ProblemCode>, Option<Reason>) {
    let error = client.read_lines(Side::Portal, media_type, file).await.unwrap_err();
    (error.code(), error.problem().and_then(|problem| problem.reason))
}

fn faults(view: &SheetView) -> Vec<(u32, SheetColumn, Reason)> {
    let mut found = Vec::new();
    for row in &view.rows {
        for cell in &row.cells {
            found.extend(cell.faults.iter().map(|fault| (row.row, cell.column, fault.reason)));
        }
    }
    found
}

#[actix_web::test]
async fn a_workbook_becomes_lines_that_an_order_takes() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let file = workbook(
        &[
            row(1, &["订单明细"]),
            row(3, &["最终客户", "产品", "套数", "年限", "联系人", "邮箱", "电话", "集群ID"]),
            row(
                4,
                &[
                    "招商远航银行股份有限公司",
                    "DIFY-ENT",
                    "2",
                    "1",
                    "王小明",
                    "it@bank.example",
                    "13800138000",
                    "cluster-0001;cluster-0002",
                ],
            ),
            row(6, &["", "没有的产品", "2.5", "1", "王小明", "it@bank.example", "1", ""]),
        ]
        .concat(),
    );

    let view = partner.read_lines(Side::Portal, XLSX, file).await.unwrap();

    assert_eq!(view.counts(), (1, 1));
    assert_eq!(
        faults(&view),
        [
            (6, SheetColumn::EndUser, Reason::Required),
            (6, SheetColumn::Product, Reason::UnknownProduct),
            (6, SheetColumn::Sets, Reason::NotANumber),
        ]
    );
    let line = view.lines().next().unwrap().clone();
    assert_eq!(line.end_user.contact_phone.as_deref(), Some("13800138000"));
    assert!(line.activations.iter().all(|set| set.mode == Offline && set.cluster_id.is_some()));
    let content = OrderContent { lines: vec![line.clone()], ..OrderContent::default() };
    let order = partner.place_order(Side::Portal, &content, &key()).await.unwrap();
    assert_eq!(order.lines[0].input, line);
    assert_eq!(order.totals.gross.to_string(), "252000.00");
}

#[actix_web::test]
async fn reading_saves_nothing_and_speaks_the_callers_language() {
    let app = TestApp::start().await;
    let sales = app.as_role(Role::SalesRep).await;
    sales.set_language(Lang::En);
    let (bytes, _, _) =
        GB18030.encode("产品,最终客户,手工折扣\r\n基础版,上海云智,5%\r\n标准版,云,4\r\n");
    let before = sales.orders(Side::Staff, &OrderListQuery::default()).await.unwrap().total;

    let view = sales.read_lines(Side::Staff, "text/csv", bytes.into_owned()).await.unwrap();

    assert_eq!(view.counts(), (1, 1));
    assert_eq!(view.lines().next().unwrap().manual_discount.0, 5_00);
    let cell = view.rows[1].cells.iter().find(|cell| cell.column == SheetColumn::EndUser).unwrap();
    assert_eq!(cell.faults[0].detail, "At least 2 characters");
    let after = sales.orders(Side::Staff, &OrderListQuery::default()).await.unwrap().total;
    assert_eq!(after, before);
}

#[actix_web::test]
async fn the_template_is_read_back_without_a_fault() {
    let app = TestApp::start().await;
    for (role, side) in [(Role::Partner, Side::Portal), (Role::SalesRep, Side::Staff)] {
        let client = app.as_role(role).await;

        let template = client.line_template(side).await.unwrap();
        let view =
            client.read_lines(side, "text/csv", template.clone().into_bytes()).await.unwrap();

        // Four products are sold.
        assert_eq!(view.counts(), (4, 0), "{template}");
        assert_eq!(template.contains("折扣"), side == Side::Staff);
    }
}

#[actix_web::test]
async fn garbage_and_bombs_are_refused_in_words() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let unreadable = (Some(ProblemCode::InvalidFields), Some(Reason::UnreadableSheet));
    let too_large = (Some(ProblemCode::InvalidFields), Some(Reason::TooManyRows));
    let zeros = " ".repeat(26 * 1024 * 1024);
    let bomb = archive(&[("xl/sharedStrings.xml", &zeros)]);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    let corner = workbook(r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#);
    let many: String = (1..2000).map(|n| row(n, &["基础版", "1"])).collect();
    let whole = workbook(&row(1, &["基础版"]));
    let half = whole[..whole.len() / 2].to_vec();

    assert_eq!(refused(&partner, XLSX, bomb).await, too_large);
    assert_eq!(refused(&partner, XLSX, workbook(&many)).await, too_large);
    assert_eq!(refused(&partner, XLSX, corner).await.1, Some(Reason::EmptySheet));
    for garbage in [half, b"PK".to_vec(), vec![0; 4096], vec![0xff; 4096], archive(&[("a", "b")])] {
        assert_eq!(refused(&partner, XLSX, garbage).await, unreadable);
    }
    assert_eq!(refused(&partner, "text/csv", Vec::new()).await.1, Some(Reason::EmptySheet));
    let large = vec![b'a'; 3 * 1024 * 1024];
    assert_eq!(refused(&partner, "text/csv", large).await.0, Some(ProblemCode::TooLarge));
    let json = refused(&partner, "application/json", b"{}".to_vec()).await;
    assert_eq!(json.0, Some(ProblemCode::UnsupportedMediaType));
}

#[actix_web::test]
async fn a_workbook_with_any_byte_changed_is_never_our_fault() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let whole = workbook(&row(1, &["基础版", "1", "1", "上海云智"]));
    for at in (0..whole.len()).step_by(whole.len() / 60) {
        let mut touched = whole.clone();
        touched[at] = touched[at].wrapping_add(97);

        if let Err(error) = partner.read_lines(Side::Portal, XLSX, touched).await {
            assert!(error.problem().is_some_and(|p| p.status < 500), "byte {at}: {error}");
        }
    }
}
