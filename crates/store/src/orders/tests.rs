//! Orders are written whole, found, counted and numbered.
