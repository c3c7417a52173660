//! Counting stops where nobody wants to know more, of a whole table as of a filtered one.

use domain::list::{COUNT_CAP, Paging, Sort};
use sea_orm::{
    ExprTrait,
    sea_query::{Condition, Expr},
};

use crate::{
    Db,
    list::{Kind, Listing, SortColumn},
    testing::{databases, somebody},
    write,
};

async fn counted(db: &Db, filter: Condition) -> (u64, bool) {
    let paging = Paging { page: 1, per_page: 1, after: None };
    let sort = Sort { key: (), descending: false };
    let by_name = |()| SortColumn::unique("username", Kind::Text);
    let list = Listing::new("users", filter, sort, by_name, paging);
    let page = list.page(&db.read, |_| {}, |_| Ok(())).await.unwrap();
    (page.total, page.total_is_capped)
}

#[tokio::test]
async fn a_count_is_exact_up_to_its_cap() {
    let active = || Condition::all().add(Expr::col(("users", "active")).eq(true));
    for db in databases().await {
        let people = |from: u64, until: u64| (from..=until).map(|n| somebody(n.into())).collect();
        write::insert_all(&db.write, people(1, COUNT_CAP - 1)).await.unwrap();
        for filter in [Condition::all(), active()] {
            assert_eq!(counted(&db, filter).await, (COUNT_CAP - 1, false));
        }
        write::insert_all(&db.write, people(COUNT_CAP, COUNT_CAP)).await.unwrap();
        for filter in [Condition::all(), active()] {
            assert_eq!(counted(&db, filter).await, (COUNT_CAP, false));
        }
        write::insert_all(&db.write, people(COUNT_CAP + 1, COUNT_CAP + 2)).await.unwrap();
        for filter in [Condition::all(), active()] {
            assert_eq!(counted(&db, filter).await, (COUNT_CAP, true));
        }
    }
}
