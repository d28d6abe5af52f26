//! The fields of an intake: one name each for the screen, the draft, the import and the record.

use super::words::words;

words! {
    /// Every fact an intake can hold (B01-B10).
    pub enum Field {
        Phone = "phone",
        CustomerName = "customer_name",
        Channel = "channel",
        ReceivedAt = "received_at",
        Address = "address",
        Vip = "vip",
        CrossProvince = "cross_province",
        /// A18: a customer of the international business.
        International = "international",
        Serial = "serial",
        Category = "category",
        /// The brand of the product, of the list of the rule book (K02).
        Brand = "brand",
        Model = "model",
        Batch = "batch",
        Quantity = "quantity",
        MadeOn = "made_on",
        BoughtOn = "bought_on",
        InstalledOn = "installed_on",
        PurchaseChannel = "purchase_channel",
        Installer = "installer",
        ProofOfPurchase = "proof_of_purchase",
        Symptoms = "symptoms",
        Description = "description",
        Environment = "environment",
        FaultPart = "fault_part",
        FaultCode = "fault_code",
        Occurrence = "occurrence",
        Injury = "injury",
        Loss = "loss",
        Demand = "demand",
        DemandText = "demand_text",
        BeyondLaw = "beyond_law",
        Exposure = "exposure",
        InfoClass = "info_class",
        Level = "level",
        Grade = "grade",
        Branch = "branch",
        FirstResponsible = "first_responsible",
        SecondResponsible = "second_responsible",
        PromisedReply = "promised_reply",
        ReporterName = "reporter_name",
        ReporterPost = "reporter_post",
        ReporterPhone = "reporter_phone",
        SourceUnit = "source_unit",
        HandledState = "handled_state",
        HandlingText = "handling_text",
        Verified = "verified",
        /// What brought it about, of the list of the rule book (C10).
        Cause = "cause",
        /// The department that answers for it, of the list of the rule book (C04, S05).
        Department = "department",
        ExternalNumber = "external_number",
        Remark = "remark",
    }
}

impl Field {
    /// Position in [`Field::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Whether the value names or reaches a person, so that lists, logs and reports mask it.
    #[must_use]
    pub const fn is_personal(self) -> bool {
        matches!(self, Self::Phone | Self::CustomerName | Self::Address | Self::ReporterName | Self::ReporterPhone)
    }
}
