//! Words of find, of a file's history and of recording a contact.
//!
//! Separate because find is reached from anywhere. It must not know how a search is made.

use crate::text::lang::{says, words};

words! {
    BOX: "Cari"
       / "Find";
    HINT: "NIK, nomor register, bagian nama atau No. kontak. Pemindai boleh."
        / "NIK, register number, part of a name or phone. A scanner will do.";
    SEARCHING: "mencari …"
             / "searching …";
    NOTHING: "Tidak ada yang cocok."
           / "Nothing matches.";
    TO_LIST: "↓ ke daftar · Enter buka · Esc kosongkan"
           / "↓ to the list · Enter opens · Esc clears";
    TO_BOX: "/ kembali ke kotak cari · Enter buka"
          / "/ back to the box · Enter opens";
    C_NUMBER: "Reg."
            / "Reg";
    C_NAME: "Nama"
          / "Name";
    C_NIK: "NIK (disamarkan)"
         / "NIK (masked)";
    C_KIND: "Jenis"
          / "Kind";
    C_STATE: "Keadaan"
           / "State";
    C_DAY: "Diterima"
         / "Received";
}

words! {
    CONTACT: "Catat kontak"
           / "Record a contact";
    REACHED: "Tersambung, sudah disampaikan"
           / "Reached, message given";
    NOT_REACHED: "Tidak tersambung"
               / "Not reached";
    NO_PHONE: "tanpa nomor"
            / "no number";
    CLOSED_FILE: "Berkas ini sudah selesai."
               / "This file is finished.";
    CLOSED_NEXT: "Riwayatnya dapat dibaca dengan Enter."
               / "Its history can be read with Enter.";
    PICK: "Pilih baris dahulu."
        / "Choose a line first.";
}

words! {
    H_WHEN: "Waktu"
          / "When";
    H_WHAT: "Yang terjadi"
          / "What happened";
    H_WHO: "Oleh"
         / "By";
    H_EMPTY: "Tidak ada entri."
           / "There are no entries.";
    H_OPEN: "Enter buka di langkah berikutnya · Esc kembali"
          / "Enter opens at the next step · Esc goes back";
    H_CLOSED: "Esc kembali"
            / "Esc goes back";
}

says! {
    /// How many were found.
    fn found(n: usize): "{n} ditemukan"
                      / "{n} found";
    /// More than are shown.
    fn more(n: usize): "{n}+ ditemukan, ketik lebih lengkap"
                     / "{n}+ found, type more";
    /// A contact noted.
    fn contacted(no: &str): "{no} KONTAK DICATAT"
                          / "{no} CONTACT RECORDED";
    /// Whom to call, about what.
    fn call(phone: &str, topic: &str): "Telepon {phone} · {topic}"
                                     / "Call {phone} · {topic}";
    /// Recorded late: when it happened.
    fn happened(at: &str): "catat susulan, terjadi {at}"
                         / "late entry, happened {at}";
    /// The second person.
    fn with(who: &str): " dan {who}"
                      / " and {who}";
}
