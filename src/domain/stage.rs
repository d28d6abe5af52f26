//! The closed lists a case is described by: stage, class, level, grade and their neighbours.

use super::words::words;

words! {
    /// One step of a case's way, each with its own clock (E01).
    pub enum Stage {
        /// 受理: the order is being filled in.
        Intake = "intake",
        /// 派单: logged, not yet handed to a branch.
        Dispatch = "dispatch",
        /// 处理: a branch works on it.
        Handling = "handling",
        /// 答复: the result is back, the customer has not been told.
        Reply = "reply",
        /// 回访: told, not yet asked whether satisfied.
        Revisit = "revisit",
        /// 结案: may be closed.
        Closure = "closure",
        /// 归档: closed and locked.
        Archived = "archived",
    }
}

impl Stage {
    /// The six stages that have a clock and a place in the track of the design.
    pub const CLOCKED: [Self; 6] =
        [Self::Intake, Self::Dispatch, Self::Handling, Self::Reply, Self::Revisit, Self::Closure];

    /// Position in the way, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

words! {
    /// Information class (C01).
    pub enum InfoClass {
        GeneralQuality = "general_quality",
        MajorIncident = "major_incident",
        MarketComplaint = "market_complaint",
        ServiceManagement = "service_management",
        Competitor = "competitor",
    }
}

words! {
    /// Which stages and limits hold.
    pub enum Track {
        Ordinary = "ordinary",
        Escalated = "escalated",
        Appeal = "appeal",
        Incident = "incident",
        Batch = "batch",
    }
}

words! {
    /// Complaint level (D01). VIP is a flag of the customer, not a level.
    pub enum Level {
        General = "general",
        Provincial = "provincial",
        National = "national",
    }
}

words! {
    /// Grade of a special incident (D05, M5-M7); a higher one sorts later.
    pub enum IncidentGrade {
        GeneralSpecial = "general_special",
        MajorSpecial = "major_special",
        ExtraMajor = "extra_major",
    }
}

words! {
    /// The worst injury known (D05).
    pub enum Injury {
        None = "none",
        Light = "light",
        Heavy = "heavy",
        Death = "death",
    }
}

words! {
    /// Where a case may be brought in public (D02, J17).
    pub enum Exposure {
        Media = "media",
        Regulator = "regulator",
        Court = "court",
        Crisis = "crisis",
    }
}

words! {
    /// How often the fault was seen (form 1, R8).
    pub enum Occurrence {
        First = "first",
        Repeat = "repeat",
        SameBatch = "same_batch",
    }
}

words! {
    /// Whether the reported facts were checked (B10).
    pub enum Verified {
        True = "true",
        False = "false",
        Pending = "pending",
    }
}

words! {
    /// Whether the one who reports has already dealt with it (B02).
    pub enum HandledState {
        Handled = "handled",
        Unhandled = "unhandled",
    }
}

words! {
    /// What the customer wants.
    pub enum DemandKind {
        Repair = "repair",
        Exchange = "exchange",
        Refund = "refund",
        Compensation = "compensation",
        Apology = "apology",
        Explanation = "explanation",
    }
}

words! {
    /// How a customer was reached (H01, H04).
    pub enum ContactWay {
        Phone = "phone",
        Visit = "visit",
        Letter = "letter",
        Fax = "fax",
        Email = "email",
        Message = "message",
    }
}

words! {
    /// Answer to one revisit question (H06).
    pub enum Satisfaction {
        Satisfied = "satisfied",
        Fair = "fair",
        Dissatisfied = "dissatisfied",
        NotReached = "not_reached",
    }
}

words! {
    /// What the customer made of the reply (H02).
    pub enum Acceptance {
        Accepted = "accepted",
        NotAccepted = "not_accepted",
        Open = "open",
    }
}

words! {
    /// The tier a problem is raised to (E06).
    pub enum Tier {
        City = "city",
        Province = "province",
        Headquarters = "headquarters",
    }
}

words! {
    /// How pressing a case is, from D02 and D06; sorts before the deadline where both are asked for.
    pub enum Priority {
        Urgent = "urgent",
        High = "high",
        Normal = "normal",
    }
}
