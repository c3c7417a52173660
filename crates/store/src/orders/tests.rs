//! Orders are written whole, found, counted and numbered.

use std::{collections::BTreeSet, num::NonZeroU32};

use domain::{
    Id, Lang,
    access::Role,
    licenses::ActivationMode,
    list::Sort,
    money::BasisPoints,
    orders::wire::{ActivationInput, EndUser, OrderListQuery, OrderSort, PlacedBy},
    partners::{PartnerStatus, wire::PartnerContent},
    products::{
        Edition, ProductKind,
        pricing::{PriceStep, PriceStepKind},
    },
};
use sea_orm::ConnectionTrait;

use super::*;
use crate::{
    Db, partners, products, search,
    testing::{at, check_search, databases, is_slow, plan, uuid},
    users,
};

const PRODUCT: Uuid = Uuid::from_u128(8_000);
const SELLER: Uuid = Uuid::from_u128(8_001);
/// Who asks, and who placed most orders, where a test does not say otherwise.
const ME: Uuid = Uuid::from_u128(9);
const COLLEAGUE: Uuid = Uuid::from_u128(10);
const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();

fn partner(n: u128) -> PartnerId {
    uuid(6_000 + n).into()
}

/// Databases with two partners, a person and a product.
async fn prepared() -> Vec<Db> {
    let databases = databases().await;
    for db in &databases {
        for n in 0..2 {
            let content = PartnerContent { name: format!("Partner {n}"), ..Default::default() };
            let active = PartnerStatus::Active;
            partners::insert(&db.write, partner(n), active, &content, at(0)).await.unwrap();
        }
        let person = |id: Uuid| users::User {
            id: id.into(),
            username: format!("someone{id}"),
            name: "Someone".to_owned(),
            email: String::new(),
            role: Role::Admin,
            partner_id: None,
            org_admin: false,
            password_hash: String::new(),
            active: true,
            language: Lang::En,
            last_sign_in_at: None,
            created_at: at(0),
            updated_at: at(0),
            version: 1,
        };
        for id in [ME, COLLEAGUE] {
            users::insert(&db.write, &person(id)).await.unwrap();
        }
        let seller = products::NewSeller {
            id: SELLER.into(),
            name: "Seller".to_owned(),
            tax_number: String::new(),
            address: String::new(),
            taxpayer_kind: "general".to_owned(),
            is_default: true,
        };
        products::insert_seller(&db.write, &seller, at(0)).await.unwrap();
        let product = products::NewProduct {
            id: PRODUCT.into(),
            code: "ENT".to_owned(),
            kind: ProductKind::License,
            edition: Some(Edition::Enterprise),
            name_zh: "企业版".to_owned(),
            name_en: "Enterprise".to_owned(),
            unit: "set".to_owned(),
            workspaces: 0,
            users: 0,
            grace_days: 15,
            sold: true,
            sort_order: 1,
            lapsed_renewal: domain::licenses::LapsedRenewal::Today,
            reminder_days: None,
            overage: domain::usage::Overage::default(),
        };
        products::insert_product(&db.write, &product, at(0)).await.unwrap();
    }
    databases
}

fn line(n: u128, number: u32, end_user: &str) -> Line {
    let price = Amount::from_minor(16_800_055);
    Line {
        id: uuid(n * 100 + u128::from(number)).into(),
        line: number,
        input: LineInput {
            product_id: Some(PRODUCT.into()),
            sets: 2,
            years: 1,
            manual_discount: BasisPoints(500),
            end_user: EndUser {
                name: end_user.to_owned(),
                contact_name: Some("王芳".to_owned()),
                ..EndUser::default()
            },
            activations: vec![
                ActivationInput::default(),
                ActivationInput {
                    mode: ActivationMode::Offline,
                    cluster_id: Some("cluster-1".to_owned()),
                    installation_key: None,
                },
            ],
            ..LineInput::default()
        },
        price: Some(PricedLine {
            kind: domain::orders::LineKind::New,
            product_id: PRODUCT.into(),
            sets: 2,
            years: 1,
            list_price: price,
            tax_rate: BasisPoints(600),
            net: price,
            tax: Amount::ZERO,
            gross: price,
            trace: vec![PriceStep {
                kind: PriceStepKind::List,
                rule: None,
                discount: BasisPoints(0),
                amount: price,
            }],
            parts: Vec::new(),
        }),
    }
}

/// The nth order; every second one is of the same partner, every third was never submitted.
fn order(n: u32) -> Order {
    let status = OrderStatus::ALL[n as usize % OrderStatus::ALL.len()];
    Order {
        id: uuid(u128::from(n.reverse_bits()) << 64 | u128::from(n)).into(),
        number: format!("ORD-20261122-{n:06}"),
        source: OrderSource::Partner,
        status,
        seller_entity_id: SELLER.into(),
        partner_id: Some(partner(u128::from(n % 2))),
        placed_by: ME.into(),
        last_edited_by: uuid(9).into(),
        customer_order_number: None,
        contract_number: Some("C-1".to_owned()),
        remark: None,
        currency: Currency::Cny,
        totals: Totals { gross: Amount::from_minor(i64::from(n % 4) * 100), ..Totals::default() },
        acceptance: None,
        decision: None,
        submitted_at: (!n.is_multiple_of(3)).then(|| at(i64::from(n % 5))),
        created_at: at(i64::from(n % 7)),
        version: 1,
        lines: Vec::new(),
    }
}

async fn keep(db: &Db, order: &Order) {
    insert(&db.write, order, at(0)).await.unwrap();
}

#[tokio::test]
async fn an_order_is_read_as_it_was_written() {
    for db in prepared().await {
        let mut written = order(1);
        written.lines = vec![line(1, 1, "上海云智科技有限公司"), line(1, 2, "北京青山")];
        written.acceptance = Some(Acceptance {
            by: uuid(9).into(),
            at: at(3),
            address: Some("2001:db8::7".to_owned()),
            terms_version: "2026-1".to_owned(),
            terms_hash: "ab".to_owned(),
            content_hash: Some("cd".repeat(32)),
        });
        keep(&db, &written).await;

        let own = Scope::OfPartner(partner(1));
        assert_eq!(find(&db.read, own, written.id).await.unwrap(), written);
        let lower = written.number.to_lowercase();
        assert_eq!(find_by(&db.read, own, &lower).await.unwrap(), written);
        let elsewhere = Scope::OfPartner(partner(0));
        for found in [
            find(&db.read, elsewhere, written.id).await,
            find_by(&db.read, elsewhere, &written.number).await,
            lock(&db.write, elsewhere, written.id).await,
        ] {
            assert!(matches!(found, Err(StoreError::NotFound)));
        }
    }
}

#[tokio::test]
async fn whoever_comes_second_with_an_old_version_is_told() {
    for db in prepared().await {
        let mut first = order(1);
        first.lines = vec![line(1, 1, "上海云智")];
        keep(&db, &first).await;
        let mut second = first.clone();

        first.lines = vec![line(7, 1, "深圳海风"), line(7, 2, "深圳海风")];
        first.decision =
            Some(Decision { by: uuid(9).into(), at: at(1), reason: Some("no".to_owned()) });
        replace_lines(&db.write, &first, at(1)).await.unwrap();
        save(&db.write, &mut first, at(1)).await.unwrap();

        assert!(matches!(save(&db.write, &mut second, at(2)).await, Err(StoreError::Stale)));
        assert_eq!(first.version, 2);
        assert_eq!(find(&db.read, Scope::Everything, first.id).await.unwrap(), first);
        let found = async |q: &str| {
            let query = OrderListQuery { q: q.to_owned(), ..OrderListQuery::default() };
            page(&db.read, Scope::Everything, ME.into(), &query).await.unwrap().total
        };
        assert_eq!((found("云智").await, found("海风").await, found("szhf").await), (0, 1, 1));
        assert_eq!((found("ord-2026").await, found("ORD-2025").await), (1, 0));
    }
}

#[tokio::test]
async fn numbers_of_a_day_are_given_out_once_each() {
    for db in prepared().await {
        let draw = async || {
            for _ in 0..10 {
                let tx = db.begin().await.unwrap();
                match next_number(&tx, DAY).await {
                    Ok(number) => {
                        tx.commit().await.unwrap();
                        return number;
                    }
                    Err(StoreError::Deadlock) => tx.rollback().await.unwrap(),
                    Err(error) => panic!("{error}"),
                }
            }
            panic!("never got a turn");
        };
        let mut numbers = BTreeSet::new();
        for _ in 0..3 {
            let drawn = tokio::join!(draw(), draw(), draw(), draw());
            numbers.extend([drawn.0, drawn.1, drawn.2, drawn.3]);
        }

        assert_eq!(numbers, (1..=12).collect());
        let tomorrow = DAY.succ_opt().unwrap();
        assert_eq!(next_number(&db.write, tomorrow).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn pages_are_whole_in_every_order_by_number_and_by_place() {
    for db in prepared().await {
        let all: Vec<Order> = (1..=40).map(order).collect();
        for order in &all {
            keep(&db, order).await;
        }
        for key in OrderSort::ALL {
            for descending in [false, true] {
                let sort = Sort { key: *key, descending };
                let mut sorted = all.clone();
                sorted.sort_by_key(|order| order.id);
                match key {
                    OrderSort::CreatedAt => sorted.sort_by_key(|order| order.created_at),
                    OrderSort::SubmittedAt => sorted.sort_by_key(|order| order.submitted_at),
                    OrderSort::Number => sorted.sort_by_key(|order| order.number.clone()),
                    OrderSort::Gross => sorted.sort_by_key(|order| order.totals.gross),
                }
                if descending {
                    sorted.reverse();
                }
                let expected: Vec<OrderId> = sorted.iter().map(|order| order.id).collect();

                let mut query = OrderListQuery { sort, per_page: 7, ..OrderListQuery::default() };
                let mut by_place = Vec::new();
                loop {
                    let page = page(&db.read, Scope::Everything, ME.into(), &query).await.unwrap();
                    assert_eq!((page.total, page.total_is_capped), (40, false));
                    by_place.extend(page.items.into_iter().map(|row| row.id));
                    query.after = page.next;
                    if query.after.is_none() {
                        break;
                    }
                }
                let mut by_number = Vec::new();
                for number in 1..=6 {
                    query.page = NonZeroU32::new(number).unwrap();
                    let page = page(&db.read, Scope::Everything, ME.into(), &query).await.unwrap();
                    by_number.extend(page.items.into_iter().map(|row| row.id));
                }
                assert_eq!(by_place, expected, "{sort}");
                assert_eq!(by_number, expected, "{sort}");
            }
        }
    }
}

#[tokio::test]
async fn a_partners_totals_leave_out_the_order_itself_and_what_was_not_approved() {
    for db in prepared().await {
        for n in 1..=24 {
            keep(&db, &order(n)).await;
        }
        let except = order(2);
        let approved = |order: &Order| {
            matches!(order.status, OrderStatus::Approved | OrderStatus::Fulfilled)
                && order.partner_id == Some(partner(0))
                && order.id != except.id
        };
        let others: Vec<Order> = (1..=24).map(order).filter(approved).collect();
        let gross: Amount = others.iter().map(|order| order.totals.gross).sum();

        let totals = partner_totals(&db.read, partner(0), except.id).await.unwrap();

        assert!(gross > Amount::ZERO);
        assert_eq!(totals, (u32::try_from(others.len()).unwrap(), gross));
        assert_eq!(
            partner_totals(&db.read, Id::from_uuid(uuid(1)), except.id).await.unwrap(),
            (0, Amount::ZERO)
        );
    }
}

#[tokio::test]
async fn whoever_asks_for_their_own_gets_their_own_with_the_reason_of_a_rejection() {
    for db in prepared().await {
        for n in 1..=12 {
            let placed_by = if n % 3 == 0 { ME } else { COLLEAGUE }.into();
            let reason = Some(format!("reason {n}"));
            let decision = Some(Decision { by: ME.into(), at: at(1), reason });
            keep(&db, &Order { placed_by, decision, ..order(n) }).await;
        }
        let mine = OrderListQuery { placed_by: Some(PlacedBy::Me), ..OrderListQuery::default() };
        let asked = async |who: Uuid, scope, query: &OrderListQuery| {
            let page = page(&db.read, scope, who.into(), query).await.unwrap();
            page.items.into_iter().map(|row| (row.number, row.reason)).collect::<BTreeSet<_>>()
        };
        let expected = |numbers: &[u32]| -> BTreeSet<_> {
            let row = |n: &u32| (order(*n).number, Some(format!("reason {n}")));
            numbers.iter().map(row).collect()
        };

        let everything = Scope::Everything;
        assert_eq!(asked(ME, everything, &mine).await, expected(&[3, 6, 9, 12]));
        assert_eq!(
            asked(COLLEAGUE, everything, &mine).await,
            expected(&[1, 2, 4, 5, 7, 8, 10, 11])
        );
        let elsewhere = Scope::OfPartner(partner(1));
        assert_eq!(asked(ME, elsewhere, &mine).await, expected(&[3, 9]), "the scope holds as well");
        let rejected = OrderListQuery { status: vec![OrderStatus::Rejected], ..mine };
        assert!([3, 9].into_iter().all(|n| order(n).status == OrderStatus::Rejected));
        assert_eq!(asked(ME, everything, &rejected).await, expected(&[3, 9]));
    }
}

/// The pairs of filter and order that the list promises to be quick.
fn promised() -> Vec<(&'static str, Scope, OrderListQuery)> {
    let query = |key, descending| OrderListQuery {
        sort: Sort { key, descending },
        ..OrderListQuery::default()
    };
    let own = Scope::OfPartner(partner(1));
    let everything = Scope::Everything;
    let mut all = Vec::new();
    for descending in [false, true] {
        let created = query(OrderSort::CreatedAt, descending);
        let status = vec![OrderStatus::Submitted];
        let of_status = OrderListQuery { status, ..created.clone() };
        let submitted = query(OrderSort::SubmittedAt, descending);
        let mine = |query: &OrderListQuery| OrderListQuery {
            placed_by: Some(PlacedBy::Me),
            ..query.clone()
        };
        all.extend([
            ("mine", everything, mine(&created)),
            ("mine, of a partner", own, mine(&created)),
            ("mine, status", everything, mine(&of_status)),
            ("mine, submitted_at", everything, mine(&submitted)),
            ("created_at", everything, created.clone()),
            ("partner, created_at", own, created.clone()),
            ("status, created_at", everything, of_status.clone()),
            ("partner, status, created_at", own, of_status.clone()),
            ("submitted_at", everything, submitted.clone()),
            (
                "status, submitted_at",
                everything,
                OrderListQuery { status: of_status.status, ..submitted },
            ),
            ("gross", everything, query(OrderSort::Gross, descending)),
            ("number", everything, query(OrderSort::Number, descending)),
            (
                "of a day, created_at",
                everything,
                OrderListQuery { from: Some(DAY), until: Some(DAY), ..created },
            ),
        ]);
    }
    all
}

#[tokio::test]
async fn promised_orders_are_read_from_their_indexes() {
    for db in prepared().await {
        let rows: Vec<_> = (1..=4_000)
            .map(|n| {
                let order = Order {
                    created_at: at(i64::from(n)),
                    totals: Totals { gross: Amount::from_minor(i64::from(n)), ..Totals::default() },
                    submitted_at: (n % 4 != 0).then(|| at(i64::from(n) + 60)),
                    placed_by: if n % 5 == 0 { ME } else { COLLEAGUE }.into(),
                    ..order(n)
                };
                rows::header(&order, at(0)).unwrap()
            })
            .collect();
        write::insert_all(&db.write, rows).await.unwrap();
        let analyze = if db.backend() == sea_orm::DbBackend::Sqlite {
            "ANALYZE"
        } else {
            "ANALYZE TABLE orders"
        };
        db.write.execute_unprepared(analyze).await.unwrap();

        let own = Scope::OfPartner(partner(1));
        for (scope, typed) in [
            (Scope::Everything, "ORD-2026"),
            (own, "ORD-2026"),
            (Scope::Everything, "zsyh"),
            (own, "zsyh"),
        ] {
            check_search(&db, typed, search::orders_statement(db.backend(), scope, typed)).await;
        }
        for (name, scope, query) in promised() {
            let next = page(&db.read, scope, ME.into(), &query).await.unwrap().next;
            assert!(next.is_some(), "{name}");
            for query in [query.clone(), OrderListQuery { after: next, ..query }] {
                let statement = page::listing(scope, ME.into(), &query)
                    .explained(db.backend(), page::columns)
                    .unwrap();
                let steps = plan(&db, &statement).await;
                assert!(
                    !steps.iter().any(|step| is_slow(step, "orders")),
                    "{:?} {name} {} {}: {steps:#?}",
                    db.backend(),
                    query.sort,
                    query.after.is_some()
                );
            }
        }
    }
}
