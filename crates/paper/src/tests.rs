//! What is on the pages, read back by another library, against what the form says.

use std::{
    path::Path,
    sync::{Arc, LazyLock},
};

use domain::{
    Lang,
    orders::form::{Fact, Sheet, SheetParty, SheetRow, Sign},
};
use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc};

use super::*;

static TYPEFACE: LazyLock<Typeface> =
    LazyLock::new(|| Typeface::open(&locate(None).unwrap()).unwrap());

fn fact(label: &'static str, value: &str) -> Fact {
    Fact { label, value: value.to_owned() }
}

fn party(heading: &'static str, name: &str) -> SheetParty {
    SheetParty {
        heading,
        facts: vec![
            fact("名称", name),
            fact("税号", "91310000MA1K00007X"),
            fact("地址", "上海市浦东新区张江路 88 号 3 幢 1201 室"),
        ],
    }
}

fn row(number: usize) -> SheetRow {
    SheetRow {
        cells: [
            number.to_string(),
            format!("新购\nDify 企业版 · 旗舰版 {number}"),
            format!("招商远航银行股份有限公司第{number}分行"),
            "2".to_owned(),
            "3".to_owned(),
            "168,000.00".to_owned(),
            format!("-{number},840.55"),
            "3%".to_owned(),
            format!("{number},159.45"),
        ],
        notes: vec![
            "折扣：多年期折扣 10%、伙伴等级折扣 25%".to_owned(),
            format!("许可证交付：合作伙伴；激活方式：离线 1 套（集群 ID：cluster-{number:03}）"),
        ],
    }
}

fn sheet(lines: usize) -> Sheet {
    let sign = |heading, name: &str| Sign {
        heading,
        name: name.to_owned(),
        blanks: ["授权代表（签字）：", "日期："],
    };
    Sheet {
        lang: Lang::Zh,
        title: "软件许可证采购订单",
        number: "ORD-20261122-000001".to_owned(),
        mark: None,
        facts: vec![
            fact("订单号", "ORD-20261122-000001"),
            fact("订单日期", "2026-11-22"),
            fact("框架协议", "FA-2026-0001，签署日期 2026-01-01，有效期至 2027-12-31"),
        ],
        parties: [
            party("供方（卖方）", "北京语灵智能科技有限公司"),
            party("需方（买方）", "上海云智科技有限公司"),
        ],
        lines_heading: "订单明细",
        columns: [
            "序号",
            "产品",
            "最终客户",
            "套数",
            "年限",
            "含税单价",
            "折扣金额",
            "税率",
            "含税金额",
        ],
        rows: (1..=lines).map(row).collect(),
        totals: vec![
            fact("不含税金额合计", "¥244,660.19"),
            fact("税额合计", "¥7,339.81"),
            fact("价税合计（小写）", "¥252,000.00"),
        ],
        capitals: Some(fact("价税合计（大写）", "人民币贰拾伍万贰仟元整")),
        remark: Some(fact("备注", "请于月底前交付，发票随货。")),
        acceptance_heading: "电子确认记录",
        acceptance: vec![
            fact("确认人", "王采购"),
            fact("来源地址", "192.0.2.7"),
            fact("条款指纹", &"5e".repeat(32)),
        ],
        terms_heading: "订单条款（版本 2026-01）".to_owned(),
        terms: (1..=8)
            .map(|n| {
                format!(
                    "{n}. 许可证按套授权，每套仅限在一个集群中使用；争议由供方所在地人民法院管辖。"
                )
            })
            .collect(),
        signs: [
            sign("供方（盖章）", "北京语灵智能科技有限公司"),
            sign("需方（盖章）", "上海云智科技有限公司"),
        ],
    }
}

/// What an independent reader finds: the characters of each page, and where they stand.
#[derive(Default)]
struct Seen {
    pages: Vec<Vec<(char, f64, f64)>>,
    size: (f64, f64),
}

impl OutputDev for Seen {
    fn begin_page(
        &mut self,
        _: u32,
        media_box: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.size = (media_box.urx - media_box.llx, media_box.ury - media_box.lly);
        self.pages.push(Vec::new());
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        let end = at.m31 + width * font_size * at.m11;
        let page = self.pages.last_mut().unwrap();
        page.extend(text.chars().map(|c| (c, at.m31.max(end), at.m32)));
        assert!(at.m31 >= 0.0, "{text} begins at {}", at.m31);
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

impl Seen {
    /// Fails where anything stands outside of its page.
    fn of(pdf: &[u8]) -> Self {
        let mut seen = Self::default();
        output_doc(&Document::load_mem(pdf).unwrap(), &mut seen).unwrap();
        for (number, page) in seen.pages.iter().enumerate() {
            for (c, x, y) in page {
                let is_inside = *x <= seen.size.0 && (0.0..=seen.size.1).contains(y);
                assert!(is_inside, "{c:?} stands at {x}, {y} of page {}", number + 1);
            }
        }
        seen
    }

    /// A page's text without blanks, as lines break anywhere.
    fn page(&self, page: usize) -> String {
        self.pages[page].iter().map(|(c, ..)| *c).filter(|c| !c.is_whitespace()).collect()
    }

    fn text(&self) -> String {
        (0..self.pages.len()).map(|page| self.page(page)).collect()
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn every_word(sheet: &Sheet) -> Vec<String> {
    let facts = sheet.facts.iter().chain(&sheet.totals).chain(&sheet.capitals).chain(&sheet.remark);
    let facts = facts.chain(&sheet.acceptance);
    let facts = facts.chain(sheet.parties.iter().flat_map(|party| &party.facts));
    let mut words: Vec<String> =
        facts.flat_map(|fact| [fact.label.to_owned(), fact.value.clone()]).collect();
    words.extend(sheet.columns.iter().map(|&column| column.to_owned()));
    words.extend(sheet.rows.iter().flat_map(|row| row.cells.iter().chain(&row.notes).cloned()));
    words.extend(sheet.terms.iter().chain([&sheet.terms_heading]).cloned());
    words.extend(sheet.parties.iter().map(|party| party.heading.to_owned()));
    for sign in &sheet.signs {
        words.extend([sign.heading.to_owned(), sign.name.clone()]);
        words.extend(sign.blanks.iter().map(|&blank| blank.to_owned()));
    }
    words.extend([sheet.title.to_owned(), sheet.lines_heading.to_owned(), sheet.number_label()]);
    words
}

#[test]
fn everything_that_the_form_says_stands_on_paper() {
    let sheet = sheet(3);

    let pdf = draw(&sheet, &TYPEFACE).unwrap();

    let text = Seen::of(&pdf).text();
    for word in every_word(&sheet) {
        assert!(text.contains(&squeezed(&word)), "{word} is missing in {text}");
    }
    assert!(pdf.len() < 150 * 1024, "{} bytes", pdf.len());
}

#[test]
fn fifty_lines_go_on_over_pages_each_with_head_and_number() {
    let sheet = sheet(50);

    let pdf = draw(&sheet, &TYPEFACE).unwrap();

    let seen = Seen::of(&pdf);
    let pages = seen.pages.len();
    assert!((4..=9).contains(&pages), "{pages} pages");
    for page in 0..pages {
        let text = seen.page(page);
        assert!(text.contains(&squeezed(&sheet.page_label(page + 1, pages))), "{text}");
        assert!(text.contains(&squeezed(&sheet.number_label())), "{text}");
        let has_lines = sheet.rows.iter().any(|row| text.contains(&squeezed(&row.cells[2])));
        assert_eq!(text.contains("含税单价折扣金额税率"), has_lines, "page {}: {text}", page + 1);
    }
    let text = seen.text();
    for word in every_word(&sheet) {
        assert!(text.contains(&squeezed(&word)), "{word} is missing");
    }
    assert!(pdf.len() < 150 * 1024, "{} bytes", pdf.len());
}

#[test]
fn the_same_sheet_makes_the_same_bytes() {
    let sheet = sheet(2);

    assert_eq!(draw(&sheet, &TYPEFACE).unwrap(), draw(&sheet, &TYPEFACE).unwrap());
}

#[test]
fn what_binds_nobody_says_so_on_every_page() {
    let draft = Sheet { mark: Some("草稿"), ..sheet(20) };

    let seen = Seen::of(&draw(&draft, &TYPEFACE).unwrap());

    assert!(seen.pages.len() > 1);
    for page in 0..seen.pages.len() {
        assert!(seen.page(page).contains("草稿"));
    }
    assert!(seen.page(0).contains("软件许可证采购订单（草稿）"));
}

#[test]
fn hostile_text_stays_on_the_page_and_harms_nothing() {
    let hostile = [
        "\u{0}\u{1}\u{7f}\u{85}控制字符".to_owned(),
        "\u{202e}moc.live\u{2066}反向".to_owned(),
        "😀👨‍👩‍👧‍👦🇨🇳 表情".to_owned(),
        "W".repeat(1500),
        "长".repeat(2500),
        "مرحبا بالعالم".repeat(40),
        "e\u{301}\u{302}\u{303}".repeat(60),
        "𠮷野家 ﷽ \u{fffd}".to_owned(),
        "(\\) Tj ET endstream endobj <</JS (app.alert(1))>>".to_owned(),
        " ".repeat(800),
        String::new(),
    ];
    for text in &hostile {
        let mut sheet = sheet(2);
        sheet.number.clone_from(text);
        sheet.facts[0].value.clone_from(text);
        sheet.parties[1].facts[0].value.clone_from(text);
        sheet.rows[0].cells.iter_mut().for_each(|cell| cell.clone_from(text));
        sheet.rows[1].notes = vec![text.clone(); 3];
        sheet.remark = Some(fact("备注", text));
        sheet.terms.push(text.clone());
        sheet.signs[0].name.clone_from(text);

        let pdf = draw(&sheet, &TYPEFACE).unwrap();

        let seen = Seen::of(&pdf).text();
        let shown: String = text.chars().take(12).collect();
        assert!(seen.contains("人民币贰拾伍万贰仟元整"), "{shown}");
        assert!(!seen.contains('\u{202e}') && !seen.contains('\u{0}'), "{shown}");
    }
}

#[test]
fn a_text_longer_than_a_page_is_there_to_its_last_word() {
    let mut sheet = sheet(1);
    let clusters: Vec<String> = (0..400).map(|n| format!("cluster-{n:04}-abcdefghijkl")).collect();
    sheet.rows[0].notes = vec![clusters.join("、")];

    let seen = Seen::of(&draw(&sheet, &TYPEFACE).unwrap());

    assert!(seen.pages.len() > 2);
    let text = seen.text();
    for cluster in [&clusters[0], &clusters[399]] {
        assert!(text.contains(cluster.as_str()), "{cluster}");
    }
}

#[test]
fn a_file_that_is_no_font_with_chinese_is_refused() {
    let latin = Path::new("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf");
    for path in [Path::new(file!()), Path::new("Cargo.toml"), latin] {
        if path.exists() {
            let refused = Typeface::open(path).unwrap_err();
            assert!(matches!(refused, TypefaceError::Unfit(_)), "{refused}");
        }
    }
    let nowhere = Typeface::open(Path::new("/nowhere/font.ttc")).unwrap_err();
    assert!(matches!(nowhere, TypefaceError::Unreadable { .. }));
}

#[test]
fn of_a_collection_the_simplified_face_is_taken() {
    let name = Arc::new(TYPEFACE.family.clone());

    assert!(!name.contains("JP") && !name.contains("TC") && !name.contains("Mono"), "{name}");
}
