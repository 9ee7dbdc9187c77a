//! Words of the intake screen: fields in the order they are asked, their hints, and the history.
//!
//! Separate because intake is the first minute of the procedure and every word is read with somebody waiting. It
//! must not contain a document's name: those come from the rule file.

use crate::text::lang::{says, words};

words! {
    TITLE: "Permohonan baru"
         / "New application";
    TITLE_FAMILY: "Permohonan baru, satu keluarga"
                / "New application, same family";
    NIK: "NIK"
       / "NIK";
    NIK_LATER: "NIK menyusul"
             / "NIK to follow";
    NAME: "Nama"
        / "Name";
    BIRTH: "Tanggal lahir"
         / "Birth date";
    SEX: "Jenis kelamin"
       / "Sex";
    KK: "No. KK"
      / "KK number";
    REASON: "Jenis permohonan"
          / "Kind of application";
    PHONE: "No. kontak"
         / "Contact number";
    WHATSAPP: "WhatsApp"
            / "WhatsApp";
    ON_BEHALF: "atas nama"
             / "belongs to";
    CONTACT_NAME: "Nama penghubung"
                / "Contact person";
    CONTACT_RELATION: "Hubungan"
                    / "Relation";
    KELURAHAN: "Kelurahan"
             / "Kelurahan (ward)";
    STREET: "Alamat"
          / "Street";
    RT: "RT"
      / "RT";
    RW: "RW"
      / "RW";
    NOTE: "Catatan"
        / "Note";
    CHANNEL: "Asal permohonan"
           / "Came in by";
    REPEAT_REASON: "Sebab dimohon lagi"
                 / "Why again";
    LINKED: "Ulangan dari No."
          / "Repeats no.";
    PRIORITY: "Diutamakan"
            / "Priority";
    SHEET: "No. Lembar Darurat"
         / "Emergency sheet no.";
}

words! {
    /// Hints stand under the form while their field has the focus.
    NIK_HINT: "16 angka; kosongkan bila NIK menyusul"
            / "16 digits; leave it empty if the NIK is to follow";
    NIK_LATER_HINT: "Nama dan tanggal lahir dahulu; NIK diisi sebelum lengkap."
                  / "Name and birth date first; the NIK before it is complete.";
    NAME_HINT: "seperti pada KK, gelar boleh, paling banyak 60 huruf"
             / "as on the KK, titles allowed, at most 60 characters";
    BIRTH_HINT: "hari-bulan-tahun, misalnya 17-08-1990"
              / "day-month-year, such as 17-08-1990";
    KK_HINT: "boleh kosong; perlu bila diambil anggota keluarga"
           / "may stay empty; needed when family collects";
    REASON_HINT: "kode F-1.02 atau awal kata: hil, rus, pin"
               / "code of F-1.02 or its beginning: los, dam, mov";
    PHONE_HINT: "08… atau +62…; tidak punya: isi nama penghubung"
              / "08… or +62…; none: name a contact person";
    ON_BEHALF_HINT: "pemohon, atau nama dan hubungannya"
                  / "the applicant, or a name and relation";
    KELURAHAN_HINT: "dua huruf awal, lalu Enter; luar kota: lu"
                  / "two first letters, then Enter; other city: ou";
    STREET_HINT: "boleh kosong"
               / "may stay empty";
    NOTE_HINT: "paling banyak 280 huruf; jangan tulis penyakit"
             / "at most 280 characters; no health matters";
    REPEAT_HINT: "misalnya hilang lagi, atau salah cetak oleh kantor"
               / "such as lost again, or misprinted by the office";
    OTHER_CITY: "luar Padang Panjang"
              / "outside Padang Panjang";
    NO_PHONE: "tidak punya nomor"
            / "no number";
    FROM_NIK: "menurut NIK"
            / "by the NIK";
    ALREADY_RECORDED: "Pemohon sudah pernah rekam; di sini tidak ada perekaman."
                    / "The applicant is already recorded; nothing is recorded here.";
}

words! {
    DOCUMENTS: "Berkas yang dibawa"
             / "Documents brought";
    DOCUMENTS_HINT: "1–9 mencentang; yang belum ada boleh menyusul"
                  / "1–9 tick; what is missing may follow";
    MUST_NOT: "Tidak boleh diminta:"
            / "Must not be asked for:";
    DOES_IT_APPLY: "berlaku?"
                 / "does it apply?";
    HISTORY: "Riwayat NIK ini:"
           / "History of this NIK:";
    HISTORY_NAME: "Riwayat nama dan tanggal lahir ini:"
                / "History of this name and birth date:";
    HISTORY_NONE: "belum ada permohonan di kantor ini."
                / "no application at this office yet.";
    HISTORY_NO_OPEN: "Tidak ada permohonan terbuka."
                   / "No open application.";
    HISTORY_READING: "sedang dicari …"
                   / "being looked up …";
    SENT_AWAY_TITLE: "Pulang tanpa nomor, karena:"
                   / "Sent away without a number, because:";
    SHEETS_TITLE: "Salin Lembar Darurat"
                / "Copy an emergency sheet";
    LEAVE_TITLE: "Isian belum diterima. Tinggalkan layar ini?"
               / "These entries are not received yet. Leave this screen?";
    LEAVE_KEEP: "Simpan isian dan tinggalkan"
              / "Save the entries and leave";
}

says! {
    /// Sex, birth date and first region read from the NIK.
    fn from_nik(sex: &str, birth: &str, place: &str): "{sex} · {birth} · {place}"
                                                    / "{sex} · {birth} · {place}";
    /// Documents for this kind of application.
    fn documents_for(reason: &str): "Berkas yang dibawa ({reason})"
                                  / "Documents brought ({reason})";
    /// The last card.
    fn history_handed(date: &str, reason: &str, no: &str):
        "KTP-el terakhir diserahkan {date} ({reason}, {no})."
      / "Last card handed over {date} ({reason}, {no}).";
    /// An earlier application that ended otherwise.
    fn history_ended(no: &str, how: &str, date: &str): "{no} {how}, {date}."
                                                     / "{no} ended {date}: {how}.";
    /// One that is still open.
    fn history_open(no: &str, stage: &str): "Masih terbuka: {no}, {stage}."
                                          / "Still open: {no}, {stage}.";
    /// Values taken from an earlier application.
    fn prefilled(year: i32): "dari {year} – periksa"
                           / "from {year} – check";
    /// Something is missing, which does not keep it from being received.
    fn missing(n: usize): "Berkas kurang {n}: boleh diterima, dikembalikan saat pemeriksaan."
                        / "{n} documents missing: may be received, returned at the check.";
    /// The age of a letter deserves a look.
    fn letter_old(days: u16): "Surat kehilangan lebih dari {days} hari: tanyakan, tetap boleh diterima."
                            / "The loss report is older than {days} days: ask, it may be received.";
    /// The family received with it.
    fn family_of(no: &str): "satu keluarga dengan {no}"
                          / "same family as {no}";
}
