//! The state of every screen: what the person is doing, and values on their way.

use super::board::BoardScreen;
use super::case::CaseScreen;
use super::first_run::FirstRunScreen;
use super::import::ImportScreen;
use super::intake::IntakeScreen;
use super::kpi::KpiScreen;
use super::links::LinkDialog;
use super::palette::PaletteScreen;
use super::print::PrintScreen;
use super::review::ReviewScreen;
use super::settings::SettingsScreen;
use super::worklist::WorklistScreen;
use crate::domain::Stamp;
use crate::store::By;

/// A part of the window that the keyboard can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    Navigation,
    /// The list, or whatever the screen of the place shows. Nothing in it has the focus: its keys act.
    #[default]
    Screen,
    /// The case beside the list.
    Detail,
}

/// One field a screen.
pub struct Screens {
    pub worklist: WorklistScreen,
    /// The case in the detail pane and on the full screen alike.
    pub case: CaseScreen,
    /// The dialog in which cases are linked, while it is open.
    pub links: Option<LinkDialog>,
    pub intake: IntakeScreen,
    pub board: BoardScreen,
    pub kpi: KpiScreen,
    pub review: ReviewScreen,
    pub print: PrintScreen,
    pub import: ImportScreen,
    pub first_run: FirstRunScreen,
    pub settings: SettingsScreen,
    /// Ctrl K, and the list of keys.
    pub palette: PaletteScreen,
    /// The person folded the navigation to its rail.
    pub rail: bool,
    /// The part of the window that F6 went to last.
    pub pane: Pane,
    /// F6 went there in this frame: its first widget takes the focus.
    pub pane_wanted: bool,
    /// When G was pressed and waits for a second letter, in seconds of the window's time.
    pub go_at: Option<f64>,
}

impl Screens {
    #[must_use]
    pub fn new(me: &str, now: Stamp) -> Self {
        let by = By { name: me.to_owned(), now };
        Self {
            worklist: WorklistScreen::new(&by),
            case: CaseScreen::default(),
            links: None,
            intake: IntakeScreen::default(),
            board: BoardScreen::new(now),
            kpi: KpiScreen::new(now),
            review: ReviewScreen::default(),
            print: PrintScreen::default(),
            import: ImportScreen::default(),
            first_run: FirstRunScreen::default(),
            settings: SettingsScreen::default(),
            palette: PaletteScreen::default(),
            rail: false,
            pane: Pane::default(),
            pane_wanted: false,
            go_at: None,
        }
    }
}
