//! The reference agent against a running server, over real HTTP; and as a program.

use api::cli::agent::{Figures, State, report};
use chrono::TimeDelta;
use client::Side;
use domain::{
    access::Role,
    licenses::{
        ActivationMode::{Offline, Online},
        wire::Activate,
    },
    usage::wire::{RecordUsage, RegisterInstallation, UsageQuery},
};
use testkit::{TestApp, key};

use crate::{installation::Installation, license_lines::sold};

fn figures(users: u32) -> Figures {
    Figures { workspaces: 2, users, version: Some("3.5.1".to_owned()), day: None }
}

#[actix_web::test]
async fn an_agent_activates_reports_and_goes_back_where_the_server_misses_some() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let issued = &order.lines[0].licenses[0];
    let admin = app.as_role(Role::Admin).await;
    let code = admin.show_license_key(issued.id).await.unwrap().activation_code.unwrap();
    let mut agent = State::new([3; 32], &issued.number, "cluster-one").unwrap();
    agent.server = Some(app.url.clone());
    let installation_key = Some(agent.signer().unwrap().public().to_owned());
    let body =
        Activate { code, cluster_id: "cluster-one".to_owned(), version: None, installation_key };
    app.stranger().activate(&body).await.unwrap();

    agent.record(figures(30), app.now()).unwrap();
    let first = report(&agent).await.unwrap();
    assert_eq!((first.taken, first.seq), (1, 1));
    // Three days without network.
    for users in 31..34 {
        app.pass(TimeDelta::days(1));
        agent.record(figures(users), app.now()).unwrap();
    }
    let later = report(&agent).await.unwrap();
    assert_eq!((later.taken, later.seq), (3, 4));
    assert_eq!(report(&agent).await.unwrap().taken, 0, "sent again, nothing happens");
    let admin = app.as_role(Role::Admin).await;
    let shown =
        admin.license_usage(Side::Staff, &issued.number, &UsageQuery::default()).await.unwrap();
    let users: Vec<_> = shown.samples.iter().map(|sample| sample.users).collect();
    assert_eq!(users, [30, 31, 32, 33]);

    // A copy that was set back tells another story, and is told so.
    let mut copy = State::new([3; 32], &issued.number, "cluster-one").unwrap();
    copy.server.clone_from(&agent.server);
    for users in 0..5 {
        copy.record(figures(users), app.now()).unwrap();
    }
    let refused = report(&copy).await.unwrap_err().to_string();
    assert!(refused.contains("another history"), "{refused}");
}

#[actix_web::test]
async fn a_file_of_the_agent_is_taken() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    let cluster_id = license.cluster_id.clone().unwrap();
    let mut agent = State::new([4; 32], &license.number, &cluster_id).unwrap();
    let engineer = app.as_role(Role::Engineer).await;
    let installation_key = agent.signer().unwrap().public().to_owned();
    let registration = RegisterInstallation { cluster_id, installation_key };
    engineer.register_installation(license.id, &registration, &key()).await.unwrap();
    agent.record(figures(30), app.now()).unwrap();
    agent.record(figures(31), app.now()).unwrap();

    let body = RecordUsage { manual: None, file: Some(agent.file(app.now()).unwrap()) };
    let taken = engineer.record_usage(license.id, &body, &key()).await.unwrap();

    assert_eq!((taken.taken, taken.known), (2, 0));
    let license = engineer.license(Side::Staff, &license.number).await.unwrap();
    let shown =
        engineer.license_usage(Side::Staff, &license.number, &UsageQuery::default()).await.unwrap();
    assert_eq!(shown.samples[0].users, 31, "the highest of the day");
}

#[cfg(unix)]
#[test]
fn the_program_keeps_its_key_to_itself_and_notices_a_clock_that_was_set_back() {
    use std::os::unix::fs::PermissionsExt as _;
    let here = Installation::new();
    let state = here.folder.path().join("agent.json");
    let path = state.display().to_string();
    let out = here.folder.path().join("usage.txt").display().to_string();
    let run = |arguments: &[&str]| {
        let mut all = vec!["agent", "--state", &path];
        all.extend(arguments);
        here.run(&all)
    };
    let record = ["record", "--workspaces", "2", "--users", "30"];

    assert!(!run(&record), "there is no key yet");
    assert!(run(&["init", "--license", "ENT-202611-386037", "--cluster-id", "prod-cluster-01"]));
    assert!(!run(&["init", "--license", "ENT-202611-386037", "--cluster-id", "prod-cluster-01"]));
    assert!(run(&record) && run(&record) && run(&["show"]));
    assert!(run(&["export", "--out", &out]));
    assert!(!run(&["report"]), "no server is known");
    assert_eq!(std::fs::metadata(&state).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_to_string(&out).unwrap().lines().count(), 3);

    // As it looks after a clock that ran ahead was put right.
    let text = std::fs::read_to_string(&state).unwrap();
    let mut kept: serde_json::Value = serde_json::from_str(&text).unwrap();
    let ahead = kept["head"]["iat"].as_i64().unwrap() + 7_200;
    kept["head"]["iat"] = ahead.into();
    std::fs::write(&state, kept.to_string()).unwrap();
    assert!(!run(&record), "nothing is signed by such a clock");
    assert!(run(&["show"]));
}
