//! Everything that an approver needs to decide: the partner's standing, who the end users are, what
//! will be issued.

use std::collections::BTreeMap;

use client::Side;
use domain::{
    customers::{duplicates::DuplicateReason, wire::PossibleCustomer},
    money::Currency,
    orders::wire::{EndUserChoice, EndUserReview, ReviewView, WillChange, WillIssue},
    partners::{Credit, PartnerStatus, Standing, wire::PartnerView},
    receivables::wire::CreditHold,
};
use leptos::prelude::*;

use super::parts::PartsTable;
use crate::{
    components::{Load, Loaded},
    i18n::{lang, t},
    pages::receivables::hold_banners,
    routes,
    ui::{
        Banner, Card, Choice, Clock, Day, DescriptionList, Fact, Money, RadioCards, SkeletonRows,
        StatusDot, TableFrame, Tag, Tone,
    },
};

/// The value of the choice that makes a new customer.
const NEW: &str = "new";

/// What the approver chose per line. `Copy`.
#[derive(Clone, Copy)]
pub struct Review {
    /// By line: a customer's id, `new`, or nothing while that is open.
    chosen: RwSignal<BTreeMap<u32, RwSignal<String>>>,
    /// Who is on credit hold and keeps the order from being approved.
    pub held: RwSignal<Vec<CreditHold>>,
    /// Signals are made when the review arrives, but belong to the page.
    owner: StoredValue<Owner>,
}

/// Whether a customer is so likely the same one that the approver has to say it is not.
fn is_strong(possible: &PossibleCustomer) -> bool {
    possible.reasons.iter().any(|reason| {
        matches!(
            reason,
            DuplicateReason::SameName | DuplicateReason::SameCore | DuplicateReason::SameCreditCode
        )
    })
}

impl Review {
    pub fn new() -> Self {
        Self {
            chosen: RwSignal::new(BTreeMap::new()),
            held: RwSignal::new(Vec::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    /// Takes over what is known; what was chosen already stays.
    fn learn(self, end_users: &[EndUserReview]) {
        let open = end_users.iter().filter(|one| one.matched.is_none() && !one.possible.is_empty());
        let mut chosen = self.chosen.get_untracked();
        for one in open {
            chosen.entry(one.line).or_insert_with(|| {
                let likely = one.possible.iter().any(is_strong);
                let first = if likely { String::new() } else { NEW.to_owned() };
                self.owner.with_value(|owner| owner.with(|| RwSignal::new(first)))
            });
        }
        self.chosen.set(chosen);
    }

    /// The same name in another line is the same end user.
    fn choose(self, end_users: &[EndUserReview], line: u32, value: &str) {
        let name = end_users.iter().find(|one| one.line == line).map(|one| &one.name);
        let same = end_users.iter().filter(|one| Some(&one.name) == name).map(|one| one.line);
        let chosen = self.chosen.read_untracked();
        for line in same {
            if let Some(signal) = chosen.get(&line) {
                signal.set(value.to_owned());
            }
        }
    }

    /// What the approval carries.
    pub fn choices(self) -> Vec<EndUserChoice> {
        let chosen = self.chosen.read_untracked();
        chosen
            .iter()
            .filter_map(|(line, value)| {
                let customer_id = value.read_untracked().parse().ok()?;
                Some(EndUserChoice { line: *line, customer_id })
            })
            .collect()
    }

    /// Why it cannot be approved yet: an end user that is probably a customer (tracked).
    pub fn undecided(self) -> Option<String> {
        let chosen = self.chosen.read();
        let open = chosen.iter().find(|(_, value)| value.read().is_empty());
        open.map(|(line, _)| t::orders::review_undecided(line))
    }
}

/// What the partner owes, beside what it may.
fn owed(credit: Option<Credit>) -> AnyView {
    let Some(credit) = credit else { return ().into_any() };
    let limit = match credit.limit {
        Some(limit) => view! { <Money amount=limit/> }.into_any(),
        None => view! { <span class="muted">{t::orders::no_credit_limit}</span> }.into_any(),
    };
    view! {
        <Fact label=t::orders::open_amount>
            <Money amount=credit.open/>
        </Fact>
        <Fact label=t::orders::credit_limit>{limit}</Fact>
    }
    .into_any()
}

/// The order would take the partner beyond its limit.
fn credit_warning(credit: Option<Credit>) -> Option<AnyView> {
    let over = credit?.exceeded_by()?;
    let words = move || t::orders::credit_exceeded(over.display(Currency::Cny));
    Some(view! { <Banner tone=Tone::Warning>{words}</Banner> }.into_any())
}

fn partner(
    partner: PartnerView,
    orders: u32,
    gross: domain::money::Amount,
    credit: Option<Credit>,
) -> AnyView {
    let standing = Standing { status: partner.status, agreement_until: partner.agreement_until };
    let refused = move || standing.may_submit(Clock::today()).err();
    let warning = move || {
        refused().map(|refusal| {
            view! { <Banner tone=Tone::Warning>{refusal.words(lang())}</Banner> }
        })
    };
    let (level, status, terms) = (partner.level, partner.status, partner.payment_terms);
    let tone = match status {
        PartnerStatus::Active => Tone::Success,
        PartnerStatus::Pending => Tone::Warning,
        PartnerStatus::Suspended => Tone::Error,
    };
    let label = Signal::derive(move || status.label(lang()).to_owned());
    view! {
        {warning}
        {credit_warning(credit)}
        <DescriptionList>
            <Fact label=t::orders::partner>
                <a href=routes::partner(partner.id)>{partner.name}</a>
            </Fact>
            <Fact label=t::orders::partner_level>
                <Tag label=Signal::derive(move || level.label(lang()).to_owned()) tone=Tone::Brand/>
            </Fact>
            <Fact label=t::orders::status>
                <StatusDot tone label/>
            </Fact>
            <Fact label=t::orders::agreement_until>
                {match partner.agreement_until {
                    Some(on) => view! { <Day on distance=true/> }.into_any(),
                    None => view! { <span class="muted">{t::orders::no_agreement}</span> }.into_any(),
                }}
            </Fact>
            <Fact label=t::orders::earlier_orders>
                {move || t::orders::earlier_count(orders)} " · " <Money amount=gross/>
            </Fact>
            <Fact label=t::orders::payment_terms>{move || terms.words(lang())}</Fact>
            {owed(credit)}
        </DescriptionList>
    }
    .into_any()
}

fn reasons(reasons: Vec<DuplicateReason>, licenses: u32) -> Signal<String> {
    Signal::derive(move || {
        let words = reasons.iter().map(|reason| reason.label(lang()).to_owned());
        words.chain([t::orders::licenses_count(licenses)]).collect::<Vec<_>>().join(" · ")
    })
}

/// One line's end user: known, or to be decided about.
fn end_user(review: Review, all: StoredValue<Vec<EndUserReview>>, one: EndUserReview) -> AnyView {
    let EndUserReview { line, name, matched, possible } = one;
    let head = |tag: AnyView| {
        view! {
            <div class="row">
                <span class="muted small">{move || t::orders::line_number(line)}</span>
                <strong>{name.clone()}</strong>
                {tag}
            </div>
        }
    };
    if let Some(matched) = matched {
        let tag = view! { <Tag label=t::orders::known_customer tone=Tone::Success/> }.into_any();
        return view! {
            <div class="review-user">
                {head(tag)}
                <p class="muted small">
                    {t::orders::review_matched} " "
                    <a href=routes::customer(matched.customer_id)>{matched.name}</a> " · "
                    {reasons(matched.reasons, matched.licenses)}
                </p>
            </div>
        }
        .into_any();
    }
    if possible.is_empty() {
        let tag = view! { <Tag label=t::orders::new_customer tone=Tone::Brand/> }.into_any();
        return view! {
            <div class="review-user">
                {head(tag)} <p class="muted small">{t::orders::review_new}</p>
            </div>
        }
        .into_any();
    }
    let Some(value) = review.chosen.read_untracked().get(&line).copied() else {
        return ().into_any();
    };
    let tag = view! { <Tag label=t::orders::possible_duplicate tone=Tone::Warning/> }.into_any();
    let existing = possible.into_iter().map(|one| {
        let name = one.name.clone();
        let label = Signal::derive(move || t::orders::review_use(&name));
        Choice::new(one.customer_id.to_string(), label).hint(reasons(one.reasons, one.licenses))
    });
    let created = Choice::new(NEW, t::orders::review_create).hint(t::orders::review_create_hint);
    let options: Vec<Choice> = existing.chain([created]).collect();
    let choose = move |value: String| all.with_value(|all| review.choose(all, line, &value));
    view! {
        <div class="review-user">
            {head(tag)}
            <RadioCards
                label=Signal::derive(move || t::orders::review_question(line))
                value
                options=Signal::stored(options)
                on_change=choose
            />
        </div>
    }
    .into_any()
}

fn will_issue(rows: Vec<WillIssue>) -> AnyView {
    let row = |one: WillIssue| {
        let edition = one.edition;
        let WillIssue { line, online, offline, years, .. } = one;
        view! {
            <tr>
                <td>{line}</td>
                <td>
                    <span class="cell-two">
                        <span>{move || edition.label(lang())}</span>
                        <span class="cell-two__second">{one.end_user}</span>
                    </span>
                </td>
                <td class="num">{move || t::orders::issue_count(online, offline)}</td>
                <td class="num">{move || t::orders::years_of(years)}</td>
                <td>{one.recipient}</td>
                <td>
                    <Day on=one.expires_on_latest/>
                </td>
            </tr>
        }
    };
    view! {
        <TableFrame label=t::orders::will_issue>
            <thead>
                <tr>
                    <th>{t::orders::line}</th>
                    <th>{t::orders::edition_and_user}</th>
                    <th class="num">{t::orders::licenses}</th>
                    <th class="num">{t::orders::years}</th>
                    <th>{t::orders::recipient}</th>
                    <th>{t::orders::expires_latest}</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </TableFrame>
    }
    .into_any()
}

/// The licenses that approval changes; a warning where one is not any more what was priced.
fn will_change(rows: Vec<WillChange>) -> AnyView {
    let moved: Vec<String> =
        rows.iter().filter(|one| one.has_moved).map(|one| one.part.number.clone()).collect();
    let warning = (!moved.is_empty()).then(|| {
        let numbers = moved.join(", ");
        view! { <Banner tone=Tone::Error>{move || t::orders::has_moved(&numbers)}</Banner> }
    });
    let parts: Vec<_> = rows.into_iter().map(|one| one.part).collect();
    view! { {warning} <PartsTable side=Side::Staff parts/> }.into_any()
}

fn content(review: Review, found: ReviewView) -> AnyView {
    review.learn(&found.end_users);
    let held = hold_banners(&found.holds);
    review.held.set(found.holds.clone());
    let all = StoredValue::new(found.end_users.clone());
    let standing = match found.partner {
        Some(one) => partner(one, found.partner_orders, found.partner_gross, found.credit),
        None => view! { <p class="muted">{t::orders::review_direct}</p> }.into_any(),
    };
    let users = found.end_users.into_iter().map(|one| end_user(review, all, one)).collect_view();
    view! {
        <Card title=t::orders::review_standing>
            <div class="stack">{held} {standing}</div>
        </Card>
        <Card title=t::orders::review_end_users>
            <div class="stack">{users}</div>
        </Card>
        {(!found.will_issue.is_empty())
            .then(|| {
                view! {
                    <Card title=t::orders::will_issue flush=true>
                        {will_issue(found.will_issue)}
                    </Card>
                }
            })}
        {(!found.will_change.is_empty())
            .then(|| {
                view! {
                    <Card title=t::orders::will_change flush=true>
                        {will_change(found.will_change)}
                    </Card>
                }
            })}
    }
    .into_any()
}

/// The approver's panel.
#[component]
pub fn ReviewPanel(review: Review, load: Load<ReviewView>) -> impl IntoView {
    view! {
        <section class="review" aria-label=t::orders::review>
            <Loaded
                load
                view=move |found| move || content(review, found.get())
                skeleton=|| view! { <Card><SkeletonRows rows=4/></Card> }
            />
        </section>
    }
    .into_any()
}
