//! Feedback after every act: what happened to which number, and where it goes.
//!
//! Owns one line an act. Separate because these lines are the clerk's receipt that an act is stored; each
//! begins with the number and the act in capitals. It must not say more than was stored: a slip that failed
//! does not undo an act, so it is named beside it.

use crate::text::lang::says;

says! {
    /// An application taken in.
    fn accepted(no: &str, slip: &str, queue: usize):
        "{no} DITERIMA · {slip} · ke pemeriksaan (antrean {queue})"
      / "{no} RECEIVED · {slip} · to the check (queue {queue})";
    /// Taken in and found complete by one clerk.
    fn accepted_complete(no: &str, slip: &str, queue: usize):
        "{no} DITERIMA, LENGKAP · {slip} · ke operator (antrean {queue})"
      / "{no} RECEIVED, COMPLETE · {slip} · to the operator (queue {queue})";
    /// Taken in and returned by one clerk.
    fn accepted_returned(no: &str, slip: &str, missing: usize):
        "{no} DITERIMA, DIKEMBALIKAN · kurang {missing} · {slip}"
      / "{no} RECEIVED, RETURNED · {missing} missing · {slip}";
    /// Found complete.
    fn complete(no: &str, queue: usize): "{no} LENGKAP · ke operator (antrean {queue})"
                                       / "{no} COMPLETE · to the operator (queue {queue})";
    /// Returned with what is missing.
    fn returned(no: &str, missing: usize, slip: &str): "{no} DIKEMBALIKAN · kurang {missing} · {slip}"
                                                     / "{no} RETURNED · {missing} missing · {slip}";
    /// Brought back.
    fn resubmitted(no: &str, queue: usize): "{no} DITERIMA KEMBALI · ke pemeriksaan (antrean {queue})"
                                          / "{no} RECEIVED AGAIN · to the check (queue {queue})";
    /// The status of the record was noted.
    fn status_noted(no: &str, code: &str): "{no} STATUS DICATAT · {code}"
                                         / "{no} STATUS NOTED · {code}";
    /// Deferred.
    fn deferred(no: &str, why: &str): "{no} DITUNDA · {why}"
                                    / "{no} DEFERRED · {why}";
    /// Going on after a deferral, a return or trouble.
    fn resumed(no: &str, queue: usize): "{no} DILANJUTKAN · ke operator (antrean {queue})"
                                      / "{no} RESUMED · to the operator (queue {queue})";
    /// A fingerprint try.
    fn tested(no: &str, outcome: &str, attempt: u8, limit: u8):
        "{no} TES BIOMETRIK · {outcome} · percobaan {attempt} dari {limit}"
      / "{no} BIOMETRIC TEST · {outcome} · try {attempt} of {limit}";
    /// A second person let the test pass.
    fn waived(no: &str, ground: &str): "{no} TES DIKESAMPINGKAN · {ground} · lanjut ke cetak"
                                     / "{no} TEST SET ASIDE · {ground} · on to printing";
    /// The intent is stored; the printer may work now.
    fn print_started(no: &str): "{no} CETAK DIMULAI · tunggu kartu keluar"
                              / "{no} PRINT STARTED · wait for the card";
    /// The same where the national workstation prints.
    fn print_at_siak(no: &str): "{no} CETAK DICATAT · cetak di komputer SIAK, lalu jawab di sini"
                              / "{no} PRINT NOTED · print it on the SIAK computer, then answer here";
    fn activation_at_siak(no: &str): "{no} AKTIVASI DICATAT · aktifkan di komputer SIAK, lalu jawab di sini"
                                   / "{no} ACTIVATION NOTED · activate on the SIAK computer, answer here";
    /// A good card.
    fn printed(no: &str, blanks: u32): "{no} DICETAK · blangko {blanks} · ke aktivasi"
                                     / "{no} PRINTED · blanks {blanks} · to activation";
    /// A spoiled blank.
    fn spoiled(no: &str, cause: &str, blanks: u32): "{no} KARTU RUSAK · {cause} · blangko {blanks}"
                                                  / "{no} CARD SPOILED · {cause} · blanks {blanks}";
    /// Nothing came out.
    fn none_came_out(no: &str): "{no} TIDAK ADA KARTU KELUAR · blangko kembali ke stok"
                              / "{no} NO CARD CAME OUT · blank back in stock";
    /// Nobody knows yet.
    fn print_unknown(no: &str): "{no} HASIL CETAK BELUM PASTI · jawab setelah melihat printer"
                              / "{no} PRINT OUTCOME NOT SURE · answer after looking at the printer";
    /// The card works.
    fn activated(no: &str): "{no} AKTIF · siap diserahkan"
                          / "{no} ACTIVE · ready to hand over";
    /// It does not.
    fn activation_failed(no: &str, cause: &str): "{no} BELUM AKTIF · {cause}"
                                               / "{no} NOT ACTIVE · {cause}";
    /// A printed card was rejected.
    fn rejected(no: &str, cause: &str, next: &str): "{no} KARTU DITOLAK · {cause} · {next}"
                                                  / "{no} CARD REJECTED · {cause} · {next}";
    /// Handed over.
    fn handed_over(no: &str, to: &str): "{no} DISERAHKAN · {to}"
                                      / "{no} HANDED OVER · {to}";
    /// Several cards of a family at once.
    fn handed_over_family(numbers: &str, n: usize): "{n} KTP-el DISERAHKAN · {numbers}"
                                                  / "{n} CARDS HANDED OVER · {numbers}";
    /// Recorded under trouble.
    fn recorded(no: &str, waiting: usize): "{no} DICATAT · menunggu gangguan selesai ({waiting} menunggu)"
                                         / "{no} RECORDED · waits for the end of the trouble ({waiting} waiting)";
    /// Corrected.
    fn corrected(no: &str, fields: &str): "{no} DIBETULKAN · {fields}"
                                        / "{no} CORRECTED · {fields}";
    /// Ended without a card; the number stays, struck through.
    fn cancelled(no: &str, kind: &str): "{no} BATAL · {kind} · nomornya tetap"
                                      / "{no} CANCELLED · {kind} · its number stays";
    /// Continued under its number.
    fn reopened(no: &str, queue: usize): "{no} DIBUKA LAGI · ke pemeriksaan (antrean {queue})"
                                       / "{no} REOPENED · to the check (queue {queue})";
    /// The applicant was reached.
    fn contacted(no: &str, topic: &str): "{no} DIHUBUNGI · {topic}"
                                       / "{no} CALLED · {topic}";
    /// The applicant was not reached.
    fn not_reached(no: &str, topic: &str): "{no} TIDAK TERHUBUNG · {topic}"
                                         / "{no} NOT REACHED · {topic}";
    /// Called and not there.
    fn skipped(no: &str, times: u16): "{no} TIDAK DI TEMPAT · panggilan ke-{times} · tetap di urutannya"
                                    / "{no} NOT HERE · call no. {times} · keeps its place";
    /// Moved forward.
    fn prioritised(no: &str): "{no} DIUTAMAKAN"
                            / "{no} GIVEN PRIORITY";
    /// Moved back.
    fn unprioritised(no: &str): "{no} KEMBALI KE URUTAN"
                              / "{no} BACK IN ORDER";
    /// Left for the supervisor.
    fn approval_asked(no: &str, topic: &str): "{no} MENUNGGU KASI · {topic}"
                                            / "{no} WAITS FOR THE SUPERVISOR · {topic}";
    /// Blanks came or went.
    fn blanks_moved(how: &str, n: i32, left: u32): "{how} {n} · blangko {left}"
                                                 / "{how} {n} · blanks {left}";
    /// Somebody left without a number.
    fn sent_away(why: &str, today: u32): "PULANG TANPA NOMOR · {why} · hari ini {today}"
                                       / "SENT AWAY WITHOUT A NUMBER · {why} · today {today}";
}
