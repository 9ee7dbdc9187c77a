//! Words of the operator's screen: its lists, the five steps, the questions and what became of them.
//!
//! Separate because nobody else says them. No word here may suggest recording biometrics again; the one
//! place that names it forbids it. Must not know values.

use crate::text::lang::{says, words};

words! {
    LIST_QUEUE: "Antrean"
              / "Queue";
    LIST_RECORDED: "Tercatat"
                 / "Recorded";
    LIST_DEFERRED: "Ditunda"
                 / "Deferred";
    LIST_PRINTED: "Belum aktif"
                / "Not active";
    NEXT_LIST: "Daftar berikut"
             / "Next list";
    PREVIOUS_LIST: "Daftar sebelumnya"
                 / "Previous list";
    ANSWER: "Jawab nomor"
          / "Answer number";
    EMPTY: "tidak ada berkas"
         / "no files";
    SEARCH: "cari"
          / "find";
    COL_NUMBER: "Nomor"
              / "No.";
    COL_NAME: "Nama"
            / "Name";
    COL_KIND: "Permohonan"
            / "Application";
    COL_NEXT: "Berikutnya"
            / "Next";
    COL_AGE: "Umur"
           / "Age";
    COL_PHONE: "No. kontak"
             / "Contact number";
    COL_CALLS: "Dihubungi"
             / "Called";
    COL_WHY: "Alasan"
           / "Reason";

    STEP_STATUS: "Status rekam"
               / "Record status";
    STEP_TEST: "Tes biometrik"
             / "Biometric test";
    STEP_PRINT: "Cetak"
              / "Print";
    STEP_ACTIVATE: "Aktivasi"
                 / "Activation";
    STEP_HAND: "Serahkan"
             / "Hand over";
    TODO_STATUS: "baca di SIAK"
               / "read in SIAK";
    TODO_TEST: "pemohon di depan pembaca"
             / "applicant at the reader";
    TODO_ACTIVATE: "tempelkan kartu, lalu jari pemegang"
                 / "card on the reader, then the holder's finger";
    TODO_HAND: "kepada pemohon, sekarang"
             / "to the applicant, now";
    READY: "siap diambil"
         / "ready to collect";
    ANOTHER_DAY: "status hari lain: baca lagi"
               / "status of another day: read again";
    TEST_LATER: "saat pemegang mengambil"
              / "when the holder collects";
    OVERRIDDEN: "disetujui orang kedua"
              / "let pass by a second person";
    MUST_LOOK: "belum dipastikan: lihat printer"
             / "not certain: look at the printer";
    RUNNING: "sedang berjalan"
           / "running";
    PRINTED: "dicetak"
           / "printed";
    ACTIVE: "aktif"
          / "active";

    NIK_LATER: "menyusul"
             / "to follow";
    NO_KK: "belum diisi"
         / "not given";
    F_STATUS: "Status di SIAK"
            / "Status in SIAK";
    F_OTHER: "Tulisan status"
           / "Wording";
    OTHER_STATUS: "Status lain, ditulis sendiri"
                / "Another status, typed in";
    F_LAST4: "4 angka akhir NIK"
           / "Last 4 digits of NIK";
    F_WHY: "Alasan"
         / "Reason";
    F_NOTE: "Catatan"
          / "Note";
    F_TOPIC: "Tentang"
           / "About";
    F_REACHED: "Hasil"
             / "Outcome";
    F_CAUSE: "Sebab"
           / "Cause";
    F_AFTER: "Setelah itu"
           / "After that";
    F_HOW: "Mutasi"
         / "Movement";
    F_COUNT: "Jumlah"
           / "How many";
    F_DOCUMENT: "Dokumen dasar"
              / "Document";
    F_GROUND: "Dasar"
            / "Ground";
    F_EVIDENCE: "Bukti jati diri"
              / "Proof of identity";
    F_EXEMPTION: "Pengecualian"
               / "Exemption";
    F_SHEET: "Lembar"
           / "Sheet";
    F_LINE: "Baris"
          / "Line";
    REACHED: "tersambung"
           / "reached";
    NOT_REACHED: "tidak tersambung"
               / "not reached";

    S_STATUS: "Status rekam yang dibaca di SIAK"
            / "Record status as read in SIAK";
    S_DEFER: "Tunda berkas ini"
           / "Defer this file";
    S_APPROVAL: "Minta persetujuan Kasi; berkas menunggu, loket jalan terus"
              / "Ask the supervisor; the file waits, the counter goes on";
    S_REJECT: "Tolak kartu: kartu menjadi kartu tidak sah"
            / "Reject the card: it becomes an invalid card";
    S_BLANKS: "Catat blangko"
            / "Record blanks";
    S_OVERRIDE: "Tanpa sidik jari: perlu orang kedua, bukan operator sesi ini"
              / "Without the finger: needs a second person, not this session's operator";
    S_GOOD: "Kartu baik: ketik 4 angka akhir NIK pada kartu"
          / "Good card: type the last 4 digits of the NIK on it";
    S_BAD: "Kartu cacat: ketik 4 angka akhir NIK pada kartu"
         / "Bad card: type the last 4 digits of the NIK on it";
    S_DATA: "Catat data, cetak ditunda – JANGAN REKAM ULANG"
          / "Take down the data, print later – DO NOT RECORD AGAIN";
    S_WITHDRAW: "Ditarik pemohon: berkas dan KTP-el lama dikembalikan"
              / "Withdrawn by the applicant: file and old card given back";
    S_VOID: "Batal – salah input: nomor tetap, dicoret"
          / "Void – input error: the number stays, struck through";
    S_CONTACT: "Catat kontak dengan pemohon"
             / "Record a contact with the applicant";
    S_OLD_CARD: "KTP-el lama tidak dibawa: mengapa?"
              / "Old card not brought: why?";
    S_LINES: "Lembar Serah Terima: lembar dan baris yang ditandatangani"
           / "Handover sheet: sheet and line signed";
    S_KEYS: "F8 simpan · Esc kembali"
          / "F8 saves · Esc back";
    SIGN_IN: "Orang kedua"
           / "Second person";
    REQUIRED: "wajib diisi"
            / "must be filled";
    FOUR_DIGITS: "ketik 4 angka"
               / "type 4 digits";
    NOT_A_NUMBER: "ketik angka"
                / "type a number";
    WRONG_LINE: "baris 1 sampai 20"
              / "line 1 to 20";

    A_STATUS: "Catat status yang dibaca di SIAK"
            / "Record the status read in SIAK";
    A_STATUS_AGAIN: "Baca lagi statusnya"
                  / "Read the status again";
    A_DEFER: "Tunda…"
           / "Defer…";
    A_START_TEST: "Mulai tes pada pembaca"
                / "Start the test on the reader";
    A_ATTEST_TEST: "Catat hasil yang dibaca di komputer SIAK"
                 / "Record the result read on the SIAK computer";
    A_AGAIN: "Ulangi tes"
           / "Try the test again";
    A_OVERRIDE: "Lewati sidik jari dengan persetujuan orang kedua…"
              / "Go on without the finger, by a second person…";
    A_PRINT: "Data cocok dengan KK: cetak, satu blangko dipakai"
           / "Data agree with the KK: print, one blank is used";
    A_CORRECT: "Salah ketik: betulkan data…"
             / "Typed wrongly: correct the data…";
    A_DIFFERS: "KK harus diperbarui dahulu: tunda…"
             / "The KK must be updated first: defer…";
    A_GOOD: "Kartu keluar dan baik"
          / "A card came out, good";
    A_BAD: "Kartu keluar tetapi cacat…"
         / "A card came out, bad…";
    A_NONE: "Tidak ada kartu yang keluar"
          / "No card came out";
    A_UNKNOWN: "Belum tahu"
             / "Not known yet";
    A_ACTIVATE: "Mulai aktivasi"
              / "Start the activation";
    A_ACTIVE: "Kartu aktif"
            / "The card is active";
    A_FAILED: "Gagal…"
            / "It failed…";
    A_PRINT_SAME: "Cetak lagi; blangkonya masih utuh"
                / "Print again; the blank is untouched";
    A_PRINT_AGAIN: "Cetak lagi dengan blangko baru"
                 / "Print again on a new blank";
    A_ACTIVATE_AGAIN: "Ulangi aktivasi"
                    / "Try the activation again";
    A_REJECT: "Tolak kartu…"
            / "Reject the card…";
    A_LEAVE: "Biarkan di rak: belum aktif"
           / "Leave on the shelf: not active";
    A_SHELF: "Simpan di rak: siap diambil nanti"
           / "Put on the shelf: collected later";
    A_LINES: "Isi lembar dan baris serah terima…"
           / "Name sheet and line of the handover…";
    A_SIGNED: "Serahkan, tanda tangan"
            / "Hand over, signed";
    A_THUMB: "Serahkan, cap jempol"
           / "Hand over, thumbprint";
    A_HELPED: "Serahkan, dibantu petugas atau keluarga"
            / "Hand over, helped by staff or family";
    A_RESUME: "Lanjutkan berkas ini sekarang"
            / "Go on with this file now";
    A_REACHED: "Ditelepon: tersambung"
             / "Called: reached";
    A_NOT_REACHED: "Ditelepon: tidak tersambung"
                 / "Called: not reached";
    A_REASON: "Ubah alasan penundaan…"
            / "Change the reason…";
    A_DATA: "Catat data, cetak ditunda…"
          / "Take down the data, print later…";
    A_DESPITE: "Sudah terlanjur dikerjakan: lanjutkan mencatatnya"
             / "Already done before the trouble: go on recording it";

    P_STATUS: "Langkah 1 · Baca status pemohon ini di SIAK"
            / "Step 1 · Read this applicant's status in SIAK";
    P_READER_DONE: "Pembaca selesai tanpa pembanding: baca hasilnya di komputer SIAK"
                 / "The reader took a sample: read the result on the SIAK computer";
    P_FINGER: "Ctrl+Spasi memilih jari lain."
            / "Ctrl+Space chooses another finger.";
    P_PRINT: "Langkah 3 · Cocokkan dengan KK sebelum mencetak"
           / "Step 3 · Compare with the KK before printing";
    P_CAME_OUT: "Langkah 3 · Apa yang keluar dari printer?"
              / "Step 3 · What came out of the printer?";
    P_SPOILED: "Cacat karena apa?"
             / "Bad for what reason?";
    P_ACTIVATE: "Langkah 4 · Aktivasi kartu"
              / "Step 4 · Activate the card";
    P_ACTIVATED: "Langkah 4 · Apa hasil aktivasinya?"
               / "Step 4 · What came of the activation?";
    P_ACTIVATION_DOUBT: "Hasil aktivasi belum diketahui"
                      / "The outcome of the activation is not known";
    P_ACTIVATION_LOOK: "Lihat kartu di komputer aktivasi, lalu jawab."
                     / "Look at the card on the activation computer, then answer.";
    P_WHY_FAILED: "Gagal karena apa?"
                / "It failed for what reason?";
    P_OLD_CARD: "Langkah 5 · Bagaimana dengan KTP-el lama?"
              / "Step 5 · What about the old card?";
    P_SIGN: "Langkah 5 · Pemohon menerima kartu dan menandatangani"
          / "Step 5 · The applicant takes the card and signs";
    P_DOUBT: "Loket tidak tahu apakah kartu keluar. Lihat printer, lalu jawab:"
           / "Loket does not know whether a card came out. Look, then answer:";
    P_DEVICE_ELSEWHERE: "Alat sedang bekerja; hasilnya datang sendiri."
                      / "The device is at work; its result comes by itself.";
    P_CANCELLING: "pembatalan diminta, alat belum berhenti"
                / "asked to stop, the device has not stopped yet";
    P_CLEAN: "Bersihkan dan keringkan jari, atau pakai jari lain."
           / "Clean and dry the finger, or use another one.";
    P_NO_MATCH: "Setelah percobaan terakhir berkas diteruskan ke pusat."
              / "After the last try the file is passed to the centre.";
    P_EXEMPT: "Pengecualian perlu orang kedua yang melihat bukti jati diri."
            / "An exemption needs a second person who has seen proof of identity.";
    P_DEVICE: "Periksa kabel dan lampu alat, lalu ulangi."
            / "Look at the cable and the lamp of the device, then try again.";
    P_NETWORK: "Tunggu jaringan, lalu ulangi; jangan rekam ulang."
             / "Wait for the network, then try again; do not record again.";
    P_SPOILED_DONE: "Blangko itu dicatat rusak. Periksa printer sebelum mencetak lagi."
                  / "That blank is booked as spoiled. Look at the printer before printing again.";
    P_NONE_DONE: "Blangko kembali ke stok. Periksa printer sebelum mencetak lagi."
               / "The blank is back in stock. Look at the printer before printing again.";
    P_CARD_STAYS: "Kartu tetap di rak dan tidak diserahkan."
                / "The card stays on the shelf and is not handed over.";
    P_CLOSED: "Berkas DICATAT, cetak ditunda – JANGAN REKAM ULANG"
            / "Files are TAKEN DOWN, printing waits – DO NOT RECORD AGAIN";
    P_CALLED: "Panggil pemohon; lanjutkan bila ia hadir."
            / "Call the applicant; go on when present.";
    P_LINE_DOWN: "Jaringan masih terganggu: berkas belum dapat dilanjutkan."
               / "The network is still in trouble: the file can't go on yet.";
    P_ELSEWHERE: "Berkas ini tidak di operator."
               / "This file is not at the operator.";
    P_TO_CENTRE: "Tidak cocok sampai percobaan terakhir: diteruskan ke pusat."
               / "No match up to the last try: passed to the centre.";
}

says! {
    /// Recorded-only files can go on.
    fn line_back(n: usize): "Gangguan selesai: {n} berkas tercatat menunggu dipanggil (→)."
                          / "The trouble is over: {n} recorded files wait to be called (→).";
    /// The question after an interrupted print.
    fn print_broken(number: &str, time: &str): "Pencetakan {number} terputus pukul {time}"
                                             / "Printing of {number} broke off at {time}";
    /// Which try it is.
    fn attempt(n: u8, of: u8): "percobaan {n} dari {of}"
                             / "try {n} of {of}";
    /// The title of the test.
    fn test(finger: &str, attempt: &str): "Langkah 2 · {finger} · {attempt}"
                                        / "Step 2 · {finger} · {attempt}";
    /// A step that trouble closes.
    fn closed(cause: &str): "ditutup: gangguan {cause}"
                          / "closed: trouble, {cause}";
    /// The title under trouble.
    fn trouble(cause: &str): "GANGGUAN {cause}: cetak dan aktivasi ditutup"
                           / "TROUBLE, {cause}: printing and activation are closed";
    /// Blanks by the book.
    fn blanks(n: u32): "blangko {n} · pratinjau dahulu"
                     / "blanks {n} · preview first";
    /// Blanks spoiled for this file.
    fn spoiled(n: u16): "{n} blangko rusak"
                      / "{n} blanks spoiled";
    /// Where a status was read, and when.
    fn read_at(source: &str, time: &str): "{source} {time}"
                                        / "{source} {time}";
    /// What the advice of a status is.
    fn defer_as(reason: &str): "Tunda: {reason}…"
                             / "Defer: {reason}…";
    /// A bad print.
    fn print_bad(number: &str, cause: &str): "Cetakan {number} cacat: {cause}"
                                           / "Print of {number} is bad: {cause}";
    /// No card.
    fn print_none(number: &str): "Tidak ada kartu {number} yang keluar"
                               / "No card of {number} came out";
    /// An activation that failed.
    fn activation_failed(number: &str, cause: &str): "Aktivasi {number} gagal: {cause}"
                                                   / "Activation of {number} failed: {cause}";
    /// What a second person stands by.
    fn second_for(number: &str, ground: &str): "{number}: {ground}. Masuk sebagai orang kedua."
                                             / "{number}: {ground}. Sign in as the second person.";
    /// Seconds left.
    fn left(s: u32): "{s} dtk lagi"
                   / "{s} s left";
    /// How to call.
    fn phone(number: &str): "No. kontak {number}"
                          / "Contact number {number}";
    /// The row of birth and family card.
    fn kk_row(kk: &str): "No. KK {kk}"
                       / "KK number {kk}";
    /// Kelurahan and reason.
    fn place_row(place: &str): "Kelurahan {place}"
                             / "Lives in {place}";

    /// The intent is stored; the clerk may go to the other computer now.
    fn activation_started(no: &str): "{no} AKTIVASI DIMULAI"
                                   / "{no} ACTIVATION STARTED";
    /// Nobody knows yet.
    fn activation_unknown(no: &str): "{no} HASIL AKTIVASI BELUM PASTI · ditanya lagi"
                                   / "{no} ACTIVATION NOT SURE · asked again";
}
