//! Somebody else saved the organisation first: theirs or mine, field by field in view.

use domain::partners::wire::{ChangePartnerProfile, PartnerContact, PartnerView};
use leptos::prelude::*;

use super::organisation::profile_of;
use crate::{
    i18n::{Word, t},
    ui::{Button, Dialog, Look, TableFrame},
};

/// What the person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choose {
    Mine,
    Theirs,
}

/// What I changed, over what they saved: fields that I left alone are theirs.
pub(super) fn merged(
    before: &ChangePartnerProfile,
    mine: &ChangePartnerProfile,
    theirs: &ChangePartnerProfile,
) -> ChangePartnerProfile {
    fn pick<T: Clone + PartialEq>(before: &T, mine: &T, theirs: &T) -> T {
        if mine == before { theirs.clone() } else { mine.clone() }
    }
    ChangePartnerProfile {
        legal_address: pick(&before.legal_address, &mine.legal_address, &theirs.legal_address),
        contact_title: pick(&before.contact_title, &mine.contact_title, &theirs.contact_title),
        contacts: pick(&before.contacts, &mine.contacts, &theirs.contacts),
        contact_name: pick(&before.contact_name, &mine.contact_name, &theirs.contact_name),
        contact_email: pick(&before.contact_email, &mine.contact_email, &theirs.contact_email),
        contact_phone: pick(&before.contact_phone, &mine.contact_phone, &theirs.contact_phone),
    }
}

/// The fields that differ: name, mine, theirs.
fn differences(
    mine: &ChangePartnerProfile,
    theirs: &ChangePartnerProfile,
) -> Vec<(Word, String, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let several = |contacts: &[PartnerContact]| {
        let shown = contacts.iter().map(|one| format!("{} <{}>", one.name, one.email));
        shown.collect::<Vec<_>>().join("; ")
    };
    [
        (t::partners::contact_name, mine.contact_name.clone(), theirs.contact_name.clone()),
        (t::partners::contact_title, text(&mine.contact_title), text(&theirs.contact_title)),
        (t::partners::further_contacts, several(&mine.contacts), several(&theirs.contacts)),
        (t::partners::contact_email, mine.contact_email.clone(), theirs.contact_email.clone()),
        (t::partners::contact_phone, text(&mine.contact_phone), text(&theirs.contact_phone)),
        (t::partners::legal_address, text(&mine.legal_address), text(&theirs.legal_address)),
    ]
    .into_iter()
    .filter(|(_, mine, theirs)| mine != theirs)
    .collect()
}

fn comparison(mine: &ChangePartnerProfile, theirs: &PartnerView) -> AnyView {
    let row = |(name, mine, theirs): (Word, String, String)| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{mine}</td>
                <td>{theirs}</td>
            </tr>
        }
    };
    let rows: Vec<_> = differences(mine, &profile_of(theirs)).into_iter().map(row).collect();
    view! {
        <TableFrame label=t::partners::conflict>
            <thead>
                <tr>
                    <th scope="col">{t::partners::field}</th>
                    <th scope="col">{t::partners::mine}</th>
                    <th scope="col">{t::partners::theirs}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
    .into_any()
}

/// Shown while there is something to decide.
#[component]
pub fn ConflictDialog(
    theirs: Signal<Option<PartnerView>>,
    mine: Signal<ChangePartnerProfile>,
    #[prop(into)] on_choose: Callback<Choose>,
) -> impl IntoView {
    let foot = move || {
        view! {
            <Button
                label=t::partners::take_theirs
                on_press=move || on_choose.run(Choose::Theirs)
            />
            <Button
                label=t::partners::keep_mine
                look=Look::Primary
                on_press=move || on_choose.run(Choose::Mine)
            />
        }
    };
    view! {
        <Dialog
            open=Signal::derive(move || theirs.read().is_some())
            on_close=move || on_choose.run(Choose::Theirs)
            title=t::partners::conflict
            foot
        >
            <div class="stack">
                <p>{t::partners::conflict_text}</p>
                {move || theirs.get().map(|theirs| comparison(&mine.get(), &theirs))}
            </div>
        </Dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> ChangePartnerProfile {
        ChangePartnerProfile {
            legal_address: None,
            contact_name: "李强".to_owned(),
            contact_email: "li@example.cn".to_owned(),
            contact_phone: Some("13800000000".to_owned()),
            ..ChangePartnerProfile::default()
        }
    }

    #[test]
    fn what_i_left_alone_is_theirs() {
        let before = profile();
        let mine = ChangePartnerProfile { contact_name: "王伟".to_owned(), ..before.clone() };
        let theirs = ChangePartnerProfile { contact_phone: None, ..before.clone() };

        let merged = merged(&before, &mine, &theirs);
        assert_eq!(merged.contact_name, "王伟");
        assert_eq!(merged.contact_phone, None);
    }

    #[test]
    fn only_what_differs_is_shown() {
        let mine = profile();
        let theirs = ChangePartnerProfile { contact_phone: None, ..mine.clone() };

        let found = differences(&mine, &theirs);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, t::partners::contact_phone);
    }
}
