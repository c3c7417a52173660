//! A list from an exhibition that operations imported: one row repeats another, one is a customer
//! that is known.

use std::io::{Seek as _, Write as _};

use domain::{
    access::Role,
    imports::{ImportTarget, OnDuplicate, wire::CommitImport},
};
use encoding_rs::GB18030;
use sha2::{Digest as _, Sha256};

use super::{
    customers::CUSTOMERS,
    people::{Staff, caller},
};
use crate::{
    app::App,
    error::ApiResult,
    http::IfMatch,
    imports::{receive::Received, service},
};

const LIST: &str = "2026 企业 AI 大会 · 展台登记,,,,\r\n\
    公司名称,所属区域,城市,联系人,邮箱\r\n\
    苏州澄湖精密制造有限公司,华东,苏州,顾晨,gu.chen@chenghu.example\r\n\
    厦门鹭岛跨境电商有限公司,华南,厦门,陈可欣,chen.kexin@ludao.example\r\n\
    郑州中原冷链物流有限公司,华中,郑州,马超,ma.chao@zhongyuan.example\r\n\
    苏州澄湖精密制造有限公司,华东,苏州,顾晨,gu.chen@chenghu.example\r\n";

/// Uploads and confirms it; the worker writes it.
///
/// # Errors
/// As the use cases.
pub async fn bring(app: &App, staff: &Staff) -> ApiResult<()> {
    let known = CUSTOMERS.first().map(|customer| customer.0).unwrap_or_default();
    let text = format!("{LIST}{known},,,,\r\n");
    let (bytes, _, _) = GB18030.encode(&text);
    let mut file = tempfile::tempfile().map_err(anyhow::Error::from)?;
    file.write_all(&bytes).map_err(anyhow::Error::from)?;
    file.rewind().map_err(anyhow::Error::from)?;
    let received = Received {
        file,
        name: "展台登记.csv".to_owned(),
        size: bytes.len() as u64,
        hash: Sha256::digest(&bytes).into(),
    };
    let ops = caller(staff.ops, Role::CommercialOps);
    let begun = service::begin(app, &ops, ImportTarget::Customers, received).await?;
    let id = begun.id;
    begun.stage(app).await;
    let staged = service::view(app, &ops, id).await?;
    let how = CommitImport { on_duplicate: OnDuplicate::Skip, leave_out_invalid: false };
    service::commit(app, &ops, id, IfMatch::of(staged.version), &how).await.map(drop)
}
