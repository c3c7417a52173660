//! The partners of the demo: of every level, most of them active.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    customers::{CustomerType, Region},
    id::PartnerId,
    money::{Amount, BasisPoints},
    partners::{
        PartnerLevel, PaymentTerms, TermsFrom,
        wire::{PartnerContact, PartnerContent, PartnerView},
    },
};

use super::customers::credit_code;
use crate::{
    app::App,
    error::ApiResult,
    http::{Caller, IfMatch},
    partners::service,
};

use PartnerLevel::{Bronze, Gold, Platinum, Registered, Silver};

/// How a partner stands with the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Active,
    /// It applied so many days ago.
    AppliedAgo(i64),
    /// It was suspended so many days ago.
    SuspendedAgo(i64, &'static str),
}

/// A partner organisation of the demo and the person who signs in for it.
pub struct DemoPartner {
    pub name: &'static str,
    pub level: PartnerLevel,
    pub standing: Standing,
    pub region: Region,
    pub address: &'static str,
    pub username: &'static str,
    pub person: &'static str,
    /// Days from today until the framework agreement ends; none where none was signed.
    pub agreement_days: Option<i64>,
}

const fn partner(
    (name, address): (&'static str, &'static str),
    (level, region): (PartnerLevel, Region),
    (username, person): (&'static str, &'static str),
    agreement_days: i64,
) -> DemoPartner {
    let (standing, agreement_days) = (Standing::Active, Some(agreement_days));
    DemoPartner { name, level, standing, region, address, username, person, agreement_days }
}

pub const YUNZHI: usize = 0;
pub const HAICHUAN: usize = 1;
/// Its agreement ends within the month.
pub const ZHILIAN: usize = 2;
/// Its agreement is over.
pub const YUNCHUANG: usize = 3;
/// Suspended.
pub const QINLING: usize = 5;
pub const QIANTANG: usize = 6;
pub const YUEHAI: usize = 7;
pub const ZIJIN: usize = 8;
pub const HAIYUE: usize = 9;
pub const SHENGJING: usize = 10;

pub const PARTNERS: [DemoPartner; 12] = [
    partner(
        ("上海云智信息科技有限公司", "上海市浦东新区张江路 88 号"),
        (Platinum, Region::East),
        ("yunzhi", "吴静怡"),
        400,
    ),
    partner(
        ("北京海川数字技术有限公司", "北京市朝阳区望京东路 6 号"),
        (Gold, Region::North),
        ("haichuan", "刘建国"),
        210,
    ),
    partner(
        ("深圳南山智联软件有限公司", "深圳市南山区科苑路 15 号"),
        (Silver, Region::South),
        ("zhilian", "何嘉欣"),
        25,
    ),
    partner(
        ("成都天府云创科技有限公司", "成都市高新区天府大道 1200 号"),
        (Bronze, Region::Southwest),
        ("yunchuang", "杨帆"),
        -20,
    ),
    DemoPartner {
        standing: Standing::AppliedAgo(9),
        ..partner(
            ("武汉光谷数科有限公司", "武汉市东湖高新区光谷大道 77 号"),
            (Registered, Region::Central),
            ("guanggu", "徐磊"),
            365,
        )
    },
    DemoPartner {
        standing: Standing::SuspendedAgo(40, "货款逾期超过 90 天，多次催收未果"),
        ..partner(
            ("西安秦岭信息系统有限公司", "西安市高新区锦业路 32 号"),
            (Bronze, Region::Northwest),
            ("qinling", "马超"),
            90,
        )
    },
    partner(
        ("杭州钱塘智算科技有限公司", "杭州市滨江区网商路 599 号"),
        (Gold, Region::East),
        ("qiantang", "余文轩"),
        320,
    ),
    partner(
        ("广州粤海数据服务有限公司", "广州市天河区科韵路 18 号"),
        (Silver, Region::South),
        ("yuehai", "梁咏诗"),
        150,
    ),
    partner(
        ("南京紫金云联技术有限公司", "南京市雨花台区软件大道 109 号"),
        (Silver, Region::East),
        ("zijin", "顾清扬"),
        500,
    ),
    partner(
        ("青岛海岳信息工程有限公司", "青岛市崂山区松岭路 169 号"),
        (Bronze, Region::East),
        ("haiyue", "孟凡"),
        75,
    ),
    partner(
        ("沈阳盛京软件集成有限公司", "沈阳市浑南区智慧大街 3 号"),
        (Registered, Region::Northeast),
        ("shengjing", "关晓冬"),
        270,
    ),
    DemoPartner {
        standing: Standing::AppliedAgo(3),
        agreement_days: None,
        ..partner(
            ("香港维港数码方案有限公司", "香港九龙观塘海滨道 123 号"),
            (Registered, Region::HkMoTw),
            ("victoria", "Carmen Ho"),
            0,
        )
    },
];

/// A framework agreement runs for three years.
const AGREEMENT_DAYS: i64 = 1_095;

impl DemoPartner {
    pub fn email(&self) -> String {
        format!("orders@{}.example", self.username)
    }

    /// What it may owe follows from its level; the lower ones pay beforehand.
    fn credit_limit(&self) -> Option<Amount> {
        let yuan = match self.level {
            Platinum => 2_000_000,
            Gold => 800_000,
            Silver => 300_000,
            Bronze | Registered => return None,
        };
        Some(Amount::from_minor(yuan * 100))
    }

    const fn payment_terms(&self) -> PaymentTerms {
        match self.level {
            Platinum => PaymentTerms::Days { days: 60, from: TermsFrom::Delivery },
            Gold | Silver => PaymentTerms::Days { days: 30, from: TermsFrom::Delivery },
            Bronze => PaymentTerms::Deposit { percent: BasisPoints(30_00) },
            Registered => PaymentTerms::Prepaid,
        }
    }

    /// What resellers keep of what is collected.
    const fn profit_share(&self) -> Option<BasisPoints> {
        match self.level {
            Platinum => Some(BasisPoints(12_00)),
            Gold => Some(BasisPoints(10_00)),
            Silver => Some(BasisPoints(8_00)),
            Bronze => Some(BasisPoints(5_00)),
            Registered => None,
        }
    }

    fn content(&self, index: usize, today: NaiveDate) -> PartnerContent {
        let until = self.agreement_days.map(|days| today + TimeDelta::days(days));
        PartnerContent {
            name: self.name.to_owned(),
            is_reseller: self.level != Registered,
            level: self.level,
            region: Some(self.region),
            credit_code: credit_code(CustomerType::Enterprise, self.region, 500 + index),
            legal_address: Some(self.address.to_owned()),
            contact_name: self.person.to_owned(),
            contact_title: Some("渠道经理".to_owned()),
            contact_email: self.email(),
            contact_phone: Some(format!("400-820-{:04}", 1001 + index * 137)),
            contacts: vec![PartnerContact {
                name: "财务部".to_owned(),
                title: Some("开票与付款".to_owned()),
                email: format!("finance@{}.example", self.username),
                phone: None,
            }],
            sender_addresses: vec![format!("{}.example", self.username)],
            credit_limit: self.credit_limit(),
            payment_terms: self.payment_terms(),
            profit_share: self.profit_share(),
            agreement_number: until.map(|_| format!("DIFY-KJ-{}", self.username.to_uppercase())),
            agreement_signed_on: until.map(|until| until - TimeDelta::days(AGREEMENT_DAYS)),
            agreement_until: until,
        }
    }
}

/// Keeps a partner that applied.
///
/// # Errors
/// As the use case.
pub async fn apply(
    app: &App,
    by: &Caller,
    index: usize,
    today: NaiveDate,
) -> ApiResult<PartnerView> {
    let content = PARTNERS[index].content(index, today);
    let reply = service::create(app, by, None, &content).await?;
    Ok(serde_json::from_str(&reply.body).map_err(anyhow::Error::from)?)
}

/// Approves it.
///
/// # Errors
/// As the use case.
pub async fn approve(app: &App, by: &Caller, applied: &PartnerView) -> ApiResult<()> {
    service::approve(app, by, applied.id, IfMatch::of(applied.version)).await.map(drop)
}

/// Suspends it.
///
/// # Errors
/// As the use case.
pub async fn suspend(app: &App, by: &Caller, id: PartnerId, why: &str) -> ApiResult<()> {
    let scope = domain::access::Scope::Everything;
    let version = store::partners::get(&app.db.read, scope, id).await?.version;
    service::suspend(app, by, id, IfMatch::of(version), why).await.map(drop)
}
