//! Which printer: those of the system by name, the last one first, and why there is none.

use egui::Ui;

use super::PrintScreen;
use crate::domain::pinyin::{self, search_key};
use crate::t;
use crate::text::Texts;
use crate::ui::widgets::PickList;
use crate::ui::widgets::pick::Pick;
use crate::ui::{Action, Cx};

/// Width of the label column beside the printer and the copies.
pub(super) const LABEL: f32 = 64.0;

/// Why nothing can be printed from here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPrinter {
    #[error("this computer has no print service")]
    NoService,
    #[error("this computer has no printer")]
    NoneSetUp,
    /// What the print service said.
    #[error("the printers could not be listed: {0}")]
    Unread(String),
}

/// The printers of this computer, as far as they are known.
#[derive(Debug, Default)]
pub enum Printers {
    /// Being asked for.
    #[default]
    Awaited,
    Here(Vec<Pick>),
    Missing(NoPrinter),
}

impl PrintScreen {
    /// The system's printers are here. `last` is the one used last on this computer, `usual` the system's own choice; a
    /// printer that is gone is not proposed.
    pub fn take_printers(&mut self, found: Result<(Vec<String>, Option<String>), NoPrinter>, last: &str) {
        let (names, usual) = match found {
            Ok(found) => found,
            Err(missing) => {
                self.printer = None;
                self.printers = Printers::Missing(missing);
                return;
            }
        };
        let known = |name: &str| names.iter().find(|known| *known == name).cloned();
        let present = self.printer.as_deref().and_then(known);
        self.printer = present
            .or_else(|| known(last))
            .or_else(|| usual.as_deref().and_then(known))
            .or_else(|| names.first().cloned());
        let pick =
            |name: String| Pick { search: search_key(&name), label: name.clone(), note: String::new(), key: name };
        self.printers = if names.is_empty() {
            Printers::Missing(NoPrinter::NoneSetUp)
        } else {
            Printers::Here(names.into_iter().map(pick).collect())
        };
    }

    /// Why nothing can be printed from here; `None` when a printer is chosen.
    pub(super) fn no_printer(&self, texts: &Texts) -> Option<String> {
        match &self.printers {
            Printers::Here(_) => None,
            Printers::Awaited => Some(t!(texts, "print-printers-awaited")),
            Printers::Missing(NoPrinter::NoService) => Some(t!(texts, "print-no-service")),
            Printers::Missing(NoPrinter::NoneSetUp) => Some(t!(texts, "print-no-printer")),
            Printers::Missing(NoPrinter::Unread(why)) => Some(t!(texts, "print-printers-unread", why = why.as_str())),
        }
    }
}

/// The row 打印机; a choice is kept for this computer.
pub(super) fn printer_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &PrintScreen) {
    let (label, none) = (t!(cx.texts, "print-printer"), t!(cx.texts, "dialog-none-found"));
    let blocked = screen.no_printer(cx.texts);
    let picks: &[Pick] = if let Printers::Here(picks) = &screen.printers { picks } else { &[] };
    let list = PickList::new(&label, picks, screen.printer.as_deref(), &pinyin::matches).id("printer");
    let list = list.label_width(LABEL).none(&none).hint(blocked.as_deref().unwrap_or_default());
    let list = list.blocked(blocked.as_deref());
    let (_, taken) = list.ui(ui);
    if let Some(pick) = taken.and_then(|at| picks.get(at)) {
        cx.want(Action::SetPrinter(pick.key.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(now: Option<&str>, last: &str, usual: Option<&str>, expected: &str) {
        let mut screen = PrintScreen { printer: now.map(str::to_owned), ..PrintScreen::default() };
        let names = ["三楼", "五楼", "库房"].map(str::to_owned).to_vec();
        screen.take_printers(Ok((names, usual.map(str::to_owned))), last);
        assert_eq!(screen.printer.as_deref(), Some(expected));
    }

    #[test]
    fn the_one_in_use_goes_before_the_last_and_that_before_the_systems() {
        check(Some("库房"), "五楼", Some("三楼"), "库房");
        check(None, "五楼", Some("三楼"), "五楼");
        check(Some("拆掉了"), "也拆掉了", Some("五楼"), "五楼");
        check(None, "", None, "三楼");
    }

    #[test]
    fn without_a_printer_the_reason_is_said() {
        let texts = Texts::new(crate::text::Lang::Zh);
        let mut screen = PrintScreen::default();
        assert_eq!(screen.no_printer(&texts).as_deref(), Some("正在查找打印机"));
        screen.take_printers(Ok((Vec::new(), None)), "三楼");
        assert_eq!(screen.no_printer(&texts).as_deref(), Some("没有打印机，请先在系统里添加"));
        screen.take_printers(Err(NoPrinter::Unread("refused".to_owned())), "三楼");
        assert!(screen.no_printer(&texts).is_some_and(|why| why.contains("refused")));
        assert_eq!(screen.printer, None);
    }
}
