//! Words of the office's settings: names, letterhead, who signs, and the choices left to the office.
//!
//! Separate because each setting needs a name and a sentence. It must not know which values are allowed.

use crate::text::lang::{says, words};

words! {
    TITLE: "Pengaturan kantor"
         / "Office settings";
    C_SETTING: "Pengaturan"
             / "Setting";
    C_VALUE: "Sekarang"
           / "Now";
    EMPTY: "Tidak ada."
         / "Nothing.";
    LIST_KEYS: "Enter ubah · / saring · Esc kembali"
             / "Enter change · / filter · Esc back";
    FORM_KEYS: "F8 simpan · Esc batal"
             / "F8 save · Esc cancel";
    HEADING: "PENGATURAN"
           / "SETTINGS";
    UNSET: "belum diisi"
         / "not set";
    YES: "ya"
       / "yes";
    NO: "tidak"
      / "no";
    NUMBER_MISSING: "Isi angkanya."
                  / "Fill in the number.";
    OUTSIDE_NEXT: "Isi angka dalam batas itu."
                / "Fill in a number within it.";
    NO_COUNT: "Bentuk nomor register harus memuat {no}."
            / "The form of the register number must contain {no}.";
    NO_COUNT_NEXT: "Contoh: {no}/DUKCAPIL/{roman}-{year}"
                 / "Example: {no}/DUKCAPIL/{roman}-{year}";
    NOTHING_CHANGED: "Tidak ada yang berubah."
                   / "Nothing has changed.";
    ENTRY: "Pengaturan kantor"
         / "Office settings";
    ENTRY_STATE: "kop surat, penanda tangan, kebijakan · Enter"
               / "letterhead, signatures, policy · Enter";
    SAVED: "PENGATURAN DISIMPAN · berlaku di semua meja"
         / "SETTINGS SAVED · in force at every desk";
    LINE_1: "Baris 1"
          / "Line 1";
    LINE_2: "Baris 2"
          / "Line 2";
    LINE_3: "Baris 3"
          / "Line 3";
    LINE_4: "Baris 4"
          / "Line 4";
    LINE_5: "Baris 5"
          / "Line 5";
    LINE_6: "Baris 6"
          / "Line 6";
    SAAT_HADIR: "panggil dahulu: tes, cetak, aktivasi saat hadir"
              / "call first: test, print, activate when present";
    CETAK_DULU: "cetak dahulu: tes dan aktivasi saat diambil"
              / "print first: test and activation at collection";
}

words! {
    OFFICE: "Nama singkat kantor"
          / "Short name of the office";
    OFFICE_HINT: "Tampil di kepala layar dan di SMS."
               / "Shown in the header and in short messages.";
    LETTERHEAD: "Kop surat"
              / "Letterhead";
    LETTERHEAD_HINT: "Baris demi baris seperti di surat: pemerintah kota, dinas, alamat."
                   / "Line by line as on letters: city, office, address.";
    PLACE: "Tempat pada tanda tangan"
         / "Place before the signature";
    PLACE_HINT: "Tampil sebelum tanggal: Padang Panjang, 22 November 2026."
              / "Shown before the date.";
    HEAD: "Pejabat penanda tangan"
        / "Official who signs";
    HEAD_HINT: "Baris 1 jabatan, baris 2 nama, lalu pangkat dan NIP."
             / "Line 1 title, line 2 name, then rank and NIP.";
    WITNESS: "Mengetahui"
           / "Seen by";
    WITNESS_HINT: "Pejabat di sebelah kiri, baris seperti penanda tangan."
                / "The official on the left, lines as above.";
    NUMBER: "Bentuk nomor register"
          / "Form of the register number";
    NUMBER_HINT: "{no} nomor urut, {roman} bulan, {year} tahun, {loket} tanda loket."
               / "{no} count, {roman} month, {year} year, {loket} counter mark.";
    LOKET: "Tanda loket komputer ini"
         / "Counter mark of this machine";
    LOKET_HINT: "Hanya bila beberapa komputer memberi nomor sendiri."
              / "Only where several machines issue numbers.";
    STANDARD_1: "Waktu SOP langkah 1 (detik)"
              / "SOP time of step 1 (seconds)";
    STANDARD_2: "Waktu SOP langkah 2 (detik)"
              / "SOP time of step 2 (seconds)";
    STANDARD_3: "Waktu SOP langkah 3 (detik)"
              / "SOP time of step 3 (seconds)";
    STANDARD_HINT: "Menurut SOP: 60, 120 dan 600 detik."
                 / "By the SOP: 60, 120 and 600 seconds.";
    PENDING: "Berkas tertunda setelah gangguan"
           / "Files that waited for the network";
    PENDING_HINT: "Panggil pemohon dahulu, atau cetak dahulu."
                / "Call the applicant first, or print first.";
    NOT_CONTINUED: "Batas tidak dilanjutkan (hari)"
                 / "Returned, not continued (days)";
    NOT_CONTINUED_HINT: "Setelah sekian hari berkas ditawarkan untuk diakhiri."
                      / "After so many days the file is offered to be ended.";
    REPEAT: "Tanya bila ulang dalam (hari)"
          / "Ask why again (days)";
    REPEAT_HINT: "Permohonan baru secepat ini setelah penyerahan ditanya sebabnya."
               / "A new application this soon after a handover asks why.";
    VOID: "Batal salah input (menit)"
        / "Void an input error (minutes)";
    VOID_HINT: "Selama ini petugas yang sama boleh membatalkan sendiri."
             / "So long the same clerk may void it alone.";
    ATTEMPTS: "Percobaan sidik jari"
            / "Fingerprint attempts";
    ATTEMPTS_HINT: "Setelah sekian kali tidak cocok berkas diteruskan ke pusat."
                 / "After so many no-matches the file goes to the centre.";
    NO_MATCH: "Tidak cocok boleh dilewati"
            / "No match may be overridden";
    NO_MATCH_HINT: "Hanya dengan orang kedua; biasanya tidak."
                 / "By a second person only; usually no.";
    FAMILY: "Anggota KK boleh mengambil"
          / "Family may collect";
    FAMILY_HINT: "Anggota Kartu Keluarga yang sama, dengan nama dan bukti diri."
               / "A member of the same family card, with name and evidence.";
    ATTORNEY: "Kuasa boleh mengambil"
            / "Attorney may collect";
    ATTORNEY_HINT: "Siapa pun dengan surat kuasa."
                 / "Anybody with a power of attorney.";
    INACTIVE: "Serahkan kartu belum aktif"
            / "Hand over inactive cards";
    INACTIVE_HINT: "Dicatat sebagai kewajiban sampai diaktifkan."
                 / "Listed as an obligation until activated.";
    REGISTER: "Petugas Register menyerahkan"
            / "Register officers hand over";
    REGISTER_HINT: "Selain operator."
                 / "Besides the operator.";
    LOW_BLANKS: "Peringatan blangko (keping)"
              / "Low blanks (pieces)";
    FILM_PRINTS: "Isi ribbon baru (cetak)"
               / "Prints of a new film";
    FILM_PRINTS_HINT: "Diusulkan saat ribbon baru dicatat; kotaknya yang menentukan."
                    / "Proposed when a new film is recorded; its box decides.";
    LOW_FILM: "Peringatan ribbon (cetak)"
            / "Film warning (prints)";
    LOW_FILM_HINT: "Diperingatkan bila sisa ribbon tidak lebih dari ini."
                 / "Warned when the film has no more prints left than this.";
    SPOILED_ALONE: "Cetak ulang tanpa Kasi (per hari)"
                 / "Reprints without supervisor (a day)";
    SPOILED_ALONE_HINT: "Di atas jumlah kartu rusak ini, cetak ulang dibenarkan Kasi di tempat."
                      / "Above so many spoiled cards a supervisor stands by the reprint.";
    LOW_BLANKS_HINT: "Diperingatkan bila sisa tidak lebih dari ini."
                   / "Warned when no more than this are left.";
    RETENTION: "Masa simpan data pribadi (bulan)"
             / "Term of keeping personal data (months)";
    RETENTION_HINT: "Sejak berkas selesai; 0: tidak dihapus. Menghapus tetap langkah Kasi (Ctrl+G)."
                  / "From a file's end; 0: never erased. Erasing stays an act of the supervisor (Ctrl+G).";
    LOCK: "Kunci otomatis (menit)"
        / "Lock itself (minutes)";
    LOCK_HINT: "Tanpa sentuhan tombol selama ini meja terkunci."
             / "Without a key for so long the desk locks.";
}

says! {
    /// A number outside its bounds.
    fn outside(least: &str, most: &str): "Harus antara {least} dan {most}." / "Must be between {least} and {most}.";
}
