//! The dialog of links: which cases it is for, what is proposed, what is found.

use super::desk::Desk;
use super::receive::Slot;
use crate::domain::Field;
use crate::store::{Answer, DuplicateProbe, Filter, ListQuery, Request, Sort, StoreError, Ticket, View};
use crate::ui::Route;
use crate::ui::links::{Candidate, LinkDialog, Linking};

/// Cases that a search in the dialog shows.
const FOUND: i64 = 30;

impl Desk {
    /// Opens the dialog for the marked cases, else for the case on screen.
    pub(super) fn link_cases(&mut self) {
        let marked = self.screens.worklist.marks.list();
        let texts = &self.shared.texts;
        self.screens.case.refused = None;
        if self.route == Route::Worklist && !marked.is_empty() {
            let only = marked.iter().map(|(case, _)| *case).collect();
            let filter = Filter { only, ..Filter::default() };
            let query = self.list_of(View::All);
            // The one received first is what others are merged into.
            let limit = i64::try_from(marked.len()).unwrap_or(i64::MAX);
            let query = ListQuery { filter, sort: Sort::Received, descending: false, limit, ..query };
            self.screens.links = Some(LinkDialog::new(Linking::Marked(marked), texts));
            self.propose(Request::Rows(query));
            return;
        }
        let Some(file) = self.screens.case.file.value() else { return };
        let (case, number, facts) = (file.id, file.case.number.clone(), &file.case.facts);
        let received_at = facts.received_at;
        let probe = DuplicateProbe {
            phone: facts.word(Field::Phone).to_owned(),
            serial: facts.word(Field::Serial).to_owned(),
            address: facts.word(Field::Address).to_owned(),
            at: received_at,
        };
        self.screens.links = Some(LinkDialog::new(Linking::One { case, number, received_at }, texts));
        self.propose(Request::Duplicates(probe));
    }

    fn propose(&mut self, request: Request) {
        let ticket = self.ask(request, Slot::LinkProposed);
        if let (Some(ticket), Some(dialog)) = (ticket, &mut self.screens.links) {
            dialog.proposed.wait_for(ticket);
        }
    }

    /// Number, phone, serial number or name: whatever the list itself is searched by.
    pub(super) fn seek_cases(&mut self, typed: String) {
        let query = ListQuery { search: typed, limit: FOUND, ..self.list_of(View::All) };
        let ticket = self.ask(Request::Rows(query), Slot::LinkFound);
        if let (Some(ticket), Some(dialog)) = (ticket, &mut self.screens.links) {
            dialog.found.wait_for(ticket);
        }
    }

    /// Proposals and hits go to the dialog that waits for them; a merged case is no proposal.
    pub(super) fn link_cases_here(&mut self, ticket: Ticket, proposed: bool, answer: Result<Answer, StoreError>) {
        let linked = self.screens.case.file.value().map(|file| &file.case);
        let Some(dialog) = &mut self.screens.links else { return };
        let cases = answer.and_then(|answer| match answer {
            Answer::List(page) => Ok(dialog.without_itself(page.rows)),
            Answer::Duplicates(found) => {
                let fresh = found.into_iter().filter(|same| {
                    let known = linked.is_some_and(|case| case.is_linked_with(&same.row.number));
                    let own = linked.is_some_and(|case| case.number == same.row.number);
                    !known && !own && same.row.main.is_none()
                });
                Ok(fresh.map(|same| Candidate { row: same.row, same: same.same }).collect())
            }
            _ => Err(StoreError::Gone),
        });
        let waits = if proposed { &mut dialog.proposed } else { &mut dialog.found };
        waits.settle(ticket, cases);
    }
}
