//! Words of the handover screen: the shelf, who collects, what is signed.
//!
//! Separate because nobody else says them. Must not know values.

use crate::text::lang::{says, words};

words! {
    EMPTY: "tidak ada kartu di rak"
         / "no cards on the shelf";
    HINT: "Pindai tanda terima atau ketik nama; Enter membuka, Esc membebaskan tombol huruf."
        / "Scan the slip or type the name; Enter opens, Esc frees the letter keys.";
    COL_STATE: "Keadaan"
             / "State";
    NOT_ACTIVE: "Belum diaktifkan: pemegang harus hadir"
              / "Not active: the holder must come";
    AT_OPERATOR: "dibuka di F4 Operator untuk aktivasi"
               / "opened in F4 Operator to activate it";
    F_WHO: "Diambil oleh"
         / "Collected by";
    WHO_HOLDER: "Pemegang sendiri"
              / "The holder";
    WHO_FAMILY: "Anggota KK"
              / "Member of the same KK";
    WHO_ATTORNEY: "Orang lain, bersurat kuasa"
                / "Someone else, power of attorney";
    F_NAME: "Nama penerima"
          / "Receiver's name";
    F_RELATION: "Hubungan"
              / "Relation";
    F_EVIDENCE: "Bukti dilihat"
              / "Proof seen";
    F_OLD: "KTP-el lama"
         / "Old card";
    F_TOGETHER: "Bersama"
              / "Together";
    F_WHY: "Sebab tidak dibawa"
         / "Why not brought";
    F_SIGNATURE: "Tanda terima"
               / "Signed";
    KEYS: "F8 serahkan · Esc kembali ke rak"
        / "F8 hands over · Esc back to the shelf";
    GONE: "Kartu ini tidak lagi di rak."
        / "This card is no longer on the shelf.";
    BAD_NAME: "nama tidak dapat dipakai"
            / "not a name";
}

says! {
    /// How many cards lie there.
    fn shelf(ready: u32, waiting: u32): "Rak: {ready} siap diambil, {waiting} belum aktif"
                                      / "Shelf: {ready} ready, {waiting} not active";
}
