//! What one began, what came back, and what one handed in: the same on both sides.

use client::{Client, Side};
use domain::{
    list::{Page, Sort},
    orders::{
        OrderStatus,
        wire::{OrderListQuery, OrderRow, OrderSort, PlacedBy},
    },
};
use leptos::prelude::*;

use super::{
    rows,
    shortlist::{Count, Nothing, SHOWN, Shortlist, address, use_fresh},
};
use crate::{
    components::Load,
    i18n::{Word, t},
    pages::orders::order_href,
    routes,
    ui::Glyph,
};

/// Whose orders a home page shows.
#[derive(Clone, Copy)]
pub struct Whose {
    pub side: Side,
    /// Colleagues' as well.
    pub everybodys: Signal<bool>,
}

impl Whose {
    /// Orders in one of these states (tracked).
    fn orders_in(self, status: &[OrderStatus], by: OrderSort) -> OrderListQuery {
        OrderListQuery {
            status: status.to_vec(),
            placed_by: (!self.everybodys.get()).then_some(PlacedBy::Me),
            sort: Sort::descending(by),
            ..OrderListQuery::default()
        }
    }

    fn load(self, query: impl Fn() -> OrderListQuery + 'static) -> Load<Page<OrderRow>> {
        use_fresh(move |client: Client| {
            let query = OrderListQuery { per_page: SHOWN, ..query() };
            async move { client.orders(self.side, &query).await }
        })
    }

    fn all(self, query: impl Fn() -> OrderListQuery + Send + Sync + 'static) -> Signal<String> {
        let side = self.side;
        Signal::derive(move || address(routes::orders(side), &query()))
    }

    /// The way to a first order, for where there is nothing yet.
    const fn to_order(self) -> (Word, &'static str) {
        (t::home::place_order, routes::new_order(self.side))
    }

    const fn pick(self, staff: Word, portal: Word) -> Word {
        match self.side {
            Side::Staff => staff,
            Side::Portal => portal,
        }
    }
}

/// Drafts to finish: a figure, and the first few.
pub fn drafts(whose: Whose) -> (AnyView, AnyView) {
    let query = move || whose.orders_in(&[OrderStatus::Draft], OrderSort::CreatedAt);
    let load = whose.load(query);
    let all = whose.all(query);
    let title = whose.pick(t::home::my_drafts, t::home::drafts);
    let nothing = Nothing {
        glyph: Glyph::Edit,
        title: t::home::no_drafts,
        text: t::home::no_drafts_text,
        way: Some(whose.to_order()),
    };
    let href = match whose.side {
        Side::Staff => rows::staff_draft,
        Side::Portal => rows::portal_draft,
    };
    let count = view! { <Count label=title glyph=Glyph::Edit load href=all/> };
    let list = view! {
        <Shortlist
            title
            load
            columns=rows::own_orders
            id=|order| order.id.to_string()
            href
            all
            nothing
        />
    };
    (count.into_any(), list.into_any())
}

/// What came back, with the reason; the list is not there at all where nothing did.
pub fn rejected(whose: Whose) -> (AnyView, AnyView) {
    let query = move || whose.orders_in(&[OrderStatus::Rejected], OrderSort::CreatedAt);
    let load = whose.load(query);
    let all = whose.all(query);
    let title = whose.pick(t::home::my_rejected, t::home::rejected);
    let nothing = Nothing {
        glyph: Glyph::File,
        title: t::home::rejected,
        text: t::home::rejected_note,
        way: None,
    };
    let some = Memo::new(move |_| load.data().read().as_ref().is_some_and(|page| page.total > 0));
    let count = view! {
        <Count
            label=title
            glyph=Glyph::Undo
            load
            href=all
            note=Some(t::home::rejected_note.signal())
        />
    };
    let list = view! {
        {move || {
            some.get()
                .then(|| {
                    view! {
                        <Shortlist
                            title
                            load
                            columns=rows::rejected
                            id=|order| order.id.to_string()
                            href=order_href(whose.side)
                            all
                            nothing
                        />
                    }
                })
        }}
    };
    (count.into_any(), list.into_any())
}

/// What was handed in, and how it stands.
pub fn handed_in(whose: Whose) -> AnyView {
    const STATES: [OrderStatus; 3] =
        [OrderStatus::Submitted, OrderStatus::Approved, OrderStatus::Fulfilled];
    let query = move || whose.orders_in(&STATES, OrderSort::SubmittedAt);
    let load = whose.load(query);
    let nothing = Nothing {
        glyph: Glyph::Send,
        title: t::home::no_handed_in,
        text: t::home::no_handed_in_text,
        way: Some(whose.to_order()),
    };
    view! {
        <Shortlist
            title=whose.pick(t::home::my_handed_in, t::home::handed_in)
            load
            columns=rows::handed_in
            id=|order| order.id.to_string()
            href=order_href(whose.side)
            all=whose.all(query)
            nothing
        />
    }
    .into_any()
}
