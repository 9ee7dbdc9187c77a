//! Words of the supervisor's questions about personal data.
//!
//! Separate because they are read seldom and with care. It must not name a person.

use crate::text::lang::{says, words};

words! {
    HEADING: "DATA PRIBADI"
           / "PERSONAL DATA";
    ENTRY: "Akses, pemberitahuan, masa simpan"
         / "Lookings, notices, term of keeping";
    NO_TERM: "masa simpan belum ditetapkan"
           / "no term of keeping is set";
    ERASING: "penghapusan sedang berjalan"
           / "data are being erased";
    TITLE: "Data pribadi"
         / "Personal data";
    ALL_RECORDED: "Siapa melihat data siapa selalu tercatat, juga laporan ini."
                / "Who saw whose data is always recorded, this report too.";
    DO_REPORT: "Laporan akses: siapa melihat data siapa"
             / "Report: who saw whose data";
    DO_NOTICE: "Rancangan pemberitahuan kebocoran data"
             / "Draft notices after a breach";
    DO_ERASE: "Hapus data yang lewat masa simpan"
            / "Erase data past their term";
    WHICH_DAYS: "Hari pertama dan terakhir, misalnya 01-11-2026 30-11-2026"
              / "First and last day, for example 01-11-2026 30-11-2026";
    NO_DAYS: "Dua tanggal itu tidak terbaca, atau terbalik."
           / "Those two dates cannot be read, or are the wrong way round.";
    FOR_EVER: "Yang dihapus tidak dapat dikembalikan; angka laporan tidak berubah."
            / "What is erased cannot be brought back; figures of reports do not change.";
    ERASE: "Hapus untuk selamanya"
         / "Erase for ever";
    BEGUN: "Penghapusan dimulai; berjalan sendiri sambil loket bekerja."
                / "Erasing has begun; it goes on by itself while the counter works.";
}

says! {
    /// The term that is set.
    fn term(months: u32): "masa simpan {months} bulan" / "kept for {months} months";
    /// What there is to erase.
    fn erasable(files: u32, searches: u32, before: &str): "{files} berkas dan {searches} pencarian, selesai sebelum {before}"
                                                        / "{files} files and {searches} searches, ended before {before}";
}
