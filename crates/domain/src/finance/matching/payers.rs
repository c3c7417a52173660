//! Whose name or account a payer has: found by keys, so that nobody is compared with everybody.

use std::collections::BTreeMap;

use super::{
    Evidence, Party,
    names::{PayerName, Reader, likeness},
};

/// Parties that one payer may be.
const MOST: usize = 6;
/// Fewest characters of a name that a bank cut off.
const SHORTEST_CUT: usize = 6;
/// Of 1000: from which likeness names are alike.
const ALIKE_FROM: u16 = 600;
/// Parties that are compared with one name letter by letter.
const MOST_COMPARED: usize = 200;
/// Fewest digits of an account.
const SHORTEST_ACCOUNT: usize = 6;

const SAME_CORE: u16 = 900;
const SAME_SOUND: u16 = 850;
const CUT_OFF: u16 = 850;

/// A party that a payer may be, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acquaintance {
    pub party: usize,
    pub evidence: Evidence,
}

/// How much more one reason says than another: for choosing among reasons only.
const fn strength(evidence: Evidence) -> u16 {
    match evidence {
        Evidence::PayerKnown => 2000,
        Evidence::PayerAlias { weight } => 1000 + weight,
        Evidence::PayerSimilar { per_mille } => per_mille,
        _ => 0,
    }
}

/// Rows by text, sorted.
#[derive(Debug, Default)]
struct Texts(Vec<(String, usize)>);

impl Texts {
    fn new(mut rows: Vec<(String, usize)>) -> Self {
        rows.retain(|row| !row.0.is_empty());
        rows.sort_unstable();
        rows.dedup();
        Self(rows)
    }

    fn with<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        let from = self.0.partition_point(|row| row.0.as_str() < text);
        self.0[from..].iter().take_while(move |row| row.0 == text).map(|row| row.1)
    }

    fn beginning_with<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        let from = self.0.partition_point(|row| row.0.as_str() < text);
        self.0[from..].iter().take_while(move |row| row.0.starts_with(text)).map(|row| row.1)
    }
}

/// A name that somebody pays under.
#[derive(Debug)]
struct Entry {
    party: usize,
    name: PayerName,
    /// None: its own.
    alias: Option<u16>,
}

/// Everybody who may pay.
#[derive(Debug)]
pub struct Payers {
    reader: Reader,
    entries: Vec<Entry>,
    // Each by entry.
    wholes: Texts,
    stems: Texts,
    sounds: Texts,
    full_sounds: Texts,
    beginnings: Texts,
    /// By party.
    accounts: Texts,
}

impl Payers {
    /// Of the parties in this order; they are named by their place in it.
    pub fn new<'a>(parties: impl Iterator<Item = &'a Party>) -> Self {
        let reader = Reader::new();
        let (mut entries, mut accounts) = (Vec::new(), Vec::new());
        for (party, of) in parties.enumerate() {
            let own = of.names.iter().map(|name| (name, None));
            let others = of.aliases.iter().map(|alias| (&alias.name, Some(alias.weight.min(1000))));
            for (name, alias) in own.chain(others) {
                entries.push(Entry { party, name: reader.read(name), alias });
            }
            accounts.extend(of.accounts.iter().map(|account| (account_key(account), party)));
        }
        let by = |text: fn(&PayerName) -> String| {
            Texts::new(
                entries.iter().enumerate().map(|(at, entry)| (text(&entry.name), at)).collect(),
            )
        };
        let (wholes, stems) = (by(|name| name.whole.clone()), by(|name| name.name.stem.clone()));
        let (sounds, full) = (by(|name| name.sound.clone()), by(|name| name.full_sound.clone()));
        let beginnings = by(|name| beginning(&name.name.stem));
        let accounts = Texts::new(accounts);
        Self { reader, entries, wholes, stems, sounds, full_sounds: full, beginnings, accounts }
    }

    /// Whom a payer may be, the likeliest first. Nobody, where name and account say nothing.
    pub fn who(&self, name: &str, account: &str) -> Vec<Acquaintance> {
        let mut found: BTreeMap<usize, Evidence> = BTreeMap::new();
        let mut note = |party: usize, evidence: Evidence| {
            let known = found.entry(party).or_insert(evidence);
            if strength(evidence) > strength(*known) {
                *known = evidence;
            }
        };
        let account = account_key(account);
        if !account.is_empty() {
            self.accounts.with(&account).for_each(|party| note(party, Evidence::PayerKnown));
        }
        let name = self.reader.read(name);
        if !name.whole.is_empty() {
            for (entry, per_mille) in self.alike(&name) {
                let entry = &self.entries[entry];
                let evidence = match entry.alias {
                    None if per_mille >= 1000 => Evidence::PayerKnown,
                    Some(weight) if per_mille >= 1000 => Evidence::PayerAlias { weight },
                    Some(weight) => Evidence::PayerSimilar { per_mille: per_mille.min(weight) },
                    None => Evidence::PayerSimilar { per_mille },
                };
                note(entry.party, evidence);
            }
        }
        let mut found: Vec<Acquaintance> =
            found.into_iter().map(|(party, evidence)| Acquaintance { party, evidence }).collect();
        found.sort_by_key(|who| (u16::MAX - strength(who.evidence), who.party));
        found.truncate(MOST);
        found
    }

    /// Entries like this name, with how much of 1000; 1000 is the same name.
    fn alike(&self, name: &PayerName) -> Vec<(usize, u16)> {
        let mut found: Vec<(usize, u16)> =
            self.wholes.with(&name.whole).map(|entry| (entry, 1000)).collect();
        if !found.is_empty() {
            return found;
        }
        let of = |entry: usize| &self.entries[entry].name;
        let same_core = self.stems.with(&name.name.stem);
        found.extend(
            same_core
                .filter(|entry| of(*entry).name.shares_place(&name.name))
                .map(|entry| (entry, SAME_CORE)),
        );
        // What only sounds alike is the same where one of the two cannot be written otherwise.
        let other_script = |entry: &usize| of(*entry).is_latin != name.is_latin;
        let by_sound = self.sounds.with(&name.sound).chain(self.full_sounds.with(&name.full_sound));
        found.extend(by_sound.filter(other_script).map(|entry| (entry, SAME_SOUND)));
        if name.whole.chars().count() >= SHORTEST_CUT {
            let cut: Vec<usize> = self.wholes.beginning_with(&name.whole).take(4).collect();
            let is_one =
                cut.iter().all(|entry| self.entries[*entry].party == self.entries[cut[0]].party);
            found.extend(cut.into_iter().filter(|_| is_one).map(|entry| (entry, CUT_OFF)));
        }
        if found.is_empty() {
            let beginning = beginning(&name.name.stem);
            let near = self.beginnings.with(&beginning).take(MOST_COMPARED);
            found.extend(
                near.map(|entry| (entry, likeness(&of(entry).name, &name.name).min(SAME_CORE - 1)))
                    .filter(|(_, per_mille)| *per_mille >= ALIKE_FROM),
            );
        }
        found
    }
}

/// Names that do not begin alike are not compared.
fn beginning(stem: &str) -> String {
    stem.chars().take(if stem.is_ascii() { 5 } else { 2 }).collect()
}

/// The digits and letters of an account; nothing where there are too few.
fn account_key(account: &str) -> String {
    let key: String = account.chars().filter(char::is_ascii_alphanumeric).collect();
    if key.len() >= SHORTEST_ACCOUNT { key.to_ascii_uppercase() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::{super::Alias, *};
    use crate::id::PartyId;

    /// Name, account, and who that is.
    type Row = (&'static str, &'static str, Option<(usize, Evidence)>);

    fn party(n: u128, names: &[&str], aliases: &[(&str, u16)]) -> Party {
        let alias =
            |(name, weight): &(&str, u16)| Alias { name: (*name).to_owned(), weight: *weight };
        Party {
            id: PartyId::from_uuid(uuid::Uuid::from_u128(n)),
            names: names.iter().map(ToString::to_string).collect(),
            accounts: vec![format!("62220210012345{n:04}")],
            aliases: aliases.iter().map(alias).collect(),
        }
    }

    #[test]
    fn payers_are_found_by_the_table() {
        let parties = [
            party(1, &["上海云智科技有限公司"], &[("王芳", 700)]),
            party(2, &["深圳海川软件股份有限公司", "Haichuan Software Inc"], &[]),
            party(3, &["苏州精工制造集团有限公司"], &[]),
        ];
        let payers = Payers::new(parties.iter());
        let similar = |per_mille| Evidence::PayerSimilar { per_mille };
        let table: &[Row] = &[
            ("上海云智科技有限公司", "", Some((0, Evidence::PayerKnown))),
            (" 上海雲智科技有限公司\t", "", Some((0, Evidence::PayerKnown))),
            ("王芳", "", Some((0, Evidence::PayerAlias { weight: 700 }))),
            ("云智科技（上海）有限公司", "", Some((0, similar(900)))),
            ("SHANGHAI YUNZHI TECHNOLOGY CO LTD", "", Some((0, similar(850)))),
            ("深圳海川软件股份有限", "", Some((1, similar(850)))),
            ("苏州精工制造", "", Some((2, similar(900)))),
            ("查无此人", "6222 0210 0123 4500 03", Some((2, Evidence::PayerKnown))),
            ("查无此人", "", None),
            ("", "", None),
        ];
        for (name, account, expected) in table {
            let found = payers.who(name, account);
            let first = found.first().map(|who| (who.party, who.evidence));
            assert_eq!(first, *expected, "{name} {account}");
        }
    }
}
