//! Words of the operator's guided session: record status, test, print, activation, handover.
//!
//! Separate because here acts cannot be taken back: each question says what will happen and what the clerk
//! must have seen. It must not invite recording anew, and no question may be answered by Enter alone.

use crate::text::Lang;
use crate::text::lang::{says, words};

words! {
    STEP_STATUS: "1 Status rekam"
               / "1 Record status";
    STEP_TEST: "2 Tes biometrik"
             / "2 Biometric test";
    STEP_PRINT: "3 Cetak"
              / "3 Print";
    STEP_ACTIVATE: "4 Aktivasi"
                 / "4 Activation";
    STEP_HAND_OVER: "5 Serahkan"
                  / "5 Hand over";
    QUEUE: "Antrean operator"
         / "Queue of the operator";
    QUEUE_RECORDED: "Tercatat selama gangguan, terlama dahulu"
                  / "Recorded during trouble, oldest first";
    QUEUE_DEFERRED: "Ditunda"
                  / "Deferred";
    ATTESTED: "dicatat menurut komputer SIAK"
            / "noted from the SIAK computer";
    TO_TYPE: "Ketik di komputer SIAK menurut urutan ini:"
           / "Type into the SIAK computer in this order:";
    CLOSED_NOW: "tertutup selama gangguan"
              / "closed during trouble";
}

words! {
    /// Step 1.
    STATUS_ASK: "Status rekam di SIAK"
              / "Record status in SIAK";
    STATUS_HINT: "PRR, SFE, DUP, EFAC …, atau tulis seperti di layar SIAK"
               / "PRR, SFE, DUP, EFAC …, or as the SIAK screen says";
    STATUS_AT: "dibaca pukul"
             / "read at";
    STATUS_SOURCE: "dibaca di"
                 / "read in";
    STATUS_AGAIN: "dibaca pada hari lain: baca lagi"
                / "read on another day: read it again";
    STATUS_GOES_ON: "boleh lanjut"
                  / "may go on";
    STATUS_STOPS: "belum boleh dicetak"
                / "may not be printed yet";
    TELL_APPLICANT: "Katakan kepada pemohon:"
                  / "Tell the applicant:";
    ADVICE: "Langkah berikut:"
          / "Next step:";
    DEFER_TITLE: "Tunda karena"
               / "Defer because";
}

words! {
    /// Step 2.
    TEST_ASK: "Apa hasil tes di komputer SIAK?"
            / "What did the test on the SIAK computer give?";
    TEST_MATCH: "Cocok dengan pusat data"
              / "Matches the data centre";
    TEST_NO_MATCH: "Tidak cocok"
                 / "No match";
    TEST_UNREADABLE: "Sidik jari tidak terbaca"
                   / "Fingerprint unreadable";
    TEST_EXEMPT: "Dikecualikan (perlu orang kedua)"
               / "Exempt (needs a second person)";
    TEST_DEVICE: "Gangguan alat"
               / "Device trouble";
    TEST_NETWORK: "Gangguan jaringan"
                / "Network trouble";
    TEST_WHICH: "Jari mana?"
              / "Which finger?";
    TEST_SAMPLE: "Sidik jari terbaca; hasil cocok dibaca di komputer SIAK"
               / "Finger read; whether it matches is read on the SIAK computer";
    TEST_SAME_DAY: "hasil berlaku hari ini"
                 / "valid today";
    WAIVE_TITLE: "Orang kedua menilai sidik jari"
               / "A second person judges the fingerprint";
    WAIVE_EVIDENCE: "Bukti identitas yang dilihat"
                  / "Evidence of identity seen";
    WAIVE_EXEMPTION: "Kode pengecualian (tidak tampil di agenda)"
                   / "Exemption code (not shown in the agenda)";
    NO_MATCH_STOPS: "Tidak cocok: KTP-el tidak dicetak dan tidak diserahkan."
                  / "No match: no card is printed and none handed over.";
}

words! {
    /// Step 3.
    PREVIEW_TITLE: "Bacakan kepada pemohon dan cocokkan dengan KK"
                 / "Read it to the applicant and compare with the KK";
    PREVIEW_RIGHT: "Data sudah dicocokkan, cetak"
                 / "The data are checked, print";
    PREVIEW_WRONG: "Ada yang salah, betulkan dahulu"
                 / "Something is wrong, correct it first";
    PRINT_ATTESTED: "Cetak di komputer SIAK. Setelah kartu keluar, jawab di sini."
                  / "Print on the SIAK computer. Once the card is out, answer here.";
    PRINT_CAUTION: "Satu blangko terpakai. Cetak hanya untuk berkas di layar ini."
                 / "One blank is used. Print only for the file on this screen.";
    PRINT_ASK: "Bagaimana hasil cetak?"
             / "How did the print come out?";
    SPOIL_ASK: "Apa cacatnya?"
             / "What is wrong with it?";
    BLANK_SERIAL: "No. seri blangko, dibaca dari kartu"
                / "Serial of the blank, read from the card";
    BLANK_SERIAL_HINT: "kosongkan bila tidak tertera; blangko dihitung"
                     / "leave it empty if there is none; blanks are counted";
    BATCH_TITLE: "Cetak sekaligus"
               / "Print several";
    UNKNOWN_TITLE: "Hasil cetak belum dipastikan"
                 / "Print outcome not sure";
    UNKNOWN_ASK: "Loket tidak tahu apakah kartu keluar. Lihat printer, lalu jawab:"
               / "Loket does not know whether a card came out. Look, then answer:";
    UNKNOWN_BARS: "Berkas ini dan printer ini menunggu jawaban."
                / "This file and this printer wait for the answer.";
}

words! {
    /// Step 4.
    ACTIVATE_ATTESTED: "Aktifkan di komputer SIAK, pemegang hadir. Lalu jawab di sini."
                     / "Activate on the SIAK computer, holder present. Then answer here.";
    ACTIVATE_DEVICE: "Tempelkan kartu, lalu jari pemegang"
                   / "Put the card on the reader, then the holder's finger";
    ACTIVATE_ASK: "Bagaimana hasil aktivasi?"
                / "How did the activation go?";
    ACTIVATE_DONE: "Aktif: data terbaca dan sidik jari cocok"
                 / "Active: data readable and finger matches";
    ACTIVATE_FAILED: "Belum aktif"
                   / "Not active";
    ACTIVATE_UNKNOWN: "Belum bisa dipastikan"
                    / "Can't tell yet";
    ACTIVATE_WHY: "Mengapa belum aktif?"
                / "Why is it not active?";
    NO_PROXY: "Aktivasi tidak dapat diwakilkan."
            / "Activation can't be done by somebody else.";
    REJECT_TITLE: "Tolak kartu yang sudah dicetak"
                / "Reject a printed card";
    REJECT_WHY: "Sebab kartu ditolak"
              / "Why the card is rejected";
    REJECT_NEXT: "Lalu berkasnya"
               / "Then the file";
    REJECT_CAUTION: "Kartu masuk daftar tidak berlaku dan disimpan untuk dimusnahkan."
                  / "The card goes to the invalid register and is kept for destruction.";
}

words! {
    /// Under trouble: the data only.
    RECORD_TITLE: "Catat data (tanpa tes dan cetak)"
                / "Record the data (no test, no print)";
    RECORD_HINT: "Berkas menunggu dengan urutannya; pemohon dihubungi kemudian."
               / "The file waits in its order; the applicant is called later.";
    RECORD_WARN: "Pemohon sudah rekam: merekam ulang membuat data ganda."
               / "The applicant is recorded: recording anew makes a duplicate.";
    OVER_TITLE: "Gangguan selesai. Panggil menurut urutan:"
              / "Trouble is over. Call in this order:";
    CANCEL_WAITS: "Membatalkan … kartu mungkin masih bergerak."
                / "Cancelling … the card may still be moving.";
    SLOW: "Masih berjalan, lebih lama dari biasa. F9 Batalkan proses."
        / "Still running, longer than usual. F9 Cancel the job.";
}

says! {
    /// The try and the finger.
    fn attempt(finger: &str, n: u8, limit: u8): "{finger}, percobaan {n} dari {limit}"
                                              / "{finger}, try {n} of {limit}";
    /// What an earlier try gave.
    fn attempt_gave(n: u8, outcome: &str): "percobaan {n}: {outcome}"
                                         / "try {n}: {outcome}";
    /// Who noted a status and when.
    fn noted(at: &str, who: &str): "dicatat {at} oleh {who}"
                                 / "noted {at} by {who}";
    /// Blanks and ribbon before a print.
    fn supplies(blanks: u32, ribbon: &str): "blangko {blanks} · ribbon {ribbon} · pratinjau dahulu"
                                          / "blanks {blanks} · ribbon {ribbon} · preview first";
    /// Heading of the question after an interrupted print.
    fn interrupted(no: &str, at: &str): "Pencetakan {no} terputus pukul {at}"
                                      / "Printing of {no} was interrupted at {at}";
    /// Several prints, one after another.
    fn batch(n: usize, blanks: u32): "{n} berkas dicetak berurutan; blangko {blanks}. Hasil dijawab satu per satu."
                                   / "{n} files are printed in turn; blanks {blanks}. Each is answered by itself.";
    /// Seconds left to the device.
    fn seconds_left(s: u64): "{s} d"
                           / "{s} s";
    /// Why printing is closed now.
    fn print_closed(cause: &str): "Cetak tertutup: {cause}. Berkas dicatat dan menunggu."
                                / "Printing is closed: {cause}. Files are recorded and wait.";
    /// A print before another is explained.
    fn printer_waits(no: &str): "Printer menunggu jawaban tentang {no}."
                              / "The printer waits for an answer about {no}.";
    /// Time of a step.
    fn clock(used: &str, standard: &str): "{used} / {standard}"
                                        / "{used} / {standard}";
    /// A clock that stands.
    fn paused(cause: &str): "waktu dijeda: {cause}"
                          / "clock paused: {cause}";
}

/// The four answers after an interrupted print, numbered as they are chosen: `1 … → …`.
#[must_use]
pub fn unknown_answers(lang: Lang) -> Vec<String> {
    use crate::domain::terms::PrintAnswer;
    use crate::text::term::{print_answer, print_answer_follows};
    let line = |(place, answer): (usize, &PrintAnswer)| {
        let (said, follows) = (print_answer(*answer).get(lang), print_answer_follows(*answer).get(lang));
        format!("{} {said:<30} → {follows}", place + 1)
    };
    PrintAnswer::ALL.iter().enumerate().map(line).collect()
}
