//! What stands on paper for the citizen and the public: receipt, return slip, recap, announcement.
//!
//! Separate because paper leaves the office: it names nobody fully, says the service is free, and tells
//! the next step in plain words. It must not contain a full NIK or a biometric result.

use super::lang::{says, words};

words! {
    RECEIPT: "TANDA TERIMA"
           / "RECEIPT";
    RETURN_SLIP: "LEMBAR PENGEMBALIAN"
               / "RETURN SLIP";
    COLLECT_SLIP: "TANDA PENGAMBILAN"
                / "COLLECTION SLIP";
    NUMBER: "No. register"
          / "Register no.";
    DATE: "Tanggal"
        / "Date";
    TIME: "Pukul"
        / "Time";
    NAME: "Nama"
        / "Name";
    NIK: "NIK"
       / "NIK";
    REASON: "Permohonan"
          / "Application";
    STATUS: "Keadaan"
          / "State";
    RECEIVED_BY: "Petugas Register"
               / "Register officer";
    FREE: "GRATIS – tidak dipungut biaya"
        / "FREE OF CHARGE – nobody may ask for money";
    FREE_LAW: "UU 24/2013 ps. 79A"
            / "Law 24/2013 art. 79A";
    KEEP: "Simpan lembar ini. Bawa saat mengambil KTP-el."
        / "Keep this slip. Bring it to collect the card.";
    COLLECT_BY: "Diambil pemegang sendiri; anggota KK yang sama membawa KK asli."
              / "Collected by the holder; a family member brings the original KK.";
    HOLDER_COMES: "Pemegang hadir untuk tes sidik jari dan aktivasi."
                / "The holder comes for the fingerprint test and activation.";
    OLD_CARD: "KTP-el lama dibawa dan ditarik saat pengambilan."
            / "The old card is brought and withdrawn at collection.";
    WE_CALL: "Kami menghubungi nomor yang Anda berikan."
           / "We call the number you gave.";
    STILL_MISSING: "Berkas yang belum ada:"
                 / "Documents still missing:";
    BRING_BACK: "Bawa kembali dengan lembar ini; nomornya tetap."
              / "Bring them with this slip; the number stays.";
    NOT_ASKED: "Tidak perlu surat pengantar RT, RW atau kelurahan."
             / "No letter from RT, RW or kelurahan is needed.";
    FAMILY: "Satu keluarga:"
          / "One family:";
    SIMULATED: "SIMULASI – bukan tanda terima sungguhan"
             / "SIMULATION – not a real receipt";
}

words! {
    /// What the slip says about where the application stands.
    IN_CHECK: "diterima, menunggu pemeriksaan berkas"
            / "received, waiting for the check";
    AT_OPERATOR: "berkas lengkap, menunggu operator"
               / "complete, waiting for the operator";
    RETURNED: "dikembalikan, berkas belum lengkap"
            / "returned, not complete yet";
    RECORDED: "dicatat selama gangguan, menunggu urutan"
            / "recorded during trouble, waiting in order";
    READY: "siap diambil"
         / "ready to collect";
}

words! {
    /// The recap to be read out or sent.
    RECAP: "REKAP HARIAN KTP-el"
         / "DAILY RECAP KTP-el";
    RECAP_MONTH: "Bulan ini sampai hari ini"
               / "This month to date";
    RECAP_DEFERRED: "Ditunda karena:"
                  / "Deferred because:";
    STOCK_TITLE: "PENGUMUMAN BLANGKO KTP-el"
               / "NOTICE OF BLANK CARDS";
    STOCK_NONE: "Blangko KTP-el hari ini habis. Permohonan tetap diterima."
              / "There are no blank cards today. Applications are still received.";
    HANDOVER_SHEET: "LEMBAR SERAH TERIMA"
                  / "HANDOVER SHEET";
    EMERGENCY_SHEET: "LEMBAR DARURAT"
                   / "EMERGENCY SHEET";
    SIGN_OR_THUMB: "Tanda tangan / cap jempol"
                 / "Signature / thumbprint";
    SEEN_BY: "Mengetahui,"
           / "Seen by,";
}

says! {
    /// Heading of a recap.
    fn recap_of(date: &str, at: &str): "{date} pukul {at}"
                                     / "{date} at {at}";
    /// The month's sums.
    fn month(new: u32, handed: u32, cancelled: u32): "Bulan ini: baru {new}, diserahkan {handed}, batal {cancelled}"
                                                   / "This month: new {new}, handed over {handed}, void {cancelled}";
    /// The stock announcement of the day.
    fn stock(date: &str, blanks: &str): "Blangko KTP-el tersedia {date}: {blanks} keping. Pengurusan gratis."
                                      / "Blank cards available {date}: {blanks}. The service is free.";
    /// One deferral reason with its count.
    fn deferred(why: &str, n: u32): "{why}: {n}"
                                  / "{why}: {n}";
    /// The applicant's place in the queue.
    fn place(n: usize): "antrean ke-{n}"
                      / "place {n} in the queue";
    /// Deferral on a slip.
    fn waits(why: &str): "ditunda: {why}"
                       / "deferred: {why}";
    /// Message to the applicant when the card is ready; no name, no NIK.
    fn message_ready(office: &str, no: &str):
        "{office}: KTP-el {no} siap diambil. Bawa tanda terima dan KTP-el lama. Gratis."
      / "{office}: card {no} is ready. Bring the slip and the old card. Free of charge.";
    /// Message when a file was returned.
    fn message_returned(office: &str, no: &str, n: usize):
        "{office}: berkas {no} kurang {n}. Lihat lembar pengembalian. Gratis."
      / "{office}: file {no} lacks {n}. See the return slip. Free of charge.";
    /// Message when trouble is over.
    fn message_over(office: &str, no: &str):
        "{office}: gangguan selesai, {no} dapat dilanjutkan. Mohon datang. Gratis."
      / "{office}: trouble is over, {no} can go on. Please come. Free of charge.";
}
