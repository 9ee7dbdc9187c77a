//! What a clerk is told when the office says no about batches of blanks, invalid cards and numbered paper.
//!
//! Separate from the other refusals because they are about things that are counted, not about files. The table of
//! [`super::refusal`] lists which ones stand here, so that none is left without words.

use super::common::{self, date_long};
use super::told::told_of;
use super::{Lang, term};
use crate::domain::invalid::Items;
use crate::domain::refusal::Refusal;
use crate::domain::refusal::Refusal as R;

/// Numbers as runs, the first few of many.
fn numbers(lang: Lang, items: &Items) -> String {
    const SHOWN: usize = 2;
    let runs = items.runs();
    match runs.len() {
        0 => common::NONE.get(lang).to_owned(),
        n if n > SHOWN => format!("{}, …", common::runs(&runs[..SHOWN])),
        _ => common::runs(runs),
    }
}

told_of! {
    /// A refusal about stock in words.
    stock(lang, refusal: &Refusal) {
        R::BlanksBelowZero { have }
            => "Menurut buku hanya ada {have} blangko."
             / "By the book there are only {have} blanks.",
               "Hitung blangko; bila buku keliru, Kasi mencatat koreksi hasil hitung."
             / "Count the blanks; if the book is wrong, the supervisor corrects it.";
        R::UnknownBatch
            => "Kode dus ini belum ada di buku stok."
             / "No batch with this code is in the stock book.",
               "Lihat daftar dus di Ctrl+G; dus baru dicatat sebagai blangko diterima."
             / "See the batches in Ctrl+G; a new one is recorded as blanks received.";
        R::SerialsDiffer { serials: Some(n) }
            => "Nomor seri itu {n} keping, atau dusnya sudah ada."
             / "Those serials are {n} cards, or the batch exists already.",
               "Periksa seri pertama, terakhir dan jumlah; seri hanya untuk dus baru."
             / "Check both serials and the number; serials are for a new batch only.";
        R::SerialsDiffer { serials: None }
            => "Seri pertama dan terakhir bukan satu urutan."
             / "First and last serial are not one sequence.",
               "Ketik seperti tercetak pada blangko, atau kosongkan keduanya."
             / "Type them as printed on the blanks, or leave both empty.";
        R::BlankUsed
            => "Blangko dengan nomor seri ini sudah dipakai."
             / "The blank with this serial was used before.",
               "Baca sekali lagi dari blangkonya; bila benar, laporkan kepada Kasi."
             / "Read it once more from the blank; if it is right, tell the supervisor.";
        R::BatchEmpty
            => "Dus ini sudah habis."
             / "This batch is used up.",
               "Buka dus lain; bila ada isinya, Kasi mencatat koreksi hasil hitung."
             / "Open another; if cards are in it, the supervisor corrects the count.";
        R::LoanSmaller { loan }
            => "Menurut buku hanya {loan} keping yang dipinjam."
             / "By the book only {loan} cards are on loan.",
               "Periksa jumlahnya; lebihnya dicatat sebagai blangko diterima."
             / "Check the number; what is over is recorded as blanks received.";
        R::NothingChosen
            => "Belum ada kartu yang dipilih."
             / "No card is chosen.",
               "Pilih kartunya di daftar, atau tulis nomornya, misalnya 1-20."
             / "Choose cards in the list, or write their numbers, for example 1-20.";
        R::NotKept { item }
            => "KTP-el nomor {item} tidak lagi disimpan di sini."
             / "Card number {item} is not kept here any more.",
               "Keluarkan dari pilihan; riwayatnya ada di berita acara."
             / "Leave it out; the record tells what became of it.";
        R::WitnessesNeeded { least }
            => "Pemusnahan perlu paling sedikit {least} saksi dengan jabatannya."
             / "A destruction needs at least {least} witnesses with their office.",
               "Lengkapi nama dan jabatan setiap saksi."
             / "Fill in name and office of each witness.";
        R::DateAhead { day }, let day = date_long(lang, *day)
            => "Tanggal ini sesudah hari kantor {day}."
             / "This date is after the office day {day}.",
               "Catat setelah dilaksanakan, dengan tanggal pelaksanaannya."
             / "Record it once it is done, with the date it was done.";
        R::OneBlankEach
            => "Nomor seri dibaca untuk satu blangko, bukan untuk cetak beruntun."
             / "A serial is read from one blank, not for a batch of prints.",
               "Kosongkan nomor serinya."
             / "Leave the serial empty.";
        R::TooManySheets { most }
            => "Sekali terbit 1 sampai {most} lembar."
             / "1 to {most} sheets at a time.",
               "Ketik jumlah lain, atau terbitkan beberapa kali."
             / "Type another number, or do it several times.";
        R::SheetsOut { out, most }
            => "Masih {out} Lembar Darurat beredar, paling banyak {most}."
             / "{out} emergency sheets are still out, at most {most} may be.",
               "Salin yang terisi (F2, Ctrl+E) atau nyatakan yang rusak dan tidak dipakai."
             / "Copy in those filled in (F2, Ctrl+E), or declare the spoiled and unused.";
        R::SheetNeverIssued { sheet, out }, let beredar = numbers(lang, out)
            => "Lembar Darurat {sheet} tidak pernah diterbitkan."
             / "Emergency sheet {sheet} was never given out.",
               "Baca lagi nomornya. Yang beredar: {beredar}. Lembar baru terbit di Ctrl+G."
             / "Read the number again. Out: {beredar}. New ones are given out in Ctrl+G.";
        R::SheetCopied { sheet, number: Some(n) }, let no = n.short()
            => "Lembar Darurat {sheet} sudah disalin menjadi {no}."
             / "Emergency sheet {sheet} was copied in before, as {no}.",
               "Baca lagi nomor lembarnya; berkasnya dicari dengan Ctrl+F."
             / "Read the sheet's number again; find the file with Ctrl+F.";
        R::SheetCopied { sheet, number: None }
            => "Lembar Darurat {sheet} sudah dipertanggungjawabkan."
             / "Emergency sheet {sheet} was accounted for long ago.",
               "Baca lagi nomor lembarnya; riwayatnya ada di buku agenda."
             / "Read the sheet's number again; the agenda book tells of it.";
        R::SheetDeclared { sheet, fate }, let fate = term::sheet_fate(*fate).get(lang)
            => "Lembar Darurat {sheet} sudah dinyatakan {fate}."
             / "Emergency sheet {sheet} was declared {fate}.",
               "Baca lagi nomor lembarnya; bila benar, laporkan kepada Kasi."
             / "Read the sheet's number again; if it is right, tell the supervisor.";
        R::HandoverSheetUnknown { sheet, last }
            => "Lembar Serah Terima {sheet} belum diterbitkan; yang terakhir {last}."
             / "Handover sheet {sheet} was not given out; the last one is {last}.",
               "Baca lagi nomor lembarnya. Lembar baru terbit di Ctrl+G."
             / "Read the sheet's number again. New ones are given out in Ctrl+G.";
        R::LineUsed { sheet, line }
            => "Lembar {sheet} baris {line} sudah ditandatangani."
             / "Sheet {sheet} line {line} is signed already.",
               "Minta tanda tangan di baris berikutnya yang kosong."
             / "Let the receiver sign on the next free line.";
        @also _ => super::refusal::refusal(lang, refusal);
    }
}
