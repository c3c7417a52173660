//! Mails in the demo: what lies in the queue this morning, some of it from nobody.

use chrono::TimeDelta;
use domain::{
    access::Role,
    lead_mails::{MailAction, wire::TakenMail},
    leads::Sight,
};

use super::people::{Staff, caller};
use crate::{
    app::App,
    error::ApiResult,
    http::IfMatch,
    lead_mails::{SeenMail, moves},
};

/// How many there are.
pub const MAILS: usize = 12;

/// A mail: hours ago, from, subject, further headers, text.
type Mail = (i64, &'static str, &'static str, &'static str, &'static str);

const INBOX: [Mail; MAILS] = [
    (
        3,
        "王建国 <wangjg@yuanhang.example>",
        "咨询企业版私有化部署",
        "",
        "您好，\n\n我是远航重型机械有限公司的王建国。我们计划采购企业版，大约300人使用，预算20万元左右，\
         希望年底前上线，请给一份正式报价。\n\n手机：13800138001\n\n谢谢！\n王建国\n远航重型机械有限公司 信息中心",
    ),
    (
        5,
        "Emily Carter <emily.carter@northgate.example>",
        "RFP: AI application platform",
        "",
        "Dear team,\n\nNorthgate University invites you to respond to our RFP for 4,000 users. Our budget is \
         £120,000.\n\nBest regards,\nEmily Carter\nProcurement Officer\nNorthgate University\n\
         Phone: +44 20 7946 0958",
    ),
    (
        6,
        "官网表单 <noreply@forms.example>",
        "新的网站咨询",
        "Reply-To: 周洁 <zhoujie@tianyu.example>",
        "姓名：周洁\n公司名称：天宇地理信息有限公司\n手机号：13550001111\n邮箱：zhoujie@tianyu.example\n\
         用户数：120\n留言：想了解知识库能力，能否演示？",
    ),
    (
        8,
        "刘洋 <liuyang@reseller.example>",
        "Fwd: 采购意向",
        "",
        "请跟进这个客户，谢谢。\n\n---------- Forwarded message ---------\n发件人： 方敏 <fangmin@lantian.example>\n\
         Subject: 采购意向\nTo: <liuyang@reseller.example>\n\n\n您好，我们是蓝天环保科技有限公司，需要100个账号，\
         标准版即可。\n\n方敏\n13988887777",
    ),
    (
        20,
        "Kenji Tanaka <tanaka@hoshi.example>",
        "Inquiry from Japan",
        "",
        "Dear Sir or Madam,\n\nWe are Hoshi Systems K.K. in Tokyo and look for an on-premise platform.\n\n\
         Sincerely,\nKenji Tanaka\n+81 3 1234 5678",
    ),
    (
        26,
        "朱丽 <zhuli@edu.example>",
        "高校采购，是否有教育优惠",
        "",
        "我来自江城理工大学，想为5000名师生采购平台，电话 027-87654321。\n\n朱丽",
    ),
    (
        28,
        "朱丽 <zhuli@edu.example>",
        "回复：高校采购，是否有教育优惠",
        "In-Reply-To: <demo-5@mails.example>",
        "补充一下：希望明年一季度完成采购。\n\n朱丽",
    ),
    (
        30,
        "谢婷 <xieting@changhe.example>",
        "车企智能座舱知识库",
        "",
        "我们长河新能源汽车股份有限公司有1000个用户，预算约100万元，请安排架构师交流。\n\n谢婷\nAI 平台部\n\
         办公电话：0755-26001234",
    ),
    (
        4,
        "李娜 <lina@ruitong.example>",
        "自动回复：报价单",
        "Auto-Submitted: auto-replied",
        "您好，我正在休假，将于下周一回复您的邮件。",
    ),
    (
        7,
        "Mail Delivery System <mailer-daemon@mx.example>",
        "Undelivered Mail Returned to Sender",
        "",
        "<nobody@huachuang.example>: host said: 550 5.1.1 User unknown",
    ),
    (
        9,
        "云市场 <promo@cloud.example>",
        "双十二大促，全场五折",
        "List-Unsubscribe: <https://cloud.example/u>",
        "年度最低价，错过再等一年。",
    ),
    (
        50,
        "候选人 <hr@job.example>",
        "求职：售前工程师",
        "",
        "您好，想应聘贵公司的售前岗位，简历见附件。",
    ),
];

/// Takes them in; nothing comes of the last one.
///
/// # Errors
/// A use case refuses: then the demo is wrong.
pub async fn tell(app: &App, staff: &Staff) -> ApiResult<()> {
    let sales = caller(staff.manager, Role::SalesManager);
    let mut last: Option<TakenMail> = None;
    for (index, mail) in INBOX.iter().enumerate() {
        last = Some(moves::take(app, &sales, eml(app, index, mail)).await?);
    }
    if let Some(TakenMail { mail, .. }) = last {
        let seen = SeenMail { sight: Sight::All, id: mail.id, version: IfMatch::of(mail.version) };
        moves::go(app, &sales, seen, None, MailAction::Ignore).await?;
    }
    Ok(())
}

/// As a program sends it.
fn eml(app: &App, index: usize, mail: &Mail) -> Vec<u8> {
    let (hours, from, subject, headers, text) = mail;
    let date = (app.clock.now() - TimeDelta::hours(*hours)).to_rfc2822();
    let headers = if headers.is_empty() { String::new() } else { format!("{headers}\r\n") };
    format!(
        "From: {from}\r\nTo: sales@dsms.example\r\nSubject: {subject}\r\nDate: {date}\r\n\
         Message-ID: <demo-{index}@mails.example>\r\n{headers}MIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    )
    .into_bytes()
}
