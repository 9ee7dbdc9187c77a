//! Words of the numbered paper that is filled in by hand: emergency sheets and handover sheets.
//!
//! Separate from the screens, because citizens read and sign these. It must not know layout.

use super::lang::{says, words};

/// Beginnings of the names of the files.
pub const EMERGENCY_FILE: &str = "lembar-darurat";
pub const HANDOVER_FILE: &str = "lembar-serah-terima";
/// A box to tick.
pub const BOX: &str = "□";
/// Dots to write on.
pub const DOTS: &str = "..........................................................................................................................................";

words! {
    EMERGENCY: "LEMBAR DARURAT"
             / "EMERGENCY SHEET";
    WHEN_USED: "Dipakai bila Loket tidak dapat dipakai. Disalin ke Loket (F2, Ctrl+E) begitu pulih; berkas mendapat nomor register saat disalin."
             / "Used while Loket cannot be. Copied into Loket (F2, Ctrl+E) once it is back; the file gets its register number then.";
    DAY_TIME: "Tanggal dan pukul"
            / "Date and time";
    NIK: "NIK"
       / "NIK";
    NAME: "Nama lengkap"
        / "Full name";
    BIRTH: "Tanggal lahir (bila NIK menyusul)"
         / "Date of birth (if the NIK follows)";
    KK: "No. KK"
      / "KK number";
    CONTACT: "No. kontak"
           / "Contact number";
    THROUGH: "Atas nama (bila bukan pemohon), hubungan"
           / "In whose name (if not the applicant's), relation";
    KELURAHAN: "Kelurahan"
             / "Village (kelurahan)";
    ADDRESS: "Alamat, RT/RW"
           / "Address, RT/RW";
    KIND: "Jenis permohonan"
        / "Kind of application";
    DOCUMENTS: "Berkas yang dibawa (beri tanda yang ada)"
             / "Documents brought (tick what is there)";
    NO_LETTERS: "Tidak boleh diminta: surat pengantar RT, RW, kelurahan atau kecamatan; bukti PBB; SKCK (SE Mendagri 471/1768/SJ)."
              / "Never to be asked for: letters from RT, RW, kelurahan or kecamatan; proof of PBB; SKCK (circular 471/1768/SJ).";
    NOTE: "Catatan"
        / "Note";
    OFFICER: "Petugas (nama, paraf)"
           / "Officer (name, initials)";
    COPIED_AS: "Disalin menjadi nomor register"
             / "Copied in as register number";
    CUT: "gunting di sini, bagian bawah untuk pemohon"
       / "cut here, the lower part is for the applicant";
    KEEP: "Nomor register menyusul lewat nomor kontak. Sebutkan nomor lembar ini bila datang atau bertanya. Bawa lembar ini saat kembali."
        / "The register number follows by the contact number. Say this sheet's number when you come or ask, and bring it.";
    FREE: "GRATIS - tidak dipungut biaya (UU 24/2013 ps. 79A)"
        / "FREE OF CHARGE (UU 24/2013 art. 79A)";
    HANDOVER: "LEMBAR SERAH TERIMA"
            / "HANDOVER SHEET";
    SIGN_HERE: "Penerima menandatangani atau membubuhkan cap jempol setelah memeriksa KTP-el. Baris yang salah dicoret, bukan dihapus."
             / "The receiver signs or gives a thumb print after checking the card. A wrong line is struck through, not erased.";
    C_LINE: "No."
          / "#";
    C_NUMBER: "No. register"
            / "Register no.";
    C_NAME: "Nama"
          / "Name";
    C_RECEIVER: "Penerima / hubungan"
              / "Receiver / relation";
    C_TIME: "Pukul"
          / "Time";
    C_SIGNATURE: "Tanda tangan / cap jempol"
               / "Signature / thumb print";
    SUPERVISOR: "Kasi,"
              / "Supervisor,";
    OPERATOR: "Operator,"
            / "Operator of the desk,";
}

words! {
    NOT_WRITTEN: "Lembar sudah bernomor, tetapi berkasnya tidak dapat disimpan."
               / "The sheets have their numbers, but the file could not be saved.";
    PRINT_AGAIN: "Periksa folder ekspor, lalu cetak ulang di Ctrl+G, Lembar bernomor."
               / "Look at the export folder, then print again in Ctrl+G, Numbered sheets.";
}

says! {
    fn emergency_written(numbers: &str): "Lembar Darurat {numbers} siap dicetak"
                                       / "Emergency sheets {numbers} ready to print";
    fn handover_written(numbers: &str): "Lembar Serah Terima {numbers} siap dicetak"
                                      / "Handover sheets {numbers} ready to print";
    fn emergency(no: &str): "LEMBAR DARURAT No. {no}" / "EMERGENCY SHEET no. {no}";
    fn receipt(no: &str): "TANDA TERIMA SEMENTARA - Lembar Darurat No. {no}"
                        / "PROVISIONAL RECEIPT - emergency sheet no. {no}";
    fn handover(no: &str): "LEMBAR SERAH TERIMA KTP-EL No. {no}" / "KTP-EL HANDOVER SHEET no. {no}";
}
