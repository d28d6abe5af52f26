//! The usual way of an incident, step by step, for tests that begin somewhere on it.

use super::super::closure::{ClosureEntry, ClosureRequest, Corrective, Signature};
use super::super::insurance::{Consent, InsurerReport};
use super::super::loss::Proof;
use super::super::settlement::PayWay;
use super::super::talks::{CauseMode, IdKind, Remains, Remedy, SettlementOption};
use super::*;
use crate::domain::event::{Attachment, ClosingTerms, Found, MediaKind, ReplyGiven};
use crate::domain::stage::{Acceptance, ContactWay};

/// A resident identity number whose check digit fits.
pub const ID: &str = "11010519491231002X";

/// Two seconds stand between the steps, so that a signature a minute later lies in the past.
impl Trial {
    /// Attaches a file and answers its hash.
    pub fn attach(&mut self, media: MediaKind) -> String {
        let hash = format!("{:064x}", self.history.len());
        self.go(Command::Attach(Attachment {
            hash: hash.clone(),
            name: "现场.jpg".to_owned(),
            media,
            bytes: 9,
            taken_at: None,
        }));
        hash
    }

    /// Attaches a file, files it and answers its number.
    pub fn file_one(&mut self, slot: Slot, spot: Option<u32>, aspect: Option<Aspect>) -> u32 {
        let media = if slot.is_photo() { MediaKind::Photo } else { MediaKind::Document };
        let hash = self.attach(media);
        let number = self.file().evidence.next_id();
        self.go(IncidentCommand::Evidence(EvidenceChange::File(Filing {
            hash,
            slot,
            spot,
            aspect,
            caption: "热水器下部烧损".to_owned(),
            taken_at: Some(at("2026-04-09 10:02")),
            by: "赵岩".to_owned(),
        })));
        number
    }

    /// The whole photo set of J05.
    pub fn photos(&mut self) {
        for slot in [Slot::Surroundings, Slot::Product] {
            for _ in 0..5 {
                self.file_one(slot, None, None);
            }
        }
        self.file_one(Slot::Identification, None, None);
        self.file_one(Slot::Loss, Some(1), Some(Aspect::Overall));
        self.file_one(Slot::Loss, Some(1), Some(Aspect::Detail));
        self.file_one(Slot::Damage, None, None);
    }

    /// The company answers alone.
    pub fn find(&mut self) {
        self.go(IncidentCommand::Talk(Talk::Find(finding(&[(Party::Company, 100)]))));
    }

    /// One line worth `amount`, shown on photo `photo`.
    pub fn lose(&mut self, amount: Fen, photos: Vec<u32>) {
        self.go(line(LossEntry { unit_price: amount, claimed: amount, photos, ..entry() }));
    }

    pub fn confirm(&mut self) {
        self.go(IncidentCommand::ConfirmLoss { with: "林佩珊".to_owned() });
    }

    pub fn offer_two(&mut self) {
        for remedy in [Remedy::Repair, Remedy::Exchange] {
            let option = SettlementOption { remedy, amount: Fen(100_000), text: "修复吊顶".to_owned() };
            self.go(IncidentCommand::Talk(Talk::Option(Change::Add(option))));
        }
    }

    /// Up to an agreement about `amount`, with the photo set in place.
    pub fn agreed(amount: Fen) -> Self {
        let mut trial = Self::opened(&[]);
        trial.photos();
        trial.find();
        trial.lose(amount, vec![12]);
        trial.confirm();
        if let Some(grade) = trial.file().grading.waiting().map(|proposal| proposal.grade) {
            trial.go(IncidentCommand::DecideGrade { grade, reason: String::new() });
        }
        trial.offer_two();
        trial.go(IncidentCommand::Talk(Talk::Agree(Box::new(agreement()))));
        trial
    }

    /// Every post that `subject` needs, each by its own person, in the order of the rule book.
    pub fn sign_all(&mut self, subject: Subject) {
        loop {
            let unsigned = self.file().unsigned(&self.case, &self.rules, subject);
            let Some(post) = unsigned.first() else { break };
            self.go(sign(subject, *post, true));
        }
    }

    /// Up to the signed settlement.
    pub fn settled(amount: Fen) -> Self {
        let mut trial = Self::agreed(amount);
        if trial.rules.money.insurer_above.is_some_and(|most| amount > most) {
            trial.go(report());
            trial.go(consent());
        }
        trial.sign_all(Subject::Settlement);
        trial.go(settle(&trial));
        trial
    }

    /// Up to the payment of everything and its receipt.
    pub fn paid(amount: Fen) -> Self {
        let mut trial = Self::settled(amount);
        trial.sign_all(Subject::Payment);
        trial.go(pay(amount, &trial));
        trial.go(receive(amount, &trial));
        trial
    }

    /// Answers the customer, who is content.
    pub fn answer(&mut self) {
        self.go(Command::AnswerOnTheSpot(ReplyGiven {
            way: ContactWay::Visit,
            text: "已赔付".to_owned(),
            accepted: Acceptance::Accepted,
            promise: None,
            found: Found::default(),
        }));
    }

    /// Alerts, visit and the papers of the file (Q02).
    pub fn papers(&mut self) {
        for &to in AlertTo::ALL {
            let alert = Alert {
                to,
                who: "沈嘉树".to_owned(),
                way: ContactWay::Phone,
                at: at("2026-04-09 09:55"),
                after_visit: false,
            };
            self.go(IncidentCommand::Scene(SceneEntry::Alert(alert)));
        }
        self.go(IncidentCommand::Scene(SceneEntry::Visit(Visit {
            at: at("2026-04-09 10:00"),
            who: "赵岩".to_owned(),
            identity: VisitIdentity::MakerStaff,
            authority: String::new(),
            safety: "已断电".to_owned(),
            mood: String::new(),
            scene_protected: true,
            account: "厨房吊顶烧损".to_owned(),
        })));
        let missing: Vec<Slot> = completeness(&self.case, self.file(), &self.rules, Gate::Closure)
            .gaps
            .into_iter()
            .filter_map(|gap| if let Gap::Evidence { slot, .. } = gap { Some(slot) } else { None })
            .collect();
        for slot in missing {
            self.file_one(slot, None, None);
        }
    }
}

pub fn finding(shares: &[(Party, u32)]) -> Finding {
    Finding {
        shares: shares.to_vec(), grounds: "加热管老化短路".to_owned(), document: "消认字 7 号".to_owned()
    }
}

/// A thing that does not wear out, whole lost.
pub fn entry() -> LossEntry {
    LossEntry {
        category: LossCategory::House,
        name: "厨房吊顶".to_owned(),
        spec: String::new(),
        unit: "项".to_owned(),
        hundredths: 100,
        bought: None,
        proof: Proof::None,
        goods: String::new(),
        unit_price: Fen(0),
        newness: None,
        damage: Portion::WHOLE,
        salvage: Fen(0),
        claimed: Fen(0),
        assessed: None,
        reason: String::new(),
        photos: Vec::new(),
        note: String::new(),
    }
}

pub fn line(entry: LossEntry) -> IncidentCommand {
    IncidentCommand::Loss(Box::new(Change::Add(entry)))
}

pub fn agreement() -> AgreementEntry {
    AgreementEntry {
        party: "林佩珊".to_owned(),
        id_kind: IdKind::Resident,
        id_number: ID.to_owned(),
        payee: "林佩珊".to_owned(),
        payee_authority: String::new(),
        bank: "中国工商银行苏州观前支行".to_owned(),
        account: "6222 0211 0200 0000 011".to_owned(),
        remedy: Remedy::Exchange,
        refund: Fen(0),
        reduction: Fen(0),
        reduction_reason: String::new(),
        cause: CauseMode::Open,
        remains: Some(Remains::Company),
        terms: "一次性赔付，换机并恢复厨房".to_owned(),
        pay_days: 7,
        late_rate: "0.01%".to_owned(),
        copies: 3,
        particulars: Particulars::default(),
    }
}

pub fn report() -> IncidentCommand {
    IncidentCommand::Insurer(InsurerEntry::Report(InsurerReport {
        insurer: "太平洋保险".to_owned(),
        policy: "PL-2026".to_owned(),
        number: "BA-7".to_owned(),
        at: at("2026-04-09 10:10"),
    }))
}

pub fn consent() -> IncidentCommand {
    IncidentCommand::Insurer(InsurerEntry::Consent(Consent {
        at: at("2026-04-09 10:20"),
        person: "何铭".to_owned(),
        document: "同意函 3 号".to_owned(),
    }))
}

/// Every post has its own person.
pub fn sign(subject: Subject, post: Post, agrees: bool) -> IncidentCommand {
    let who = format!("签{}", post.word());
    let opinion = if agrees { String::new() } else { "金额依据不足".to_owned() };
    IncidentCommand::Closure(ClosureEntry::Sign(Signature { subject, post, who, agrees, opinion }))
}

pub fn settle(trial: &Trial) -> IncidentCommand {
    IncidentCommand::Settlement(SettlementEntry::Sign(Settlement {
        signed_at: trial.now,
        document: "KS2604-0001-F4-01".to_owned(),
    }))
}

pub fn pay(amount: Fen, trial: &Trial) -> IncidentCommand {
    IncidentCommand::Settlement(SettlementEntry::Pay(Change::Add(Payment {
        amount,
        at: trial.now,
        way: PayWay::Transfer,
        voucher: "FK-11".to_owned(),
        payee: "林佩珊".to_owned(),
        parts: vec![(LossPart::Property, amount)],
    })))
}

pub fn receive(amount: Fen, trial: &Trial) -> IncidentCommand {
    IncidentCommand::Settlement(SettlementEntry::Receive(Receipt {
        amount,
        at: trial.now,
        document: "收条 1".to_owned(),
    }))
}

pub fn corrective() -> IncidentCommand {
    IncidentCommand::Closure(ClosureEntry::Corrective(Change::Add(Corrective {
        problem: "加热管老化".to_owned(),
        cause: "镀层不足".to_owned(),
        countermeasure: "提高镀层厚度并抽检".to_owned(),
        owner: "品质部".to_owned(),
        due: at("2026-05-31 18:00"),
        covers: Vec::new(),
    })))
}

pub fn request() -> ClosureRequest {
    ClosureRequest {
        summary: "受理、到场、定责、定损、协议、付款、回访".to_owned(),
        root_cause: "加热管镀层不足".to_owned(),
        difference: String::new(),
    }
}

pub fn ask_to_close() -> IncidentCommand {
    IncidentCommand::Closure(ClosureEntry::Request(request()))
}

pub fn close() -> Command {
    Command::Close { conclusion: "已解决".to_owned(), opinion: "满意".to_owned(), terms: ClosingTerms::default() }
}
