//! What a clerk is told when the office says no about batches of blanks and invalid cards.
//!
//! Separate from the other refusals because only who counts and destroys cards reads them. The table of
//! [`super::refusal`] lists which ones stand here, so that none is left without words.

use super::common::date_long;
use super::told::told_of;
use crate::domain::refusal::Refusal;
use crate::domain::refusal::Refusal as R;

told_of! {
    /// A refusal about stock in words.
    stock(lang, refusal: &Refusal) {
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
        @also _ => super::refusal::refusal(lang, refusal);
    }
}
