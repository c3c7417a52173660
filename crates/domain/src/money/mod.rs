//! Money is whole minor units and a currency, checked; no floats come near it.

mod capital;

use std::{fmt, iter::Sum, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

pub use capital::in_capitals;

crate::enums::wire_enum! {
    /// ISO 4217; all of ours have two decimals.
    pub enum Currency {
        #[default]
        Cny = "CNY": "人民币", "Chinese yuan";
        Usd = "USD": "美元", "US dollar";
        Hkd = "HKD": "港元", "Hong Kong dollar";
        Eur = "EUR": "欧元", "Euro";
    }
}

impl Currency {
    /// What stands before an amount.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Cny => "¥",
            Self::Usd => "US$",
            Self::Hkd => "HK$",
            Self::Eur => "€",
        }
    }
}

/// An amount in minor units (fen, cents). JSON shows a decimal string: `"168000.55"`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// An amount that is not one, or does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    #[error("an amount is digits with at most two decimals, e.g. 168000.55")]
    Malformed,
    #[error("the amount does not fit")]
    Overflow,
}

impl Amount {
    pub const ZERO: Self = Self(0);

    pub const fn from_minor(minor: i64) -> Self {
        Self(minor)
    }

    pub const fn minor(self) -> i64 {
        self.0
    }

    pub fn plus(self, other: Self) -> Result<Self, AmountError> {
        self.0.checked_add(other.0).map(Self).ok_or(AmountError::Overflow)
    }

    pub fn minus(self, other: Self) -> Result<Self, AmountError> {
        self.0.checked_sub(other.0).map(Self).ok_or(AmountError::Overflow)
    }

    pub fn times(self, factor: u32) -> Result<Self, AmountError> {
        self.0.checked_mul(i64::from(factor)).map(Self).ok_or(AmountError::Overflow)
    }

    /// The sum, or an overflow.
    pub fn total(amounts: impl IntoIterator<Item = Self>) -> Result<Self, AmountError> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// `self × numerator ÷ denominator`, rounded half away from zero.
    pub fn scaled(self, numerator: i128, denominator: i128) -> Result<Self, AmountError> {
        let product = i128::from(self.0).checked_mul(numerator).ok_or(AmountError::Overflow)?;
        let rounded = divide_half_away(product, denominator).ok_or(AmountError::Overflow)?;
        i64::try_from(rounded).map(Self).map_err(|_| AmountError::Overflow)
    }

    /// The share of the `ordinal`th of `parts` alike, from 1: the shares differ by one minor unit at
    /// most, and make the whole.
    ///
    /// ```
    /// use domain::money::Amount;
    /// let shares: Vec<_> = (1..=3).map(|n| Amount::from_minor(100_00).share(n, 3)).collect();
    /// assert_eq!(shares.into_iter().sum::<Result<Amount, _>>()?.minor(), 100_00);
    /// # Ok::<(), domain::money::AmountError>(())
    /// ```
    ///
    /// # Errors
    /// No parts at all.
    pub fn share(self, ordinal: u32, parts: u32) -> Result<Self, AmountError> {
        let until = |n: u32| {
            let whole = i128::from(self.0) * i128::from(n);
            whole.checked_div_euclid(i128::from(parts)).ok_or(AmountError::Overflow)
        };
        let share = until(ordinal)? - until(ordinal.saturating_sub(1))?;
        i64::try_from(share).map(Self).map_err(|_| AmountError::Overflow)
    }

    /// The tax that is in a gross amount: gross × r ÷ (1 + r), half away from zero.
    ///
    /// ```
    /// use domain::money::{Amount, BasisPoints};
    /// assert_eq!(Amount::from_minor(106_00).tax_within(BasisPoints(6_00))?.minor(), 6_00);
    /// # Ok::<(), domain::money::AmountError>(())
    /// ```
    pub fn tax_within(self, rate: BasisPoints) -> Result<Self, AmountError> {
        self.scaled(i128::from(rate.0), 10_000 + i128::from(rate.0))
    }

    /// For people: `¥168,000.55`.
    pub fn display(self, currency: Currency) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let absolute = Self(self.0.saturating_abs()).grouped();
        format!("{sign}{}{absolute}", currency.symbol())
    }

    /// For columns of figures, whose currency stands elsewhere: `168,000.55`.
    pub fn grouped(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let absolute = self.0.unsigned_abs();
        let whole = (absolute / 100).to_string();
        let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        format!("{sign}{grouped}.{:02}", absolute % 100)
    }
}

/// Integer division rounding half away from zero; `None` for a divisor of zero.
fn divide_half_away(dividend: i128, divisor: i128) -> Option<i128> {
    let quotient = dividend.checked_div(divisor)?;
    let remainder = dividend.checked_rem(divisor)?;
    let away = if (dividend < 0) == (divisor < 0) { 1 } else { -1 };
    let is_half_or_more =
        remainder.unsigned_abs() >= divisor.unsigned_abs() - remainder.unsigned_abs();
    Some(if remainder != 0 && is_half_or_more { quotient + away } else { quotient })
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let absolute = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", absolute / 100, absolute % 100)
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(decimals) || decimals.len() > 2 {
            return Err(AmountError::Malformed);
        }
        let whole: i64 = whole.parse().map_err(|_| AmountError::Overflow)?;
        let cents: i64 = format!("{decimals:0<2}").parse().map_err(|_| AmountError::Malformed)?;
        let minor = whole
            .checked_mul(100)
            .and_then(|minor| minor.checked_add(cents))
            .ok_or(AmountError::Overflow)?;
        Ok(Self(if negative { -minor } else { minor }))
    }
}

/// Sums that are known to fit (parts of a total that did); saturating rather than wrong.
impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |sum, part| Self(sum.0.saturating_add(part.0)))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Amount {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some(r"^-?\d+(\.\d{1,2})?$"))
            .description(Some("A decimal amount, e.g. \"168000.55\""))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Amount {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("Amount")
    }
}

/// Hundredths of a percent: 600 is 6 %.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct BasisPoints(pub u32);

impl BasisPoints {
    /// The whole: 100 %.
    pub const WHOLE: Self = Self(10_000);
}

impl fmt::Display for BasisPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (percent, rest) = (self.0 / 100, self.0 % 100);
        match rest {
            0 => write!(f, "{percent}%"),
            rest if rest % 10 == 0 => write!(f, "{percent}.{}%", rest / 10),
            rest => write!(f, "{percent}.{rest:02}%"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_survives_the_round_trip() {
        let amount: Amount = serde_json::from_str("\"168000.55\"").unwrap();

        assert_eq!(amount.minor(), 16_800_055);
        assert_eq!(serde_json::to_string(&amount).unwrap(), "\"168000.55\"");
        assert_eq!(amount.display(Currency::Cny), "¥168,000.55");
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for bad in [
            "",
            "-",
            "1.",
            ".5",
            "1.234",
            "1e3",
            "1,000",
            "+1",
            " 1",
            "NaN",
            "92233720368547758.08",
        ] {
            assert!(bad.parse::<Amount>().is_err(), "{bad}");
        }
        assert!(serde_json::from_str::<Amount>("168000.55").is_err(), "a JSON number is a float");
    }

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(divide_half_away(5, 2), Some(3));
        assert_eq!(divide_half_away(-5, 2), Some(-3));
        assert_eq!(divide_half_away(4, 3), Some(1));
        assert_eq!(divide_half_away(1, 0), None);
    }

    #[cfg(not(target_family = "wasm"))]
    proptest::proptest! {
        #[test]
        fn net_and_tax_make_the_gross(minor in -10_i64.pow(14)..10_i64.pow(14), rate in 0_u32..=10_000) {
            let gross = Amount::from_minor(minor);
            let tax = gross.tax_within(BasisPoints(rate)).unwrap();
            let net = gross.minus(tax).unwrap();

            proptest::prop_assert_eq!(net.plus(tax).unwrap(), gross);
            proptest::prop_assert!(tax.minor().abs() <= gross.minor().abs());
            proptest::prop_assert!(tax.minor().signum() * gross.minor().signum() >= 0);
        }

        #[test]
        fn every_amount_reads_as_it_is_written(minor in proptest::prelude::any::<i64>()) {
            proptest::prop_assume!(minor != i64::MIN);
            let amount = Amount::from_minor(minor);
            proptest::prop_assert_eq!(amount.to_string().parse::<Amount>().unwrap(), amount);
        }
    }
}
