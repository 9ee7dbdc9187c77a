//! What a clerk is told when the book itself fails: what is safe, and what to do.
//!
//! Owns the words of the ledger's errors. Separate because here people fear for their work: each line says
//! whether the last act is stored. It must not promise more than the error does.

use super::told::told_of;
use crate::ledger::LedgerError;
use crate::ledger::LedgerError as E;

told_of! {
    /// A failure of the ledger in words.
    ledger(lang, error: &LedgerError) {
        E::Missing { path }, let path = path.display()
            => "Buku kantor tidak ada di {path}."
             / "There is no office book at {path}.",
               "Periksa foldernya (--home), atau siapkan kantor: loket init."
             / "Check the folder (--home), or set up the office: loket init.";
        E::Exists { path }, let path = path.display()
            => "Buku kantor sudah ada di {path}; tidak ada yang ditimpa."
             / "There is an office book at {path}; nothing is overwritten.",
               "Jalankan loket seperti biasa."
             / "Start loket as usual.";
        E::NotALedger { path }, let path = path.display()
            => "{path} bukan buku Loket; isinya tidak diubah."
             / "{path} is not a book of Loket; it is not changed.",
               "Pilih folder yang benar dengan --home."
             / "Choose the right folder with --home.";
        E::Newer { found, known }
            => "Buku ini dari Loket yang lebih baru (skema {found}, di sini {known})."
             / "This book is from a newer Loket (schema {found}, here {known}).",
               "Pasang Loket terbaru di komputer ini; buku tidak diubah."
             / "Install the newest Loket on this computer; the book is unchanged.";
        E::EngineTooOld { found }
            => "Mesin basis data {found} terlalu lama; buku tidak disentuh."
             / "The database engine {found} is too old; the book is untouched.",
               "Teknisi: pasang Loket yang lengkap."
             / "Technician: install a complete Loket.";
        E::ForeignDisk { path, kind }, let path = path.display()
            => "Buku tidak dapat dipakai dari disk jaringan ({kind}): {path}."
             / "A book can't be used from a network disk ({kind}): {path}.",
               "Teknisi: taruh buku di disk komputer ini."
             / "Technician: keep the book on a disk of this computer.";
        E::Permissions { path, found, wanted }, let path = path.display()
            => "{path} dapat dibaca orang lain (izin {found:04o}, harus {wanted:04o})."
             / "Others can read {path} (mode {found:04o}, must be {wanted:04o}).",
               "Teknisi: batasi izin berkas itu; isinya tidak diubah."
             / "Technician: restrict the file's mode; it is not changed.";
        E::Unfinished { path }, let path = path.display()
            => "Penyiapan buku di {path} tidak selesai."
             / "Setting up the book at {path} was not finished.",
               "Belum ada permohonan di dalamnya; siapkan kantor lagi."
             / "There is no application in it yet; set up the office again.";
        E::Copy { path }, let path = path.display()
            => "{path} adalah salinan; tidak ada yang dicatat di dalamnya."
             / "{path} is a copy; nothing is recorded in it.",
               "Untuk bekerja lagi: loket ledger restore --to FOLDER-BARU SALINAN."
             / "To work on: loket ledger restore --to NEW-FOLDER COPY.";
        E::Linked { path }, let path = path.display()
            => "{path} hanya tautan; buku harus berkas sungguhan."
             / "{path} is only a link; the book must be a real file.",
               "Teknisi: pindahkan berkas bukunya ke folder ini; isinya tidak diubah."
             / "Technician: move the book's file into this folder; it is not changed.";
        E::WrongKey { path, .. }, let path = path.display()
            => "{path} tidak terbuka dengan kunci kantor ini."
             / "{path} does not open with the key of this office.",
               "Jangan diubah; teknisi memeriksa apakah ledger.db dan keys.toml sepasang."
             / "Change nothing; a technician checks that ledger.db and keys.toml fit.";
        E::GateHeld { by }
            => "Meja lain sedang menyimpan ({by}); yang ini belum tersimpan."
             / "Another desk is saving ({by}); this is not stored yet.",
               "Tunggu sebentar, lalu ulangi; isian tetap ada."
             / "Wait a moment, then repeat; the entries stay.";
        E::Busy(_)
            => "Buku sedang dikunci program lain; yang ini belum tersimpan."
             / "Another program has locked the book; this is not stored yet.",
               "Tunggu sebentar, lalu ulangi; isian tetap ada."
             / "Wait a moment, then repeat; the entries stay.";
        E::Exchanging
            => "Buku sedang disandikan ulang; belum dapat dibuka."
             / "The book is being encrypted anew; it can't be opened yet.",
               "Tunggu sampai selesai, lalu coba lagi."
             / "Wait until it is done, then try again.";
        E::InUse
            => "Buku masih dibuka di meja atau perintah lain; tidak ada yang diubah."
             / "Another desk or command has the book open; nothing was changed.",
               "Tutup semua meja (Ctrl+Q), lalu ulangi."
             / "Leave every desk (Ctrl+Q), then repeat.";
        E::Stopped
            => "Penyimpanan berhenti sejak gangguan tadi; yang ini belum tersimpan."
             / "Saving has stopped since the failure; this is not stored.",
               "Pakai Lembar Darurat dan panggil teknisi sampai buku dibuka lagi."
             / "Use emergency sheets, call a technician until the book is reopened.";
        E::Disk { safe, unsure: true, .. }
            => "Disk bermasalah; catatan sampai nomor {safe} aman."
             / "The disk failed; entries up to number {safe} are safe.",
               "Langkah terakhir mungkin tersimpan: lihat dahulu, baru ulangi."
             / "The last act may be stored: look first, only then repeat.";
        E::Disk { safe, unsure: false, .. }
            => "Disk bermasalah; catatan sampai nomor {safe} aman."
             / "The disk failed; entries up to number {safe} are safe.",
               "Langkah terakhir tidak tersimpan; panggil teknisi, pakai Lembar Darurat."
             / "The last act is not stored; call a technician, use emergency sheets.";
        E::Full { safe, unsure: true, .. }
            => "Disk penuh; catatan sampai nomor {safe} aman."
             / "The disk is full; entries up to number {safe} are safe.",
               "Kosongkan ruang; langkah terakhir mungkin tersimpan, lihat dahulu."
             / "Free some space; the last act may be stored, look first.";
        E::Full { safe, unsure: false, .. }
            => "Disk penuh; catatan sampai nomor {safe} aman."
             / "The disk is full; entries up to number {safe} are safe.",
               "Langkah terakhir tidak tersimpan; kosongkan ruang, lalu ulangi."
             / "The last act is not stored; free some space, then repeat.";
        E::Damaged { what, .. }
            => "Buku rusak: {what}."
             / "The book is damaged: {what}.",
               "Jangan dipakai dahulu; teknisi menjalankan loket ledger verify."
             / "Don't use it; a technician runs loket ledger verify.";
        E::Broken { seq, what }
            => "Catatan nomor {seq} tidak utuh: {what}."
             / "Entry number {seq} is not whole: {what}.",
               "Jangan dipakai dahulu; teknisi menjalankan loket ledger verify."
             / "Don't use it; a technician runs loket ledger verify.";
        E::Diverged { seq }
            => "Buku berubah di luar meja ini: catatan nomor {seq} lain."
             / "The book changed underneath: entry number {seq} is another.",
               "Berhenti mencatat; teknisi menjalankan loket ledger verify."
             / "Stop recording; a technician runs loket ledger verify.";
        E::RolledBack { here, seen }
            => "BUKU LEBIH LAMA dipasang: berhenti di {here}, padahal pernah sampai {seen}."
             / "AN OLDER BOOK was put back: it ends at {here}, {seen} was seen.",
               "Kasi memilih: kembalikan berkas yang benar, atau loket ledger continue."
             / "The Kasi decides: put the right file back, or loket ledger continue.";
        E::TooLarge { len, max }
            => "Isian {len} byte, paling banyak {max}; belum tersimpan."
             / "The entries have {len} bytes, at most {max}; not stored yet.",
               "Persingkat catatannya, lalu ulangi."
             / "Shorten the note, then repeat.";
        E::NoEntries
            => "Tidak ada yang dapat dicatat dari langkah ini."
             / "There is nothing to record in this act.",
               "Ulangi langkahnya; bila tetap begitu, laporkan kode ini."
             / "Repeat it; if it stays so, report this code.";
        E::Random(_)
            => "Komputer tidak memberi bilangan acak; yang ini belum tersimpan."
             / "The computer gives no random numbers; this is not stored yet.",
               "Nyalakan ulang komputer; bila tetap begitu, panggil teknisi."
             / "Restart the computer; if it stays so, call a technician.";
        E::File { path, .. }, let path = path.display()
            => "{path} tidak dapat dipakai."
             / "{path} can't be used.",
               "Teknisi: periksa izin berkas dan ruang disk."
             / "Technician: see the file's mode and the disk space.";
        E::Interrupted
            => "Pencarian ini diganti yang lebih baru."
             / "A newer search took the place of this one.",
               "Tunggu hasil pencarian yang terakhir."
             / "Wait for the result of the last one.";
        E::Engine(_)
            => "Buku menolak satu perintah; langkah terakhir belum dipastikan."
             / "The book refused a statement; the last act is not certain.",
               "Buka Loket lagi dan lihat berkasnya; laporkan kode ini."
             / "Open Loket again and look at the file; report this code.";
    }
}
