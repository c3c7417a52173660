//! Leads in the demo: nine months of them, told in order of time, some of them won, lost or found to
//! be nothing, the others where they stand today.

use chrono::TimeDelta;
use domain::{
    access::Role,
    customers::{Industry, Region},
    id::{LeadId, PartnerId, UserId},
    leads::{
        ActivityKind, LostReason, Sight, StatusKind,
        wire::{
            ConvertLead, LeadContent, LeadStatusView, LeadView, LogActivity, MoveLead, NextStep,
        },
    },
    money::{Amount, Currency},
};
use store::StoreError;

use super::people::{Staff, caller};
use crate::{
    app::App,
    error::ApiResult,
    http::{Caller, IfMatch},
    leads::{Seen, convert, moves, service, views},
};

/// How many there are.
pub const LEADS: usize = 60;
/// Days over which they came.
const DAYS: i64 = 270;

/// What becomes of a lead, a word for each step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beat {
    Begin,
    Talk,
    /// To the second open status, and to the third.
    Negotiate,
    Qualify,
    Meet,
    End,
}

const COMPANIES: [(&str, Industry, Region); 20] = [
    ("海岳证券股份有限公司", Industry::Finance, Region::East),
    ("江汉汽车制造有限公司", Industry::Manufacturing, Region::Central),
    ("云杉生物医药有限公司", Industry::Healthcare, Region::East),
    ("北辰电力科技有限公司", Industry::Energy, Region::North),
    ("南粤供应链管理有限公司", Industry::Retail, Region::South),
    ("锦城数字政务中心", Industry::Government, Region::Southwest),
    ("秦岭软件园管理有限公司", Industry::Technology, Region::Northwest),
    ("松江大学信息中心", Industry::Education, Region::East),
    ("辽河重工集团有限公司", Industry::Manufacturing, Region::Northeast),
    ("Harbour Insight Consulting Ltd", Industry::Consulting, Region::HkMoTw),
    ("鹭岛跨境电商有限公司", Industry::Retail, Region::South),
    ("太行新材料股份有限公司", Industry::Manufacturing, Region::North),
    ("明湖人寿保险股份有限公司", Industry::Finance, Region::East),
    ("翠屏医院管理集团有限公司", Industry::Healthcare, Region::Southwest),
    ("蓝鲸智能科技有限公司", Industry::Technology, Region::South),
    ("Pacific Freight Systems Pte. Ltd.", Industry::Other, Region::Overseas),
    ("中原职业教育集团有限公司", Industry::Education, Region::Central),
    ("昆仑油气工程有限公司", Industry::Energy, Region::Northwest),
    ("钱塘城市大脑运营有限公司", Industry::Government, Region::East),
    ("闽江文化传媒有限公司", Industry::Other, Region::South),
];

const SUBJECTS: [(&str, i64); 6] = [
    ("知识库问答平台", 98_000),
    ("客服智能体试点", 58_000),
    ("集团级企业版部署", 336_000),
    ("研发助手内网部署", 168_000),
    ("合同审阅工作流", 98_000),
    ("数据分析助手", 58_000),
];

const PEOPLE: [&str; 8] =
    ["陈思远", "刘婧", "王海峰", "赵一鸣", "孙晓雯", "周凯", "李沐阳", "黄文静"];

const LOST: [(LostReason, &str); 4] = [
    (LostReason::Price, "预算不足，报价超出两成"),
    (LostReason::Competitor, "选择了现有云厂商的配套产品"),
    (LostReason::CommunityEdition, "先用社区版自建，明年再评估"),
    (LostReason::NoResponse, "三次跟进均无回复"),
];

/// The days ago on which the steps of a lead happen, each later than the one before; what would be
/// tomorrow has not happened yet.
pub fn beats(index: usize) -> Vec<(i64, Beat)> {
    let place = i64::try_from(index).unwrap_or_default();
    let began = DAYS - place * DAYS / i64::try_from(LEADS).unwrap_or(1) - 1;
    let slow = 3 + place % 5;
    let all = [
        (0, Beat::Begin),
        (1 + place % 3, Beat::Talk),
        (slow + 2, Beat::Negotiate),
        (slow * 3, Beat::Meet),
        (slow * 4 + 3, Beat::Qualify),
        (slow * 7 + 9, Beat::End),
    ];
    // Some of late go no further: nobody has got to them, or nothing came of it yet.
    let last = match index % 10 {
        3 if index > LEADS / 2 => 2,
        7 if index > LEADS / 2 => 4,
        _ => all.len(),
    };
    let told = all.into_iter().take(last).map(|(after, beat)| (began - after, beat));
    told.filter(|(ago, _)| *ago >= 0).collect()
}

/// What is told of leads so far.
pub struct Leads {
    staff: Staff,
    partners: Vec<PartnerId>,
    known: Vec<Option<LeadId>>,
}

impl Leads {
    /// Before the first one.
    pub fn new(staff: Staff, partners: Vec<PartnerId>) -> Self {
        Self { staff, partners, known: vec![None; LEADS] }
    }

    /// Whose a lead is: most are the rep's, some the manager's, and a few wait in the pool.
    const fn owner(&self, index: usize) -> Option<UserId> {
        match index % 6 {
            0 => Some(self.staff.manager),
            5 if index > LEADS - 15 => None,
            _ => Some(self.staff.sales),
        }
    }

    fn manager(&self) -> Caller {
        caller(self.staff.manager, Role::SalesManager)
    }

    /// Who works on it; the manager where nobody does.
    fn worker(&self, index: usize) -> Caller {
        match self.owner(index) {
            Some(user) if user == self.staff.sales => caller(user, Role::SalesRep),
            _ => self.manager(),
        }
    }

    /// Tells one step of a lead.
    ///
    /// # Errors
    /// A use case refuses: then the demo is wrong.
    pub async fn tell(&mut self, app: &App, index: usize, beat: Beat) -> ApiResult<()> {
        if beat == Beat::Begin {
            return self.open(app, index).await;
        }
        let Some(id) = self.known[index] else { return Ok(()) };
        match beat {
            Beat::Begin => Ok(()),
            Beat::Talk => {
                self.log(
                    app,
                    index,
                    id,
                    ActivityKind::Call,
                    "电话了解需求：希望私有化部署，关注数据安全",
                )
                .await
            }
            Beat::Meet => {
                self.log(
                    app,
                    index,
                    id,
                    ActivityKind::Demo,
                    "现场演示工作流与知识库，业务部门反馈良好",
                )
                .await
            }
            Beat::Negotiate => self.go(app, index, id, 1).await,
            Beat::Qualify => self.go(app, index, id, 2).await,
            Beat::End => self.end(app, index, id).await,
        }
    }

    async fn open(&mut self, app: &App, index: usize) -> ApiResult<()> {
        let (company, industry, region) = COMPANIES[index % COMPANIES.len()];
        let (subject, worth) = SUBJECTS[(index * 7 + index / 6) % SUBJECTS.len()];
        let person = PEOPLE[(index * 5) % PEOPLE.len()];
        let sources = store::leads::sources(&app.db.read).await?;
        let source = sources.get(index % sources.len().max(1)).ok_or(StoreError::NotFound)?;
        let came_by_partner = index % sources.len() == 3;
        let is_abroad = matches!(region, Region::HkMoTw | Region::Overseas);
        let sets = i64::try_from(1 + index % 3).unwrap_or(1);
        let today = app.clock.today();
        let content = LeadContent {
            title: subject.to_owned(),
            company: company.to_owned(),
            contact_name: Some(person.to_owned()),
            contact_email: Some(format!("contact{index}@customer.example")),
            contact_phone: Some(format!("1380010{:04}", 4000 + index)),
            owner_id: self.owner(index),
            partner_id: came_by_partner
                .then(|| self.partners.get(index % self.partners.len().max(1)).copied())
                .flatten(),
            source_id: source.id,
            industry: Some(industry),
            region: Some(region),
            product_id: None,
            amount: Amount::from_minor(worth * 100 * sets),
            currency: if is_abroad { Currency::Usd } else { Currency::Cny },
            expected_on: today.checked_add_signed(TimeDelta::days(60)),
            probability: None,
            next_step: Some("首次电话沟通".to_owned()),
            next_on: today.succ_opt(),
            customer_id: None,
            notes: None,
        };
        let made = service::create(app, &self.manager(), Sight::All, None, &content).await?;
        let made: LeadView = serde_json::from_str(&made.body).map_err(anyhow::Error::from)?;
        self.known[index] = Some(made.lead.id);
        Ok(())
    }

    async fn log(
        &self,
        app: &App,
        index: usize,
        id: LeadId,
        kind: ActivityKind,
        text: &str,
    ) -> ApiResult<()> {
        let today = app.clock.today();
        let next = NextStep {
            step: Some(
                if kind == ActivityKind::Call {
                    "发送方案与报价"
                } else {
                    "确认采购流程"
                }
                .to_owned(),
            ),
            on: today.checked_add_signed(TimeDelta::days(5)),
        };
        let activity = LogActivity {
            kind,
            happened_at: None,
            text: text.to_owned(),
            outcome: Some("有意向".to_owned()),
            next: Some(next),
        };
        let who = self.worker(index);
        service::log(app, &who, (Sight::All, id), None, &activity).await.map(drop)
    }

    async fn statuses(app: &App, kind: StatusKind) -> ApiResult<Vec<LeadStatusView>> {
        let all = store::leads::statuses(&app.db.read).await?.into_iter();
        Ok(all.filter(|one| one.content.kind == kind).collect())
    }

    async fn go(&self, app: &App, index: usize, id: LeadId, stage: usize) -> ApiResult<()> {
        let open = Self::statuses(app, StatusKind::Open).await?;
        let to = open.get(stage).ok_or(StoreError::NotFound)?.id;
        self.step(app, index, id, MoveLead { status_id: to, lost_reason: None, reason: None }).await
    }

    async fn step(&self, app: &App, index: usize, id: LeadId, body: MoveLead) -> ApiResult<()> {
        let version = IfMatch::of(views::view(app, Sight::All, id).await?.version);
        let seen = Seen { sight: Sight::All, id, version };
        moves::go(app, &self.worker(index), seen, &body).await.map(drop)
    }

    /// Four of ten are won, some of those with an order; the others come to nothing.
    async fn end(&self, app: &App, index: usize, id: LeadId) -> ApiResult<()> {
        match index % 10 {
            5 if index >= LEADS / 2 => {
                let version = IfMatch::of(views::view(app, Sight::All, id).await?.version);
                let seen = Seen { sight: Sight::All, id, version };
                let body = ConvertLead::default();
                convert::convert(app, &self.worker(index), seen, None, &body).await.map(drop)
            }
            0 | 2 | 5 | 9 => {
                let won = Self::statuses(app, StatusKind::Won).await?;
                let to = won.first().ok_or(StoreError::NotFound)?.id;
                let body = MoveLead { status_id: to, lost_reason: None, reason: None };
                self.step(app, index, id, body).await
            }
            1 => {
                let over = Self::statuses(app, StatusKind::Disqualified).await?;
                let to = over.first().ok_or(StoreError::NotFound)?.id;
                let reason = Some("个人学习用途，无采购计划".to_owned());
                let body = MoveLead { status_id: to, lost_reason: None, reason };
                self.step(app, index, id, body).await
            }
            _ => {
                let lost = Self::statuses(app, StatusKind::Lost).await?;
                let to = lost.first().ok_or(StoreError::NotFound)?.id;
                let (why, words) = LOST[(index / 10 + index) % LOST.len()];
                let reason = Some(words.to_owned());
                let body = MoveLead { status_id: to, lost_reason: Some(why), reason };
                self.step(app, index, id, body).await
            }
        }
    }
}
