//! The library of parts. It knows neither the API nor the router: signals and callbacks go in,
//! accessible markup comes out, and every look is in `styles/`.
//!
//! Texts are `Signal<String>`; a word of `i18n::t`, a `String`, a `&'static str` and a closure all
//! turn into one.

mod button;
mod chart;
mod choice;
mod combobox;
mod data;
mod dialog;
mod display;
mod field;
mod icon;
mod input;
mod menu;
mod page;
mod pager;
mod place;
mod states;
mod table;
mod tabs;
mod time;
mod timeline;
mod toast;
mod tooltip;

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::Effect;

pub use button::{Button, ButtonLink, GuardedButton, IconButton, Look};
pub use chart::{Bar, BarChart, BarPart, ChartLegend};
pub use choice::{Checkbox, Choice, RadioCards, RadioGroup, Segmented, Select, Switch};
pub use combobox::{ComboOption, ComboSource, Combobox};
pub use data::{Card, DescriptionList, Fact, Stat};
pub use dialog::{ConfirmDialog, Dialog, Drawer, NavDrawer, Size};
pub use display::{Avatar, CopyButton, Kbd, Meter, Money, Secret, StatusDot, Tag, Tone};
pub use field::{Field, FieldContext};
pub use icon::{BrandMark, Glyph, Icon};
pub use input::{NumberInput, SearchInput, TextArea, TextInput};
pub use menu::{Menu, MenuItem, MenuLine, MenuLink, MenuTitle};
pub use page::{PageHeader, Section};
pub use pager::Pager;
pub use states::{Banner, EmptyState, ErrorState, LoadingBar, Skeleton, SkeletonRows, Spinner};
pub use table::{CardCell, Column, DataTable, FilterChips, SortHeader, TableFrame};
pub use tabs::{Tab, TabPanel, Tabs};
pub use time::{Clock, Day, Time};
pub use timeline::{Step, StepState, Steps, Timeline, TimelineEntry};
pub use toast::{Toast, ToastAction, ToastStack, Toaster};
pub use tooltip::TooltipLayer;

/// `Effect::new`, whose machinery would otherwise be in the program once for each closure.
pub fn effect(work: impl FnMut() + 'static) {
    let work: Box<dyn FnMut()> = Box::new(work);
    Effect::new(work);
}

/// An id that no other element of the page has.
pub fn unique_id(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
