//! Whose copy is shown and goes out (forms.md 1.1 to 1.5).

use egui::Ui;

use super::PrintScreen;
use super::printers::LABEL;
use crate::domain::holder::{FormCopy, Holder};
use crate::domain::pinyin::{self, search_key};
use crate::t;
use crate::text::Texts;
use crate::ui::Cx;
use crate::ui::widgets::PickList;
use crate::ui::widgets::pick::Pick;

/// The row 联次: all usual copies, or one of them.
pub(super) fn whose_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut PrintScreen) {
    if screen.copies_of.is_empty() {
        return;
    }
    let (label, none) = (t!(cx.texts, "holder-title"), t!(cx.texts, "dialog-none-found"));
    let picks = picks(cx.texts, &screen.copies_of);
    let chosen = screen.whose.map_or("", Holder::word);
    let list = PickList::new(&label, &picks, Some(chosen), &pinyin::matches).id("whose").label_width(LABEL).none(&none);
    let (_, taken) = list.ui(ui);
    if let Some(pick) = taken.and_then(|at| picks.get(at)) {
        let whose = Holder::from_word(&pick.key);
        if whose != screen.whose {
            screen.whose = whose;
            screen.page = 0;
        }
    }
}

/// What can be chosen: all usual copies under an empty key, then each copy.
fn picks(texts: &Texts, copies: &[FormCopy]) -> Vec<Pick> {
    let usual: Vec<&FormCopy> = copies.iter().filter(|copy| copy.usual).collect();
    let all = match usual.as_slice() {
        [one] => texts.name("holder", one.holder.word()),
        several => t!(texts, "holder-all", count = several.len()),
    };
    let alone = usual.len() == 1;
    let each = copies.iter().filter(|copy| !(copy.usual && alone)).map(|copy| {
        let name = texts.name("holder", copy.holder.word());
        let note = if copy.usual { String::new() } else { t!(texts, "holder-on-wish") };
        Pick { search: search_key(&name), label: name, note, key: copy.holder.word().to_owned() }
    });
    let all = Pick { search: search_key(&all), label: all, ..Pick::default() };
    std::iter::once(all).chain(each).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[track_caller]
    fn check(copies: &[FormCopy], expected: &str) {
        let labels: Vec<String> = picks(&Texts::new(Lang::Zh), copies).into_iter().map(|pick| pick.label).collect();
        assert_eq!(labels.join("、"), expected);
    }

    #[test]
    fn all_usual_copies_come_first_and_a_single_one_is_not_named_twice() {
        let [headquarters, insurer, outlet] = [Holder::Headquarters, Holder::Insurer, Holder::Outlet];
        check(&[FormCopy::usual(headquarters), FormCopy::usual(insurer)], "全部（2 联）、总部存档联、保险人联");
        check(&[FormCopy::usual(headquarters), FormCopy::on_wish(outlet)], "总部存档联、网点联");
        check(&[FormCopy::usual(headquarters)], "总部存档联");
    }
}
