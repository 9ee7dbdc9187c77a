//! What a clerk is told when the office says no: what happened, and the next step.
//!
//! Owns the words of every refusal. Separate from the rules, which only know the code: a sentence may
//! be made plainer without touching a rule. It must not name a person, blame anyone or show a value
//! that was typed.

use super::access::refused;
use super::common::{date_long, time};
use super::refusal_stock::stock;
use super::term::{self, roles, stage, stage_full};
use super::told::told_of;
use crate::domain::refusal::Refusal;
use crate::domain::refusal::Refusal as R;
use crate::domain::terms::TroubleCause;

told_of! {
    /// A refusal in words; keys are those of the footer.
    refusal(lang, refusal: &Refusal) {
        // ---- who ----
        R::UnknownAccount
            => "Akun ini tidak dikenal atau sudah dinonaktifkan."
             / "This account is not known or has been switched off.",
               "Masuk dengan akun lain, atau minta Kasi mengaktifkannya (Ctrl+G)."
             / "Sign in with another account, or ask the supervisor to enable it (Ctrl+G).";
        R::RoleMissing { needs }, let who = roles(lang, needs)
            => "Langkah ini tugas {who}."
             / "This step is for the {who}.",
               "Minta petugasnya masuk di sini (Ctrl+K); yang sudah diketik tetap ada."
             / "Ask them to sign in here (Ctrl+K); what was typed stays.";
        R::ApproverIsActor
            => "Persetujuan harus dari orang lain."
             / "The approval must come from someone else.",
               "Minta petugas lain menyetujui dengan akunnya sendiri."
             / "Ask a colleague to approve with their own account.";
        R::ApproverUnfit { needs }, let who = roles(lang, needs)
            => "Yang menyetujui harus {who}."
             / "The approval must come from the {who}.",
               "Minta akun dengan peran itu untuk menyetujui."
             / "Ask an account with that role to approve.";
        R::ApproverNeeded { needs }, let who = roles(lang, needs)
            => "Langkah ini perlu orang kedua: {who}."
             / "This step needs a second person: {who}.",
               "Minta orang kedua hadir dan menyetujui dengan akunnya."
             / "Ask them to come and approve with their account.";
        R::NeedsSupervisor { topic }, let topic = term::approval(*topic).get(lang)
            => "Perlu persetujuan Kasi: {topic}."
             / "This needs the supervisor: {topic}.",
               "Minta persetujuan Kasi; berkas menunggu, loket jalan terus."
             / "Ask the supervisor; the file waits, the counter goes on.";
        R::AccountExists
            => "Akun ini sudah ada."
             / "This account exists already.",
               "Pilih dari daftar akun (Ctrl+G)."
             / "Choose it from the list of accounts (Ctrl+G).";
        R::InitialsTaken
            => "Inisial ini sudah dipakai akun lain."
             / "Another account has these initials.",
               "Pilih inisial lain, 2 sampai 4 huruf."
             / "Choose others, 2 to 4 letters.";
        R::InitialsInvalid
            => "Inisial terdiri dari 2 sampai 4 huruf."
             / "Initials are 2 to 4 letters.",
               "Ketik 2 sampai 4 huruf, tanpa spasi dan angka."
             / "Type 2 to 4 letters, no spaces and no digits.";
        R::LastSupervisor
            => "Ini satu-satunya akun Kasi yang aktif."
             / "This is the only active supervisor account.",
               "Beri peran Kasi kepada akun lain dahulu (Ctrl+G)."
             / "Give another account the supervisor role first (Ctrl+G).";
        R::NoRoles
            => "Akun belum diberi peran."
             / "The account has no role yet.",
               "Centang paling sedikit satu peran, lalu F8."
             / "Tick at least one role, then F8.";
        R::LedgerExists
            => "Buku kantor ini sudah ada di komputer ini."
             / "This office already has its book on this computer.",
               "Jalankan loket seperti biasa; tidak ada yang ditimpa."
             / "Start loket as usual; nothing is overwritten.";
        R::NumberBehind { book }, let book = &book.text
            => "Nomor terakhir di buku sudah {book}."
             / "The last number in the book is {book} already.",
               "Lihat tanda terima terakhir di kertas, lalu sebut nomornya lagi."
             / "Look at the last receipt on paper, then say its number again.";

        // ---- day ----
        R::NoOpenDay
            => "Hari kantor belum dibuka."
             / "No office day is open.",
               "Buka di F6; bila hari ini sudah ditutup, catat besok."
             / "Open it in F6; if today is closed already, record it tomorrow.";
        R::DayAlreadyOpen { open }, let day = date_long(lang, *open)
            => "Hari {day} sudah dibuka."
             / "The day {day} is open already.",
               "Lanjutkan bekerja; bila tanggalnya keliru, periksa jam komputer."
             / "Go on working; if the date is wrong, look at the computer's clock.";
        R::DayWasClosed { closed }, let day = date_long(lang, *closed)
            => "Hari {day} sudah ditutup dan tidak dibuka lagi."
             / "The day {day} is closed and stays closed.",
               "Catat susulan pada hari yang terbuka; periksa juga jam komputer."
             / "Record late acts in the open day; look at the computer's clock too.";
        R::EarlierDayFirst { date }, let day = date_long(lang, *date)
            => "Hari {day} belum ditutup."
             / "The day {day} is not closed yet.",
               "Tutup hari itu dahulu di F6 Agenda, lalu hari berikutnya."
             / "Close that day first in F6 Agenda, then the next one.";
        R::DayNotOpen { date }, let day = date_long(lang, *date)
            => "Hari {day} tidak ada di antara hari yang belum ditutup."
             / "The day {day} is not among the days to be closed.",
               "Pilih hari yang belum ditutup di F6 Agenda."
             / "Choose a day not yet closed in F6 Agenda.";
        R::PrintsUnresolved { n }
            => "{n} pencetakan belum dipastikan hasilnya."
             / "{n} prints have no certain outcome yet.",
               "Lihat printer, jawab pertanyaannya di F4 Operator, lalu tutup hari."
             / "Look at the printer, answer in F4 Operator, then close the day.";
        R::CountUnexplained { of, book, counted }, let what = term::counted(*of).get(lang)
            => "Hitungan berbeda: {what} menurut buku {book}, dihitung {counted}."
             / "Counts differ: {what} by the book {book}, counted {counted}.",
               "Hitung sekali lagi; bila tetap berbeda, tulis penjelasannya, lalu F8."
             / "Count once more; if they still differ, write the explanation, then F8.";
        R::BookMovedOn
            => "Loket lain baru saja menulis di buku; hari belum ditutup."
             / "Another desk has just written in the book; the day is not closed.",
               "Lihat angkanya sekali lagi, lalu tutup hari."
             / "Look at the figures once more, then close the day.";
        R::ClosedMeanwhile { date, by, at }, let day = date_long(lang, *date), let at = time(lang, at.time())
            => "Hari {day} sudah ditutup oleh {by} pukul {at}."
             / "Day {day} was closed by {by} at {at}.",
               "Bukunya dapat dibaca dan diekspor lagi (F6)."
             / "Its book can be read and exported again (F6).";

        // ---- stock and mode ----
        R::NotAnAmount
            => "Jumlah blangko ini tidak dapat dicatat."
             / "This number of blanks cannot be recorded.",
               "Ketik 1 sampai 100.000; hanya koreksi hasil hitung boleh minus."
             / "Type 1 to 100,000; only a counted correction may be negative.";
        R::NoBlanks
            => "Menurut buku blangko tidak cukup."
             / "By the book there are not enough blanks.",
               "Catat blangko yang diterima (s), atau tunda berkas ini (t)."
             / "Record the blanks received (s), or defer this file (t).";
        R::DocumentNeeded
            => "Dokumen dasarnya belum diisi."
             / "The document behind this is not named yet.",
               "Tulis nomornya, misalnya nomor berita acara, lalu F8."
             / "Write its number, such as that of the delivery record, then F8.";
        R::NoCauses
            => "Sebab gangguan belum dipilih."
             / "No cause of trouble is chosen yet.",
               "Pilih paling sedikit satu sebab, lalu F8."
             / "Choose at least one cause, then F8.";
        R::TroubleAlready
            => "Gangguan dengan sebab ini sudah dicatat."
             / "Trouble with this cause is recorded already.",
               "Ubah sebabnya atau akhiri gangguan dengan Ctrl+N."
             / "Change its cause or end the trouble with Ctrl+N.";
        R::NoTrouble
            => "Tidak ada gangguan yang sedang berlangsung."
             / "There is no trouble at the moment.",
               "Lanjutkan seperti biasa; bila ada gangguan, mulai dengan Ctrl+N."
             / "Go on as usual; if there is trouble, start it with Ctrl+N.";
        R::TroubleCloses { cause: TroubleCause::Network }
            => "Langkah ini ditutup selama gangguan jaringan."
             / "This step is closed during network trouble.",
               "Catat datanya dan biarkan menunggu; jangan rekam ulang."
             / "Record the data and let the file wait; do not record anew.";
        R::TroubleCloses { cause }, let cause = term::trouble(*cause).get(lang)
            => "Langkah ini ditutup selama gangguan: {cause}."
             / "This step is closed during trouble: {cause}.",
               "Catat atau tunda berkasnya; langkah lain tetap berjalan."
             / "Record or defer the file; the other steps stay open.";
        R::ReasonNeeded
            => "Alasannya belum diisi."
             / "The reason is not written yet.",
               "Tulis alasannya, lalu F8."
             / "Write the reason, then F8.";

        // ---- intake and check ----
        R::NoSuchFile
            => "Berkas ini tidak ada di antara berkas yang terbuka."
             / "This file is not among the open files.",
               "Cari dengan Ctrl+F; mungkin sudah diserahkan atau dibatalkan."
             / "Find it with Ctrl+F; it may be handed over or cancelled.";
        R::WrongStage { number, is }, let no = number.short(), let now = stage_full(lang, *is)
            => "{no} sekarang {now}."
             / "{no} is now {now}.",
               "Buka lagi berkasnya untuk melihat langkah berikutnya."
             / "Open the file again to see the next step.";
        R::OpenApplicationExists { number, is, .. }, let no = number.short(), let now = stage(*is).get(lang)
            => "NIK ini masih punya permohonan: {no}, {now}."
             / "This NIK has an open application: {no}, {now}.",
               "Buka {no} dengan Ctrl+F dan lanjutkan di sana."
             / "Open {no} with Ctrl+F and go on there.";
        R::RepeatNeedsReason { number, .. }, let no = &number.text
            => "Belum lama diserahkan kepada NIK ini: {no}."
             / "Handed over to this NIK not long ago: {no}.",
               "Lihat riwayatnya, tulis sebab permohonan lagi, lalu F8."
             / "Look at the history, write why a card is needed again, then F8.";
        R::ContinuesFile { number, .. }, let no = &number.text
            => "Permohonan {no} dahulu tidak dilanjutkan."
             / "Application {no} was not continued.",
               "Lanjutkan dengan nomor itu; untuk nomor baru tulis sebabnya."
             / "Go on under that number; for a new number write why.";
        R::NikPending
            => "NIK masih menyusul."
             / "The NIK is still to follow.",
               "Isi NIK dengan Betulkan data, lalu ulangi langkah ini."
             / "Fill in the NIK with Correct the data, then repeat this step.";
        R::BirthNeeded
            => "Tanpa NIK, tanggal lahir harus diisi."
             / "Without a NIK the birth date is needed.",
               "Isi tanggal lahir menurut KK, lalu F8."
             / "Fill in the birth date by the KK, then F8.";
        R::MissingItems { items }, let n = items.len()
            => "Berkas masih kurang {n}."
             / "Documents still missing: {n}.",
               "Centang yang ada, atau F7 Kembalikan kepada pemohon."
             / "Tick what is there, or F7 Return to the applicant.";
        R::NothingMissing
            => "Semua berkas sudah dicentang, tidak ada yang kurang."
             / "Every document is ticked, nothing is missing.",
               "F8 Lengkap; bila tetap dikembalikan, tulis sebabnya di catatan."
             / "F8 Complete; to return it all the same, write why in the note.";
        R::UnknownItem { item }, let item = item.as_str()
            => "Berkas “{item}” tidak ada dalam daftar ini."
             / "Document “{item}” is not on this list.",
               "Buka lagi permohonannya; daftar berkasnya mungkin sudah diganti."
             / "Open the application again; its list may have been replaced.";
        R::NoChecklist { reason }, let reason = term::reason(*reason).get(lang)
            => "Daftar berkas untuk {reason} tidak ada."
             / "There is no list of documents for {reason}.",
               "Beri tahu Kasi: periksa berkas aturan dengan loket config check."
             / "Tell the supervisor: see the rule file with loket config check.";
        R::NoSuchLinked
            => "Permohonan asal yang disebut tidak ditemukan."
             / "The earlier application named here is not found.",
               "Cari nomornya dengan Ctrl+F, lalu pilih dari sana."
             / "Find its number with Ctrl+F and choose it there.";
        R::NothingChanges
            => "Tidak ada yang berubah."
             / "Nothing changes by this.",
               "Ubah isian yang keliru, atau Esc untuk kembali."
             / "Change what is wrong, or Esc to go back.";
        R::VoidTimePassed { minutes }
            => "Batal tanpa Kasi hanya oleh penerimanya, dalam {minutes} menit."
             / "Voiding without a supervisor: only by its receiver, within {minutes} minutes.",
               "Minta persetujuan Kasi untuk membatalkan."
             / "Ask the supervisor to void it.";
        R::TooEarlyToGiveUp { days }
            => "Berkas ini belum {days} hari dikembalikan."
             / "This file was returned less than {days} days ago.",
               "Hubungi pemohon dan catat kontaknya; berkas tetap menunggu."
             / "Call the applicant and record the contact; the file keeps waiting.";

        // ---- operator ----
        R::StatusMissing
            => "Status rekam belum dicatat."
             / "The record status is not noted yet.",
               "Baca status di SIAK, lalu catat pada 1 Status rekam."
             / "Read it in SIAK, then note it under 1 Record status.";
        R::StatusOfAnotherDay
            => "Status rekam dibaca pada hari lain."
             / "The record status was read on another day.",
               "Baca lagi di SIAK hari ini, lalu catat."
             / "Read it in SIAK again today, then note it.";
        R::StatusStops { code }
            => "Dengan status {code} KTP-el belum dapat dicetak."
             / "With status {code} no card can be printed yet.",
               "Tunda dengan alasannya dan beri tahu pemohon."
             / "Defer with the reason and tell the applicant.";
        R::DigitsDiffer
            => "Empat angka terakhir NIK berbeda dari berkas ini."
             / "The last four digits of the NIK differ from this file.",
               "Berhenti; cocokkan NIK dan nama di kedua layar sebelum lanjut."
             / "Stop; compare NIK and name on both screens before going on.";
        R::TestMissing
            => "Tes biometrik belum dilakukan."
             / "The biometric test has not been made yet.",
               "Lakukan 2 Tes biometrik, pemohon hadir."
             / "Do 2 Biometric test, with the applicant present.";
        R::TestOfAnotherDay
            => "Tes biometrik dilakukan pada hari lain."
             / "The biometric test was made on another day.",
               "Ulangi tes hari ini, pemohon hadir."
             / "Repeat the test today, with the applicant present.";
        R::TestNotPassed { outcome }, let outcome = term::outcome(*outcome).get(lang)
            => "Tes biometrik belum lulus: {outcome}."
             / "The biometric test is not passed: {outcome}.",
               "Ulangi dengan jari lain, minta orang kedua, atau tunda."
             / "Try another finger, ask a second person, or defer.";
        R::NoReference
            => "Tidak ada pembanding resmi: cocok atau tidak belum dapat dinyatakan."
             / "No official reference: a match or no match cannot be stated.",
               "Baca hasilnya di komputer SIAK, lalu catat hasil itu."
             / "Read the result on the SIAK computer, then record that one.";
        R::AttemptsUsed { attempts }
            => "Sidik jari sudah dicoba {attempts} kali, itu batasnya."
             / "The fingerprint was tried {attempts} times, which is the limit.",
               "Tunda berkas ini; bila tidak terbaca, minta orang kedua menilai."
             / "Defer this file; if it is unreadable, ask a second person to judge.";
        R::OverrideDoesNotFit { outcome }, let outcome = term::outcome(*outcome).get(lang)
            => "Alasan ini tidak sesuai dengan hasil tes: {outcome}."
             / "This ground does not fit the result: {outcome}.",
               "Pilih alasan yang sesuai, ulangi tes, atau tunda."
             / "Choose a ground that fits, repeat the test, or defer.";
        R::NoMatchStays
            => "Hasil tidak cocok tidak dapat dikesampingkan."
             / "A result of no match cannot be set aside.",
               "Ulangi dengan jari lain, atau tunda: diteruskan ke pusat."
             / "Try another finger, or defer: passed to the centre.";
        R::SessionOperatorCannot
            => "Orang kedua harus lain dari operator yang melakukan tes."
             / "The second person must not be the operator of the test.",
               "Minta operator lain atau Kasi menyetujui dengan akunnya."
             / "Ask another operator or the supervisor to approve.";
        R::EvidenceNeeded
            => "Bukti yang dilihat belum diisi."
             / "The evidence seen is not written yet.",
               "Tulis bukti yang dilihat, misalnya KK asli, lalu F8."
             / "Write what was seen, such as the original KK, then F8.";
        R::PrinterWaits { number }, let no = number.short()
            => "Printer ini menunggu jawaban tentang {no}."
             / "This printer waits for an answer about {no}.",
               "Lihat printer, lalu jawab pertanyaan {no} di F4 Operator."
             / "Look at the printer, then answer for {no} in F4 Operator.";
        R::JobRunning { number }, let no = number.short()
            => "{no} sedang diproses alat."
             / "{no} is being worked on by a device.",
               "Tunggu sampai selesai, atau F9 Batalkan proses."
             / "Wait until it is done, or F9 Cancel the job.";
        R::NoSuchJob
            => "Proses ini sudah tidak ada."
             / "This job is no longer there.",
               "Buka lagi berkasnya untuk melihat hasil yang dicatat."
             / "Open the file again to see what was recorded.";
        R::OutcomeKnown
            => "Hasil proses ini sudah dicatat atau sedang ditanyakan."
             / "The outcome of this job is recorded or being asked for.",
               "Buka lagi berkasnya dan lihat langkah berikutnya."
             / "Open the file again and see the next step.";
        R::OutcomeNotInDoubt
            => "Proses ini masih berjalan, hasilnya belum perlu dijawab."
             / "This job is still running, there is nothing to answer yet.",
               "Tunggu sampai alat selesai."
             / "Wait until the device is done.";
        R::RunLives
            => "Proses ini masih dijalankan di meja lain."
             / "This job is still run from another desk.",
               "Tunggu meja itu selesai, atau tanyakan kepada petugasnya."
             / "Wait for that desk, or ask the clerk there.";
        R::CauseNeeded
            => "Sebab yang sesuai belum dipilih."
             / "No fitting cause is chosen yet.",
               "Pilih sebab dari daftar, lalu F8."
             / "Choose a cause from the list, then F8.";
        R::BatchNotAllowed
            => "Cetak sekaligus hanya berlaku dengan aturan “cetak dahulu”."
             / "Printing several at once needs the rule “print first”.",
               "Cetak satu per satu saat pemohon hadir."
             / "Print them one by one, with the applicant present.";
        R::ChecksMissing
            => "Tiga hal sebelum mencatat data belum dicentang semua."
             / "The three points before recording data are not all ticked.",
               "Centang: cocok dengan KK, No. kontak dipastikan, pemohon diberi tahu."
             / "Tick: checked against KK, number confirmed, applicant told.";
        R::AlreadyRecorded
            => "Data berkas ini sudah dicatat."
             / "The data of this file are recorded already.",
               "Tidak perlu diulang; tunggu gangguan selesai."
             / "No need to repeat it; wait until the trouble is over.";
        R::RejectFirst
            => "Kartu untuk berkas ini sudah dicetak."
             / "The card of this file is printed already.",
               "Tolak kartu dahulu, lalu batalkan permohonannya."
             / "Reject the card first, then cancel the application.";

        // ---- handover and after ----
        R::NotActive
            => "KTP-el ini belum diaktifkan."
             / "This card is not active yet.",
               "Buka di F4 Operator: tes dan aktivasi, pemegang hadir."
             / "Open it in F4 Operator: test and activate, with the holder present.";
        R::ProxyCannotActivate
            => "Belum diaktifkan: pemegang harus hadir."
             / "Not active yet: the holder must come.",
               "Beri tahu pengambil; hubungi pemegang dan catat kontaknya."
             / "Tell the collector; call the holder and record the contact.";
        R::RecipientMissing
            => "Pengambil belum diisi."
             / "The collector is not named yet.",
               "Isi nama, hubungan dan bukti yang dilihat, lalu F8."
             / "Fill in name, relation and evidence seen, then F8.";
        R::CollectorNotAllowed
            => "Menurut aturan kantor orang ini tidak dapat mengambil."
             / "By the office's rule this person cannot collect.",
               "Serahkan kepada pemegang atau anggota KK yang sama."
             / "Hand over to the holder or a member of the same KK.";
        R::KkNeeded
            => "No. KK belum diisi pada salah satu berkas ini."
             / "One of these files has no KK number yet.",
               "Isi dengan Betulkan data, atau serahkan satu per satu."
             / "Fill it in with Correct the data, or hand over one by one.";
        R::KkDiffers
            => "Berkas-berkas ini tidak dari satu KK."
             / "These files are not from one KK.",
               "Serahkan terpisah menurut KK."
             / "Hand them over separately by KK.";
        R::OldCardContradicts { reason }, let reason = term::reason(*reason).get(lang)
            => "KTP-el lama: jawaban tidak sesuai dengan {reason}."
             / "Old card: the answer does not fit {reason}.",
               "Pilih lagi: ditarik, tidak dibawa, tidak ada, atau belum pernah punya."
             / "Choose again: withdrawn, not brought, none, or never had one.";
        R::SameDeferral
            => "Berkas ini sudah ditunda dengan alasan yang sama."
             / "This file is deferred for that reason already.",
               "Pilih alasan lain, atau Esc untuk kembali."
             / "Choose another reason, or Esc to go back.";
        R::ApprovalWaits
            => "Permintaan persetujuan berkas ini masih menunggu."
             / "The request for this file is still waiting.",
               "Lanjutkan berkas lain; Kasi memutuskan di Ctrl+G."
             / "Go on with other files; the supervisor decides in Ctrl+G.";
        R::NoApproval
            => "Tidak ada permintaan persetujuan yang menunggu."
             / "No request for approval is waiting.",
               "Lihat daftarnya di Ctrl+G; mungkin sudah diputuskan."
             / "See the list in Ctrl+G; it may be decided already.";
        R::OwnRequest
            => "Permintaan sendiri harus diputuskan orang lain."
             / "Your own request must be decided by someone else.",
               "Minta Kasi yang lain memutuskan."
             / "Ask another supervisor to decide.";
        R::TooMany { limit }
            => "Paling banyak {limit} berkas sekaligus."
             / "At most {limit} files at once.",
               "Bagi menjadi beberapa kali."
             / "Do them in several parts.";
        @also R::UnknownBatch | R::SerialsDiffer { .. } | R::BlankUsed | R::BatchEmpty | R::LoanSmaller { .. } | R::BlanksBelowZero { .. }
        | R::NothingChosen | R::NotKept { .. } | R::WitnessesNeeded { .. } | R::DateAhead { .. } | R::OneBlankEach
        | R::TooManySheets { .. } | R::SheetsOut { .. } | R::SheetNeverIssued { .. } | R::SheetCopied { .. }
        | R::SheetDeclared { .. } | R::HandoverSheetUnknown { .. } | R::LineUsed { .. }
            => stock(lang, refusal);
        @also R::RetentionUnset | R::KeptStill { .. } | R::NothingToErase | R::ErasureRuns => refused(lang, refusal);
    }
}
