//! The office's words for everything the rules can say.
//!
//! Owns one word a value for every closed list of the domain. Separate from the domain, which stores
//! codes: a word may be corrected here without touching what was written. It must not know who shows it.

use super::Lang;
use super::told::word_of;
use crate::domain::application::{MessageState, Stage};
use crate::domain::counts::Counted;
use crate::domain::person::{Relation, Sex};
use crate::domain::personal::PersonField;
use crate::domain::reason::ReasonCode;
use crate::domain::sop::Step;
use crate::domain::terms::*;

word_of! {
    /// A role, as the header names it.
    role(role: Role) {
        Role::RegisterOfficer => "Petugas Register" / "Register officer";
        Role::Operator => "Operator" / "Operator";
        Role::Supervisor => "Kasi" / "Supervisor";
    }

    /// Where an application came in.
    channel(channel: Channel) {
        Channel::Counter => "loket" / "counter";
        Channel::Online => "daring" / "online";
        Channel::WhatsApp => "WhatsApp" / "WhatsApp";
    }

    /// Why step 3 is hampered.
    key_change(value: KeyChange) {
        KeyChange::Encrypted => "Buku disandikan" / "The book was encrypted";
        KeyChange::Rekeyed => "Kunci buku diganti" / "The key of the book was changed";
        KeyChange::RecoveryIssued => "Kunci pemulihan baru diterbitkan" / "A new recovery key was issued";
        KeyChange::Recovered => "Kata sandi Kasi disetel dengan kunci pemulihan" / "A supervisor's passphrase was set by the recovery key";
    }
    /// Why the mode runs.
    trouble(cause: TroubleCause) {
        TroubleCause::Network => "jaringan" / "network";
        TroubleCause::Power => "listrik" / "power";
        TroubleCause::Printer => "printer KTP-el" / "card printer";
        TroubleCause::NoBlanks => "blangko habis" / "no blanks";
        TroubleCause::NoRibbon => "ribbon habis" / "no ribbon";
    }

    /// A figure counted by hand at the close.
    counted(what: Counted) {
        Counted::Blanks => "blangko" / "blanks";
        Counted::Shelf => "kartu di rak" / "cards on the shelf";
        Counted::Invalid => "kartu invalid" / "invalid cards";
    }

    /// How an application ended without a card.
    cancelled(kind: CancelKind) {
        CancelKind::InputError => "salah input" / "input error";
        CancelKind::Withdrawn => "ditarik pemohon" / "withdrawn by the applicant";
        CancelKind::NotContinued => "tidak dilanjutkan" / "not continued";
        CancelKind::Refused => "ditolak" / "refused";
    }

    /// A finger.
    finger(finger: Finger) {
        Finger::RightThumb => "ibu jari kanan" / "right thumb";
        Finger::RightIndex => "telunjuk kanan" / "right index finger";
        Finger::RightMiddle => "jari tengah kanan" / "right middle finger";
        Finger::RightRing => "jari manis kanan" / "right ring finger";
        Finger::RightLittle => "kelingking kanan" / "right little finger";
        Finger::LeftThumb => "ibu jari kiri" / "left thumb";
        Finger::LeftIndex => "telunjuk kiri" / "left index finger";
        Finger::LeftMiddle => "jari tengah kiri" / "left middle finger";
        Finger::LeftRing => "jari manis kiri" / "left ring finger";
        Finger::LeftLittle => "kelingking kiri" / "left little finger";
    }

    /// What a biometric test gave.
    outcome(outcome: TestOutcome) {
        TestOutcome::Match => "cocok" / "match";
        TestOutcome::NoMatch => "tidak cocok" / "no match";
        TestOutcome::Unreadable => "sidik jari tidak terbaca" / "fingerprint unreadable";
        TestOutcome::Exempt => "dikecualikan" / "exempt";
        TestOutcome::DeviceTrouble => "gangguan alat" / "device trouble";
        TestOutcome::NetworkTrouble => "gangguan jaringan" / "network trouble";
    }

    /// What a finger was compared with.
    compared(with: ComparedWith) {
        ComparedWith::DataCentre => "pusat data" / "data centre";
        ComparedWith::Chip => "cip KTP-el" / "card chip";
        ComparedWith::LocalEnrolment => "contoh kantor ini, bukan data resmi" / "this office's sample, not official";
        ComparedWith::Attested => "dibaca petugas di komputer SIAK" / "read by staff on the SIAK computer";
        ComparedWith::Fixture => "contoh simulasi" / "demo sample";
        ComparedWith::Nothing => "tanpa pembanding" / "nothing to compare with";
    }

    /// Why a fingerprint is waived.
    ground(ground: OverrideGround) {
        OverrideGround::Unreadable => "sidik jari tidak terbaca" / "fingerprint unreadable";
        OverrideGround::Exemption => "pengecualian biometri" / "biometric exemption";
        OverrideGround::NoMatch => "sidik jari tidak cocok" / "fingerprint does not match";
    }

    /// Why a print spoiled a blank.
    spoiled(cause: SpoilCause) {
        SpoilCause::Misprint => "salah cetak" / "misprint";
        SpoilCause::Jam => "kartu macet di printer" / "card jammed in the printer";
        SpoilCause::Ribbon => "ribbon putus atau kusut" / "ribbon torn or creased";
        SpoilCause::Encoding => "cip gagal ditulis" / "chip could not be written";
        SpoilCause::Defect => "blangko cacat" / "defective blank";
        SpoilCause::Other => "sebab lain" / "another cause";
    }

    /// Why a printed card is rejected.
    rejected(cause: RejectCause) {
        RejectCause::WrongData => "data salah" / "wrong data";
        RejectCause::Misprint => "hasil cetak cacat" / "bad print";
        RejectCause::ChipFailed => "cip tidak berfungsi" / "chip failed";
        RejectCause::Withdrawn => "kartu ditarik" / "card withdrawn";
    }

    /// Where a file goes after its card is rejected.
    after_reject(next: AfterReject) {
        AfterReject::Operator => "kembali ke operator, cetak lagi" / "back to the operator, print again";
        AfterReject::KkFirst => "ditunda: KK dibetulkan dahulu" / "deferred: KK corrected first";
        AfterReject::NoMatch => "ditunda: diteruskan ke pusat" / "deferred: passed to the centre";
        AfterReject::Cancelled => "permohonan dibatalkan" / "application cancelled";
    }

    /// Why an activation did not succeed.
    activation(cause: ActivationFailure) {
        ActivationFailure::NoMatch => "sidik jari pemegang tidak cocok" / "holder's finger does not match";
        ActivationFailure::ChipSilent => "cip tidak menjawab" / "chip does not answer";
        ActivationFailure::ChipRefused => "cip menolak" / "chip refused";
        ActivationFailure::Reader => "terhenti di pembaca kartu" / "stopped at the card reader";
        ActivationFailure::CentreDown => "pusat data tidak terhubung" / "data centre not reached";
        ActivationFailure::Other => "sebab lain" / "another cause";
    }

    /// The answers to the question after an interrupted print.
    print_answer(answer: PrintAnswer) {
        PrintAnswer::CameOutGood => "Kartu keluar dan baik" / "A card came out and is good";
        PrintAnswer::CameOutBad => "Kartu keluar tetapi cacat" / "A card came out but is bad";
        PrintAnswer::NoneCameOut => "Tidak ada kartu yang keluar" / "No card came out";
        PrintAnswer::CannotTellYet => "Belum bisa dipastikan" / "Can't tell yet";
    }

    /// What follows from each of these answers.
    print_answer_follows(answer: PrintAnswer) {
        PrintAnswer::CameOutGood => "lanjut ke aktivasi" / "on to activation";
        PrintAnswer::CameOutBad => "blangko rusak, sebab dicatat" / "blank spoiled, cause recorded";
        PrintAnswer::NoneCameOut => "blangko kembali ke stok" / "blank back in stock";
        PrintAnswer::CannotTellYet => "ditanya lagi; printer ini menunggu" / "asked again; this printer waits";
    }

    /// What became of the old card.
    old_card(old: OldCard) {
        OldCard::Withdrawn => "ditarik" / "withdrawn";
        OldCard::NotBrought => "tidak dibawa" / "not brought";
        OldCard::NoneLost => "tidak ada (hilang)" / "none (lost)";
        OldCard::NeverHad => "belum pernah punya" / "never had one";
    }

    /// How the receiver signed.
    signature(signature: Signature) {
        Signature::Signed => "tanda tangan" / "signature";
        Signature::Thumb => "cap jempol" / "thumbprint";
        Signature::Helped => "dibantu petugas atau keluarga" / "helped by staff or family";
    }

    /// What a supervisor is asked for.
    approval(topic: ApprovalTopic) {
        ApprovalTopic::CorrectAfterPrint => "betulkan data setelah dicetak" / "correct data after printing";
        ApprovalTopic::CancelLate => "batalkan setelah lewat waktu" / "void after the time allowed";
        ApprovalTopic::UndoHandover => "batalkan penyerahan" / "undo a handover";
        ApprovalTopic::RejectCard => "tolak kartu" / "reject a card";
        ApprovalTopic::Refuse => "tolak permohonan" / "refuse an application";
    }

    /// What a call was about.
    contact_topic(topic: ContactTopic) {
        ContactTopic::Returned => "berkas dikembalikan" / "file returned";
        ContactTopic::Deferred => "permohonan ditunda" / "application deferred";
        ContactTopic::TroubleOver => "gangguan sudah selesai" / "trouble is over";
        ContactTopic::Ready => "KTP-el siap diambil" / "card ready to collect";
        ContactTopic::Other => "hal lain" / "another matter";
    }

    /// How far the last short message is, for a narrow column.
    message_mark(state: MessageState) {
        MessageState::Waiting | MessageState::Sending => "antre" / "queued";
        MessageState::Sent | MessageState::Told => "SMS" / "text";
        MessageState::Failed | MessageState::Unknown => "telepon" / "call";
    }

    /// The same in full, with what it asks of the clerk.
    message_state(state: MessageState) {
        MessageState::Waiting => "SMS menunggu dikirim" / "a text message waits to be sent";
        MessageState::Sending => "SMS sedang dikirim" / "a text message is being sent";
        MessageState::Sent => "SMS terkirim" / "text message sent";
        MessageState::Failed => "SMS tidak terkirim: telepon pemohon" / "text not sent: call the applicant";
        MessageState::Unknown => "SMS belum pasti: telepon pemohon" / "text in doubt: call the applicant";
        MessageState::Told => "SMS tidak pasti, sudah ditelepon" / "text message in doubt, called since";
    }

    /// Why a message has not left.
    message_failure(cause: MessageFailure) {
        MessageFailure::Refused => "ditolak operator seluler" / "refused by the network";
        MessageFailure::Modem => "modem terganggu" / "modem at fault";
    }

    /// Why somebody left without a number.
    sent_away(why: SentAway) {
        SentAway::NotRecorded => "belum rekam data" / "not recorded yet";
        SentAway::KkNotUpdated => "KK belum diperbarui" / "KK not updated";
        SentAway::QuestionOnly => "hanya bertanya" / "question only";
        SentAway::Closed => "loket tutup" / "counter closed";
    }

    /// Why a clock stood still.
    pause(cause: PauseCause) {
        PauseCause::Network => "menunggu jaringan" / "waiting for the network";
        PauseCause::Applicant => "menunggu pemohon" / "waiting for the applicant";
        PauseCause::Supervisor => "menunggu Kasi" / "waiting for the supervisor";
        PauseCause::Device => "menunggu alat" / "waiting for a device";
    }

    /// How blanks came and went.
    blank_move(how: BlankMove) {
        BlankMove::Received => "blangko diterima" / "blanks received";
        BlankMove::Borrowed => "blangko pinjaman masuk" / "blanks borrowed";
        BlankMove::Lent => "blangko dipinjamkan" / "blanks lent";
        BlankMove::Counted => "koreksi hasil hitung" / "counted correction";
    }

    /// How blanks of a batch came and went.
    stock_move(how: StockMove) {
        StockMove::Received => "blangko diterima" / "blanks received";
        StockMove::Borrowed => "blangko pinjaman masuk" / "blanks borrowed";
        StockMove::Returned => "pinjaman kembali ke sini" / "lent blanks came back";
        StockMove::Lent => "blangko dipinjamkan" / "blanks lent";
        StockMove::GivenBack => "pinjaman dikembalikan" / "borrowed blanks given back";
        StockMove::Counted => "koreksi hasil hitung" / "counted correction";
    }

    /// Kinds of card in the invalid register.
    invalid_kind(kind: InvalidKind) {
        InvalidKind::OldCard => "KTP-el lama ditarik" / "old card withdrawn";
        InvalidKind::Spoiled => "gagal cetak" / "spoiled print";
        InvalidKind::Rejected => "kartu ditolak" / "card rejected";
    }

    /// How invalid cards are destroyed.
    manner(manner: DestroyManner) {
        DestroyManner::Burnt => "dibakar" / "burnt";
        DestroyManner::Shredded => "dicacah" / "shredded";
        DestroyManner::Cut => "dipotong" / "cut up";
    }

    /// What became of an emergency sheet that is not copied in.
    sheet_fate(fate: SheetFate) {
        SheetFate::Spoiled => "rusak" / "spoiled";
        SheetFate::Unused => "tidak dipakai" / "unused";
        SheetFate::Lost => "hilang" / "lost";
    }

    /// What is checked before data are recorded under trouble.
    data_check(check: DataCheck) {
        DataCheck::AgainstKk => "Cocok dengan KK" / "Matches the KK";
        DataCheck::NumberConfirmed => "Nomor dipastikan" / "Number confirmed";
        DataCheck::ApplicantTold => "Pemohon diberi tahu" / "Applicant told";
    }

    /// Where an application stands, as a sentence says it.
    stage(stage: Stage) {
        Stage::Check => "menunggu pemeriksaan" / "waiting for the check";
        Stage::Operator => "di operator" / "at the operator";
        Stage::Returned => "dikembalikan kepada pemohon" / "returned to the applicant";
        Stage::Recorded => "tercatat selama gangguan" / "recorded during trouble";
        Stage::Deferred(_) => "ditunda" / "deferred";
        Stage::Printing => "sedang dicetak" / "being printed";
        Stage::Printed => "dicetak, belum aktif" / "printed, not active";
        Stage::Ready => "siap diambil" / "ready to collect";
        Stage::HandedOver => "sudah diserahkan" / "handed over";
        Stage::Cancelled(_) => "batal" / "cancelled";
    }

    /// Where an application stands, in one word of the balance line and of narrow columns.
    stage_short(stage: Stage) {
        Stage::Check => "periksa" / "check";
        Stage::Operator => "operator" / "operator";
        Stage::Returned => "pemohon" / "applicant";
        Stage::Recorded => "tercatat" / "recorded";
        Stage::Deferred(_) => "tunda" / "deferred";
        Stage::Printing => "cek" / "look";
        Stage::Printed => "belum aktif" / "not active";
        Stage::Ready => "siap" / "ready";
        Stage::HandedOver => "selesai" / "done";
        Stage::Cancelled(_) => "batal" / "void";
    }

    /// Kind of application with its code on F-1.02.
    reason(reason: ReasonCode) {
        ReasonCode::New => "II.A Baru" / "II.A New";
        ReasonCode::MovedIn => "II.B Pindah datang" / "II.B Moved in";
        ReasonCode::Lost => "II.C.1 Hilang" / "II.C.1 Lost";
        ReasonCode::Damaged => "II.C.2 Rusak" / "II.C.2 Damaged";
        ReasonCode::ItapExtension => "II.D Perpanjangan ITAP" / "II.D ITAP extension";
        ReasonCode::CitizenshipChange => "II.E Perubahan kewarganegaraan" / "II.E Change of citizenship";
        ReasonCode::OutOfDomicile => "II.F Luar domisili" / "II.F Out of domicile";
        ReasonCode::Transmigration => "II.G Transmigrasi" / "II.G Transmigration";
        ReasonCode::DataChange => "IV.B Perubahan data" / "IV.B Change of data";
    }

    /// What somebody is to the applicant.
    relation(relation: Relation) {
        Relation::Own => "pemohon sendiri" / "the applicant";
        Relation::Spouse => "suami/istri" / "spouse";
        Relation::Parent => "ayah/ibu" / "parent";
        Relation::Child => "anak" / "child";
        Relation::Sibling => "saudara" / "sibling";
        Relation::Guardian => "wali" / "guardian";
        Relation::Household => "anggota KK lain" / "other on the same KK";
        Relation::Other => "orang lain" / "someone else";
    }

    /// Sex.
    sex(sex: Sex) {
        Sex::Male => "laki-laki" / "male";
        Sex::Female => "perempuan" / "female";
    }

    /// A step of the procedure.
    step(step: Step) {
        Step::Intake => "Penerimaan" / "Intake";
        Step::Check => "Pemeriksaan" / "Check";
        Step::Operator => "Operator" / "Operator";
    }

    /// A field of the applicant.
    field(field: PersonField) {
        PersonField::Nik => "NIK" / "NIK";
        PersonField::Name => "nama" / "name";
        PersonField::Birth => "tanggal lahir" / "birth date";
        PersonField::Sex => "jenis kelamin" / "sex";
        PersonField::Kk => "No. KK" / "KK number";
        PersonField::Contact => "kontak" / "contact";
        PersonField::Address => "alamat" / "address";
        PersonField::Note => "catatan" / "note";
    }

}

/// Where an application stands, with the reason it waits or ended for.
#[must_use]
pub fn stage_full(lang: Lang, at: Stage) -> String {
    let word = stage(at).get(lang);
    let why = match at {
        Stage::Deferred(reason) => super::status::deferral(reason).get(lang),
        Stage::Cancelled(kind) => cancelled(kind).get(lang),
        _ => return word.to_owned(),
    };
    format!("{word}: {why}")
}

/// The roles that may do something: `Petugas Register atau Kasi`.
#[must_use]
pub fn roles(lang: Lang, roles: &[Role]) -> String {
    let words: Vec<&str> = roles.iter().map(|r| role(*r).get(lang)).collect();
    super::told::either(lang, &words)
}
