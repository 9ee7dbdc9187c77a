//! Words of handing cards over: who takes them, the old card, the signature.
//!
//! Separate because a card in the wrong hands cannot be fetched back: the questions name the holder and ask
//! for what was seen. It must not decide who may collect.

use crate::text::lang::{says, words};

words! {
    TITLE: "Kartu di rak"
         / "Cards on the shelf";
    READY: "siap diambil"
         / "ready to collect";
    NOT_ACTIVE: "dicetak, belum aktif"
              / "printed, not active";
    FIND: "Pindai tanda terima atau ketik tiga huruf nama"
        / "Scan the slip or type three letters of the name";
    WHO: "Siapa yang mengambil?"
       / "Who collects?";
    BY_HOLDER: "Pemegang sendiri"
             / "The holder";
    BY_FAMILY: "Anggota KK yang sama"
             / "A member of the same KK";
    BY_ATTORNEY: "Penerima kuasa"
               / "Somebody with a power of attorney";
    COLLECTOR_NAME: "Nama pengambil"
                  / "Collector's name";
    COLLECTOR_RELATION: "Hubungan dengan pemegang"
                      / "Relation to the holder";
    EVIDENCE: "Bukti yang dilihat"
            / "Evidence seen";
    EVIDENCE_HINT: "misalnya KK asli dan KTP-el pengambil"
                 / "such as the original KK and the collector's card";
    COMPARE: "Cocokkan foto dan nama di kartu dengan orang yang datang."
           / "Compare photo and name on the card with the person here.";
    HOLDER_MUST_COME: "Belum diaktifkan: pemegang harus hadir"
                    / "Not active yet: the holder must come";
    TO_OPERATOR: "Ke F4 Operator untuk tes dan aktivasi"
               / "To F4 Operator for test and activation";
}

words! {
    OLD_CARD: "KTP-el lama"
            / "Old card";
    OLD_WITHDRAWN: "KTP-el lama ditarik"
                 / "Old card withdrawn";
    OLD_NOT_BROUGHT: "KTP-el lama tidak dibawa, sebab:"
                   / "Old card not brought, because:";
    OLD_LOST: "KTP-el lama tidak ada (hilang)"
            / "No old card (lost)";
    OLD_NEVER: "Belum pernah punya KTP-el"
             / "Never had a card";
    SIGNATURE: "Tanda terima KTP-el"
             / "Receipt of the card";
    SIGNED: "Tanda tangan"
          / "Signed";
    THUMB: "Cap jempol"
         / "Thumbprint";
    HELPED: "Dibantu petugas atau keluarga"
          / "Helped by staff or family";
    SHEET: "Lembar Serah Terima"
         / "Handover sheet";
    LINE: "baris"
        / "line";
    FAMILY_TITLE: "Serahkan sekaligus untuk satu KK"
                / "Hand over together for one KK";
    FAMILY_HINT: "Centang kartu yang diambil; semuanya dari KK yang sama."
               / "Tick the cards collected; all of them from one KK.";
    UNDO_TITLE: "Batalkan penyerahan"
              / "Undo a handover";
    UNDO_HINT: "Kartu harus sudah kembali di meja; Kasi menyetujui."
             / "The card must be back at the desk; the supervisor approves.";
    OWED: "diserahkan, belum aktif: pemegang masih harus datang"
        / "handed over, not active: the holder still has to come";
    OLD_SHELF: "lama di rak: hubungi pemegang"
             / "long on the shelf: call the holder";
    CALL_NOTE: "Katakan: KTP-el siap diambil, bawa tanda terima dan KTP-el lama."
             / "Say: the card is ready, bring the slip and the old card.";
}

words! {
    COL_NO: "No."
          / "Number";
    COL_NAME: "Nama"
            / "Name";
    COL_STATE: "Keadaan"
             / "State";
    COL_SHELF: "Di rak"
             / "On shelf";
    COL_CALLS: "Dihubungi"
             / "Called";
}

says! {
    /// Days on the shelf.
    fn days(n: u32): "{n} hari"
                   / "{n} days";
    /// Sheet and line where the receiver signs.
    fn sign_at(sheet: u32, line: u8): "Lembar {sheet} baris {line}: minta tanda tangan atau cap jempol"
                                    / "Sheet {sheet} line {line}: ask for a signature or thumbprint";
    /// How many of the family are ready.
    fn family(n: usize): "{n} kartu dari KK ini siap diambil"
                       / "{n} cards of this KK are ready";
    /// The card of which holder.
    fn holder(name: &str): "pemegang: {name}"
                         / "holder: {name}";
}
