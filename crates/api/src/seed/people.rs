//! Who lives in the demo: the vendor's people, partners and theirs, and end users.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    Id, Lang,
    access::Role,
    customers::Region,
    id::{PartnerId, UserId},
    money::Amount,
    partners::{
        PartnerLevel, PartnerStatus, PaymentTerms, TermsFrom,
        wire::{PartnerContact, PartnerContent},
    },
};
use secrecy::SecretString;

use crate::{
    app::App,
    error::ApiResult,
    users::service::{NewUser, create},
};

/// The password of every account of the demo.
pub const PASSWORD: &str = "Dsms-Demo-2026";

/// User name, name, role.
pub const STAFF: [(&str, &str, Role); 7] = [
    ("admin", "陈思远", Role::Admin),
    ("ops", "林晓彤", Role::CommercialOps),
    ("manager", "赵启明", Role::SalesManager),
    ("sales", "王若溪", Role::SalesRep),
    ("channel", "周文博", Role::ChannelManager),
    ("engineer", "郑浩然", Role::Engineer),
    ("finance", "孙雅琴", Role::Finance),
];

/// A partner organisation of the demo and the person who signs in for it.
pub struct DemoPartner {
    pub name: &'static str,
    pub level: PartnerLevel,
    pub status: PartnerStatus,
    pub region: Region,
    pub address: &'static str,
    pub username: &'static str,
    pub person: &'static str,
    /// In yuan; those without one pay before delivery.
    pub credit_limit: Option<i64>,
    /// Days from today until the framework agreement ends.
    pub agreement_days: i64,
}

pub const PARTNERS: [DemoPartner; 6] = [
    DemoPartner {
        name: "上海云智信息科技有限公司",
        level: PartnerLevel::Platinum,
        status: PartnerStatus::Active,
        region: Region::East,
        address: "上海市浦东新区张江路 88 号",
        username: "yunzhi",
        person: "吴静怡",
        credit_limit: Some(2_000_000),
        agreement_days: 400,
    },
    DemoPartner {
        name: "北京海川数字技术有限公司",
        level: PartnerLevel::Gold,
        status: PartnerStatus::Active,
        region: Region::North,
        address: "北京市朝阳区望京东路 6 号",
        username: "haichuan",
        person: "刘建国",
        credit_limit: Some(300_000),
        agreement_days: 210,
    },
    DemoPartner {
        name: "深圳南山智联软件有限公司",
        level: PartnerLevel::Silver,
        status: PartnerStatus::Active,
        region: Region::South,
        address: "深圳市南山区科苑路 15 号",
        username: "zhilian",
        person: "何嘉欣",
        credit_limit: None,
        agreement_days: 25,
    },
    DemoPartner {
        name: "成都天府云创科技有限公司",
        level: PartnerLevel::Bronze,
        status: PartnerStatus::Active,
        region: Region::Southwest,
        address: "成都市高新区天府大道 1200 号",
        username: "yunchuang",
        person: "杨帆",
        credit_limit: None,
        agreement_days: -20,
    },
    DemoPartner {
        name: "武汉光谷数科有限公司",
        level: PartnerLevel::Registered,
        status: PartnerStatus::Pending,
        region: Region::Central,
        address: "武汉市东湖高新区光谷大道 77 号",
        username: "guanggu",
        person: "徐磊",
        credit_limit: None,
        agreement_days: 365,
    },
    DemoPartner {
        name: "西安秦岭信息系统有限公司",
        level: PartnerLevel::Bronze,
        status: PartnerStatus::Suspended,
        region: Region::Northwest,
        address: "西安市高新区锦业路 32 号",
        username: "qinling",
        person: "马超",
        credit_limit: None,
        agreement_days: 90,
    },
];

/// End users: name, contact, mail address.
pub const END_USERS: [(&str, &str, &str); 20] = [
    ("招商远航银行股份有限公司", "李文静", "liwenjing@yuanhangbank.example"),
    ("华东电力设计研究院有限公司", "张志强", "zhangzq@hdepd.example"),
    ("江南大学附属医院", "王雪梅", "wangxm@jndxfy.example"),
    ("苏州精工制造集团有限公司", "陈立", "chenli@szjinggong.example"),
    ("杭州西湖区政务服务中心", "周敏", "zhoumin@xihuzw.example"),
    ("中科量子通信技术有限公司", "孙博", "sunbo@zkqt.example"),
    ("广州珠江新能源汽车有限公司", "黄伟", "huangwei@zjnev.example"),
    ("南京六朝文化传媒有限公司", "吴桐", "wutong@liuchao.example"),
    ("北京师范远程教育学院", "郭芳", "guofang@bsyc.example"),
    ("天津港口物流控股有限公司", "马骏", "majun@tjgk.example"),
    ("青岛海洋生物制药有限公司", "朱琳", "zhulin@qdhyzy.example"),
    ("重庆山城零售连锁有限公司", "胡斌", "hubin@scls.example"),
    ("厦门鹭岛国际贸易有限公司", "林志颖", "linzy@ludao.example"),
    ("长沙岳麓数据服务有限公司", "高原", "gaoyuan@yuelu.example"),
    ("沈阳北方重工股份有限公司", "罗刚", "luogang@syzg.example"),
    ("合肥科创人工智能研究院", "梁艳", "liangyan@hfkc.example"),
    ("济南泉城保险经纪有限公司", "宋佳", "songjia@qcbx.example"),
    ("昆明春城旅游集团有限公司", "唐杰", "tangjie@cclv.example"),
    ("福州闽江证券股份有限公司", "韩雪", "hanxue@mjzq.example"),
    ("郑州中原粮油集团有限公司", "冯涛", "fengtao@zyly.example"),
];

/// Who acts in the demo's stories.
pub struct People {
    pub admin: UserId,
    pub ops: UserId,
    pub sales: UserId,
    /// The partners with the person of each.
    pub partners: Vec<(PartnerId, UserId)>,
}

/// Creates everybody.
///
/// # Errors
/// The database is not available.
pub async fn create_all(app: &App, today: NaiveDate) -> ApiResult<People> {
    let mut staff = Vec::new();
    for (username, name, role) in STAFF {
        let email = format!("{username}@dsms.example");
        staff.push(create_user(app, username, name, &email, role, None).await?);
    }
    let mut partners = Vec::new();
    for partner in &PARTNERS {
        let email = format!("orders@{}.example", partner.username);
        let id = create_partner(app, partner, &email, today).await?;
        let person =
            create_user(app, partner.username, partner.person, &email, Role::Partner, Some(id));
        partners.push((id, person.await?));
    }
    let [admin, ops, _, sales, ..] = staff[..] else {
        return Err(anyhow::anyhow!("the demo's staff is incomplete").into());
    };
    Ok(People { admin, ops, sales, partners })
}

async fn create_user(
    app: &App,
    username: &str,
    name: &str,
    email: &str,
    role: Role,
    partner: Option<PartnerId>,
) -> ApiResult<UserId> {
    let user = NewUser {
        username: username.to_owned(),
        name: name.to_owned(),
        email: email.to_owned(),
        role,
        partner,
        language: Lang::Zh,
        password: SecretString::from(PASSWORD),
    };
    create(app, None, user).await
}

async fn create_partner(
    app: &App,
    partner: &DemoPartner,
    email: &str,
    today: NaiveDate,
) -> ApiResult<PartnerId> {
    let until = today + TimeDelta::days(partner.agreement_days);
    let id = Id::from_uuid(app.id());
    let content = PartnerContent {
        name: partner.name.to_owned(),
        is_reseller: partner.level != PartnerLevel::Registered,
        level: partner.level,
        region: Some(partner.region),
        credit_code: None,
        legal_address: Some(partner.address.to_owned()),
        contact_name: partner.person.to_owned(),
        contact_title: Some("渠道经理".to_owned()),
        contact_email: email.to_owned(),
        contact_phone: Some("021-6888 0000".to_owned()),
        contacts: vec![PartnerContact {
            name: "财务部".to_owned(),
            title: Some("开票与付款".to_owned()),
            email: format!("finance@{}.example", partner.username),
            phone: None,
        }],
        sender_addresses: vec![format!("{}.example", partner.username)],
        credit_limit: partner.credit_limit.map(|yuan| Amount::from_minor(yuan * 100)),
        payment_terms: match partner.credit_limit {
            Some(_) => PaymentTerms::Days { days: 30, from: TermsFrom::Delivery },
            None => PaymentTerms::Prepaid,
        },
        agreement_number: Some(format!("DIFY-KJ-{}", partner.username.to_uppercase())),
        agreement_signed_on: Some(until - TimeDelta::days(730)),
        agreement_until: Some(until),
    };
    let status = partner.status;
    app.transact(
        async |tx| Ok(store::partners::insert(&**tx, id, status, &content, tx.now).await?),
    )
    .await?;
    Ok(id)
}
