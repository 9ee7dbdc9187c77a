//! Small closed vocabularies used by commands and events alike.
//!
//! Separate so that an event and the command behind it say the same thing with the same word. Every list is
//! stored by its code; texts for clerks live in the text module.

use serde::{Deserialize, Serialize};

macro_rules! terms {
    ($( $(#[$doc:meta])* $name:ident { $( $(#[$vdoc:meta])* $variant:ident = $code:literal ),* $(,)? } )*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $( $(#[$vdoc])* #[serde(rename = $code)] $variant ),* }

        impl $name {
            /// Every value, in the order of the office's lists.
            pub const ALL: &'static [$name] = &[ $( $name::$variant ),* ];

            /// The stable code it is stored under.
            pub fn code(self) -> &'static str {
                match self { $( $name::$variant => $code ),* }
            }
        }
    )* };
}

terms! {
    /// What a member of staff may do; one person may hold several.
    Role {
        RegisterOfficer = "register",
        Operator = "operator",
        Supervisor = "supervisor",
    }

    /// What became of the keys of the home.
    KeyChange {
        /// The ledger, in the clear before, was encrypted; kept under the word of the first journals.
        Encrypted = "sealed",
        /// The ledger has another key.
        Rekeyed = "rekeyed",
        /// A new recovery key; the old one opens nothing any more.
        RecoveryIssued = "recovery_issued",
        /// A supervisor's secret was set anew by the recovery key.
        Recovered = "recovered",
    }

    /// Where an application came in.
    Channel { Counter = "counter", Online = "online", WhatsApp = "whatsapp" }

    /// Why step 3 is hampered; each closes only what it truly stops (counter practice 8).
    TroubleCause {
        Network = "network",
        Power = "power",
        Printer = "printer",
        NoBlanks = "no_blanks",
        NoRibbon = "no_ribbon",
    }

    /// How an application ended without a card (state B).
    CancelKind {
        /// Typed in by mistake; the number stays, struck through.
        InputError = "input_error",
        /// The applicant took the file back.
        Withdrawn = "withdrawn",
        /// Returned and never brought back.
        NotContinued = "not_continued",
        /// The office says no for good.
        Refused = "refused",
    }

    /// Finger asked for, by ISO order.
    Finger {
        RightThumb = "right_thumb",
        RightIndex = "right_index",
        RightMiddle = "right_middle",
        RightRing = "right_ring",
        RightLittle = "right_little",
        LeftThumb = "left_thumb",
        LeftIndex = "left_index",
        LeftMiddle = "left_middle",
        LeftRing = "left_ring",
        LeftLittle = "left_little",
    }

    /// What a biometric test gave.
    TestOutcome {
        Match = "match",
        NoMatch = "no_match",
        Unreadable = "unreadable",
        Exempt = "exempt",
        DeviceTrouble = "device_trouble",
        NetworkTrouble = "network_trouble",
    }

    /// What a finger was compared with.
    ComparedWith {
        DataCentre = "data_centre",
        Chip = "chip",
        /// This office's own enrolment on the device: not an official reference.
        LocalEnrolment = "local",
        /// The clerk read the result on the national workstation.
        Attested = "attested",
        /// The demo's synthetic reference.
        Fixture = "fixture",
        Nothing = "nothing",
    }

    /// How well the sample could be read; a class, never a score.
    Quality { Good = "good", Fair = "fair", Poor = "poor", Unknown = "unknown" }

    /// Why a fingerprint may be waived by a second person.
    OverrideGround { Unreadable = "unreadable", Exemption = "exemption", NoMatch = "no_match" }

    /// Why a print spoiled a blank.
    SpoilCause {
        Misprint = "misprint",
        Jam = "jam",
        Ribbon = "ribbon",
        Encoding = "encoding",
        Defect = "defect",
        Other = "other",
    }

    /// What became of an emergency sheet that is not copied in.
    SheetFate { Spoiled = "spoiled", Unused = "unused", Lost = "lost" }

    /// Why a good print is withdrawn (counter practice 5).
    RejectCause {
        WrongData = "wrong_data",
        Misprint = "misprint",
        ChipFailed = "chip_failed",
        Withdrawn = "withdrawn",
    }

    /// Where the file goes after its card is rejected.
    AfterReject { Operator = "operator", KkFirst = "kk_first", NoMatch = "no_match", Cancelled = "cancelled" }

    /// Why an activation did not succeed.
    ActivationFailure {
        NoMatch = "no_match",
        ChipSilent = "chip_silent",
        ChipRefused = "chip_refused",
        Reader = "reader",
        CentreDown = "centre_down",
        Other = "other",
    }

    /// What the clerk found after an interrupted print (counter practice 9).
    PrintAnswer {
        CameOutGood = "good",
        CameOutBad = "bad",
        NoneCameOut = "none",
        CannotTellYet = "cannot_tell",
    }

    /// What became of the old card at handover.
    OldCard {
        Withdrawn = "withdrawn",
        NotBrought = "not_brought",
        /// Lost, as the police letter says.
        NoneLost = "none_lost",
        NeverHad = "never_had",
    }

    /// How the receiver signed.
    Signature { Signed = "signed", Thumb = "thumb", Helped = "helped" }

    /// What needs a supervisor's word while the supervisor is away (counter practice 15).
    ApprovalTopic {
        CorrectAfterPrint = "correct_after_print",
        CancelLate = "cancel_late",
        UndoHandover = "undo_handover",
        RejectCard = "reject_card",
        Refuse = "refuse",
    }

    /// What a call to the applicant was about.
    ContactTopic {
        Returned = "returned",
        Deferred = "deferred",
        TroubleOver = "trouble_over",
        Ready = "ready",
        Other = "other",
    }

    /// Why a short message has not left.
    MessageFailure {
        /// The network or its service centre said no.
        Refused = "refused",
        /// The modem, before the network had the message.
        Modem = "modem",
    }

    /// Why somebody was sent away without a number (figure Y).
    SentAway {
        NotRecorded = "not_recorded",
        KkNotUpdated = "kk_not_updated",
        QuestionOnly = "question",
        Closed = "closed",
    }

    /// Why an SOP clock stood still; printed with its time so that pausing hides nothing.
    PauseCause { Network = "network", Applicant = "applicant", Supervisor = "supervisor", Device = "device" }

    /// How blanks came and went outside printing.
    BlankMove {
        Received = "received",
        Borrowed = "borrowed",
        Lent = "lent",
        /// A counted correction with a record (the way up from a wrong zero).
        Counted = "counted",
    }

    /// How blanks of a batch came and went outside printing.
    StockMove {
        Received = "received",
        Borrowed = "borrowed",
        /// Lent ones came back.
        Returned = "returned",
        Lent = "lent",
        /// Borrowed ones went back.
        GivenBack = "given_back",
        /// A counted correction with a record.
        Counted = "counted",
    }

    /// Kinds of card in the invalid register.
    InvalidKind { OldCard = "old_card", Spoiled = "spoiled", Rejected = "rejected" }

    /// How invalid cards are destroyed.
    DestroyManner { Burnt = "burnt", Shredded = "shredded", Cut = "cut" }

    /// What was checked before data were recorded in trouble mode.
    DataCheck { AgainstKk = "kk", NumberConfirmed = "number", ApplicantTold = "told" }

    /// Where a file was opened to be seen.
    SeenAt {
        /// Intake filled itself from an earlier application.
        Intake = "intake",
        Check = "check",
        Operator = "operator",
        Handover = "handover",
        /// Its entries were read.
        History = "history",
    }

    /// Which slip was printed.
    SlipOf {
        Receipt = "receipt",
        Returned = "returned",
        Deferred = "deferred",
        Ready = "ready",
        Handover = "handover",
        Label = "label",
        /// Of an entry made before the three above had names.
        Other = "other",
    }

    /// What left the program.
    Taken {
        Agenda = "agenda",
        Report = "report",
        /// The record of a destruction of invalid cards.
        Destruction = "destruction",
        /// A list of files.
        List = "list",
        /// Who looked at whom.
        Access = "access",
        /// Notices after a breach.
        Breach = "breach",
    }

    /// Where it went.
    Outlet { File = "file", Stdout = "stdout", Printer = "printer" }
}
