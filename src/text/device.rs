//! What a device says, in the clerk's words: guidance while it works, and what to do when it fails.
//!
//! Owns the words of faults and hints. Separate from the drivers, which know codes only. It must not soften
//! a doubt: where something may have happened, the next step is to look, never to repeat.

use super::Lang;
use super::told::{Told, told_of, word_of};
use crate::device::error::{Card, Certificate, Finger as Touch, Media, Modem, SILENT, Sam};
use crate::device::{DeviceError, Effect, Fault, Hint, Holder};

/// A fault with regard to how far the act had gone.
#[must_use]
pub fn error(lang: Lang, error: &DeviceError) -> Told {
    let told = fault(lang, &error.fault);
    match error.effect() {
        Effect::NotStarted => told,
        Effect::InDoubt => Told { what: told.what, next: LOOK_FIRST.get(lang).to_owned() },
        Effect::Done => Told { what: told.what, next: DONE_ALREADY.get(lang).to_owned() },
    }
}

super::lang::words! {
    LOOK_FIRST: "Jangan diulang dahulu: lihat alatnya, lalu jawab pertanyaan di layar."
              / "Don't repeat yet: look at the device, then answer the question here.";
    DONE_ALREADY: "Prosesnya sendiri sudah selesai; jangan diulang, lanjutkan."
                / "The act itself is done; don't repeat it, go on.";
}

word_of! {
    /// What to do in front of the device now.
    hint(hint: Hint) {
        Hint::PlaceFinger => "Tempelkan jari pada pembaca" / "Place the finger on the reader";
        Hint::LiftFinger => "Angkat jari" / "Lift the finger";
        Hint::CleanFinger => "Bersihkan dan keringkan jari, tempelkan lagi" / "Clean and dry the finger, place it again";
        Hint::CentreFinger => "Geser jari ke tengah, tekan ringan" / "Move the finger to the middle, press lightly";
        Hint::Capturing => "Tahan, sidik jari sedang dibaca" / "Hold still, the finger is being read";
        Hint::Comparing => "Sedang dicocokkan" / "Comparing";
        Hint::Sending => "Mengirim ke printer" / "Sending to the printer";
        Hint::Feeding => "Mengambil blangko" / "Taking a blank";
        Hint::Printing => "Mencetak, jangan buka printer" / "Printing, don't open the printer";
        Hint::Ejecting => "Kartu keluar" / "The card comes out";
        Hint::LoadBlanks => "Blangko habis: isi blangko, pencetakan berlanjut" / "No blanks: load some, the print goes on";
        Hint::ChangeRibbon => "Ribbon habis: pasang ribbon baru" / "The ribbon is used up: put in a new one";
        Hint::CloseCover => "Penutup printer terbuka: tutup" / "The printer's cover is open: close it";
        Hint::ClearJam => "Kartu tersangkut: ikuti petunjuk pada printer" / "A card is stuck: do as the printer says";
        Hint::EmptyOutput => "Wadah kartu keluar penuh: kosongkan" / "The output tray is full: empty it";
        Hint::PlaceCard => "Letakkan kartu pada pembaca" / "Put the card on the reader";
        Hint::Authenticating => "Kartu dan pembaca saling memeriksa" / "Card and reader check each other";
        Hint::WritingChip => "Menulis cip, jangan angkat kartu" / "Writing the chip, don't lift the card";
        Hint::CheckingChip => "Memeriksa cip, jangan angkat kartu" / "Checking the chip, don't lift the card";
        Hint::Connecting => "Menyambung ke alat" / "Connecting to the device";
    }

}

told_of! {
    /// A fault in words, before anything was done by the device.
    fault(lang, fault: &Fault) {
        Fault::NotConfigured
            => "Alat ini belum diatur."
             / "This device is not set up.",
               "Catat hasilnya sendiri; teknisi mengatur alat di loket.toml."
             / "Record the result yourself; a technician sets it up in loket.toml.";
        Fault::BadSetting(at), let part = &at.part
            => "Pengaturan alat keliru: {part}."
             / "The device setting is wrong: {part}.",
               "Teknisi: periksa dengan loket config check."
             / "Technician: see loket config check.";
        Fault::NotConnected { what }
            => "Alat tidak tersambung: {what}."
             / "The device is not connected: {what}.",
               "Periksa kabel dan daya alat, lalu Ulangi."
             / "Check its cable and power, then try again.";
        Fault::PermissionDenied { path, group: Some(group) }, let path = path.display()
            => "Alat tidak boleh dipakai akun komputer ini: {path}."
             / "This computer account may not use the device: {path}.",
               "Teknisi: masukkan akun komputer ini ke kelompok {group}."
             / "Technician: add this account to the group {group}.";
        Fault::PermissionDenied { path, group: None }, let path = path.display()
            => "Alat tidak boleh dipakai akun komputer ini: {path}."
             / "This computer account may not use the device: {path}.",
               "Teknisi: beri akun komputer ini izin atas alat itu."
             / "Technician: give this account access to the device.";
        Fault::Busy { by: Holder { pid: Some(pid) } }
            => "Alat sedang dipakai program lain (proses {pid})."
             / "Another program uses the device (process {pid}).",
               "Selesaikan di jendela yang memakainya, lalu Ulangi."
             / "Finish in the window that uses it, then try again.";
        Fault::Busy { by: Holder { pid: None } }
            => "Alat sedang dipakai program lain."
             / "Another program uses the device.",
               "Selesaikan di jendela yang memakainya, lalu Ulangi."
             / "Finish in the window that uses it, then try again.";
        // Which two units they are is long and for the technician: log and list of devices have it.
        Fault::WrongDevice { .. }
            => "Yang tersambung bukan alat yang biasa."
             / "What is connected is not the usual device.",
               "Pasang alat yang biasa; bila memang diganti, buka ulang Loket."
             / "Connect the usual one; if it was replaced, start Loket again.";
        Fault::Timeout { after, .. }, let s = after.as_secs()
            => "Alat tidak menjawab dalam {s} detik."
             / "The device did not answer within {s} seconds.",
               "Ulangi; bila tetap begitu, cabut dan pasang lagi kabelnya."
             / "Try again; if it stays so, unplug its cable and plug it in again.";
        Fault::Cancelled
            => "Proses alat dibatalkan."
             / "The device's job was cancelled.",
               "Ulangi bila masih perlu."
             / "Try again if it is still needed.";
        Fault::ServiceDown { service }
            => "Layanan {service} di komputer ini tidak berjalan."
             / "The service {service} does not run on this computer.",
               "Teknisi: jalankan layanan itu, lalu Ulangi."
             / "Technician: start that service, then try again.";
        Fault::Certificate(proof), let state = proof_state(*proof).get(lang), let first = proof_first(*proof).get(lang)
            => "Bukan gangguan jaringan: {state}."
             / "No network trouble: {state}.",
               "{first}"
             / "{first}";
        Fault::Protocol { what: SILENT, .. }
            => "Alat tidak menjawab."
             / "The device does not answer.",
               "Ulangi; bila tetap begitu, periksa kabel dan daya, lalu teknisi."
             / "Try again; if it stays so, check cable and power, then a technician.";
        // What exactly was wrong is a matter of support and stands in the log.
        Fault::Protocol { .. }
            => "Jawaban alat tidak dapat dibaca."
             / "The device's answer cannot be read.",
               "Ulangi; bila tetap begitu, periksa kabel dan panggil teknisi."
             / "Try again; if it stays so, check the cable and call a technician.";
        Fault::Unsupported { what }
            => "Alat ini tidak dapat melakukannya ({what})."
             / "This device cannot do that ({what}).",
               "Lakukan di komputer SIAK dan catat hasilnya; beri tahu teknisi."
             / "Do it on the SIAK computer, record the result, tell a technician.";
        Fault::File { path, .. }, let path = path.display()
            => "Berkas alat tidak dapat dibaca atau ditulis: {path}."
             / "A file of the device cannot be read or written: {path}.",
               "Teknisi: periksa ruang disk dan izin berkas itu."
             / "Technician: see the disk space and the file's permissions.";
        Fault::Defect { job }
            => "Bagian Loket yang menjalankan alat berhenti ({job})."
             / "The part of Loket that runs the device stopped ({job}).",
               "Ulangi; laporkan kode ini kepada teknisi."
             / "Try again; report this code to a technician.";
        Fault::RealDeviceRefused
            => "Simulasi tidak memakai alat sungguhan."
             / "A simulation does not use real devices.",
               "Pakai alat simulasi, atau buka Loket untuk kantor."
             / "Use a simulated device, or open Loket for the office.";
        Fault::Hardware { code }
            => "Alat melaporkan kerusakan (kode {code})."
             / "The device reports a defect (code {code}).",
               "Matikan dan nyalakan alat; bila tetap begitu, panggil teknisi."
             / "Switch it off and on; if it stays so, call a technician.";
        Fault::QueueStopped
            => "Antrean cetak printer dihentikan."
             / "The printer's queue has been stopped.",
               "Teknisi: jalankan lagi antreannya (cupsenable), lalu Ulangi."
             / "Technician: start the queue again (cupsenable), then try again.";
        Fault::Media(media), let media_word = media_state(*media).get(lang), let media_next = media_first(*media).get(lang)
            => "Pada printer: {media_word}."
             / "At the printer: {media_word}.",
               "{media_next}"
             / "{media_next}";
        Fault::Card(Card::Sw(sw)), let sw = hex(*sw)
            => "Cip menjawab dengan kode {sw}."
             / "The chip answers with code {sw}.",
               "Ulangi sekali; bila tetap begitu, tunda dan panggil teknisi."
             / "Try once more; if it stays so, defer and call a technician.";
        Fault::Card(card), let state = card_state(*card).get(lang), let first = card_first(*card).get(lang)
            => "Kartu: {state}."
             / "Card: {state}.",
               "{first}"
             / "{first}";
        Fault::Sam(Sam::Absent)
            => "Modul SAM tidak ada di pembaca kartu."
             / "The card reader has no SAM.",
               "Teknisi: pasang modul SAM; aktivasi dilakukan di komputer SIAK dahulu."
             / "Technician: insert the SAM; until then activate on the SIAK computer.";
        Fault::Sam(Sam::Refused(sw)), let sw = hex(*sw)
            => "Modul SAM menolak (kode {sw})."
             / "The SAM refuses (code {sw}).",
               "Teknisi: periksa modul SAM dan izinnya."
             / "Technician: see the SAM and its permit.";
        Fault::Finger(touch), let state = touch_state(*touch).get(lang), let first = touch_first(*touch).get(lang)
            => "Sidik jari: {state}."
             / "Fingerprint: {state}.",
               "{first}"
             / "{first}";
        Fault::Modem(modem), let state = modem_state(*modem).get(lang), let first = modem_first(*modem).get(lang)
            => "Modem pesan: {state}."
             / "Message modem: {state}.",
               "{first}"
             / "{first}";
    }
}

fn hex(word: u16) -> String {
    format!("{word:04X}")
}

word_of! {
    /// What is wrong with a certificate.
    proof_state(proof: Certificate) {
        Certificate::Missing => "pusat data meminta sertifikat kantor" / "the data centre asks for a certificate";
        Certificate::Refused => "pusat data menolak sertifikat kantor" / "the data centre refuses our certificate";
        Certificate::OwnExpired => "sertifikat kantor kedaluwarsa" / "our certificate has expired";
        Certificate::UnknownIssuer => "penerbit sertifikat pusat tidak dikenal" / "their certificate's issuer is unknown";
        Certificate::WrongName => "sertifikat pusat untuk nama lain" / "their certificate is for another name";
        Certificate::Expired => "sertifikat pusat kedaluwarsa" / "their certificate has expired";
        Certificate::NotYetValid => "sertifikat pusat belum berlaku" / "their certificate is not valid yet";
        Certificate::Invalid => "sertifikat pusat tidak sah" / "their certificate is not valid";
        Certificate::Unreadable => "berkas sertifikat tidak terbaca" / "a certificate file cannot be read";
        Certificate::KeyMismatch => "kunci bukan milik sertifikat kantor" / "the key is not our certificate's";
        Certificate::KeyOpen => "kunci sertifikat terbuka bagi pengguna lain" / "other users can read the key";
        Certificate::ReaderKey => "kunci di dalam pembaca tidak berlaku" / "the key in the reader is not valid";
        Certificate::ReaderUnsigned => "jawaban pembaca tanpa tanda tangan yang sah" / "the reader's answer bears no valid signature";
        Certificate::ReaderUnknown => "penerbit sertifikat pembaca tidak dikenal" / "the issuer of the reader's certificate is unknown";
        Certificate::ReaderExpired => "sertifikat pembaca tidak berlaku hari ini" / "the reader's certificate is not valid today";
    }

    /// What to do about it; a technician's matter always.
    proof_first(proof: Certificate) {
        Certificate::Missing => "Teknisi: isi cert dan key pada baris network di loket.toml." / "Technician: set cert and key in the network line of loket.toml.";
        Certificate::Refused => "Teknisi: minta pusat memeriksa sertifikat kantor ini." / "Technician: have the centre look at our certificate.";
        Certificate::OwnExpired => "Teknisi: minta sertifikat baru dari pusat." / "Technician: ask the centre for a new certificate.";
        Certificate::UnknownIssuer => "Teknisi: pasang berkas ca yang benar dari pusat." / "Technician: install the right ca file of the centre.";
        Certificate::WrongName => "Teknisi: periksa alamat pusat di loket.toml." / "Technician: see the address of the centre in loket.toml.";
        Certificate::Expired => "Teknisi: periksa jam komputer ini dahulu, lalu hubungi pusat." / "Technician: check this computer's clock first, then call the centre.";
        Certificate::NotYetValid => "Teknisi: periksa jam komputer ini dahulu, lalu hubungi pusat." / "Technician: check this computer's clock first, then call the centre.";
        Certificate::Invalid => "Teknisi: hubungi pusat tentang sertifikatnya." / "Technician: call the centre about its certificate.";
        Certificate::Unreadable => "Teknisi: berkas ca, cert, dan key harus berformat PEM." / "Technician: the ca, cert and key files must be PEM.";
        Certificate::KeyMismatch => "Teknisi: pasang cert dan key dari satu pasangan." / "Technician: install cert and key of one pair.";
        Certificate::KeyOpen => "Teknisi: tutup berkas key dengan chmod 600." / "Technician: close the key file with chmod 600.";
        Certificate::ReaderKey => "Teknisi: daftarkan ulang pembaca pada pemasoknya." / "Technician: have the maker register the reader again.";
        Certificate::ReaderUnsigned => "Teknisi: jangan pakai pembaca ini; hubungi pemasoknya." / "Technician: do not use this reader; call its maker.";
        Certificate::ReaderUnknown => "Teknisi: tambahkan penerbitnya ke berkas ca pada baris fingerprint." / "Technician: add its issuer to the ca file of the fingerprint line.";
        Certificate::ReaderExpired => "Teknisi: periksa jam komputer ini dahulu, lalu hubungi pemasoknya." / "Technician: check this computer's clock first, then call the maker.";
    }

    /// The state of a printer's supplies and paths.
    media_state(media: Media) {
        Media::MediaEmpty => "blangko di printer habis" / "no blanks in the printer";
        Media::RibbonOut => "ribbon habis" / "the ribbon is used up";
        Media::RibbonWrong => "ribbon tidak sesuai" / "the ribbon does not fit";
        Media::Jam => "kartu macet" / "a card is jammed";
        Media::CoverOpen => "tutup terbuka" / "the cover is open";
        Media::OutputFull => "wadah kartu keluar penuh" / "the output tray is full";
        Media::PaperOut => "kertas habis" / "out of paper";
        Media::PaperNearEnd => "kertas hampir habis" / "paper nearly used up";
        Media::Cutter => "pemotong kertas macet" / "the paper cutter is stuck";
    }

    /// What to do about it.
    media_first(media: Media) {
        Media::MediaEmpty => "Isi blangko, lalu Ulangi." / "Load blanks, then try again.";
        Media::RibbonOut => "Ganti ribbon, tutup printer, lalu Ulangi." / "Change the ribbon, close it, then try again.";
        Media::RibbonWrong => "Pasang ribbon jenis yang biasa; teknisi membantu." / "Fit the usual ribbon; a technician helps.";
        Media::Jam => "Buka printer, keluarkan kartu, lihat hasilnya." / "Open the printer, take the card out, look at it.";
        Media::CoverOpen => "Tutup printer sampai berbunyi klik, lalu Ulangi." / "Close it until it clicks, then try again.";
        Media::OutputFull => "Kosongkan wadah kartu keluar, lalu Ulangi." / "Empty the output tray, then try again.";
        Media::PaperOut => "Pasang gulungan baru, lalu cetak ulang tanda terima." / "Fit a new roll, then reprint the slip.";
        Media::PaperNearEnd => "Siapkan gulungan baru; pekerjaan berjalan terus." / "Have a new roll ready; work goes on.";
        Media::Cutter => "Matikan printer, buka tutupnya, bebaskan kertas." / "Switch it off, open the cover, free the paper.";
    }

    /// The state of the card on the reader; codes of the chip have their own row.
    card_state(card: Card) {
        Card::ReaderNoCard => "tidak ada di pembaca" / "none on the reader";
        Card::CardRemoved => "diangkat sebelum selesai" / "lifted before the end";
        Card::CardMute => "cip tidak menjawab" / "the chip does not answer";
        Card::WrongCard => "bukan kartu berkas ini" / "not the card of this file";
        Card::AuthFailed => "tidak dikenali pembaca" / "not accepted by the reader";
        Card::Sw(_) => "cip menolak" / "the chip refuses";
    }

    /// What to do about it.
    card_first(card: Card) {
        Card::ReaderNoCard => "Letakkan kartu di tengah pembaca, lalu Ulangi." / "Put the card on the reader, then try again.";
        Card::CardRemoved => "Letakkan kartu lagi dan biarkan sampai selesai." / "Put it back and leave it until the end.";
        Card::CardMute => "Geser kartu dan Ulangi; bila tetap diam, tolak kartu." / "Move it and try again; if silent, reject it.";
        Card::WrongCard => "Cari kartu dengan nama yang sama seperti di layar." / "Find the card with the name on this screen.";
        Card::AuthFailed => "Ulangi sekali; bila tetap begitu, panggil teknisi." / "Try once more; then call a technician.";
        Card::Sw(_) => "Ulangi sekali; bila tetap begitu, panggil teknisi." / "Try once more; then call a technician.";
    }

    /// The state of a finger on the reader.
    touch_state(touch: Touch) {
        Touch::NoFinger => "belum ada jari di pembaca" / "no finger on the reader";
        Touch::PoorQuality => "kurang jelas" / "not clear enough";
        Touch::NotCentred => "jari tidak di tengah" / "the finger is off centre";
        Touch::TooFast => "jari terlalu cepat diangkat" / "the finger was lifted too fast";
        Touch::NoReference => "tidak ada pembanding resmi" / "there is no official reference";
        Touch::WrongPassword => "pembaca menolak sandinya" / "the reader refuses its password";
    }

    /// What to do about it.
    touch_first(touch: Touch) {
        Touch::NoFinger => "Minta pemegang menempelkan jari, lalu Ulangi." / "Ask for the finger, then try again.";
        Touch::PoorQuality => "Bersihkan dan keringkan jari, atau pakai jari lain." / "Clean and dry it, or use another finger.";
        Touch::NotCentred => "Geser jari ke tengah, tekan ringan, lalu Ulangi." / "Move it to the middle, then try again.";
        Touch::TooFast => "Tahan jari sampai layar meminta diangkat." / "Hold it until the screen says to lift.";
        Touch::NoReference => "Baca hasilnya di komputer SIAK, lalu catat." / "Read the result on the SIAK computer, record it.";
        Touch::WrongPassword => "Panggil teknisi: sandi pembaca di loket.toml." / "Call a technician: its password in loket.toml.";
    }

    /// The state of the message modem.
    modem_state(modem: Modem) {
        Modem::NoSim => "kartu SIM tidak ada" / "no SIM card";
        Modem::PinRequired => "kartu SIM meminta PIN" / "the SIM asks for its PIN";
        Modem::NotRegistered => "tidak ada sinyal" / "no signal";
        Modem::Cms(_) => "pesan tidak terkirim" / "the message was not sent";
    }

    /// What to do about it.
    modem_first(modem: Modem) {
        Modem::NoSim => "Telepon pemohon; teknisi memasang kartu SIM." / "Call the applicant; a technician inserts the SIM.";
        Modem::PinRequired => "Telepon pemohon; teknisi memeriksa PIN di loket.toml." / "Call the applicant; a technician sees to the PIN in loket.toml.";
        Modem::NotRegistered => "Telepon pemohon; periksa antena modem." / "Call the applicant; see to the modem's aerial.";
        Modem::Cms(_) => "Telepon pemohon; periksa pulsa kartu SIM." / "Call the applicant; see to the credit of the SIM.";
    }
}
