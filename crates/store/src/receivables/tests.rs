//! Balances are never below zero, and what is open is found through an index.
