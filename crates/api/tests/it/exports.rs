//! Lists as files: whole, in order, for whom the list is, and in bounded batches.

use std::{collections::BTreeSet, fs, io::Cursor, path::Path};

use calamine::{Data, Reader as _, Xlsx};
use client::Side;
use domain::{
    Id, Lang,
    access::Role,
    events::{EventKind, SubjectKind, wire::EventListQuery},
    exports::ExportFormat,
    licenses::ActivationMode::Online,
    list::EXPORT_BATCH,
    orders::{OrderStatus::Submitted, wire::OrderListQuery},
    problem::ProblemCode,
    views::SavedList,
};
use store::events::{NewEvent, Origin};
use testkit::{TestApp, content, key};

/// The lines of a CSV file without the titles, and the titles.
fn read(file: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let text = std::str::from_utf8(file).unwrap().strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let titles = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    (titles, rows.collect())
}

#[actix_web::test]
async fn a_filtered_list_goes_out_whole_and_in_its_order_as_both_kinds_of_file() {
    let app = TestApp::start().await;
    for _ in 0..3 {
        app.submitted(&[Online]).await;
    }
    app.approved(&[Online]).await;
    let admin = app.as_role(Role::Admin).await;
    let query = "status=submitted&sort=created_at&per_page=2";
    let shown = OrderListQuery {
        status: vec![Submitted],
        sort: "created_at".parse().unwrap(),
        ..OrderListQuery::default()
    };
    let shown = admin.orders(Side::Staff, &shown).await.unwrap().items;

    let csv = admin.export(SavedList::Orders, ExportFormat::Csv, query).await.unwrap();
    let xlsx = admin.export(SavedList::Orders, ExportFormat::Xlsx, query).await.unwrap();

    let (titles, rows) = read(&csv);
    assert_eq!((titles[0].as_str(), titles[7].as_str()), ("Order", "Total incl. tax"));
    assert_eq!(rows.len(), 3, "more than a page");
    for (row, order) in rows.iter().zip(&shown) {
        let gross = order.gross.to_string();
        assert_eq!(
            (&row[0], &row[7], row[1].as_str()),
            (&order.number, &gross, Submitted.label(Lang::En))
        );
    }
    let mut book = Xlsx::new(Cursor::new(xlsx)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let cells: Vec<&[Data]> = sheet.rows().collect();
    assert_eq!(cells.len(), 4);
    for (row, order) in cells[1..].iter().zip(&shown) {
        assert_eq!(row[0], Data::String(order.number.clone()));
        let gross: f64 = order.gross.to_string().parse().unwrap();
        assert_eq!(row[7], Data::Float(gross), "a number, not a text");
        assert!(matches!(row[11], Data::DateTime(_)), "{:?}", row[11]);
    }
}

#[actix_web::test]
async fn what_goes_out_stands_in_the_log_and_reaches_as_far_as_the_list() {
    let app = TestApp::start().await;
    let own = app.submitted(&[Online]).await;
    let b = app.as_partner_b().await;
    let catalogue = b.catalogue(Side::Portal).await.unwrap();
    let evil = content(&catalogue, "=HYPERLINK(\"http://evil.example\")", &[Online]);
    b.place_order(Side::Portal, &evil, &key()).await.unwrap();
    let a = app.as_role(Role::Partner).await;

    let of_a = a.export(SavedList::PortalOrders, ExportFormat::Csv, "").await.unwrap();
    let of_b = b.export(SavedList::PortalOrders, ExportFormat::Csv, "").await.unwrap();
    let refused = a.export(SavedList::Orders, ExportFormat::Csv, "").await.unwrap_err();
    let nonsense = a.export(SavedList::PortalOrders, ExportFormat::Csv, "x=1").await.unwrap_err();

    let (_, rows) = read(&of_a);
    assert_eq!(rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>(), [own.number]);
    let (_, rows) = read(&of_b);
    assert_eq!(rows.len(), 1);
    assert!(rows[0][4].starts_with("'="), "no formula: {}", rows[0][4]);
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
    assert!(nonsense.problem().is_some());
    let asked = EventListQuery { kind: vec![EventKind::ListExported], ..EventListQuery::default() };
    let log = app.as_role(Role::Admin).await.events(&asked).await.unwrap().items;
    assert_eq!(log.len(), 2, "what was refused did not go out");
    assert_eq!(log[0].note.as_deref(), Some("portal.orders csv"));
}

#[actix_web::test]
async fn more_than_a_batch_goes_out_once_each_and_is_not_counted_again_and_again() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let many = EXPORT_BATCH * 2 + 7;
    let event = |n: u32| NewEvent {
        id: Id::from_uuid(app.app.id()),
        kind: EventKind::OrderPlaced,
        subject_kind: SubjectKind::Order,
        subject_id: app.app.id(),
        subject_label: format!("ORD-{n:05}"),
        actor: None,
        note: None,
        data: serde_json::Value::Null,
        at: app.now(),
        origin: Origin::default(),
        links: Vec::new(),
    };
    let events = (0..many).map(event).collect();
    store::events::append(&app.app.db.write, events).await.unwrap();
    let before = app.statements();

    let file = admin
        .export(SavedList::Events, ExportFormat::Csv, "kind=order.placed&sort=at")
        .await
        .unwrap();

    // Session, name, event and its link; then a statement for each batch.
    assert_eq!(app.statements() - before, 4 + 3);
    let (_, rows) = read(&file);
    let mut labels: Vec<&str> = rows.iter().map(|row| row[4].as_str()).collect();
    assert_eq!(labels.len(), many as usize);
    labels.sort_unstable();
    labels.dedup();
    assert_eq!(labels.len(), many as usize, "each once");
}

#[actix_web::test]
async fn every_list_goes_out_with_its_titles_to_whoever_may_read_it() {
    let app = TestApp::start().await;
    app.submitted(&[Online]).await;
    let admin = app.as_role(Role::Admin).await;
    let partner = app.as_role(Role::Partner).await;
    for list in SavedList::ALL {
        let is_portal = list.as_str().starts_with("portal.");
        let client = if is_portal { &partner } else { &admin };

        let Ok(file) = client.export(*list, ExportFormat::Csv, "").await else {
            panic!("{list} is not exported");
        };

        let (titles, rows) = read(&file);
        assert!(titles.len() >= 5, "{list}: {titles:?}");
        if *list == SavedList::Approvals {
            assert_eq!(rows.len(), 1);
        }
    }
}

/// Lists that go out as another one (renewals are licenses), are shown within a record, or stand for a
/// decision.
const WITHIN: [&str; 4] = ["customer-duplicates", "renewals", "statement-entries", "webhook-calls"];

#[test]
fn every_list_of_the_pages_can_go_out() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frontend/src/pages");
    let mut keys = BTreeSet::new();
    let mut folders = vec![pages];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                for list in text.split("<ListTable").skip(1) {
                    let key = list.split("key=\"").nth(1).and_then(|rest| rest.split('"').next());
                    keys.extend(key.map(str::to_owned));
                }
            }
        }
    }

    let is_exported = |key: &&String| key.parse::<SavedList>().is_ok();
    let left: Vec<_> = keys.iter().filter(|key| !is_exported(key)).collect();
    assert_eq!(left, WITHIN, "new lists are exported, or named here with a reason");
    assert!(keys.len() > 15, "{keys:?}");
}
