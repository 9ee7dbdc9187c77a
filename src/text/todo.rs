//! What to do, in numbered lines, when an act of the operator's session did not succeed.
//!
//! Owns the lists that take the lower half of the operator's screen. Separate because they are read with
//! the applicant waiting: at most four short lines, in the order of doing. It must not offer recording
//! anew, nor a second print before the first is explained.

use super::told::steps_of;
use crate::device::error::Media;
use crate::domain::terms::{ActivationFailure, SpoilCause, TestOutcome};

steps_of! {
    /// After a fingerprint test. `Match` needs nothing more than to go on.
    test(outcome: TestOutcome) {
        TestOutcome::Match => {
            "Lanjut ke 3 Cetak" / "Go on to 3 Print";
        }
        TestOutcome::NoMatch => {
            "Cocokkan NIK dan wajah pemohon dengan KK" / "Compare NIK and face with the KK";
            "Bersihkan jari, ulangi, lalu coba jari lain" / "Clean the finger, repeat, then try another";
            "Setelah 4 kali: Tunda, diteruskan ke pusat" / "After 4 tries: defer, passed to the centre";
        }
        TestOutcome::Unreadable => {
            "Bersihkan dan keringkan jari; lembapkan bila kering" / "Clean and dry it; moisten a dry finger";
            "Coba jari lain, juga tangan kiri" / "Try another finger, the left hand too";
            "Tetap tidak terbaca: minta orang kedua dengan bukti identitas" / "Still unreadable: a second person with evidence";
        }
        TestOutcome::Exempt => {
            "Lihat bukti identitas, misalnya KK asli" / "Look at evidence of identity, such as the original KK";
            "Minta orang kedua menyetujui dengan akunnya" / "Ask a second person to approve with their account";
        }
        TestOutcome::DeviceTrouble => {
            "Cabut dan pasang lagi kabel pembaca" / "Unplug the reader's cable and plug it in again";
            "Ulangi; percobaan ini tidak dihitung" / "Repeat; this try does not count";
            "Tetap begitu: tes di komputer SIAK, catat hasilnya" / "Still so: test on the SIAK computer, record it";
        }
        TestOutcome::NetworkTrouble => {
            "Ulangi sekali; percobaan ini tidak dihitung" / "Repeat once; this try does not count";
            "Tetap begitu: mulai mode gangguan (Ctrl+N)" / "Still so: start the trouble mode (Ctrl+N)";
            "Catat datanya; jangan rekam ulang" / "Record the data; don't record anew";
        }
    }

    /// After a print that spoiled a blank.
    spoiled(cause: SpoilCause) {
        SpoilCause::Misprint => {
            "Simpan kartu cacat untuk dimusnahkan" / "Keep the bad card for destruction";
            "Cocokkan pratinjau dengan KK" / "Compare the preview with the KK";
            "Cetak lagi dengan blangko baru" / "Print again on a new blank";
        }
        SpoilCause::Jam => {
            "Buka printer, keluarkan kartu pelan-pelan" / "Open the printer, take the card out slowly";
            "Bersihkan rol, tutup printer" / "Clean the roller, close the printer";
            "Simpan kartu rusak, cetak lagi" / "Keep the spoiled card, print again";
        }
        SpoilCause::Ribbon => {
            "Buka printer, rapikan atau ganti ribbon" / "Open the printer, straighten or change the ribbon";
            "Simpan kartu rusak untuk dimusnahkan" / "Keep the spoiled card for destruction";
            "Cetak lagi" / "Print again";
        }
        SpoilCause::Encoding => {
            "Simpan kartu rusak untuk dimusnahkan" / "Keep the spoiled card for destruction";
            "Cetak lagi dengan blangko dari tumpukan lain" / "Print again on a blank from another pile";
            "Gagal dua kali: Tunda, panggil teknisi" / "Failed twice: defer, call a technician";
        }
        SpoilCause::Defect => {
            "Simpan blangko cacat, catat cacatnya" / "Keep the defective blank, note the defect";
            "Cetak lagi dengan blangko lain" / "Print again on another blank";
        }
        SpoilCause::Other => {
            "Tulis sebabnya di catatan" / "Write the cause in the note";
            "Simpan kartu rusak, cetak lagi" / "Keep the spoiled card, print again";
        }
    }

    /// After an activation that failed. No card leaves the counter without this being settled.
    activation(cause: ActivationFailure) {
        ActivationFailure::NoMatch => {
            "Pastikan kartu dan orangnya sama" / "Make sure card and person are the same";
            "Bersihkan jari, ulangi dengan jari yang terekam" / "Clean the finger, repeat with a recorded one";
            "Tetap tidak cocok: Tunda, kartu tidak diserahkan" / "Still no match: defer, the card is not handed over";
        }
        ActivationFailure::ChipSilent => {
            "Geser kartu ke tengah pembaca, ulangi" / "Move the card to the middle of the reader, repeat";
            "Coba kartu lain untuk memeriksa pembacanya" / "Try another card to check the reader";
            "Hanya kartu ini yang diam: Tolak kartu, cetak lagi" / "Only this card is silent: reject it, print again";
        }
        ActivationFailure::ChipRefused => {
            "Pastikan kartu ini milik berkas ini" / "Make sure this card belongs to this file";
            "Ulangi sekali" / "Repeat once";
            "Tetap menolak: Tunda, laporkan ke pusat" / "Still refused: defer, report to the centre";
        }
        ActivationFailure::Reader => {
            "Cabut dan pasang lagi kabel pembaca" / "Unplug the reader's cable and plug it in again";
            "Aktifkan di komputer SIAK, catat hasilnya" / "Activate on the SIAK computer, record the result";
            "Kartu tinggal di rak sampai aktif" / "The card stays on the shelf until it is active";
        }
        ActivationFailure::CentreDown => {
            "Ulangi sekali" / "Repeat once";
            "Tetap begitu: mulai mode gangguan (Ctrl+N)" / "Still so: start the trouble mode (Ctrl+N)";
            "Simpan kartu di rak; pemegang dihubungi" / "Keep the card on the shelf; the holder is called";
        }
        ActivationFailure::Other => {
            "Tulis sebabnya di catatan" / "Write the cause in the note";
            "Ulangi; tetap gagal: Tunda" / "Repeat; if it fails again: defer";
        }
    }

    /// The condition of a printer that keeps it from printing.
    printer(media: Media) {
        Media::MediaEmpty => {
            "Isi blangko ke printer" / "Load blanks into the printer";
            "Blangko kantor habis: mulai gangguan blangko (Ctrl+N)" / "None in the office: start that trouble (Ctrl+N)";
            "Ulangi" / "Try again";
        }
        Media::RibbonOut => {
            "Ganti ribbon dan rol pembersih" / "Change the ribbon and the cleaning roller";
            "Tidak ada ribbon: mulai gangguan ribbon (Ctrl+N)" / "No ribbon: start that trouble (Ctrl+N)";
            "Ulangi" / "Try again";
        }
        Media::RibbonWrong => {
            "Lihat jenis ribbon pada kotaknya" / "Look at the kind of ribbon on its box";
            "Pasang jenis yang biasa, Ulangi" / "Fit the usual kind, try again";
        }
        Media::Jam => {
            "Buka printer, keluarkan kartu pelan-pelan" / "Open the printer, take the card out slowly";
            "Lihat kartunya: baik, cacat, atau kosong" / "Look at the card: good, bad or blank";
            "Jawab pertanyaan di layar, baru cetak lagi" / "Answer the question here, only then print again";
        }
        Media::CoverOpen => {
            "Tutup printer sampai berbunyi klik" / "Close the printer until it clicks";
            "Ulangi" / "Try again";
        }
        Media::OutputFull => {
            "Ambil kartu dari wadah keluar" / "Take the cards from the output tray";
            "Cocokkan nama kartu dengan berkasnya" / "Match each card with its file";
            "Ulangi" / "Try again";
        }
        Media::PaperOut => {
            "Pasang gulungan kertas baru" / "Fit a new roll of paper";
            "Cetak ulang tanda terima; permohonan sudah tercatat" / "Reprint the slip; the application is recorded";
        }
        Media::PaperNearEnd => {
            "Siapkan gulungan kertas baru" / "Have a new roll of paper ready";
            "Pekerjaan berjalan terus" / "Work goes on";
        }
    }
}

super::lang::words! {
    /// Nothing came out: the blank is still in stock.
    NONE_1: "Blangko kembali ke stok; hitung bila ragu"
          / "The blank is back in stock; count if in doubt";
    NONE_2: "Lihat lampu dan layar printer"
          / "Look at the printer's lamps and display";
    NONE_3: "Cetak lagi bila printer sudah siap"
          / "Print again once the printer is ready";
}

/// After a print of which nothing came out.
pub const NONE_CAME_OUT: [super::Word; 3] = [NONE_1, NONE_2, NONE_3];
