//! Bars side by side, each of one part or several: small, and drawn by the browser. A chart shows
//! what a table beside it says; who cannot see it reads the table.

use leptos::prelude::*;

use crate::state::Go;

/// A part of a bar.
#[derive(Debug, Clone, PartialEq)]
pub struct BarPart {
    /// Which of the five colors, from 0.
    pub color: usize,
    pub value: u64,
    /// What the pointer is told.
    pub title: String,
}

/// One bar; where it leads, if anywhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub label: String,
    pub parts: Vec<BarPart>,
    pub href: Option<String>,
}

/// Height of the tallest bar, and what a bar and its gap take in width; in units of the drawing.
const HEIGHT: u64 = 120;
const STEP: u64 = 48;
const WIDTH: u64 = 30;
/// Room for the labels below.
const FOOT: u64 = 20;

/// How tall a value is drawn: what is there at all is seen.
fn scaled(value: u64, most: u64) -> u64 {
    let tall = u128::from(value) * u128::from(HEIGHT) / u128::from(most.max(1));
    let tall = u64::try_from(tall).unwrap_or(HEIGHT);
    if value > 0 { tall.max(1) } else { 0 }
}

fn drawn(bar: Bar, place: u64, most: u64, go: Option<Go>) -> AnyView {
    let left = place * STEP + (STEP - WIDTH) / 2;
    let mut floor = HEIGHT;
    let parts: Vec<_> = bar
        .parts
        .into_iter()
        .map(|part| {
            let tall = scaled(part.value, most).min(floor);
            floor -= tall;
            let class = format!("chart__part chart__part--{}", part.color % 5);
            view! {
                <rect class=class x=left y=floor width=WIDTH height=tall>
                    <title>{part.title}</title>
                </rect>
            }
        })
        .collect();
    let label = view! {
        <text class="chart__label" x=left + WIDTH / 2 y=HEIGHT + 14 text-anchor="middle">
            {bar.label}
        </text>
    };
    // Its numbers are links of the table already: this is for the pointer alone.
    let opened = bar.href.zip(go);
    let class = if opened.is_some() { "chart__bar chart__bar--open" } else { "chart__bar" };
    let open = move |_| {
        if let Some((href, go)) = &opened {
            go.to(href);
        }
    };
    view! {
        <g class=class on:click=open>
            // The whole height answers, not the bar alone.
            <rect class="chart__reach" x=place * STEP y="0" width=STEP height=HEIGHT + FOOT/>
            {parts}
            {label}
        </g>
    }
    .into_any()
}

/// The bars; `label` is what it shows, for who does not see it.
#[component]
pub fn BarChart(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] bars: Signal<Vec<Bar>>,
) -> impl IntoView {
    let go = use_context::<Go>();
    let chart = move || {
        let bars = bars.get();
        let sum = |bar: &Bar| bar.parts.iter().map(|part| part.value).sum::<u64>();
        let most = bars.iter().map(sum).max().unwrap_or_default();
        let width = (bars.len() as u64).max(1) * STEP;
        let shown = bars.into_iter().zip(0..);
        let shown = shown.map(|(bar, place)| drawn(bar, place, most, go));
        let shown = shown.collect_view();
        let view_box = format!("0 0 {width} {}", HEIGHT + FOOT);
        view! {
            <svg class="chart__drawing" viewBox=view_box aria-hidden="true">
                <line class="chart__ground" x1="0" x2=width y1=HEIGHT y2=HEIGHT/>
                {shown}
            </svg>
        }
    };
    view! {
        <figure class="chart" tabindex="0" aria-label=label>
            {chart}
        </figure>
    }
    .into_any()
}

/// What the colors stand for, in their order.
#[component]
pub fn ChartLegend(#[prop(into)] names: Signal<Vec<String>>) -> impl IntoView {
    let entry = |(color, name): (usize, String)| {
        let class = format!("chart__mark chart__part--{}", color % 5);
        view! {
            <span class="chart__name">
                <span class=class aria-hidden="true"></span>
                {name}
            </span>
        }
    };
    view! {
        <p class="chart__legend">
            {move || names.get().into_iter().enumerate().map(entry).collect_view()}
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tallest_fills_the_height_and_what_is_there_is_seen() {
        assert_eq!(scaled(u64::MAX, u64::MAX), HEIGHT);
        assert_eq!(scaled(50, 100), HEIGHT / 2);
        assert_eq!(scaled(1, 1_000_000), 1);
        assert_eq!((scaled(0, 5), scaled(0, 0)), (0, 0));
    }
}
