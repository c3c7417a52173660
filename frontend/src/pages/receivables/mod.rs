//! What is owed to us: by age and by whom, row by row; what stands to the credit of parties; and who
//! is on credit hold.

mod balance;
mod balances;
mod card;
mod credit;
mod list;
mod rules;
mod set_off;
mod summary;

pub use self::{
    balance::BalancePage,
    balances::BalanceListPage,
    card::{hold_banners, standing_card},
    credit::credit_drawer,
    list::ReceivableListPage,
};
