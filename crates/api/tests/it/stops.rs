//! Two servers behind a balancer: one after the other is told to stop and started again, as an
//! upgrade does, and nobody who works meanwhile notices.

use std::{
    cell::Cell,
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use client::Side;
use domain::{
    access::Scope,
    auth::wire::UserListQuery,
    orders::wire::{OrderContent, OrderListQuery},
};
use futures_util::future::{join, join_all};
use testkit::{depth, key};

use crate::installation::{Installation, terminate};

/// People who work at once.
const PEOPLE: usize = 4;

/// Passes each connection to a server that says that it is ready; asks them ten times a second, as
/// balancers do, or less often.
fn balance(servers: [u16; 2]) -> SocketAddr {
    let ready = [false; 2].map(|_| Arc::new(AtomicBool::new(true)));
    for (port, ready) in servers.into_iter().zip(ready.clone()) {
        thread::spawn(move || {
            loop {
                ready.store(says_ready(port), Ordering::SeqCst);
                thread::sleep(Duration::from_millis(100));
            }
        });
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let here = listener.local_addr().unwrap();
    thread::spawn(move || {
        for (n, client) in listener.incoming().flatten().enumerate() {
            let turns = [n % 2, (n + 1) % 2];
            let able = turns.into_iter().filter(|at| ready[*at].load(Ordering::SeqCst));
            let Some(server) =
                able.flat_map(|at| TcpStream::connect(("127.0.0.1", servers[at]))).next()
            else {
                continue;
            };
            let (back, to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
            thread::spawn(move || pass(client, server));
            thread::spawn(move || pass(back, to));
        }
    });
    here
}

fn pass(mut from: TcpStream, mut to: TcpStream) {
    // Who hangs up is told to the other by the end of the stream.
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(std::net::Shutdown::Write);
}

fn says_ready(port: u16) -> bool {
    use std::io::{Read as _, Write as _};
    let Ok(mut server) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let _ = server.set_read_timeout(Some(Duration::from_secs(1)));
    let asked = server.write_all(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    let mut answer = [0; 12];
    asked.is_ok() && server.read_exact(&mut answer).is_ok() && &answer == b"HTTP/1.1 200"
}

#[actix_web::test]
async fn while_two_servers_are_upgraded_one_after_the_other_no_request_fails() {
    // The embedded database is for one server.
    let Some(server) = testkit::database_server() else { return };
    let one = Installation::on(&testkit::own_database(&server).await.into())
        .with("DSMS__HTTP__BEHIND_PROXY", "true");
    one.prepare();
    let other = one.twin();
    let mut first = one.serve().await;
    let mut second = other.serve().await;
    let url = format!("http://{}", balance([one.port(), other.port()]));
    let token = one.admin().await.token().unwrap();
    // A connection for each request, as a balancer that knows nothing of HTTP needs it.
    let caller = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
    let (is_over, asked) = (Cell::new(false), Cell::new(0_u32));

    let working = join_all((0..PEOPLE).map(async |_| {
        while !is_over.get() {
            let read = caller.get(format!("{url}/api/v1/orders")).bearer_auth(&token).send().await;
            assert!(read.unwrap().status().is_success());
            let placed = caller
                .post(format!("{url}/api/v1/orders"))
                .bearer_auth(&token)
                .header("Idempotency-Key", key().0)
                .json(&OrderContent::default())
                .send()
                .await;
            assert!(placed.unwrap().status().is_success());
            asked.set(asked.get() + 2);
        }
    }));
    let stops = depth(1, 20);
    let upgrading = async {
        for _ in 0..stops {
            for (here, server) in [(&one, &mut first), (&other, &mut second)] {
                tokio::time::sleep(Duration::from_millis(300)).await;
                terminate(server);
                while server.try_wait().unwrap().is_none() {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                *server = here.serve().await;
            }
        }
        is_over.set(true);
    };
    join(working, upgrading).await;

    let admin = one.admin().await;
    let all = admin.orders(Side::Staff, &OrderListQuery::default()).await.unwrap();
    assert_eq!(all.total, u64::from(asked.get() / 2), "each order that was answered, and no other");
    println!("{} requests during {} stops, none failed", asked.get(), 2 * stops);
    for mut server in [first, second] {
        terminate(&server);
        assert!(server.wait().unwrap().success());
    }
}

#[actix_web::test]
async fn servers_that_start_at_once_raise_the_schema_once() {
    let Some(server) = testkit::database_server() else { return };
    let mut config = api::config::Config::from_toml(api::config::DEFAULTS).unwrap();
    config.database.url = testkit::own_database(&server).await.into();

    let started = join_all((0..4).map(|_| api::setup::open_database(&config))).await;

    for db in started {
        let db = db.unwrap();
        store::users::page(&db.read, Scope::Everything, &UserListQuery::default()).await.unwrap();
    }
}
