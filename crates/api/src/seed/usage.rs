//! What the demo's installations report: most stay within what was bought, some do not, and one has
//! fallen silent.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    access::{Role, Scope},
    dates::{business_day, start_of},
    licenses::{ActivationMode, wire::LicenseListQuery},
    usage::{
        OverageMode,
        chain::{ClosingClaims, UsageClaims},
        wire::{ManualUsage, RecordUsage, RegisterInstallation, SendUsage},
    },
};
use sha2::{Digest as _, Sha256};
use store::licenses::License;

use super::people::{Staff, caller};
use crate::{
    app::App,
    error::ApiResult,
    http::IfMatch,
    products,
    usage::{
        installations::register_by_hand,
        jws::{Signer, digest},
        record, report,
    },
};

/// Days of which something is reported.
const DAYS: i64 = 60;
/// So many days ago the silent installation was heard of last.
pub const SILENT_SINCE: i64 = 12;

/// How the usage of a customer's licenses went: percent of what was bought, at first and at last, of
/// workspaces and of users.
type Curve = (&'static str, [u32; 2], [u32; 2]);

const ONLINE: [Curve; 8] = [
    ("闽江证券", [50, 80], [55, 86]),
    ("岳麓数据", [67, 67], [40, 92]),
    ("天府新区", [34, 67], [30, 64]),
    ("敕勒川", [60, 100], [72, 117]),
    ("太湖半导体", [40, 70], [48, 105]),
    ("中原粮油", [34, 100], [20, 74]),
    ("维港保险", [67, 167], [60, 96]),
    ("甬江港务", [34, 67], [52, 70]),
];
const SILENT: Curve = ("狮城智能", [40, 60], [45, 70]);
/// Without network: a file of each license comes with the engineer.
const OFFLINE: Curve = ("渝北汽车", [30, 60], [38, 71]);
/// Told by phone.
const BY_PHONE: &str = "赣江商业";

/// The key of a demo's installation.
///
/// # Errors
/// None that bytes cause.
pub fn signer(number: &str) -> ApiResult<Signer> {
    let seed: [u8; 32] = Sha256::digest(format!("the demo's installation of {number}")).into();
    Ok(Signer::new(&seed)?)
}

/// What the professional edition tolerates.
///
/// # Errors
/// As the use case.
pub async fn tolerate(app: &App, staff: &Staff) -> ApiResult<()> {
    let admin = caller(staff.admin, Role::Admin);
    let list = products::list::price_list(app).await?.products;
    for product in list.into_iter().filter(|product| product.content.code == "DIFY-PRO") {
        let mut content = product.content;
        (content.overage_mode, content.overage_percent) = (OverageMode::Soft, 10);
        let version = IfMatch::of(product.version);
        products::list::change(app, &admin, product.id, version, &content).await?;
    }
    Ok(())
}

/// The last that was heard of the silent one.
///
/// # Errors
/// As the use case.
pub async fn last_words(app: &App) -> ApiResult<()> {
    let today = app.clock.today();
    for license in of_customer(app, SILENT.0, ActivationMode::Online).await? {
        send(app, &license, &SILENT, today).await?;
    }
    Ok(())
}

/// Everybody else reports until yesterday.
///
/// # Errors
/// As the use cases.
pub async fn tell(app: &App, staff: &Staff) -> ApiResult<()> {
    let today = app.clock.today();
    for curve in &ONLINE {
        for license in of_customer(app, curve.0, ActivationMode::Online).await? {
            send(app, &license, curve, today).await?;
        }
    }
    let engineer = caller(staff.engineer, Role::Engineer);
    for license in of_customer(app, OFFLINE.0, ActivationMode::Offline).await? {
        let signer = signer(&license.number)?;
        let body = RegisterInstallation {
            cluster_id: license.cluster_id.clone().unwrap_or_default(),
            installation_key: signer.public().to_owned(),
        };
        let (scope, id) = (Scope::Everything, license.id);
        register_by_hand(app, &engineer, scope, id, None, &body).await?;
        let file = Some(file(&signer, &license, today)?);
        record(app, &engineer, scope, id, None, &RecordUsage { manual: None, file }).await?;
    }
    let ops = caller(staff.ops, Role::CommercialOps);
    for license in of_customer(app, BY_PHONE, ActivationMode::Offline).await? {
        let manual = Some(ManualUsage {
            day: today - TimeDelta::days(1),
            workspaces: 14,
            users: 268,
            version: None,
            reason: "客户电话告知，月度盘点".to_owned(),
        });
        let body = RecordUsage { manual, file: None };
        record(app, &ops, Scope::Everything, license.id, None, &body).await?;
    }
    Ok(())
}

/// The activated licenses of a customer, told by a part of its name, by number.
async fn of_customer(app: &App, name: &str, mode: ActivationMode) -> ApiResult<Vec<License>> {
    let db = &app.db.read;
    let query = LicenseListQuery {
        q: name.to_owned(),
        activation_mode: vec![mode],
        per_page: 100,
        ..LicenseListQuery::default()
    };
    let found = store::licenses::page(db, Scope::Everything, &query, app.clock.today()).await?;
    let ids: Vec<_> = found.items.iter().map(|row| row.id).collect();
    let mut licenses = store::licenses::get_many(db, Scope::Everything, &ids).await?;
    licenses.retain(|license| license.activated_on.is_some() && license.terminated_at.is_none());
    licenses.sort_by(|a, b| a.number.cmp(&b.number));
    Ok(licenses)
}

async fn send(app: &App, license: &License, curve: &Curve, today: NaiveDate) -> ApiResult<()> {
    let reports = chain(&signer(&license.number)?, license, curve, today)?;
    if !reports.is_empty() {
        report(app, "192.0.2.10", &SendUsage { reports }).await?;
    }
    Ok(())
}

fn file(signer: &Signer, license: &License, today: NaiveDate) -> ApiResult<String> {
    let mut lines = chain(signer, license, &OFFLINE, today)?;
    let closing = ClosingClaims {
        sub: license.number.clone(),
        cluster_id: license.cluster_id.clone().unwrap_or_default(),
        seq: lines.len() as u64,
        last: lines.last().map(|line| digest(line)).unwrap_or_default(),
        iat: start_of(today).timestamp(),
    };
    lines.push(signer.closing(&closing)?);
    Ok(lines.join("\n"))
}

/// A report each evening, from the activation on, until yesterday.
fn chain(
    signer: &Signer,
    license: &License,
    (_, workspaces, users): &Curve,
    today: NaiveDate,
) -> ApiResult<Vec<String>> {
    let yesterday = today - TimeDelta::days(1);
    let activated = license.activated_at.map_or(today, business_day);
    let first = activated.max(today - TimeDelta::days(DAYS));
    let days = (yesterday - first).num_days().max(0);
    let mut reports: Vec<String> = Vec::new();
    for (seq, after) in (1..).zip(0..=days) {
        let day = first + TimeDelta::days(after);
        if day > yesterday {
            break;
        }
        let so_far = u32::try_from(after * 100 / days.max(1)).unwrap_or(100);
        let figure = |limit: u32, [from, to]: [u32; 2]| {
            // Growth, with a little coming and going.
            let percent = (from * (100 - so_far) + to * so_far) / 100;
            let wobble = u32::try_from(after % 5).unwrap_or(0) * limit / 100;
            (limit * percent / 100).saturating_sub(wobble).max(1)
        };
        let claims = UsageClaims {
            sub: license.number.clone(),
            cluster_id: license.cluster_id.clone().unwrap_or_default(),
            seq,
            prev: reports.last().map(|last| digest(last)).unwrap_or_default(),
            day,
            iat: (start_of(day) + TimeDelta::hours(20)).timestamp(),
            workspaces: figure(license.workspaces, *workspaces),
            users: figure(license.users, *users),
            version: Some("3.5.1".to_owned()),
        };
        reports.push(signer.report(&claims)?);
    }
    Ok(reports)
}
