//! Lists from files: looked at, corrected, written, undone, and written again.

use client::Client;
use domain::{
    access::Role,
    customers::wire::{ChangeCustomer, CustomerListQuery, CustomerView, TimelineQuery, Told},
    engineers::wire::EngineerListQuery,
    events::EventKind,
    imports::{
        ImportStatus, ImportTarget, OnDuplicate, RowState,
        wire::{
            CommitImport, FixRows, FixedRow, ImportListQuery, ImportRowListQuery, ImportRowView,
            ImportView, MapImport,
        },
    },
    patch::Patch,
    problem::{ProblemCode, Reason},
};
use encoding_rs::GB18030;
use testkit::TestApp;

const CUSTOMERS: ImportTarget = ImportTarget::Customers;

pub async fn rows(client: &Client, import: &ImportView, state: &[RowState]) -> Vec<ImportRowView> {
    let query = ImportRowListQuery {
        state: state.to_vec(),
        per_page: 100,
        ..ImportRowListQuery::default()
    };
    client.import_rows(import.id, &query).await.unwrap().items
}

async fn customers(client: &Client) -> Vec<String> {
    let query = CustomerListQuery { per_page: 100, ..CustomerListQuery::default() };
    let mut names: Vec<_> =
        client.customers(&query).await.unwrap().items.into_iter().map(|row| row.name).collect();
    names.sort();
    names
}

async fn customer(client: &Client, name: &str) -> CustomerView {
    let query = CustomerListQuery { q: name.to_owned(), ..CustomerListQuery::default() };
    let found = client.customers(&query).await.unwrap().items;
    client.customer(found[0].id).await.unwrap()
}

pub async fn commit(
    app: &TestApp,
    client: &Client,
    import: &ImportView,
    how: CommitImport,
) -> ImportView {
    let started = client.commit_import(import.id, import.version, &how).await.unwrap();
    assert_eq!(started.status, ImportStatus::Committing);
    app.settle().await;
    client.import(import.id).await.unwrap()
}

pub async fn undo(app: &TestApp, client: &Client, import: &ImportView) -> ImportView {
    client.undo_import(import.id).await.unwrap();
    app.settle().await;
    client.import(import.id).await.unwrap()
}

/// Uploads and writes a file in which nothing is wrong.
pub async fn imported(
    app: &TestApp,
    client: &Client,
    csv: &str,
    on_duplicate: OnDuplicate,
) -> ImportView {
    let import = client.import_file(CUSTOMERS, "list.csv", csv.as_bytes()).await.unwrap();
    commit(app, client, &import, CommitImport { on_duplicate, leave_out_invalid: false }).await
}

pub fn fixed(number: u32, cells: &[&str]) -> FixRows {
    let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
    FixRows { rows: vec![FixedRow { number, cells }] }
}

#[actix_web::test]
async fn a_sheet_in_gb18030_is_corrected_written_undone_and_written_again() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    imported(&app, &ops, "客户,城市\n广州老客户有限公司,广州\n", OnDuplicate::Skip).await;
    let sheet = "2026 年客户,,,\r\n客户名称,所属区域,联系人,邮箱\r\n\
        上海云智科技有限公司,华东,王芳,wang@yunzhi.example\r\n\
        北京海川技术有限公司,月球,李强,nonsense\r\n\
        广州老客户有限公司,华南,,\r\n\
        上海云智科技有限公司,华北,,\r\n";
    let (bytes, _, _) = GB18030.encode(sheet);

    let import = ops.import_file(CUSTOMERS, "客户.csv", &bytes).await.unwrap();

    assert_eq!((import.status, import.encoding.as_str()), (ImportStatus::Ready, "GB18030"));
    assert_eq!((import.file_name.as_str(), import.header_row, import.rows), ("客户.csv", 2, 4));
    let counts = import.counts;
    assert_eq!((counts.ready, counts.invalid, counts.exists, counts.repeated), (1, 1, 1, 1));
    let wrong = rows(&ops, &import, &[RowState::Invalid]).await;
    let mut pointers: Vec<_> = wrong[0].faults.iter().map(|fault| fault.pointer.as_str()).collect();
    pointers.sort_unstable();
    assert_eq!((wrong[0].number, pointers), (4, vec!["/contact_email", "/region"]));
    assert_eq!(rows(&ops, &import, &[RowState::Repeated]).await[0].repeats, Some(3));
    let there = &rows(&ops, &import, &[RowState::Exists]).await[0];
    assert_eq!(there.subject_label.as_deref(), Some("广州老客户有限公司"));
    assert_eq!(customers(&ops).await, ["广州老客户有限公司"], "nothing is written by looking");

    let how = CommitImport::default();
    let refused = ops.commit_import(import.id, import.version, &how).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::RowsInvalid));
    let fix = fixed(4, &["北京海川技术有限公司", "华北", "李强", "li@haichuan.example"]);
    let import = ops.fix_import_rows(import.id, &fix).await.unwrap();
    assert_eq!((import.counts.ready, import.counts.invalid), (2, 0));

    let written = commit(&app, &ops, &import, how.clone()).await;
    assert_eq!(written.status, ImportStatus::Committed);
    assert_eq!((written.counts.created, written.counts.skipped, written.done), (2, 1, 4));
    let all = ["上海云智科技有限公司", "北京海川技术有限公司", "广州老客户有限公司"];
    assert_eq!(customers(&ops).await, all);
    let made = customer(&ops, "海川").await;
    assert_eq!(made.contacts[0].email.as_deref(), Some("li@haichuan.example"));
    let story = ops.customer_timeline(made.id, &TimelineQuery::default()).await.unwrap();
    let first = &story.items[0].told;
    assert!(matches!(first, Told::Event { event: EventKind::ImportApplied, .. }), "{first:?}");

    let undone = undo(&app, &ops, &written).await;
    assert_eq!((undone.status, undone.counts.undone), (ImportStatus::Undone, 2));
    assert_eq!(customers(&ops).await, ["广州老客户有限公司"]);

    let again = commit(&app, &ops, &undone, how).await;
    assert_eq!((again.status, again.counts.created), (ImportStatus::Committed, 2));
    assert_eq!(customers(&ops).await, all);
    let twice = ops.commit_import(again.id, again.version, &CommitImport::default()).await;
    assert_eq!(twice.unwrap_err().code(), Some(ProblemCode::IllegalMove));
}

/// A number that looks drawn, and is the same in every run.
pub fn draw(seed: &mut u64, below: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % below
}

/// What of a customer is business, and not how often it was written.
fn business(customer: CustomerView) -> (ChangeCustomer, Option<String>) {
    (ChangeCustomer::as_is(&customer), customer.owner_name)
}

#[actix_web::test]
async fn undoing_restores_every_business_field_of_everything() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let base: String = (0..12)
        .map(|n| {
            format!("客户{n}有限公司,华东,城{n},路{n},人{n},p{n}@a.example,138{n:08},备注{n}\n")
        })
        .collect();
    let headings = "客户,区域,城市,地址,联系人,邮箱,电话,备注\n";
    imported(&app, &ops, &format!("{headings}{base}"), OnDuplicate::Skip).await;
    let state = async || {
        let mut all = Vec::new();
        for name in customers(&ops).await {
            all.push(business(customer(&ops, &name).await));
        }
        all
    };
    let before = state().await;
    let regions = ["", "华东", "华北", "海外"];

    for round in 0..testkit::depth(4, 60) as u64 {
        let mut seed = round + 1;
        let lines: String = (0..15)
            .map(|_| {
                let mut cell = |text: &str| match draw(&mut seed, 3) {
                    0 => String::new(),
                    n => format!("{text}{n}{round}"),
                };
                let (city, street, person, note) =
                    (cell("新城"), cell("新路"), cell("新人"), cell("记"));
                let region = regions[usize::try_from(draw(&mut seed, 4)).unwrap()];
                let n = draw(&mut seed, 20);
                let phone = draw(&mut seed, 1000);
                format!("客户{n}有限公司,{region},{city},{street},{person},,{phone},{note}\n")
            })
            .collect();
        let file = format!("{headings}{lines}");
        let import = ops.import_file(CUSTOMERS, "round.csv", file.as_bytes()).await.unwrap();
        let how = CommitImport { on_duplicate: OnDuplicate::Update, leave_out_invalid: true };

        let written = commit(&app, &ops, &import, how).await;
        assert!(written.counts.updated > 0, "{round}: {:?}", written.counts);
        assert_ne!(state().await, before, "round {round} changed something");
        let undone = undo(&app, &ops, &written).await;

        assert_eq!(undone.counts.kept, 0, "round {round}");
        assert_eq!(state().await, before, "round {round}");
    }
}

#[actix_web::test]
async fn what_was_changed_or_used_since_stays_and_is_listed() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let csv = "客户\n甲方科技有限公司\n乙方科技有限公司\n丙方科技有限公司\n";
    let written = imported(&app, &ops, csv, OnDuplicate::Skip).await;
    let touched = customer(&ops, "乙方").await;
    let city =
        ChangeCustomer { city: Patch::Set("深圳".to_owned()), ..ChangeCustomer::default() };
    ops.change_customer(touched.id, touched.version, &city).await.unwrap();
    let used = customer(&ops, "丙方").await;
    let ask = ChangeCustomer { reason: Some("搬家".to_owned()), ..city.clone() };
    let rep = app.as_role(Role::SalesRep).await;
    rep.propose_customer_change(used.id, used.version, &ask, &testkit::key()).await.unwrap();

    let undone = undo(&app, &ops, &written).await;

    assert_eq!(
        (undone.status, undone.counts.undone, undone.counts.kept),
        (ImportStatus::Undone, 1, 2)
    );
    let kept = rows(&ops, &undone, &[RowState::Kept]).await;
    let why: Vec<_> = kept.iter().map(|row| (row.number, row.faults[0].reason)).collect();
    assert_eq!(why, [(3, Reason::ChangedSince), (4, Reason::InUse)]);
    assert_eq!(customers(&ops).await, ["丙方科技有限公司", "乙方科技有限公司"]);
    assert_eq!(customer(&ops, "乙方").await.city.as_deref(), Some("深圳"));
}

#[actix_web::test]
async fn columns_are_chosen_and_remembered_by_person() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let csv = "往来单位,所在,联系\n甲方科技有限公司,上海,王芳\n".as_bytes();
    let import = ops.import_file(CUSTOMERS, "a.csv", csv).await.unwrap();
    assert_eq!(import.columns, [None, None, None]);
    assert_eq!(import.counts.invalid, 1, "there is no name");
    let none = MapImport { columns: vec![None, Some("city".to_owned()), Some("city".to_owned())] };
    let refused = ops.map_import(import.id, import.version, &none).await.unwrap_err();
    let found: Vec<_> =
        refused.problem().unwrap().errors.iter().map(|e| (e.pointer.clone(), e.reason)).collect();
    assert_eq!(
        found,
        [
            ("/columns/2".to_owned(), Reason::NamedTwice),
            ("/columns".to_owned(), Reason::MissingColumn)
        ]
    );
    let columns = ["name", "city", "contact_name"].map(|key| Some(key.to_owned())).to_vec();
    let chosen = MapImport { columns: columns.clone() };

    ops.map_import(import.id, import.version, &chosen).await.unwrap();
    app.settle().await;

    let mapped = ops.import(import.id).await.unwrap();
    assert_eq!(
        (mapped.status, mapped.counts.ready, mapped.counts.invalid),
        (ImportStatus::Ready, 1, 0)
    );
    let stale = ops.map_import(import.id, import.version, &chosen).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    let next = ops.import_file(CUSTOMERS, "b.csv", csv).await.unwrap();
    assert_eq!((next.columns, next.remembered, next.counts.ready), (columns, true, 1));
    let admin = app.as_role(Role::Admin).await;
    let other = admin.import_file(CUSTOMERS, "c.csv", csv).await.unwrap();
    assert!(!other.remembered, "somebody else chose it");
}

#[actix_web::test]
async fn the_file_of_errors_is_corrected_and_uploaded_again() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let csv = "客户,区域,备注\n甲方科技有限公司,月球,=1+1\n乙方科技有限公司,华东,\n";
    let import = ops.import_file(CUSTOMERS, "a.csv", csv.as_bytes()).await.unwrap();

    let errors = ops.import_errors(import.id).await.unwrap();

    let lines: Vec<_> = errors.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 2, "{errors}");
    assert!(lines[1].starts_with("甲方科技有限公司,月球,'=1+1,"), "{errors}");
    assert!(lines[1].contains("区域: "), "{errors}");
    let corrected = errors.replace("月球", "华东").replace("'=1+1", "二");
    let again = ops.import_file(CUSTOMERS, "errors.csv", corrected.as_bytes()).await.unwrap();
    assert_eq!((again.rows, again.counts.ready), (1, 1));
    let rest = CommitImport { leave_out_invalid: true, ..CommitImport::default() };
    commit(&app, &ops, &import, rest).await;
    commit(&app, &ops, &again, CommitImport::default()).await;
    assert_eq!(customers(&ops).await, ["乙方科技有限公司", "甲方科技有限公司"]);
}

#[actix_web::test]
async fn two_workers_write_and_undo_each_row_once() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let lines: String = (0..1_700).map(|n| format!("第{n}号科技有限公司\n")).collect();
    let import =
        ops.import_file(CUSTOMERS, "long.csv", format!("客户\n{lines}").as_bytes()).await.unwrap();
    let mut staged = import.clone();
    for _ in 0..600 {
        if staged.status == ImportStatus::Ready {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        staged = ops.import(import.id).await.unwrap();
    }
    assert_eq!((staged.status, staged.counts.ready), (ImportStatus::Ready, 1_700));
    let work = async |name: &'static str| {
        while Box::pin(api::worker::turn(&app.app, name)).await.is_ok_and(|n| n > 0) {}
    };
    let both = async || {
        futures_util::future::join(work("one"), work("two")).await;
        Box::pin(app.settle()).await;
        ops.import(import.id).await.unwrap()
    };

    ops.commit_import(staged.id, staged.version, &CommitImport::default()).await.unwrap();
    let written = both().await;
    assert_eq!((written.status, written.counts.created), (ImportStatus::Committed, 1_700));
    let total = async || ops.customers(&CustomerListQuery::default()).await.unwrap().total;
    assert_eq!(total().await, 1_700);
    ops.undo_import(import.id).await.unwrap();
    let undone = both().await;

    assert_eq!((undone.status, undone.counts.undone), (ImportStatus::Undone, 1_700));
    assert_eq!(total().await, 0);
}

#[actix_web::test]
async fn a_preview_is_given_up_and_nothing_of_it_stays() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let import = ops.import_file(CUSTOMERS, "a.csv", "客户\n甲方\n".as_bytes()).await.unwrap();

    let given_up = undo(&app, &ops, &import).await;

    assert_eq!(given_up.status, ImportStatus::Discarded);
    assert_eq!(rows(&ops, &import, &[]).await.len(), 0);
    let late = ops.commit_import(import.id, given_up.version, &CommitImport::default()).await;
    assert_eq!(late.unwrap_err().problem().unwrap().reason, Some(Reason::IllegalImportMove));
}

#[actix_web::test]
async fn engineers_are_imported_by_the_same_way() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let engineers = ImportTarget::Engineers;
    let template = admin.import_template(engineers).await.unwrap();
    let first = admin.import_file(engineers, "e.csv", template.as_bytes()).await.unwrap();
    let first = commit(&app, &admin, &first, CommitImport::default()).await;
    assert_eq!(first.counts.created, 1, "the template is a file that can be imported");
    let csv =
        "姓名,邮箱,部门,专长\n赵工,zhao@example.com,实施部,\n钱工,qian@example.com,,K8s；K8s\n";
    let second = admin.import_file(engineers, "e.csv", csv.as_bytes()).await.unwrap();
    let wrong = rows(&admin, &second, &[RowState::Invalid]).await;
    assert_eq!(wrong[0].faults[0].pointer, "/expertise");
    let fix = fixed(3, &["钱工", "qian@example.com", "", "K8s"]);
    let second = admin.fix_import_rows(second.id, &fix).await.unwrap();
    let update = CommitImport { on_duplicate: OnDuplicate::Update, leave_out_invalid: false };

    let written = commit(&app, &admin, &second, update).await;

    let list = async || {
        let page = admin.engineers(&EngineerListQuery::default()).await.unwrap();
        page.items.into_iter().map(|e| (e.name, e.department, e.phone)).collect::<Vec<_>>()
    };
    assert_eq!((written.counts.created, written.counts.updated), (1, 1));
    let changed = list().await;
    assert!(changed.iter().any(|(name, department, phone)| {
        name == "赵工" && department.as_deref() == Some("实施部") && phone.is_some()
    }));
    undo(&app, &admin, &written).await;
    assert_eq!(list().await.len(), 1);
    assert_eq!(list().await[0].1.as_deref(), Some("交付部"));
}

#[actix_web::test]
async fn only_who_may_make_records_imports_them() {
    let app = TestApp::start().await;
    let rep = app.as_role(Role::SalesRep).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let csv = "客户\n甲方科技有限公司\n".as_bytes();
    let import = ops.import_file(CUSTOMERS, "a.csv", csv).await.unwrap();

    let refused = rep.import_file(CUSTOMERS, "a.csv", csv).await.unwrap_err();
    let seen = rep.import(import.id).await.unwrap_err();

    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
    assert_eq!(seen.code(), Some(ProblemCode::NotPermitted));
    assert_eq!(ops.imports(&ImportListQuery::default()).await.unwrap().total, 1);
}
