//! Names for intended acts, so that one that is sent twice happens once.

use client::IdempotencyKey;

/// A fresh idempotency key: one per intended act, kept when the same act is tried again.
pub fn fresh_key() -> IdempotencyKey {
    // 32 hexadecimal digits of chance: unique enough for a key that lives a day.
    let part = || {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a random fraction times 2^32 is a u32"
        )]
        let bits = (js_sys::Math::random() * 4_294_967_296.0) as u32;
        bits
    };
    IdempotencyKey(format!("{:08x}{:08x}{:08x}{:08x}", part(), part(), part(), part()))
}
