//! Carries out what a screen wanted: each wish becomes a request, a job, or a change of place.

use std::path::PathBuf;

use super::desk::Desk;
use super::receive::{PaperAsk, Slot};
use crate::domain::event::NoteKind;
use crate::domain::event::SheetKind;
use crate::domain::holder::Holder;
use crate::domain::{Command, Facts, Stamp};
use crate::exchange::table::AsText;
use crate::store::{By, CaseId, DashboardQuery, DraftId, ListQuery, Request, SavedView, View};
use crate::t;
use crate::text::{Lang, Texts};
use crate::ui::incident::Goal;
use crate::ui::settings::Page;
use crate::ui::{Action, AfterLog, Gravity, Output, Route, ThemeChoice, say, say_lists};

impl Desk {
    pub(super) fn by(&self) -> By {
        By { name: self.settings.me.clone(), now: self.now() }
    }

    /// Asks the store; what the answer is for is remembered under its ticket.
    pub(super) fn ask(&mut self, request: Request, slot: Slot) -> Option<crate::store::Ticket> {
        match self.store.ask(request) {
            Ok(ticket) => {
                self.pending.insert(ticket, slot);
                Some(ticket)
            }
            Err(error) => {
                let text = say::store_error_text(&self.shared.texts, &error);
                self.notices.tell(Gravity::Error, text);
                None
            }
        }
    }

    /// What the window needs before anything is clicked.
    pub(super) fn first_requests(&mut self) {
        self.read_counters();
        self.ask(Request::SavedViews, Slot::Views);
        self.ask(Request::Mappings, Slot::Mappings);
        self.ask(Request::Drafts { owner: self.settings.me.clone() }, Slot::Drafts);
        self.ask(Request::Settings, Slot::FirstSettings);
    }

    pub(super) fn read_counters(&mut self) {
        let by = self.by();
        self.ask(Request::Counters { by }, Slot::Counters);
    }

    /// Reads everything on screen anew; what is shown stays until the answers are here.
    pub(super) fn refresh(&mut self) {
        let now = self.now();
        self.screens.worklist.pages.refresh(now);
        self.read_counters();
        if let Some(file) = self.screens.case.file.value() {
            let id = file.id;
            self.perform(Action::Show(id));
        }
        if self.route == Route::Print {
            self.read_returns();
            self.read_pending();
        }
        if self.route == Route::Board {
            let mut query = self.screens.board.query.clone();
            query.span.now = now;
            self.perform(Action::Board(Box::new(query)));
        }
        if self.route == Route::Kpi {
            self.screens.kpi.as_of(now);
        }
        if self.route == Route::Review {
            self.screens.review.forget();
        }
    }

    /// The minute that is shown has changed.
    pub(super) fn minute_passed(&mut self, now: Stamp) {
        let by = self.by();
        self.ask(Request::MarkWarned { by }, Slot::Warned);
        // A version of the rule book may take effect on this day (X7); the store has just looked.
        self.ask(Request::RuleBook, Slot::RuleBook);
        self.screens.worklist.pages.refresh(now);
        self.read_counters();
    }

    pub(super) fn perform(&mut self, action: Action) {
        match action {
            Action::Go(route) => self.go(route),
            Action::OpenList(query) => {
                self.screens.worklist.open(*query);
                self.route = Route::Worklist;
            }
            Action::ListPage(query) => {
                let offset = query.offset;
                if let Some(ticket) = self.ask(Request::List(*query), Slot::ListPage) {
                    self.screens.worklist.pages.wait_for(ticket, offset);
                }
            }
            Action::Show(id) => self.show_case(id),
            Action::OpenCase(id) => {
                self.show_case(id);
                self.screens.worklist.selected = Some(id);
                self.route = Route::Case;
            }
            Action::FillIn { goal: Goal::House, .. } | Action::CompanySettings => {
                self.screens.settings.page = Some(Page::Here);
                self.perform(Action::Go(Route::Settings));
            }
            Action::FillIn { case, goal } => {
                self.screens.case.toward = Some((case, goal));
                self.perform(Action::OpenCase(case));
            }
            Action::CaseTab(tab) => self.screens.case.full.tab = tab,
            Action::OpenNumber(number) => {
                if let Some(ticket) = self.ask(Request::OpenNumber(number), Slot::OpenNumber) {
                    self.screens.case.file.wait_for(ticket);
                }
            }
            Action::Do { case, seen, command } => self.command(case, seen, *command),
            Action::Many { deed, cases } => self.many(deed, cases),
            Action::LinkCases => self.link_cases(),
            Action::SeekCases(typed) => self.seek_cases(typed),
            Action::MarkRows(query) => {
                self.ask(Request::Rows((*query).clone()), Slot::MarkRows(query));
            }
            Action::Undo => self.undo(),
            Action::Log { facts, draft, then } => self.log(facts, draft, then),
            Action::SaveDraft { id, draft } => {
                let request =
                    Request::SaveDraft { id, owner: self.settings.me.clone(), draft: draft.clone(), now: self.now() };
                self.ask(request, Slot::DraftSaved(draft));
            }
            Action::DropDraft(id) => {
                self.ask(Request::DropDraft(id), Slot::DraftDropped);
            }
            Action::ReadDrafts => {
                self.ask(Request::Drafts { owner: self.settings.me.clone() }, Slot::Drafts);
            }
            Action::Probe(probe) => {
                if let Some(ticket) = self.ask(Request::Duplicates(probe), Slot::Duplicates) {
                    self.screens.intake.duplicates.wait_for(ticket);
                }
            }
            Action::Board(query) => self.read_board(*query),
            Action::SetHeatBreak { span, measure, step } => self.set_heat_break(span, (measure, step)),
            Action::ReadKpi { query, part } => self.read_kpi(query, part),
            Action::ReadQuality(ask) => self.read_quality(ask),
            Action::RecordQuality(deed) => self.record_quality(deed, super::quality::Turn::Forth),
            Action::ReadReview { period, number } => self.read_review(period, number),
            Action::TakeReview(period) => self.take_review(period),
            Action::LayReviewOut => self.lay_review_out(),
            Action::ChangeReview { period, number, change } => self.change_review(period, number, change),
            other => self.perform_outside(other),
        }
    }

    /// Wishes that reach beyond the store: files, paper, settings, other programs.
    fn perform_outside(&mut self, action: Action) {
        match action {
            Action::PickAttachments { case, seen } => self.pick_attachments(case, seen),
            Action::PickIntakeFiles => self.pick_files(super::receive::Picked::IntakeFiles),
            Action::Attach { case, seen, paths } => self.attach(case, seen, paths),
            Action::OpenAttachment { hash, name } => self.open_attachment(&hash, &name),
            Action::Thumbnails(hashes) => self.make_thumbnails(hashes),
            Action::Paper { case, sheet, whose, output } => self.paper(case, (sheet, whose), output),
            Action::IssueAnew { case, sheet, output } => self.paper_anew(case, sheet, output),
            Action::Blank { sheet, output } => self.blank(sheet, output),
            Action::Register { region, days, output } => self.register(region, days, output),
            Action::HandOut { document, is_void, whose, output } => {
                self.hand_out_again((document, is_void), whose, output);
            }
            Action::PickImport => self.pick_import(),
            Action::ReadImport { path, sheet } => self.read_import(path, sheet, AsText::default()),
            Action::ReadImportAs { path, reading } => self.read_import(path, None, reading),
            Action::DryRun => self.dry_run(),
            Action::WriteImport => self.write_import(),
            Action::SaveMapping { name, text } => {
                let now = self.now();
                self.ask(Request::SaveMapping { name, text, now }, Slot::Mappings);
            }
            Action::ExportList(query) => self.export_list(*query),
            Action::ExportSheets(sheets) => self.export_sheets(sheets),
            Action::ExportReview { period, number } => self.export_review(period, number),
            Action::ExportBoard(piece) => self.export_board(piece),
            Action::ExportFigure(figure, source) => self.export_figure(figure, source),
            Action::FillDemo { cases } => self.fill_demo(cases),
            Action::StartEmpty => self.start_empty(),
            Action::BeginByProvince => self.begin_by_province(),
            Action::ChangeOrganisation(changes) => self.change_organisation(changes),
            Action::SetTheme(choice) => self.set_theme(choice),
            Action::SetLang(lang) => self.set_lang(lang),
            Action::SetMe(name) => {
                self.settings.me = name;
                self.keep_settings();
                self.refresh();
            }
            Action::SaveSetting { key, value } => {
                if let Some(entry) = self.settings.of_company(key) {
                    entry.clone_from(&value);
                    self.keep_settings();
                }
                self.ask(Request::SaveSetting { key: key.to_owned(), value }, Slot::Quiet);
            }
            Action::ReadRuleBooks => {
                if let Some(ticket) = self.ask(Request::RuleBooks, Slot::RuleBooks) {
                    self.screens.settings.rules.books.wait_for(ticket);
                }
            }
            Action::RuleBookMoves(text) => {
                if let Some(ticket) = self.ask(Request::Moves { text }, Slot::Moves) {
                    self.screens.settings.rules.moves.wait_for(ticket);
                }
            }
            Action::RuleBookUses { book, list, names } => {
                if let Some(ticket) = self.ask(Request::Uses { book, list, names }, Slot::Uses) {
                    self.screens.settings.rules.uses.wait_for(ticket);
                }
            }
            Action::ChooseRuleBook(id) => {
                let by = self.by();
                self.ask(Request::ChooseRuleBook { id, by }, Slot::RuleBook);
            }
            Action::SaveRuleBook(text) => {
                let by = self.by();
                self.ask(Request::SaveRuleBook { text, by }, Slot::RuleBookSaved);
            }
            Action::KeepColumns(text) => {
                self.settings.columns = text;
                self.keep_settings();
            }
            Action::SaveView { name, query } => {
                let view = SavedView { name, query: crate::ui::views::write(&query) };
                self.ask(Request::SaveView(view), Slot::Views);
            }
            Action::DropView(name) => {
                self.ask(Request::DropView(name), Slot::Views);
            }
            Action::SetPrinter(name) => self.set_printer(name),
            Action::PickScans => self.pick_scans(),
            Action::TakeInScans(paths) => self.take_in_scans(paths),
            Action::PagePictures { hashes, size } => self.make_page_pictures(hashes, size),
            Action::Papers(of) => self.read_papers(Request::Papers(of)),
            Action::PapersNamed(name) => self.read_papers(Request::PapersNamed(name)),
            Action::AssignPage { page, place, by_hand } => self.assign_page(page, place, by_hand),
            Action::DiscardPage { page, reason } => self.discard_page(page, reason),
            Action::Returned { of, seen, command } => self.returned(of, seen, command),
            Action::OpenReturned { of, document } => self.open_returned(of, document),
            Action::PickScanFolder => self.pick_scan_folder(),
            Action::SetScanFolder(folder) => self.set_scan_folder(folder),
            Action::Copy(text) => self.ctx.copy_text(text),
            Action::Reveal { case, seen } => self.reveal(case, seen),
            Action::CancelJob => self.jobs.cancel_all(),
            Action::Dismiss(id) => self.notices.dismiss(id),
            Action::Refresh => self.refresh(),
            _ => {}
        }
    }

    fn go(&mut self, route: Route) {
        if self.route == Route::Intake && route != Route::Intake {
            self.save_draft_now();
        }
        self.organisation_goes(route);
        self.route = route;
        if route == Route::Print {
            self.read_returns();
            self.read_pending();
            self.read_printers();
        }
        if route == Route::Settings {
            self.screens.settings.open(&self.settings.me, self.settings.company_entries());
            self.screens.settings.scan_folder.clone_from(&self.settings.scan_folder);
            self.read_organisation();
        }
        if route == Route::Board {
            let mut query = self.screens.board.query.clone();
            query.span.now = self.now();
            self.read_board(query);
        }
        if route == Route::Kpi {
            let now = self.now();
            self.screens.kpi.as_of(now);
        }
    }

    fn read_board(&mut self, query: DashboardQuery) {
        self.screens.board.query = query.clone();
        if let Some(ticket) = self.ask(Request::Dashboard(Box::new(query)), Slot::Board) {
            self.screens.board.figures.wait_for(ticket);
        }
    }

    pub(super) fn show_case(&mut self, id: CaseId) {
        if let Some(ticket) = self.ask(Request::Open(id), Slot::Case) {
            self.screens.case.file.wait_for(ticket);
        }
    }

    fn command(&mut self, case: CaseId, seen: u32, command: Command) {
        self.done_together.clear();
        let done = say_lists::command_done(&self.shared.texts, &command);
        let by = self.by();
        self.ask(Request::Do { case, seen, command: Box::new(command), by }, Slot::Command { done });
    }

    /// Takes back what was done to many cases, if that was the last, else the latest command on the case that the person
    /// is looking at.
    fn undo(&mut self) {
        if self.route == Route::Settings {
            return self.undo_organisation();
        }
        if self.route == Route::Kpi {
            return self.undo_quality();
        }
        if self.undo_many() {
            return;
        }
        let Some(file) = self.screens.case.file.value() else { return };
        let (case, seen, n) = (file.id, file.case.revision, file.case.undoable.first().copied());
        match n {
            Some(n) => self.command(case, seen, Command::Undo { n }),
            None => {
                let text = t!(self.shared.texts, "nothing-to-undo");
                let now = self.now();
                self.notices.done(text, false, now);
            }
        }
    }

    fn log(&mut self, facts: Box<Facts>, draft: Option<DraftId>, then: AfterLog) {
        let by = self.by();
        self.ask(Request::Log { facts, draft, by }, Slot::Logged(then));
    }

    fn reveal(&mut self, case: CaseId, seen: u32) {
        let now = self.now();
        self.screens.case.revealed_until = Some(Stamp(now.0 + 10_000));
        self.ctx.request_repaint_after(std::time::Duration::from_secs(10));
        let text = t!(self.shared.texts, "note-phone-shown");
        let command = Box::new(Command::Note { kind: NoteKind::Remark, text });
        let by = By { name: self.settings.me.clone(), now };
        self.ask(Request::Do { case, seen, command, by }, Slot::Noted);
    }

    fn attach(&mut self, case: CaseId, seen: u32, paths: Vec<PathBuf>) {
        let mut paths = std::collections::VecDeque::from(paths);
        if let Some(path) = paths.pop_front() {
            self.done_together.clear();
            let by = self.by();
            self.ask(Request::AttachFile { case, seen, path, by }, Slot::Attached { rest: paths });
        }
    }

    fn paper(&mut self, case: CaseId, (sheet, whose): (SheetKind, Option<Holder>), output: Output) {
        if output == Output::Preview {
            self.screens.print.wait_for(case, sheet);
        }
        self.ask(Request::Open(case), Slot::Paper(PaperAsk { sheet, output, anew: false, whose }));
    }

    fn paper_anew(&mut self, case: CaseId, sheet: SheetKind, output: Output) {
        self.ask(Request::Open(case), Slot::Paper(PaperAsk { sheet, output, anew: true, whose: None }));
    }

    /// Fills the empty file; the counters that follow lead to the list.
    fn fill_demo(&mut self, cases: u32) {
        let end = self.now();
        let asked = self.ask(Request::FillDemo { cases, seed: 1, end }, Slot::Filled);
        self.screens.first_run.busy = asked.is_some();
    }

    fn set_theme(&mut self, choice: ThemeChoice) {
        self.settings.theme = match choice {
            ThemeChoice::System => "",
            ThemeChoice::Light => "light",
            ThemeChoice::Dark => "dark",
        }
        .to_owned();
        self.apply_theme(choice);
        self.keep_settings();
    }

    fn set_lang(&mut self, lang: Lang) {
        self.settings.language = lang.word().to_owned();
        self.shared.texts = Texts::new(lang);
        self.screens.board.version += 1;
        self.screens.kpi.version += 1;
        self.screens.review.forget();
        self.keep_settings();
    }

    pub(super) fn keep_settings(&mut self) {
        if let Err(error) = self.settings.write(&self.folders.settings_file()) {
            tracing::warn!("settings could not be kept: {error}");
            let text = t!(self.shared.texts, "settings-not-kept");
            self.notices.tell(Gravity::Warning, text);
        }
    }

    /// Saves the intake when it changed and the last save is some seconds old.
    pub(super) fn save_draft_if_due(&mut self, now: Stamp) {
        if let Some(wait) = self.screens.intake.until_save(now) {
            if wait == 0 {
                self.save_draft_now();
            } else {
                self.ctx.request_repaint_after(std::time::Duration::from_millis(wait));
            }
        }
        if let Some(left) = self.notices.pass(now) {
            self.ctx.request_repaint_after(std::time::Duration::from_millis(left));
        }
    }

    pub(super) fn save_draft_now(&mut self) {
        let now = self.now();
        if let Some((id, draft)) = self.screens.intake.draft_to_save(now) {
            self.perform(Action::SaveDraft { id, draft: Box::new(draft) });
        }
    }

    /// Last things before the window closes; the store finishes what it was given.
    pub(super) fn save_everything(&mut self) {
        self.save_draft_now();
    }

    pub(super) fn list_of(&self, view: View) -> ListQuery {
        ListQuery::of(view, &self.by())
    }
}
