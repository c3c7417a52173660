//! What happened in the demo: each order's story, in days before today. States follow from dates.

use domain::{licenses::ActivationMode, products::Edition};

/// How an order's story goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Draft,
    Submitted,
    Rejected(&'static str),
    Cancelled(&'static str),
    /// Approved and delivered; activated so many days after, if ever.
    Delivered {
        activated_after: Option<i64>,
    },
    /// Delivered and activated, and then suspended.
    Suspended(&'static str),
    /// Delivered and activated, and then transferred to another cluster.
    Transferred(&'static str),
    /// Delivered and activated, and then terminated.
    Terminated(&'static str),
    /// Approved, but the mail server does not take the mail.
    Undelivered,
}

/// Edition, sets, years, index of the end user, mode.
pub type DemoLine = (Edition, u32, u32, usize, ActivationMode);

/// An order of the demo.
#[derive(Debug, Clone, Copy)]
pub struct Story {
    /// Index of the partner; `None` where sales placed it for a customer who buys directly.
    pub partner: Option<usize>,
    /// Days before today on which it was placed.
    pub days_ago: i64,
    pub lines: &'static [DemoLine],
    pub fate: Fate,
}

const fn story(partner: usize, days_ago: i64, lines: &'static [DemoLine], fate: Fate) -> Story {
    Story { partner: Some(partner), days_ago, lines, fate }
}

const fn direct(days_ago: i64, lines: &'static [DemoLine], fate: Fate) -> Story {
    Story { partner: None, days_ago, lines, fate }
}

const fn activated(after: i64) -> Fate {
    Fate::Delivered { activated_after: Some(after) }
}

const WAITING: Fate = Fate::Delivered { activated_after: None };

use ActivationMode::{Offline, Online};
use Edition::{Basic, Enterprise, Professional, Standard};

pub const STORIES: [Story; 30] = [
    story(0, 520, &[(Standard, 1, 1, 0, Online)], activated(1)),
    story(1, 470, &[(Basic, 2, 1, 8, Online)], activated(3)),
    direct(450, &[(Enterprise, 1, 1, 14, Offline)], activated(2)),
    story(0, 384, &[(Professional, 1, 1, 1, Online)], activated(1)),
    story(2, 375, &[(Standard, 1, 1, 6, Offline)], activated(4)),
    story(1, 372, &[(Professional, 1, 1, 9, Online)], activated(1)),
    story(0, 352, &[(Enterprise, 1, 1, 2, Offline)], activated(2)),
    story(3, 340, &[(Standard, 1, 1, 11, Online)], activated(2)),
    direct(325, &[(Professional, 2, 1, 18, Online)], activated(1)),
    story(1, 300, &[(Basic, 1, 1, 10, Online)], activated(5)),
    story(0, 270, &[(Enterprise, 1, 2, 3, Offline)], Fate::Transferred("客户机房搬迁，集群重建")),
    story(2, 240, &[(Standard, 3, 1, 12, Online)], activated(2)),
    story(0, 210, &[(Professional, 1, 3, 4, Offline)], activated(3)),
    direct(190, &[(Standard, 1, 1, 15, Online)], Fate::Suspended("客户逾期未付款")),
    story(1, 170, &[(Enterprise, 1, 1, 16, Online)], activated(1)),
    story(3, 150, &[(Basic, 1, 1, 17, Online)], Fate::Terminated("客户项目终止，双方协商解约")),
    story(0, 120, &[(Standard, 2, 1, 5, Online), (Basic, 1, 1, 5, Offline)], activated(2)),
    story(2, 95, &[(Professional, 1, 2, 7, Online)], activated(1)),
    story(1, 80, &[(Standard, 1, 1, 13, Online)], Fate::Cancelled("客户预算取消")),
    story(0, 60, &[(Enterprise, 2, 3, 0, Offline)], activated(1)),
    direct(45, &[(Standard, 1, 1, 19, Online)], activated(1)),
    story(1, 30, &[(Professional, 1, 1, 8, Online)], activated(2)),
    story(2, 14, &[(Basic, 1, 1, 6, Online)], WAITING),
    story(0, 5, &[(Professional, 2, 1, 1, Online)], WAITING),
    story(1, 4, &[(Enterprise, 1, 1, 9, Offline)], WAITING),
    story(0, 3, &[(Standard, 1, 2, 2, Online)], Fate::Undelivered),
    story(
        2,
        2,
        &[(Standard, 1, 1, 12, Online)],
        Fate::Rejected("最终客户名称与合同不符，请核对后重新提交"),
    ),
    story(0, 1, &[(Enterprise, 1, 3, 3, Offline), (Standard, 2, 3, 3, Online)], Fate::Submitted),
    story(1, 1, &[(Professional, 1, 1, 10, Online)], Fate::Submitted),
    story(0, 0, &[(Basic, 1, 1, 7, Online)], Fate::Draft),
];
