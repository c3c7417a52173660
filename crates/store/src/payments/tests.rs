//! What the store of payments promises.
