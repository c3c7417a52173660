//! Invoices in the demo: half a year of them, asked for by partners and operations, issued by
//! finance; some reversed, one replaced, one void, some that wait.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{Role, Scope},
    dates::business_day,
    id::{InvoiceId, PartnerId, UserId},
    invoices::{
        InvoiceAction, InvoiceKind, InvoiceMedium, RedReason,
        wire::{
            InvoiceContent, InvoiceTitle, InvoiceView, MoveInvoice, OpenOrder, PartyQuery,
            RedInvoice, RedLine, RequestInvoice, RequestedOrder,
        },
    },
    money::Amount,
    orders::OrderStatus,
};

use super::people::{Staff, caller};
use crate::{
    app::App,
    error::ApiResult,
    http::{Caller, IfMatch, Reply},
    invoices::{self, Seen},
};

/// How many there are to tell.
pub const INVOICES: usize = 25;
/// Days between one and the next.
const STEP: i64 = 7;

/// What becomes of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Delivered,
    Issued,
    Waiting,
    Rejected,
    Cancelled,
    /// Half of the order only.
    Half,
    /// In the name of somebody else than the contract party.
    OtherTitle,
    /// Issued wrong, reversed whole, and issued again.
    Replaced,
    /// A part of it is taken back.
    Allowance,
    /// Its red letter waits for the counterparty.
    Awaiting,
    /// Legacy paper, void.
    Void,
}

const fn fate(index: usize) -> Fate {
    match index {
        3 => Fate::Void,
        5 => Fate::Replaced,
        8 => Fate::Allowance,
        10 => Fate::Half,
        12 => Fate::OtherTitle,
        15 => Fate::Rejected,
        17 => Fate::Cancelled,
        19 | 20 | 22 => Fate::Issued,
        21 => Fate::Awaiting,
        23 | 24 => Fate::Waiting,
        _ => Fate::Delivered,
    }
}

/// So many days ago each is told.
pub fn days_ago(index: usize) -> i64 {
    i64::try_from(INVOICES - index).unwrap_or_default() * STEP - STEP + 1
}

/// Tells the invoices.
pub struct Invoices {
    staff: Staff,
    partners: Vec<(PartnerId, UserId)>,
    /// Numbers that were given.
    issued: u32,
}

impl Invoices {
    pub const fn new(staff: Staff, partners: Vec<(PartnerId, UserId)>) -> Self {
        Self { staff, partners, issued: 0 }
    }

    fn finance(&self) -> Caller {
        caller(self.staff.finance, Role::Finance)
    }

    /// Tells one, at the instant of the app's clock.
    ///
    /// # Errors
    /// A use case refuses: then the demo is wrong.
    pub async fn tell(&mut self, app: &App, index: usize) -> ApiResult<()> {
        let Some((partner, person, order)) = self.open_order(app, index).await? else {
            return Ok(());
        };
        let party = store::partners::name(&app.db.read, partner).await?;
        let fate = fate(index);
        let amount = (fate == Fate::Half).then(|| Amount::from_minor(order.open.minor() / 2));
        let mut request = RequestInvoice {
            orders: vec![RequestedOrder { order_id: order.order_id, amount }],
            content: content(fate, index, party),
            replaces: None,
            keep_title: true,
        };
        let asked = self.ask(app, (partner, person), index, &request).await?;
        match fate {
            Fate::Waiting => return Ok(()),
            Fate::Rejected => {
                let reason = Some("抬头与税号不符，请核对后重新申请".to_owned());
                let moved =
                    MoveInvoice { action: InvoiceAction::Reject, reason, ..MoveInvoice::default() };
                return self.walk(app, &asked, &moved).await.map(drop);
            }
            Fate::Cancelled => {
                let moved = MoveInvoice { action: InvoiceAction::Cancel, ..MoveInvoice::default() };
                return self.walk(app, &asked, &moved).await.map(drop);
            }
            _ => {}
        }
        let issued = self.issue(app, &asked).await?;
        match fate {
            Fate::Issued => {}
            Fate::Void => {
                let reason = Some("打印错位，全部联次已收回".to_owned());
                let moved =
                    MoveInvoice { action: InvoiceAction::Void, reason, ..MoveInvoice::default() };
                self.walk(app, &issued, &moved).await?;
            }
            Fate::Replaced => {
                self.reverse(app, &issued, RedReason::IssuedWrong, None, true).await?;
                request.replaces = Some(issued.invoice.id);
                let again = self.ask(app, (partner, person), index, &request).await?;
                let again = self.issue(app, &again).await?;
                self.deliver(app, &again).await?;
            }
            Fate::Allowance => {
                let delivered = self.deliver(app, &issued).await?;
                let part = delivered.lines.first().map(|line| line.gross.minor() / 10);
                let part = part.map(Amount::from_minor);
                self.reverse(app, &delivered, RedReason::Allowance, part, true).await?;
            }
            Fate::Awaiting => {
                self.reverse(app, &issued, RedReason::ServiceEnded, None, false).await?;
            }
            _ => {
                self.deliver(app, &issued).await?;
            }
        }
        Ok(())
    }

    /// A delivered order of which something is open, of the partner whose turn it is or the next one.
    async fn open_order(
        &self,
        app: &App,
        index: usize,
    ) -> ApiResult<Option<(PartnerId, UserId, OpenOrder)>> {
        let in_turn = self.partners.iter().cycle().skip(index).take(self.partners.len());
        for (partner, person) in in_turn {
            let party = PartyQuery { partner: Some(*partner), customer: None };
            for order in invoices::open_orders(app, Scope::Everything, party).await? {
                let id = order.order_id;
                let known = store::orders::find(&app.db.read, Scope::Everything, id).await?;
                // What is still under way is left to the order's own story.
                if known.status == OrderStatus::Fulfilled {
                    return Ok(Some((*partner, *person, order)));
                }
            }
        }
        Ok(None)
    }

    /// Every other one is asked for in the portal.
    async fn ask(
        &self,
        app: &App,
        (partner, person): (PartnerId, UserId),
        index: usize,
        request: &RequestInvoice,
    ) -> ApiResult<InvoiceView> {
        let (by, scope) = if index.is_multiple_of(2) {
            let by = Caller { partner: Some(partner), ..caller(person, Role::Partner) };
            (by, Scope::OfPartner(partner))
        } else {
            (caller(self.staff.ops, Role::CommercialOps), Scope::Everything)
        };
        read(&invoices::request(app, &by, scope, None, request).await?)
    }

    async fn walk(
        &self,
        app: &App,
        one: &InvoiceView,
        moved: &MoveInvoice,
    ) -> ApiResult<InvoiceView> {
        invoices::walk(app, &self.finance(), seen(one.invoice.id, one.version), moved).await
    }

    async fn issue(&mut self, app: &App, one: &InvoiceView) -> ApiResult<InvoiceView> {
        self.issued += 1;
        let is_legacy = one.invoice.medium == InvoiceMedium::Legacy;
        let number = if is_legacy {
            format!("{:08}", 20_461_800 + self.issued)
        } else {
            format!("2611200000{:010}", 38_271_500 + u64::from(self.issued) * 137)
        };
        let moved = MoveInvoice {
            action: InvoiceAction::Issue,
            code: is_legacy.then(|| "011002600111".to_owned()),
            number: Some(number),
            on: Some(business_day(app.clock.now())),
            ..MoveInvoice::default()
        };
        self.walk(app, one, &moved).await
    }

    async fn deliver(&self, app: &App, one: &InvoiceView) -> ApiResult<InvoiceView> {
        let moved = MoveInvoice {
            action: InvoiceAction::Deliver,
            on: Some(business_day(app.clock.now())),
            reason: Some("已发送至购买方邮箱".to_owned()),
            ..MoveInvoice::default()
        };
        self.walk(app, one, &moved).await
    }

    async fn reverse(
        &mut self,
        app: &App,
        blue: &InvoiceView,
        reason: RedReason,
        part: Option<Amount>,
        at_once: bool,
    ) -> ApiResult<()> {
        let red = RedInvoice {
            reason,
            lines: part.map(|gross| RedLine { line: 1, gross }).into_iter().collect(),
            needs_confirmation: !at_once,
            remark: None,
        };
        let seen = seen(blue.invoice.id, blue.version);
        let red = read(&invoices::begin_red(app, &self.finance(), seen, None, &red).await?)?;
        if at_once {
            self.issue(app, &red).await?;
        }
        Ok(())
    }
}

fn content(fate: Fate, index: usize, party: String) -> InvoiceContent {
    let is_other = fate == Fate::OtherTitle;
    let is_legacy = fate == Fate::Void;
    let name =
        if is_other { "华信集团财务共享服务有限公司".to_owned() } else { party };
    InvoiceContent {
        medium: if is_legacy { InvoiceMedium::Legacy } else { InvoiceMedium::Digital },
        kind: if is_legacy || index.is_multiple_of(6) {
            InvoiceKind::Ordinary
        } else {
            InvoiceKind::Special
        },
        title: InvoiceTitle {
            name,
            tax_number: Some(format!("91310115MA1K{:05}0X", 41_000 + index)),
            bank: Some("中国工商银行上海张江支行".to_owned()),
            account: Some(format!("10012345{:08}", 90_210_000 + index)),
            ..InvoiceTitle::default()
        },
        title_reason: is_other.then(|| "集团财务共享中心统一收票付款".to_owned()),
        remark: None,
        email: Some(format!("ap{index}@partner.example")),
    }
}

fn seen(id: InvoiceId, version: i64) -> Seen {
    Seen { scope: Scope::Everything, id, version: IfMatch::of(version) }
}

/// What a use case answered.
fn read(reply: &Reply) -> ApiResult<InvoiceView> {
    Ok(serde_json::from_str(&reply.body).map_err(anyhow::Error::from)?)
}

/// When each is told, in order of time.
pub fn schedule(
    opening: impl Fn(i64) -> DateTime<Utc>,
) -> impl Iterator<Item = (DateTime<Utc>, usize)> {
    (0..INVOICES).map(move |index| (opening(days_ago(index)) + TimeDelta::hours(6), index))
}
