//! Imports and their rows on every database.

use domain::{
    Id,
    imports::{RowState, wire::ImportRowListQuery},
    list::Sort,
};

use super::*;
use crate::testing::{at, databases, is_slow, plan, uuid};

fn import(n: u128) -> Import {
    Import {
        id: Id::from_uuid(uuid(n)),
        target: ImportTarget::Customers,
        status: ImportStatus::Ready,
        file_name: "客户.csv".to_owned(),
        file_size: 120,
        file_hash: [7; 32],
        encoding: "GB18030".to_owned(),
        header_row: 3,
        headers: vec!["客户".to_owned(), "内部".to_owned()],
        columns: vec![Some("name".to_owned()), None],
        remembered: false,
        on_duplicate: OnDuplicate::Skip,
        rows: 3,
        done: 0,
        last_row: 0,
        counts: Counts { ready: 3, ..Counts::default() },
        failure: None,
        created_by: Id::from_uuid(uuid(1)),
        acted_by: None,
        created_at: at(0),
        updated_at: at(0),
        committed_at: None,
        undone_at: None,
        tries: 0,
        waits_until: None,
        version: 1,
    }
}

fn row(number: u32, key: &str) -> Row {
    let cells = vec![key.to_owned(), "\u{1F600}".to_owned()];
    let keys = [Some(key.to_owned()), None];
    Row { keys, ..Row::new(uuid(u128::from(number) + 1000), number, cells) }
}

async fn kept(db: &crate::Db) -> Import {
    let user = crate::users::user::Model {
        org_admin: false,
        id: uuid(1),
        created_at: at(0),
        updated_at: at(0),
        version: 1,
        username: "user".to_owned(),
        name: "User".to_owned(),
        email: String::new(),
        role: "admin".to_owned(),
        partner_id: None,
        password_hash: String::new(),
        active: true,
        language: "en".to_owned(),
        last_sign_in_at: None,
    };
    write::insert(&db.write, user).await.unwrap();
    let import = import(50);
    insert(&db.write, &import, at(0)).await.unwrap();
    let rows = vec![row(4, "a"), row(6, "b"), row(7, "a")];
    insert_rows(&db.write, import.id, rows).await.unwrap();
    import
}

#[tokio::test]
async fn rows_are_read_in_the_order_of_the_file_and_written_in_place() {
    for db in databases().await {
        let import = kept(&db).await;

        let mut rows = batch(&db.read, import.id, 4, &[], 10).await.unwrap();
        assert_eq!(rows, [row(6, "b"), row(7, "a")]);
        rows[1].state = RowState::Created;
        rows[1].subject_id = Some(uuid(9));
        rows[1].subject_version = Some(1);
        replace_rows(&db.write, import.id, rows.clone()).await.unwrap();

        let written = batch(&db.read, import.id, 0, &[RowState::Created], 10).await.unwrap();
        assert_eq!(written, rows[1..]);
        let keys = ["a".to_owned(), "b".to_owned()];
        let [first, second] = earlier(&db.read, import.id, [&keys, &[]], 7).await.unwrap();
        assert_eq!((first["a"], first["b"], second.len()), (4, 6, 0));
        assert_eq!(delete_rows(&db.write, import.id, 2).await.unwrap(), 2);
        assert_eq!(delete_rows(&db.write, import.id, 2).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn an_import_is_found_by_whoever_may_and_by_the_worker() {
    for db in databases().await {
        let mut import = kept(&db).await;
        let customers = [ImportTarget::Customers];
        assert!(matches!(
            lock(&db.write, &[ImportTarget::Engineers], import.id).await,
            Err(StoreError::NotFound)
        ));
        assert_eq!(lock(&db.write, &customers, import.id).await.unwrap(), import);
        assert_eq!(at_work(&db.read, at(9)).await.unwrap(), None);

        import.enter(ImportStatus::Committing);
        save(&db.write, &mut import, at(1)).await.unwrap();
        assert_eq!(at_work(&db.read, at(9)).await.unwrap(), Some(import.id));
        import.enter(ImportStatus::Reading);
        save(&db.write, &mut import, at(2)).await.unwrap();
        assert_eq!(interrupted(&db.read, at(2)).await.unwrap(), None);
        assert_eq!(interrupted(&db.read, at(3)).await.unwrap(), Some(import.id));
        let seen = view(&db.read, &customers, import.id).await.unwrap();
        assert_eq!((seen.status, seen.version), (ImportStatus::Reading, 3));
    }
}

#[tokio::test]
async fn what_was_chosen_for_such_a_file_is_remembered_by_person() {
    for db in databases().await {
        kept(&db).await;
        let (user, target) = (Id::from_uuid(uuid(1)), ImportTarget::Customers);
        let first = [Some("name".to_owned()), None];
        let second = [None, Some("name".to_owned())];
        for columns in [&first, &second] {
            remember(&db.write, user, target, [1; 32], columns, at(0)).await.unwrap();
        }

        let found = remembered(&db.read, user, target, [1; 32]).await.unwrap();
        assert_eq!(found.as_deref(), Some(&second[..]));
        let other = remembered(&db.read, user, ImportTarget::Engineers, [1; 32]).await.unwrap();
        assert_eq!(other, None);
    }
}

#[tokio::test]
async fn the_rows_of_a_page_come_from_an_index() {
    for db in databases().await {
        kept(&db).await;
        let id = Id::from_uuid(uuid(50));
        let states = [Vec::new(), vec![RowState::Invalid]];
        for (state, sort) in states.into_iter().zip([Sort::ascending, Sort::descending]) {
            let sort = sort(domain::imports::wire::ImportRowSort::Number);
            let query = ImportRowListQuery { state, sort, ..ImportRowListQuery::default() };
            let statement = row_listing(id, &query).explained(db.backend(), |_| {}).unwrap();
            let steps = plan(&db, &statement).await;
            assert!(!steps.iter().any(|step| is_slow(step, "import_rows")), "{steps:#?}");
        }
    }
}

#[tokio::test]
async fn what_fails_lets_others_pass_and_what_is_old_is_found() {
    for db in databases().await {
        let mut first = kept(&db).await;
        let mut second = Import { created_at: at(1), ..import(51) };
        insert(&db.write, &second, at(1)).await.unwrap();
        for import in [&mut first, &mut second] {
            import.enter(ImportStatus::Committing);
            save(&db.write, import, at(2)).await.unwrap();
        }
        assert_eq!(at_work(&db.read, at(2)).await.unwrap(), Some(first.id));

        (first.tries, first.waits_until) = (1, Some(at(60)));
        advance(&db.write, &first, at(3)).await.unwrap();

        assert_eq!(at_work(&db.read, at(59)).await.unwrap(), Some(second.id));
        assert_eq!(at_work(&db.read, at(60)).await.unwrap(), Some(first.id));
        assert_eq!(lock(&db.write, ImportTarget::ALL, first.id).await.unwrap().tries, 1);

        assert_eq!(aged(&db.read, at(1000)).await.unwrap(), None, "both are at work");
        second.status = ImportStatus::Committed;
        save(&db.write, &mut second, at(100)).await.unwrap();
        assert_eq!(aged(&db.read, at(100)).await.unwrap(), None);
        assert_eq!(aged(&db.read, at(101)).await.unwrap(), Some(second.id));
    }
}
