//! What stands in the demo's orders.

use domain::{
    Lang,
    licenses::ActivationMode,
    money::BasisPoints,
    orders::{
        DeliverTo, LineKind,
        wire::{ActivationInput, EndUser, LineInput, OrderContent},
    },
    products::{Edition, wire::ProductView},
};

use super::{Chapter, Teller};
use crate::{
    error::ApiResult,
    seed::{
        customers::{NamedEndUser, end_user},
        stories::{Change, Later, Line},
    },
};

/// What sales takes off where somebody buys several sets directly.
const DIRECT_DISCOUNT: BasisPoints = BasisPoints(5_00);

impl Teller<'_> {
    pub(super) async fn content(&self, index: usize, chapter: &Chapter) -> ApiResult<OrderContent> {
        let is_direct = chapter.story.partner.is_none();
        let lines: Vec<LineInput> = if let Some(later) = chapter.later {
            vec![self.change(chapter, later).await?]
        } else {
            let lines = chapter.story.lines.iter().zip(0..);
            lines.map(|(line, at)| self.line(index, at, *line)).collect::<ApiResult<_>>()?
        };
        let lines = lines.into_iter().map(|line| LineInput {
            deliver_to: if !is_direct && index.is_multiple_of(2) {
                DeliverTo::Partner
            } else {
                DeliverTo::Customer
            },
            manual_discount: if is_direct && line.sets > 1 && line.kind == LineKind::New {
                DIRECT_DISCOUNT
            } else {
                BasisPoints(0)
            },
            ..line
        });
        Ok(OrderContent {
            customer_order_number: (!is_direct).then(|| format!("PO-{:04}", 1000 + index * 7)),
            contract_number: is_direct.then(|| format!("HT-ZX-{:04}", 201 + index * 3)),
            remark: index.is_multiple_of(9).then(|| "请随许可证附上安装手册。".to_owned()),
            lines: lines.collect(),
            ..OrderContent::default()
        })
    }

    fn line(&self, index: usize, at: usize, line: Line) -> ApiResult<LineInput> {
        match line {
            Line::New(edition, sets, years, name, mode) => {
                let end_user = named(name)?;
                let cluster = |set: u32| {
                    let label = end_user.email.split(['@', '.']).nth(1).unwrap_or_default();
                    format!("{label}-{index:03}-{at}{set:02}")
                };
                let activation = |set| ActivationInput {
                    mode,
                    cluster_id: (mode == ActivationMode::Offline).then(|| cluster(set)),
                    installation_key: None,
                };
                Ok(LineInput {
                    sets,
                    years,
                    activations: (1..=sets).map(activation).collect(),
                    ..Self::input(LineKind::New, self.edition(edition)?, end_user)
                })
            }
            Line::Service(code, units, name) => {
                let input = Self::input(LineKind::Service, self.product(code)?, named(name)?);
                Ok(LineInput { sets: units, ..input })
            }
        }
    }

    /// A line on all licenses of the first order; whose they are the product knows.
    async fn change(&self, chapter: &Chapter, later: &Later) -> ApiResult<LineInput> {
        let licenses = self.license_ids(chapter.first).await?;
        let sets = u32::try_from(licenses.len()).map_err(anyhow::Error::from)?;
        let input = LineInput { licenses, activations: Vec::new(), ..LineInput::default() };
        Ok(match later.change {
            Change::Renewal(years) => LineInput { kind: LineKind::Renewal, years, sets, ..input },
            Change::Upgrade(to) => {
                let product_id = Some(self.edition(to)?.id);
                LineInput { kind: LineKind::Upgrade, product_id, sets, ..input }
            }
            Change::Packs(code, sets) => {
                let product = self.product(code)?;
                let raises_limits = product.workspaces > 0 || product.users > 0;
                let is_expansion = LineKind::Expansion.fits(product.kind, raises_limits);
                let kind = if is_expansion { LineKind::Expansion } else { LineKind::Addon };
                LineInput { kind, product_id: Some(product.id), sets, ..input }
            }
        })
    }

    fn input(kind: LineKind, product: &ProductView, of: NamedEndUser) -> LineInput {
        LineInput {
            kind,
            product_id: Some(product.id),
            end_user: EndUser {
                name: of.name.to_owned(),
                contact_name: Some(of.contact.to_owned()),
                contact_email: Some(of.email.to_owned()),
                ..EndUser::default()
            },
            language: if of.abroad { Lang::En } else { Lang::Zh },
            activations: Vec::new(),
            ..LineInput::default()
        }
    }

    fn edition(&self, edition: Edition) -> ApiResult<&ProductView> {
        self.one(|product| product.edition == Some(edition), edition.as_str())
    }

    fn product(&self, code: &str) -> ApiResult<&ProductView> {
        self.one(|product| product.code == code, code)
    }

    fn one(&self, is: impl Fn(&ProductView) -> bool, called: &str) -> ApiResult<&ProductView> {
        let found = self.catalogue.products.iter().find(|product| is(product));
        Ok(found.ok_or_else(|| anyhow::anyhow!("there is no product {called}"))?)
    }
}

fn named(part: &str) -> ApiResult<NamedEndUser> {
    Ok(end_user(part).ok_or_else(|| anyhow::anyhow!("nobody in the demo is called {part}"))?)
}
