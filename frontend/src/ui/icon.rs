//! Icons: strokes on a 24-unit grid, drawn for this product, carried in the program (no font, no
//! second request, no flash).

use leptos::prelude::*;

macro_rules! glyphs {
    ($( $name:ident = $path:literal; )+) => {
        /// Which icon.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Glyph { $( $name ),+ }

        impl Glyph {
            /// Every icon, for the gallery.
            pub const ALL: &'static [Self] = &[ $( Self::$name ),+ ];

            const fn path(self) -> &'static str {
                match self { $( Self::$name => $path ),+ }
            }
        }
    };
}

glyphs! {
    Activity = "M3 12h4l3-8 4 16 3-8h4";
    Approve = "M6 4h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM8.5 12.2l2.4 2.4 4.6-5";
    ArrowLeft = "M19 12H5M11 6l-6 6 6 6";
    ArrowRight = "M5 12h14M13 6l6 6-6 6";
    ArrowUp = "M12 19V5M6 11l6-6 6 6";
    Ban = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.7 5.7l12.6 12.6";
    Bell = "M6 10a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4S6 15 6 10zM10 20a2.2 2.2 0 0 0 4 0";
    Box = "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4.2 7.6 12 12l7.8-4.4M12 12v9";
    Building = "M5 21V5a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v16M15 9h2a2 2 0 0 1 2 2v10M3 21h18M9 7.5h2M9 11.5h2M9 15.5h2";
    Calendar = "M6 5h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM4 10h16M8.5 3v4M15.5 3v4";
    Cart = "M3 4h2.2l2.3 11.2a1.5 1.5 0 0 0 1.5 1.2h8.2a1.5 1.5 0 0 0 1.5-1.1L20.5 8H6M9.5 20.5h.01M17 20.5h.01";
    Chart = "M4 20h16M7 16v-5M12 16V6M17 16V9";
    Check = "M5 12.5l4.5 4.5L19 7.5";
    CheckCircle = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.3 12.3l2.6 2.6 4.8-5.2";
    ChevronDown = "M6 9l6 6 6-6";
    ChevronLeft = "M15 6l-6 6 6 6";
    ChevronRight = "M9 6l6 6-6 6";
    Clock = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2";
    Close = "M6.5 6.5l11 11M17.5 6.5l-11 11";
    Columns = "M5 5h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM9.3 5v14M14.7 5v14";
    Copy = "M10 8h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2zM5 15.6A1.6 1.6 0 0 1 4 14V6a2 2 0 0 1 2-2h8a1.6 1.6 0 0 1 1.5 1";
    Download = "M12 4v12M7 11l5 5 5-5M5 20h14";
    Edit = "M4 20l1-4.2L16.3 4.5a2.2 2.2 0 0 1 3.2 3.2L8.2 19zM14.3 6.5l3.2 3.2";
    ErrorCircle = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.2 9.2l5.6 5.6M14.8 9.2l-5.6 5.6";
    External = "M14 4h6v6M20 4l-9 9M18 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h4";
    Eye = "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z";
    EyeOff = "M9.5 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.6 3.3M6.3 7.4A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.5-1.2M4 4l16 16";
    File = "M7 3h7l5 5v11a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM14 3v5h5M9 13h6M9 17h4";
    Filter = "M4 5h16l-6.2 7.5V18l-3.6 2v-7.5z";
    Globe = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.5 2.6 3.8 5.6 3.8 9s-1.3 6.4-3.8 9c-2.5-2.6-3.8-5.6-3.8-9S9.5 5.6 12 3z";
    Home = "M4 10.5 12 4l8 6.5V19a1 1 0 0 1-1 1h-4.5v-5.5h-5V20H5a1 1 0 0 1-1-1z";
    Inbox = "M4 13.5 6.4 6a2 2 0 0 1 1.9-1.4h7.4A2 2 0 0 1 17.6 6l2.4 7.5V18a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 13.5h4.5l1.2 2.3h4.6l1.2-2.3H20";
    Info = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.2M12 7.8h.01";
    Key = "M8 20a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM11.2 12.3 19.5 4M15.8 7.7l3 3";
    Lock = "M7 11h10a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2zM8 11V8a4 4 0 0 1 8 0v3";
    Mail = "M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM3.5 7.5 12 13l8.5-5.5";
    Menu = "M4 7h16M4 12h16M4 17h16";
    Minus = "M6 12h12";
    Monitor = "M5 4h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM9 20h6M12 16v4";
    Moon = "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z";
    More = "M4.7 12a.8.8 0 1 0 1.6 0 .8.8 0 1 0-1.6 0zM11.2 12a.8.8 0 1 0 1.6 0 .8.8 0 1 0-1.6 0zM17.7 12a.8.8 0 1 0 1.6 0 .8.8 0 1 0-1.6 0z";
    Plus = "M12 5v14M5 12h14";
    Print = "M7 9V4h10v5M7 17H5a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-2M7 14h10v6H7z";
    Refresh = "M20 12a8 8 0 1 1-2.4-5.7M20 4v4.5h-4.5";
    Rows = "M4 6h16M4 12h16M4 18h16";
    Search = "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4";
    Send = "M20.5 3.5 10 14M20.5 3.5l-6.2 17L10 14 3.5 9.7z";
    Server = "M5 4h14a1 1 0 0 1 1 1v5H4V5a1 1 0 0 1 1-1zM4 14h16v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1zM8 7h.01M8 17h.01";
    Shield = "M12 3l7 2.5v6c0 4.5-2.9 7.8-7 9.5-4.1-1.7-7-5-7-9.5v-6zM9 12l2.2 2.2L15.2 10";
    Sidebar = "M5 4.5h14a1.5 1.5 0 0 1 1.5 1.5v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18V6A1.5 1.5 0 0 1 5 4.5zM9.5 4.5v15";
    SignOut = "M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 16l4-4-4-4M19 12H9";
    Sliders = "M4 7h8M18 7h2M4 17h2M12 17h8M15 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM9 20a3 3 0 1 0 0-6 3 3 0 0 0 0 6z";
    Sparkle = "M12 3.5l1.9 5.6 5.6 1.9-5.6 1.9L12 18.5l-1.9-5.6L4.5 11l5.6-1.9zM19 16.5v4M17 18.5h4";
    Sun = "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4";
    Trash = "M4 7h16M9 7V5a1 1 0 0 1 1-1h4a1 1 0 0 1 1 1v2M6.5 7l.8 12a1.5 1.5 0 0 0 1.5 1.4h6.4a1.5 1.5 0 0 0 1.5-1.4l.8-12M10 11v5M14 11v5";
    Undo = "M9 5 4.5 9.5 9 14M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3";
    Upload = "M12 16V4M7 9l5-5 5 5M5 20h14";
    User = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0";
    Users = "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.2a6.5 6.5 0 0 1 3.5 5.8";
    Warning = "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17h.01";
    Yuan = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 7l3.5 4.6L15.5 7M12 11.6V17M9 12.2h6M9 14.8h6";
}

/// An icon as large as the text beside it. It is decoration: what it means stands in words.
#[component]
pub fn Icon(#[prop(into)] glyph: Signal<Glyph>) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=move || glyph.get().path()></path>
        </svg>
    }
    .into_any()
}

/// The product's mark: a license as a keyhole in a rounded square.
#[component]
pub fn BrandMark() -> impl IntoView {
    view! {
        <svg class="brand__mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="9" fill="#4763EA"></rect>
            <path
                d="M16 7.5a8.5 8.5 0 1 1-7.6 4.7"
                fill="none"
                stroke="#fff"
                stroke-width="3"
                stroke-linecap="round"
            ></path>
            <circle cx="16" cy="16" r="3.2" fill="#3BE3D2"></circle>
        </svg>
    }
    .into_any()
}
