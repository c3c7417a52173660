//! Orders as tests want them, brought to a state through the API itself.

use client::{Client, Side};
use domain::{
    access::Role,
    licenses::ActivationMode,
    orders::wire::{
        ActivationInput, ApproveOrder, EndUser, LineInput, OrderContent, OrderView, SubmitOrder,
    },
    products::{Edition, wire::Catalogue},
};

use crate::{TestApp, key};

/// An order of one line of enterprise licenses, one per mode; offline ones have a cluster id.
pub fn content(catalogue: &Catalogue, customer: &str, modes: &[ActivationMode]) -> OrderContent {
    let product =
        catalogue.products.iter().find(|product| product.edition == Some(Edition::Enterprise));
    let line = LineInput {
        product_id: product.map(|product| product.id),
        sets: u32::try_from(modes.len()).unwrap(),
        years: 1,
        end_user: EndUser {
            name: customer.to_owned(),
            contact_name: Some("王小明".to_owned()),
            contact_email: Some("it@customer.example".to_owned()),
            ..EndUser::default()
        },
        activations: modes
            .iter()
            .enumerate()
            .map(|(set, mode)| ActivationInput {
                mode: *mode,
                cluster_id: (*mode == ActivationMode::Offline).then(|| format!("cluster-{set:04}")),
                installation_key: None,
            })
            .collect(),
        ..LineInput::default()
    };
    OrderContent { lines: vec![line], ..OrderContent::default() }
}

impl TestApp {
    /// A draft of partner A.
    pub async fn draft(&self, partner: &Client, modes: &[ActivationMode]) -> OrderView {
        let catalogue = partner.catalogue(Side::Portal).await.unwrap();
        let content = content(&catalogue, "招商远航银行股份有限公司", modes);
        partner.place_order(Side::Portal, &content, &key()).await.unwrap()
    }

    /// What submitting this order takes.
    pub async fn acceptance(&self, partner: &Client, order: &OrderView) -> SubmitOrder {
        let catalogue = partner.catalogue(Side::Portal).await.unwrap();
        SubmitOrder {
            terms_version: catalogue.terms.version,
            terms_hash: catalogue.terms.hash,
            expected_gross: order.totals.gross,
        }
    }

    /// A submitted order of partner A.
    pub async fn submitted(&self, modes: &[ActivationMode]) -> OrderView {
        let partner = self.as_role(Role::Partner).await;
        let draft = self.draft(&partner, modes).await;
        let submit = self.acceptance(&partner, &draft).await;
        partner.submit_order(Side::Portal, draft.id, draft.version, &submit, &key()).await.unwrap()
    }

    /// An approved order of partner A, its mails not sent yet.
    pub async fn approved(&self, modes: &[ActivationMode]) -> OrderView {
        let order = self.submitted(modes).await;
        let admin = self.as_role(Role::Admin).await;
        let approve = ApproveOrder::default();
        admin.approve_order(order.id, order.version, &approve, &key()).await.unwrap()
    }
}
