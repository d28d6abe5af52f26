//! The money of an invented incident: the loss list, responsibility, agreement, signatures, payment, closure.

use super::dice::Dice;
use super::file::{Keeper, row_of};
use super::words::Row;
use crate::domain::Stamp;
use crate::domain::identity::{is_card_number, modern_form};
use crate::domain::incident::closure::{ClosureEntry, ClosureRequest, Corrective, Signature, Verification};
use crate::domain::incident::insurance::{Consent, InsurerAssessment, InsurerPayment};
use crate::domain::incident::loss::{InjuryItem, Proof, formula, newness};
use crate::domain::incident::settlement::PayWay;
use crate::domain::incident::talks::{CauseMode, IdKind, Remains, Remedy, SettlementOption};
use crate::domain::incident::{
    AgreementEntry, Change, Finding, IncidentCommand, InjuryLine, InsurerEntry, LossCategory, LossEntry, Month,
    Particulars, Party, Payment, Portion, Post, Receipt, Settlement, SettlementEntry, Slot, Subject, Talk,
};
use crate::domain::money::Fen;
use crate::domain::stage::Injury;

const YUAN: i64 = 100;

impl Keeper<'_> {
    /// J08: some lines by the formula, and one that brings the list to the loss.
    pub(super) fn losses(&mut self, dice: &mut Dice) -> Option<bool> {
        let mut left = self.loss(dice);
        if self.facts.injury != Injury::None {
            let medical = Fen(dice.between(120, 260) * YUAN).min(left);
            left = Fen(left.0 - medical.0);
            let line = InjuryLine {
                person: self.customer(),
                item: InjuryItem::Medical,
                basis: row_of(&self.scene.words.slots, Slot::Medical.word()).cell(1).to_owned(),
                receipts: 2,
                claimed: medical,
                assessed: medical,
                note: String::new(),
            };
            if !self.go(self.field(), IncidentCommand::InjuryLoss(Change::Add(line)))? {
                return Some(false);
            }
        }
        for _ in 0..dice.between(1, 3) {
            let row = self.scene.words.goods.any(dice);
            let Some((entry, assessed)) = self.goods_line(row, dice) else { continue };
            // The last line carries at least a fifth.
            if assessed.0 * 5 > left.0 * 4 {
                continue;
            }
            left = Fen(left.0 - assessed.0);
            if !self.lose(entry)? {
                return Some(false);
            }
        }
        if left.0 <= 0 {
            return Some(true);
        }
        let row = self.scene.words.remainder.row(0);
        let texts = [row.cell(1), row.cell(2), row.cell(3)];
        self.lose(self.line(LossCategory::from_word(row.cell(0))?, texts, left))
    }

    fn lose(&mut self, entry: LossEntry) -> Option<bool> {
        self.go(self.field(), IncidentCommand::Loss(Box::new(Change::Add(entry))))
    }

    /// A whole loss of one thing at this price, with the pictures of the loss.
    fn line(&self, category: LossCategory, [name, spec, unit]: [&str; 3], price: Fen) -> LossEntry {
        let filed = self.case.incident.iter().flat_map(|incident| incident.evidence.iter());
        let photos = filed.filter(|(_, filing)| filing.slot == Slot::Loss).map(|(id, _)| id).collect();
        LossEntry {
            category,
            name: name.to_owned(),
            spec: spec.to_owned(),
            unit: unit.to_owned(),
            hundredths: 100,
            bought: None,
            proof: Proof::None,
            goods: String::new(),
            unit_price: price,
            newness: None,
            damage: Portion::WHOLE,
            salvage: Fen(0),
            claimed: price,
            assessed: None,
            reason: String::new(),
            photos,
            note: String::new(),
        }
    }

    /// A line of the vocabulary with what the formula makes of it; `None` where the rule book does not know its goods.
    fn goods_line(&self, row: Row<'_>, dice: &mut Dice) -> Option<(LossEntry, Fen)> {
        let rules = &self.kept.rules.incident;
        let price = Fen(dice.between(row.number(5), row.number(6)) * YUAN);
        let texts = [row.cell(2), row.cell(3), row.cell(4)];
        let mut entry = self.line(LossCategory::from_word(row.cell(0))?, texts, price);
        entry.hundredths = dice.between(row.number(7), row.number(8)) * 100;
        entry.damage = Portion::percent(u32::try_from(dice.between(4, 10)).ok()? * 10);
        entry.claimed = formula(entry.hundredths, price, Portion::WHOLE, Portion::WHOLE, Fen(0))?;
        entry.proof = [Proof::Invoice, Proof::Order, Proof::Photo, Proof::None][dice.position(4)];
        let lost = Month::of(self.incident()?.opening.happened_at);
        let mut portion = Portion::WHOLE;
        if entry.category.wears_out() {
            let bought = earlier(lost, dice.between(row.number(9), row.number(10)));
            entry.bought = Some(bought);
            match (row.cell(1), rules.goods(row.cell(1))) {
                ("", _) => {
                    portion = Portion::percent(u32::try_from(dice.between(50, 90)).ok()?);
                    entry.newness = Some(portion);
                    self.scene.words.byhand.row(0).cell(0).clone_into(&mut entry.reason);
                }
                (key, Some(goods)) => {
                    key.clone_into(&mut entry.goods);
                    portion = newness(bought, lost, goods.life_years, rules);
                }
                (_, None) => return None,
            }
        }
        let assessed = formula(entry.hundredths, price, portion, entry.damage, Fen(0))?;
        Some((entry, assessed))
    }

    /// J12: who answers for it.
    pub(super) fn finding(&mut self, dice: &mut Dice) -> Option<bool> {
        let row = self.scene.words.findings.any(dice);
        let share = |at: usize| u32::try_from(row.number(at)).unwrap_or(0);
        let shares = [(Party::Company, share(2)), (Party::Dealer, share(3)), (Party::User, share(4))];
        let finding = Finding {
            shares: shares.into_iter().filter(|(_, percent)| *percent > 0).collect(),
            grounds: self.said(row.cell(0)),
            document: row.cell(1).to_owned(),
        };
        self.go(self.scene.clerk, IncidentCommand::Talk(Talk::Find(finding)))
    }

    /// J13: the list is gone through; a grade that it moved is taken.
    pub(super) fn confirm(&mut self) -> Option<bool> {
        if !self.go(self.field(), IncidentCommand::ConfirmLoss { with: self.customer() })? {
            return Some(false);
        }
        let Some(grade) = self.incident()?.grading.waiting().map(|proposal| proposal.grade) else { return Some(true) };
        self.go(self.scene.clerk, IncidentCommand::DecideGrade { grade, reason: String::new() })
    }

    /// J13: at least two ways out.
    pub(super) fn offer(&mut self) -> Option<bool> {
        let amount = self.incident()?.losses.totals().all.assessed;
        let rows: Vec<Row<'_>> = self.scene.words.options.rows().take(2).collect();
        for row in rows {
            let remedy = Remedy::from_word(row.cell(0))?;
            let option = SettlementOption { remedy, amount, text: row.cell(1).to_owned() };
            if !self.go(self.scene.clerk, IncidentCommand::Talk(Talk::Option(Change::Add(option))))? {
                return Some(false);
            }
        }
        Some(true)
    }

    pub(super) fn agree(&mut self, dice: &mut Dice) -> Option<bool> {
        let entry = AgreementEntry {
            party: self.customer(),
            id_kind: IdKind::Resident,
            id_number: invented_id(dice)?,
            payee: self.customer(),
            payee_authority: String::new(),
            bank: self.scene.words.banks.word(dice).to_owned(),
            account: card_number(&format!("6200 0000 {:04} {:04} 00", dice.between(0, 9_999), dice.between(0, 9_999))),
            remedy: Remedy::Exchange,
            refund: Fen(0),
            reduction: Fen(0),
            reduction_reason: String::new(),
            cause: CauseMode::Agreed,
            remains: Some(Remains::Company),
            terms: self.scene.words.terms.word(dice).to_owned(),
            pay_days: 7,
            late_rate: "0.01%".to_owned(),
            copies: 3,
            particulars: self.particulars(),
        };
        self.go(self.scene.clerk, IncidentCommand::Talk(Talk::Agree(Box::new(entry))))
    }

    /// A machine of the same model, and nothing from other insurers.
    fn particulars(&self) -> Particulars {
        Particulars {
            new_model: self.case.facts.word(crate::domain::Field::Model).to_owned(),
            new_barcode: format!("XJ{:08}", self.now.0 / 1000 % 100_000_000),
            other_insurance: Some(Fen(0)),
            ..Particulars::default()
        }
    }

    /// The insurer agrees in writing, where it was told (law.md item 4).
    pub(super) fn consent(&mut self, dice: &mut Dice) -> Option<bool> {
        if !self.incident()?.insurance.is_through_insurer() {
            return Some(true);
        }
        let consent = Consent {
            at: self.now,
            person: self.scene.words.surveyors.word(dice).to_owned(),
            document: format!("TY-{:04}", dice.between(1, 9_999)),
        };
        self.go(self.scene.clerk, IncidentCommand::Insurer(InsurerEntry::Consent(consent)))
            .and_then(|went| if went { self.photos(false) } else { Some(false) })
    }

    /// Every post that `subject` needs, each by its own person.
    pub(super) fn sign_all(&mut self, subject: Subject) -> Option<bool> {
        loop {
            let unsigned = self.incident()?.unsigned(&self.case, &self.kept.rules, subject);
            let Some(post) = unsigned.first().copied() else { return Some(true) };
            let who = self.signer(post);
            let signature = Signature { subject, post, who: who.clone(), agrees: true, opinion: String::new() };
            if !self.go(&who, IncidentCommand::Closure(ClosureEntry::Sign(signature)))? {
                return Some(false);
            }
        }
    }

    fn signer(&self, post: Post) -> String {
        let site = self.scene.site;
        let own = match post {
            Post::FieldManager => site.and_then(|site| site.first.as_ref()),
            Post::RegionManager => site.and_then(|site| site.second.as_ref()),
            _ => None,
        };
        let listed = || row_of(&self.scene.words.signers, post.word()).cell(1).to_owned();
        own.map_or_else(listed, |(_, name)| name.clone())
    }

    pub(super) fn settle(&mut self) -> Option<bool> {
        let document = format!("F4-{}", self.now.wall().format("%y%m%d%H%M"));
        let settlement = Settlement { signed_at: self.now, document };
        self.go(self.scene.clerk, IncidentCommand::Settlement(SettlementEntry::Sign(settlement)))
    }

    /// Q04: paid whole and receipted.
    pub(super) fn pay(&mut self) -> Option<bool> {
        let Some(amount) = self.incident()?.agreed().filter(|amount| amount.0 > 0) else { return Some(true) };
        let mark = self.now.wall().format("%y%m%d%H%M").to_string();
        let payment = Payment {
            parts: self.incident()?.unpaid_parts(),
            amount,
            at: self.now,
            way: PayWay::Transfer,
            voucher: format!("FK-{mark}"),
            payee: self.customer(),
        };
        let receipt = Receipt { amount, at: self.now, document: format!("SJ-{mark}") };
        Some(
            self.go(&self.signer(Post::Finance), pay(Change::Add(payment)))?
                && self.go(self.field(), IncidentCommand::Settlement(SettlementEntry::Receive(receipt)))?,
        )
    }

    /// M4: claimed, assessed and paid back, where the insurer was told and may be claimed on.
    pub(super) fn insurers_money(&mut self, dice: &mut Dice) -> Option<bool> {
        let incident = self.incident()?;
        let loss = incident.losses.totals().all.assessed;
        let may = self.kept.rules.money.claim_above.is_some_and(|most| loss > most);
        let liable = incident.talks.finding.as_ref().is_some_and(|finding| finding.share_of(Party::Company) > 0);
        if !(incident.insurance.is_through_insurer() && may && liable && !incident.payments.is_empty()) {
            return Some(true);
        }
        let at = self.now;
        let amount = Fen(loss.0 / 100 * dice.between(80, 95) / YUAN * YUAN);
        let mark = format!("{:04}", dice.between(1, 9_999));
        let assessed = InsurerAssessment { amount, at, document: format!("HD-{mark}") };
        let entries = [
            InsurerEntry::Claim { amount: loss, at },
            InsurerEntry::Assessed(assessed),
            InsurerEntry::Paid(InsurerPayment { amount, at, voucher: format!("PK-{mark}"), direct: false }),
        ];
        for entry in entries {
            if !self.go(self.scene.clerk, IncidentCommand::Insurer(entry))? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// L09: most corrective entries that are due are looked at within days; one that does not work is looked at again.
    pub(super) fn verify(&mut self, dice: &mut Dice) -> Option<()> {
        let entries = self.incident().map(|incident| &incident.closure.correctives);
        let due: Vec<(u32, Stamp)> =
            entries.into_iter().flat_map(|entries| entries.iter().map(|(id, entry)| (id, entry.due))).collect();
        for (id, due) in due {
            let mut at = dice.awake_after(due, 60, 8 * 24 * 60);
            let looked_at = dice.chance(85);
            for effective in [dice.chance(65), dice.chance(80)] {
                if !looked_at || at > self.scene.end || !self.reach(at)? {
                    break;
                }
                let kind = if effective { "effective" } else { "again" };
                let row = self.scene.words.checked.weighted(dice, |row| i64::from(row.cell(0) == kind));
                let again = (!effective).then(|| self.now.plus_minutes(30 * 24 * 60));
                let found = Verification { effective, note: self.said(row.cell(1)), again };
                self.go(self.scene.clerk, IncidentCommand::Closure(ClosureEntry::Verify { id, found }))?;
                match again {
                    Some(again) => at = dice.awake_after(again, 60, 3 * 24 * 60),
                    None => break,
                }
            }
        }
        Some(())
    }

    /// J14, L08: what must not happen again, and the request to close.
    pub(super) fn ask_to_close(&mut self, dice: &mut Dice) -> Option<bool> {
        let row = self.scene.words.correctives.any(dice);
        let grade = self.incident()?.grading.grade;
        let grave = grade.is_some_and(|grade| self.kept.rules.incident.corrective_grades.contains(&grade));
        let cause = self.said(row.cell(1));
        if grave {
            let corrective = Corrective {
                problem: self.said(row.cell(0)),
                cause: cause.clone(),
                countermeasure: self.said(row.cell(2)),
                owner: row.cell(3).to_owned(),
                due: self.now.plus_minutes(30 * 24 * 60),
                covers: Vec::new(),
            };
            if !self
                .go(self.scene.clerk, IncidentCommand::Closure(ClosureEntry::Corrective(Change::Add(corrective))))?
            {
                return Some(false);
            }
        }
        let request = ClosureRequest {
            summary: self.scene.words.summaries.word(dice).to_owned(),
            root_cause: if grave { cause } else { String::new() },
            difference: String::new(),
        };
        self.go(self.scene.clerk, IncidentCommand::Closure(ClosureEntry::Request(request)))
    }
}

fn pay(change: Change<Payment>) -> IncidentCommand {
    IncidentCommand::Settlement(SettlementEntry::Pay(change))
}

/// So many months before.
fn earlier(month: Month, by: i64) -> Month {
    let months = i64::from(month.year) * 12 + i64::from(month.month) - 1 - by;
    let year = i32::try_from(months.div_euclid(12)).unwrap_or(month.year);
    Month { year, month: u32::try_from(months.rem_euclid(12)).unwrap_or(0) + 1 }
}

/// A number whose check digit fits and that nobody can have: its serial part is never given out.
fn invented_id(dice: &mut Dice) -> Option<String> {
    let (year, month, day) = (dice.between(60, 99), dice.between(1, 12), dice.between(1, 28));
    modern_form(&format!("320508{year:02}{month:02}{day:02}000"))
}

/// A card number from all its digits but the last.
fn card_number(most: &str) -> String {
    let numbers = (0..10).map(|last| format!("{most}{last}"));
    numbers.filter(|number| is_card_number(number) == Some(true)).collect()
}
