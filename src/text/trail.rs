//! Words of the report on lookings and of the notices after a breach.
//!
//! Separate because they are papers of the office, read by an auditor. The notices are letters kept as templates
//! beside the program; here are the lines that go into them.

use super::lang::{Word, says, words};

/// Letter to the authority; what stands in braces is filled in.
pub const AUTHORITY: &str = include_str!("../../assets/notice/authority.txt");
/// Letter to somebody whose data it is.
pub const SUBJECT: &str = include_str!("../../assets/notice/subject.txt");

/// Columns of the report as a spreadsheet.
pub const COLUMNS: [Word; 9] = [WHEN, BY, STATION, WHAT, DETAIL, TYPED, NUMBER, NAME, NIK];

words! {
    TITLE: "LAPORAN AKSES DATA PRIBADI"
         / "REPORT ON WHO SAW PERSONAL DATA";
    NARROWED: "Hanya akses yang diminta; bukan seluruh catatan."
            / "Only the lookings asked for; not all that is recorded.";
    NOTHING: "Tidak ada akses yang tercatat."
           / "No looking is recorded.";
    WHEN: "Waktu"
        / "When";
    BY: "Petugas"
      / "By";
    STATION: "Loket"
           / "Station";
    WHAT: "Perbuatan"
        / "What";
    DETAIL: "Untuk apa"
          / "For what";
    TYPED: "Yang dicari"
         / "Searched for";
    NUMBER: "Nomor"
          / "Number";
    NAME: "Nama"
        / "Name";
    NIK: "NIK"
       / "NIK";
    WHO: "Tentang siapa"
       / "Whom";
    SUM: "Jumlah akses menurut petugas"
       / "Lookings by member of staff";
    NOTICE: "PEMBERITAHUAN KEGAGALAN PELINDUNGAN DATA PRIBADI"
          / "NOTICE OF A FAILURE TO PROTECT PERSONAL DATA";
    ATTACHED: "LAMPIRAN: ORANG YANG DATANYA DIBUKA"
            / "ATTACHED: PEOPLE WHOSE DATA WERE SEEN";
    NONE_TAKEN: "- tidak ada yang tercatat"
              / "- none recorded";
    NOBODY: "- tidak ada akses yang tercatat"
          / "- no looking is recorded";
}

says! {
    /// The span of the report.
    fn span(from: &str, to: &str): "{from} sampai {to}"
                                 / "{from} to {to}";
    /// A line of the sums.
    fn times(who: &str, n: &str): "{who}: {n} kali"
                                / "{who}: {n} times";
    /// Exports in a notice.
    fn left(what: &str, days: &str, format: &str, at: &str, by: &str): "- {what} {days} ({format}), {at}, oleh {by}"
                                                                     / "- {what} {days} ({format}), {at}, by {by}";
}
