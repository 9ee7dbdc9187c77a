//! Words of the seal when it is questioned: what `ledger verify` finds, and what became of a printed agenda.
//!
//! Separate because an auditor reads these beside the paper and they must say the same on screen and command line.
//! It must not judge.

use super::Lang;
use super::lang::{says, words};
use super::told::word_of;
use crate::domain::seal::CodeFault;
use crate::domain::seal::proof::Verdict;

words! {
    FAULT_NUMBER: "nomor segel melompat atau ganda"
                / "the number of a seal leaves a gap or stands twice";
    FAULT_KEY: "segel memakai kunci yang tidak berlaku"
             / "a seal names a key that was not in force";
    FAULT_SIGNATURE: "tanda tangan segel tidak cocok dengan hari, hitungan dan jurnalnya"
                   / "the signature of a seal is not of its day, counts and journal";
    FAULT_ROOT: "segel bukan atas jurnal yang ditutupnya"
              / "a seal is not over the journal it closes";
    FAULT_REASONS: "penjelasan selisih bukan yang disegel"
                 / "the explanations of differences are not those under the seal";
    FAULT_MISSING: "penutupan tanpa segel padahal kuncinya sudah ada"
                 / "a close without a seal although there was a key";
    INFO_SEALS: "penutupan bersegel"
              / "sealed closes";
    INFO_LOST: "hilang, disebut jurnal"
             / "lost, named in the journal";
    INFO_KEY: "kunci segel"
            / "seal key";
}

words! {
    TITLE: "Periksa segel agenda"
         / "Check the seal of an agenda";
    ASK: "Ketik kode segel dari agenda yang tercetak: tujuh kelompok, masing-masing lima tanda."
       / "Type the code of the seal from the printed agenda: seven groups of five.";
    ASK_WHERE: "Kode ada di kaki setiap halaman. Spasi boleh dilewati; O dibaca 0, I dan L dibaca 1."
             / "It stands at the foot of every page. Spaces may be left out; O reads as 0, I and L as 1.";
    READ_AGAIN: "Baca sekali lagi dari kertasnya."
              / "Read it once more from the paper.";
    WHOLE_BY_VERIFY: "Seluruh jurnal diperiksa dengan: loket ledger verify"
                   / "The whole journal is checked by: loket ledger verify";
    OTHER_PAPER: "BERKAS UTUH: agenda yang sama pada kertas lain."
               / "UNCHANGED: the same agenda on other paper.";
    SEAL_ONLY: "Berkas ini hanya memuat segel."
             / "This file holds no more than a seal.";
    ALTERED: "BERKAS BERUBAH: segelnya ada, tetapi isinya bukan yang dibekukan saat hari ditutup. [S-010]"
           / "ALTERED: the seal is there, but the contents are not those frozen at the close. [S-010]";
    UNKNOWN: "TIDAK DIKENAL: bukan agenda yang dibekukan di buku ini, dan tidak ada segel yang terbaca di dalamnya. [S-011]"
           / "UNKNOWN: no agenda frozen in this ledger, and there is no seal to be read in it. [S-011]";
    UNKNOWN_NEXT: "Ketik kode dari kertasnya: --seal. Agenda SEMENTARA belum bersegel."
                / "Type the code from the paper: --seal. A PROVISIONAL agenda has no seal yet.";
    NOT_PROVED: "Agenda ini tidak terbukti milik buku ini dan utuh."
              / "The agenda is not proved to be this ledger's and unchanged.";
    OPT_AGENDA: "periksa juga agenda ini: PDF, XLSX, CSV, TXT atau hasil pindai segelnya"
              / "also check this agenda: PDF, XLSX, CSV, TXT or its scanned seal";
    OPT_SEAL: "periksa juga kode segel yang diketik"
            / "also check the code of a seal as typed";
    VALUE_SEAL: "KODE"
              / "CODE";
}

says! {
    /// Byte for byte as frozen.
    fn frozen(format: &str): "BERKAS UTUH: sama dengan yang dibekukan saat hari ditutup ({format})."
                           / "UNCHANGED: the same as frozen at the close ({format}).";
    /// Where a text differs.
    fn altered_at(line: usize): "Baris pertama yang berbeda: {line}."
                              / "First line that differs: {line}.";
    /// The code the ledger has.
    fn ours(code: &str): "Kode penutupan itu di buku ini: {code}"
                       / "The code of that close in this ledger: {code}";
    /// A close by its number.
    fn numbered(number: u32, date: &str): "Penutupan ke-{number} · {date}"
                                        / "Close {number} · {date}";
    fn number_alone(number: u32): "Penutupan ke-{number}"
                                / "Close {number}";
    /// How often the ledger was closed.
    fn closed_so_far(closes: u32): "Buku ini sampai sekarang {closes} kali ditutup."
                                 / "Up to now this ledger has been closed {closes} times.";
    /// Entries that are missing under a seal.
    fn lost_under(n: u64): "Entri yang hilang di bawah segel itu: {n}."
                         / "Entries lost under that seal: {n}.";
    fn length(found: usize): "Kode segel terdiri dari 35 tanda; yang diketik {found}."
                           / "The code of a seal has 35 symbols; {found} were typed.";
    fn symbol(c: char): "Tanda {c} tidak ada dalam kode segel."
                      / "{c} stands in no code of a seal.";
    fn group(n: usize): "Kelompok ke-{n} dari kode salah ketik."
                      / "Group {n} of the code is mistyped.";
    fn file_too_large(path: &str): "{path} terlalu besar untuk sebuah agenda."
                                 / "{path} is too large for an agenda.";
    fn file_unreadable(path: &str): "{path} tidak dapat dibaca."
                                  / "{path} cannot be read.";
    fn other_close(file: u32, typed: u32): "Berkas ini penutupan ke-{file}, kode yang diketik penutupan ke-{typed}. [S-012]"
                                         / "The file is close {file}, the code typed is of close {typed}. [S-012]";
}

word_of! {
    /// What is to be done, or still to be looked at.
    next(verdict: Verdict) {
        Verdict::Same => "Kode membuktikan jurnalnya; isi kertas dibandingkan dengan ekspor ulang hari itu (F6, e)." / "The code proves the journal; the paper's words are compared with a new export of the day (F6, e).";
        Verdict::OtherLedger => "Periksa kantor dan komputernya; buku yang dipulihkan punya nomor buku sendiri." / "Look at office and computer; a restored ledger has an id of its own.";
        Verdict::NotYet { .. } => "Akhir buku hilang atau berkas lama dipasang lagi: jangan dipakai, panggil yang merawat program." / "The end is gone or an older file was put back: stop, call whoever looks after the program.";
        Verdict::Unsealed => "Bandingkan isinya dengan ekspor ulang." / "Compare it with a new export.";
        Verdict::Other => "Kertasnya bukan yang asli, atau jurnal ditulis ulang: simpan keduanya, jangan diubah." / "The paper is not the original, or the journal was written anew: keep both, change nothing.";
        Verdict::Rewritten => "Simpan kertas dan salinan folder ini; laporkan kepada Kepala Dinas dan Inspektorat." / "Keep the paper and a copy of this folder; tell the head of the office and the inspectorate.";
        Verdict::Forged => "Kertasnya bukan dari buku ini: simpan dan laporkan." / "The paper is not of this ledger: keep and report it.";
        Verdict::LeftBehind => "Kertas ini bukti satu-satunya hari itu: simpan, dan catat susulan isinya dari sana." / "This paper is the only proof of that day: keep it, and enter its contents late from it.";
        Verdict::Incomplete { .. } => "Kertasnya dipegang; entri yang hilang disebut di jurnal buku ini (loket ledger verify)." / "Hold by the paper; the lost entries are named in this ledger's journal (loket ledger verify).";
        Verdict::Broken => "Jangan diubah; jalankan: loket ledger verify" / "Change nothing; run: loket ledger verify";
    }

    /// What became of a seal.
    verdict(verdict: Verdict) {
        Verdict::Same => "COCOK: segel ini milik buku ini, dan jurnalnya tidak berubah sejak itu." / "TRUE: the seal is this ledger's, and its journal is unchanged since.";
        Verdict::OtherLedger => "BUKU LAIN: segel ini bukan dari buku kantor ini. [S-001]" / "ANOTHER LEDGER: the seal is not this ledger's. [S-001]";
        Verdict::NotYet { .. } => "TIDAK ADA: buku ini belum ditutup sebanyak itu. [S-002]" / "MISSING: this ledger was not closed that often. [S-002]";
        Verdict::Unsealed => "TANPA SEGEL: penutupan itu dari masa sebelum ada segel. [S-003]" / "NO SEAL: that close is of a time before there were seals. [S-003]";
        Verdict::Other => "BERBEDA: segel penutupan itu di buku ini lain. [S-004]" / "DIFFERENT: that close has another seal in this ledger. [S-004]";
        Verdict::Rewritten => "JURNAL DITULIS ULANG: segel ini sah dari kantor ini, tetapi bukunya kini lain. [S-005]" / "JOURNAL REWRITTEN: the seal is truly this office's, but the ledger is another now. [S-005]";
        Verdict::Forged => "TIDAK SAH: segel ini tidak ditandatangani kunci kantor ini. [S-006]" / "FORGED: the seal is not signed with this office's key. [S-006]";
        Verdict::LeftBehind => "TIDAK IKUT: hari itu ditutup di buku yang dilanjutkan buku ini, tetapi penutupannya tidak ikut pulih. [S-008]" / "LEFT BEHIND: that day was closed in the ledger this one goes on from, but its close was not restored. [S-008]";
        Verdict::Incomplete { .. } => "SEGEL ASLI, BUKU TAK LENGKAP: segelnya sama dan sah, tetapi ada entri di bawahnya yang hilang saat penyelamatan. [S-009]" / "TRUE SEAL, INCOMPLETE LEDGER: the seal is the same and truly signed, but entries under it were lost before the salvage. [S-009]";
        Verdict::Broken => "JURNAL BERUBAH: segelnya sama, tetapi jurnal tidak lagi cocok dengannya. [S-007]" / "JOURNAL CHANGED: the seal is the same, but the journal no longer bears it out. [S-007]";
    }
}

/// Which close, and of which day where it is known here.
#[must_use]
pub fn close(lang: Lang, number: u32, date: Option<&str>) -> String {
    match date {
        Some(date) => numbered(lang, number, date),
        None => number_alone(lang, number),
    }
}

/// What is wrong with a code as typed.
#[must_use]
pub fn code_fault(lang: Lang, fault: CodeFault) -> String {
    match fault {
        CodeFault::Length { found } => length(lang, found),
        CodeFault::Symbol(c) => symbol(lang, c),
        CodeFault::Group(n) => group(lang, n),
    }
}
