//! What was written is read again, and the queue is read from its indexes.

use domain::{
    lead_mails::wire::{LeadMailListQuery, LeadMailSort},
    list::Sort,
};

use super::*;
use crate::{
    Db,
    testing::{at, databases, is_slow, plan, somebody, uuid},
};

/// Enough for an optimizer to take indexes seriously.
const ROWS: u32 = 3_000;

fn mail(n: u32) -> LeadMail {
    let mut key = [0; 32];
    key[..4].copy_from_slice(&n.to_be_bytes());
    LeadMail {
        id: uuid(u128::from(n.reverse_bits()) << 64 | u128::from(n)).into(),
        state: MailState::ALL[n as usize % MailState::ALL.len()],
        verdict: Verdict::Person,
        because: None,
        source: MailSource::Upload,
        message_key: key,
        thread_key: key,
        subject: format!("询价 {n}"),
        from_name: Some("王伟".to_owned()),
        from_email: Some(format!("wang{n}@a.example")),
        forwarded_by: None,
        company: Some(format!("第{n}号客户有限公司")),
        sent_at: Some(at(i64::from(n))),
        text: "正文".repeat(3),
        said: Said { from: 0, until: 18 },
        found: Vec::new(),
        partner_id: None,
        lead_id: None,
        activity_id: None,
        taken_by: uuid(1).into(),
        created_at: at(i64::from(n)),
        version: 1,
    }
}

async fn filled(db: &Db, rows: u32) {
    write::insert_all(&db.write, vec![somebody(1)]).await.unwrap();
    let rows = (1..=rows).map(|n| mail(n).row(at(i64::from(n))).unwrap()).collect();
    write::insert_all(&db.write, rows).await.unwrap();
}

#[tokio::test]
async fn what_was_written_is_read_again_and_kept_once() {
    for db in databases().await {
        filled(&db, 3).await;
        let mut one = get(&db.read, Sight::All, mail(2).id).await.unwrap();
        assert_eq!(one, mail(2));

        one.state = MailState::Ignored;
        save(&db.write, &mut one, at(9)).await.unwrap();
        let read = lock_any(&db.write, &[mail(2).message_key]).await.unwrap().unwrap();
        assert_eq!((read.state, read.version), (MailState::Ignored, 2));
        let stale = save(&db.write, &mut mail(2), at(9)).await.unwrap_err();
        assert!(matches!(stale, StoreError::Stale), "{stale}");

        let twice = LeadMail { id: uuid(77).into(), ..mail(2) };
        let refused = insert(&db.write, &twice, at(9)).await.unwrap_err();
        assert!(matches!(refused, StoreError::Duplicate(_)), "{refused}");
        assert!(matches!(
            get(&db.read, Sight::Nothing, mail(2).id).await,
            Err(StoreError::NotFound)
        ));
    }
}

#[tokio::test]
async fn the_queue_is_read_in_order_from_an_index() {
    for db in databases().await {
        filled(&db, ROWS).await;
        let all = LeadMailListQuery::default();
        let waiting = LeadMailListQuery {
            state: vec![MailState::Waiting],
            sort: Sort::descending(LeadMailSort::ReceivedAt),
            ..LeadMailListQuery::default()
        };
        for (name, query) in [("all", all), ("waiting", waiting)] {
            let listing = views::listing(Sight::All, &query);
            let steps = plan(&db, &listing.explained(db.backend(), |_| {}).unwrap()).await;
            let is_fine = !steps.iter().any(|step| is_slow(step, "lead_mails"));
            assert!(is_fine, "{:?} {name}: {steps:#?}", db.backend());
        }
        let page = page(&db.read, Sight::All, &LeadMailListQuery::default()).await.unwrap();
        assert_eq!(page.items[0].id, mail(ROWS).id);
    }
}
