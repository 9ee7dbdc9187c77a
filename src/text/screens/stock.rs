//! Words of the stock pages: batches, film, the register of invalid cards and their destruction.
//!
//! Separate because only who counts and destroys cards reads them. It must not know a stock's law.

use crate::text::lang::{says, words};

words! {
    PAGES: "Dus blangko / KTP-el tidak berlaku"
         / "Batches / invalid cards";
    C_BATCH: "Dus"
           / "Batch";
    C_CAME: "Masuk"
          / "In";
    C_LOAN: "Pinjam"
          / "Loans";
    C_DIFFERENCE: "Selisih"
                / "Diff.";
    C_GOOD: "Baik"
          / "Good";
    C_SPOILED: "Rusak"
             / "Spoilt";
    C_PRINTING: "Cetak"
              / "Print";
    C_LEFT: "Sisa"
          / "Left";
    C_STATE: "Keadaan"
           / "State";
    NO_BATCH: "tanpa kode"
            / "no code";
    OPENED: "dipakai"
          / "in use";
    FINISHED: "habis"
            / "used up";
    NO_BATCHES: "Belum ada blangko. s mencatat blangko diterima."
              / "No blanks yet. s records blanks received.";
    BATCH_HINT: "s blangko masuk/keluar · Enter pakai dus ini · f ribbon baru · kanan: KTP-el tidak berlaku · Esc"
              / "s blanks in/out · Enter use this batch · f new film · right: invalid cards · Esc";
    NO_FILM: "Ribbon belum dicatat."
           / "No film recorded.";
    LOW_FILM: "Siapkan ribbon baru."
            / "Have a new film ready.";
    LOW_BLANKS: "Blangko hampir habis."
              / "Blanks are nearly used up.";
}

words! {
    C_MARK: "Pilih"
          / "Pick";
    C_NO: "No."
        / "#";
    C_KIND: "Jenis"
          / "Kind";
    C_CAUSE: "Sebab"
           / "Cause";
    C_NUMBER: "Register"
            / "Number";
    C_DAY: "Tanggal"
         / "Date";
    C_PLACE: "Tempat"
           / "Place";
    NO_CARDS: "Tidak ada KTP-el tidak berlaku yang disimpan."
            / "No invalid cards are kept.";
    CARDS_HINT: "Spasi pilih · / saring · i tempat · w teruskan · F8 musnahkan · v berita acara · kiri: dus · Esc"
              / "Space picks · / filters · i place · w pass on · F8 destroy · v record · left: batches · Esc";
    REGISTER: "KTP-el tidak berlaku disimpan"
            / "Invalid cards kept";
    FILM: "Ribbon"
        / "Film";
    DAYS_LEFT: "Blangko cukup untuk"
             / "Blanks last for";
}

words! {
    USE_BATCH: "Pakai dus ini"
             / "Use this batch";
    YES_USE: "Ya, dus ini dibuka"
           / "Yes, this batch is opened";
    F_BATCH: "Kode dus (boleh kosong)"
           / "Batch code (optional)";
    F_FIRST: "Seri pertama, bila terbaca"
           / "First serial, if read";
    F_LAST: "Seri terakhir"
          / "Last serial";
    FILM_TITLE: "Ribbon baru dipasang"
              / "A new film was put in";
    F_PRINTS: "Cukup untuk (cetak)"
            / "Good for (prints)";
    PLACE_TITLE: "Tempat penyimpanan"
               / "Where they are kept";
    F_PLACE: "Tempat"
           / "Place";
    PLACE_HINT: "Kode pendek yang memuat angka, misalnya LEMARI 2 atau DUS 3-B."
              / "A short code with a digit in it, for example LEMARI 2 or DUS 3-B.";
    BAD_PLACE: "Tempat ditulis dengan huruf dan angka, paling banyak 16."
             / "A place is letters and at least one digit, 16 at most.";
    PASS_TITLE: "KTP-el tidak berlaku diteruskan"
              / "Invalid cards passed on";
    F_LETTER: "Kepada siapa, surat nomor"
            / "To whom, by which letter";
    RECORD_TITLE: "Cetak ulang berita acara"
                / "Print a record again";
    F_RECORD: "Nomor"
            / "Number";
    F_YEAR: "Tahun"
          / "Year";
    BAD_NUMBER: "Ketik angka saja."
              / "Type digits only.";
    NO_RECORD: "Berita acara dengan nomor itu tidak ada."
             / "There is no record of that number.";
    DESTROY_TITLE: "Pemusnahan KTP-el tidak berlaku"
                 / "Destruction of invalid cards";
    F_DATE: "Tanggal (HH-BB-TTTT)"
          / "Date (DD-MM-YYYY)";
    F_WHERE: "Tempat pemusnahan"
           / "Where";
    F_MANNER: "Cara"
            / "Manner";
    F_WITNESS_1: "Saksi 1"
               / "Witness 1";
    F_WITNESS_2: "Saksi 2"
               / "Witness 2";
    F_WITNESS_3: "Saksi 3 (boleh kosong)"
               / "Witness 3 (optional)";
    F_OFFICE: "Jabatan"
            / "Office";
    BAD_DATE: "Tanggal ditulis 24-11-2026."
            / "A date is written 24-11-2026.";
    FILL: "Isian ini belum diisi."
        / "This field is missing.";
    BAD_NAME: "Nama tidak dapat dipakai."
            / "Not a name.";
    CONFIRM: "Orang kedua membenarkan"
           / "A second person confirms";
    FINAL: "Kartu yang dimusnahkan tidak dapat dikembalikan ke daftar."
         / "Destroyed cards cannot be put back on the list.";
    F_THEN: "Lalu"
          / "Then";
    PRINT_AGAIN: "cetak ulang dengan blangko baru"
               / "print again on a new blank";
    SPOILED_ONLY: "belum dicetak ulang"
                / "not printed again yet";
    SECOND_TITLE: "Cetak ulang: Kasi membenarkan"
                / "Printing again: the supervisor confirms";
    SHELF_TITLE: "Letakkan di rak"
               / "Put on the shelf";
}

says! {
    /// Title of the first page.
    fn stock(n: &str): "Stok blangko: {n} keping"
                     / "Stock of blanks: {n} cards";
    /// How long they last.
    fn days(n: &str): "± {n} hari kerja"
                    / "about {n} working days";
    /// Film in the printer.
    fn film(left: &str, prints: &str): "Ribbon: sisa {left} dari {prints} cetak."
                                     / "Film: {left} of {prints} prints left.";
    fn film_low(left: u32): "ribbon tinggal {left} cetak, siapkan yang baru"
                          / "{left} prints left on the film, have a new one ready";
    /// Blanks on loan.
    fn loans(out: &str, here: &str): "Dipinjamkan {out}, pinjaman dari luar {here}."
                                   / "Lent out {out}, borrowed {here}.";
    /// Title of the second page.
    fn kept(n: &str, picked: &str): "KTP-el tidak berlaku: {n} disimpan, {picked} dipilih"
                                  / "Invalid cards: {n} kept, {picked} picked";
    /// Records so far.
    fn last_record(no: u32, year: i32): "berita acara terakhir {no}/{year}"
                                      / "last record {no}/{year}";
    /// What is confirmed.
    fn confirm(n: &str, words: &str, no: u32, year: i32): "{n} ({words}) keping · berita acara nomor {no}/{year}"
                                                        / "{n} ({words}) cards · record number {no}/{year}";
    /// Done.
    fn destroyed(n: &str, no: u32, year: i32): "DIMUSNAHKAN {n} KEPING · berita acara {no}/{year}"
                                             / "DESTROYED {n} CARDS · record {no}/{year}";
    fn stored(n: &str, place: &str): "DISIMPAN {n} KEPING · {place}"
                                   / "PUT AWAY {n} CARDS · {place}";
    fn passed_on(n: &str): "DITERUSKAN {n} KEPING"
                         / "PASSED ON {n} CARDS";
    fn batch_opened(batch: &str): "DUS {batch} DIPAKAI"
                                / "BATCH {batch} IN USE";
    fn film_replaced(prints: &str): "RIBBON BARU · {prints} cetak"
                                  / "NEW FILM · {prints} prints";
    /// Why a second person is asked.
    fn many_spoiled(no: &str, n: u32): "{no} · gagal cetak hari ini {n}"
                                     / "{no} · spoiled prints today {n}";
    fn ages(a: u32, b: u32, c: u32, d: u32): "hari 0–7:{a} 8–30:{b} 31–90:{c} >90:{d}"
                                           / "days 0–7:{a} 8–30:{b} 31–90:{c} >90:{d}";
    fn shelved(no: &str, place: &str): "{no} DI RAK {place}"
                                     / "{no} ON SHELF {place}";
}
