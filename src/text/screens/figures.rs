//! Words of the figures behind the balance lines.
//!
//! Separate because every number has a name, and screen and book say the same one. It must not add up.

use crate::domain::book::Age;
use crate::text::lang::{says, words};
use crate::text::told::word_of;

words! {
    TITLE: "Angka hari ini"
         / "The day's figures";
    C_WHAT: "Angka"
          / "Figure";
    C_NUMBERS: "Isi"
             / "Numbers";
    EQUATIONS: "PERSAMAAN"
             / "EQUATIONS";
    WAITING: "BERKAS TERBUKA MENURUT YANG DITUNGGU"
           / "OPEN FILES BY WHAT THEY WAIT FOR";
    AGES: "UMUR BERKAS (HARI KERJA SEJAK DITERIMA)"
        / "AGE OF FILES (WORKING DAYS SINCE RECEIPT)";
    SHELF: "KARTU DI RAK (HARI SEJAK DICETAK)"
         / "CARDS ON THE SHELF (DAYS SINCE PRINTED)";
    CAME: "YANG DATANG"
        / "WHO CAME";
    CLOCKS: "JAM LAYANAN (JUMLAH SEKANTOR)"
          / "SERVICE CLOCKS (SUMS OF THE OFFICE)";
    TROUBLES: "MASA GANGGUAN"
            / "SPANS OF TROUBLE";
    NEW: "nomor baru"
       / "new numbers";
    BACK: "membawa kembali berkas"
        / "brought a file back";
    AWAY: "pulang tanpa nomor"
        / "sent away, no number";
    VISITS: "mengambil atau melanjutkan"
          / "to collect or go on";
    TOTAL: "jumlah"
         / "total";
    WRONG: "TIDAK COCOK"
         / "DOES NOT ADD UP";
    GOING_ON: "berlangsung"
            / "going on";
    BEHIND: "Enter: daftar di balik angka ini"
          / "Enter: the list behind this number";
    NO_LIST: "Angka ini tidak mempunyai daftar berkas."
           / "There is no list of files behind this number.";
    EXPORT_LIST: "Cetak atau simpan daftar ini"
               / "Print or keep this list";
    LIST: "Daftar di balik angka"
        / "The list behind the number";
}

says! {
    /// Returned how often, how many files.
    fn returns(times: u32, files: usize): "dikembalikan {times} kali, {files} berkas"
                                        / "returned {times} times, {files} files";
    /// One step of the day.
    fn step(files: u32, over: u32, standard: &str): "{files} berkas, {over} lewat {standard}"
                                                  / "files {files}, over {standard}: {over}";
    /// Working time of the office.
    fn worked(minutes: u64, timed: u32): "kerja {minutes} mnt ({timed} terukur)"
                                       / "work {minutes} min ({timed} timed)";
    /// Paused time by cause.
    fn paused(cause: &str, minutes: u64): "{cause} {minutes} mnt"
                                        / "{cause} {minutes} min";
    /// From and to.
    fn span(from: &str, to: &str): "{from} sampai {to}"
                                 / "{from} to {to}";
    /// An equation that does not come out.
    fn wrong(left: i64, right: i64): "{left} tidak sama dengan {right}"
                                   / "{left} is not {right}";
}

word_of! {
    /// Age of an open file in working days.
    age(age: Age) {
        Age::Today => "hari ini" / "today";
        Age::UpTo3 => "1–3 hari" / "1–3 days";
        Age::UpTo7 => "4–7 hari" / "4–7 days";
        Age::UpTo14 => "8–14 hari" / "8–14 days";
        Age::Over14 => "lebih dari 14 hari" / "more than 14 days";
    }
}
