//! Money that comes in and what it is for: which payment settles which order. Whole minor units
//! throughout, and scores are whole numbers too.

pub mod matching;
pub mod statements;

crate::enums::wire_enum! {
    /// Which way the money went, seen from the account.
    pub enum Direction {
        #[default]
        In = "in": "收入", "In";
        Out = "out": "支出", "Out";
    }
}
