//! Words of service from a shell: the self-test of a device, steering simulators, what stands in the way.
//!
//! Separate from the rest of the command line, because a technician reads these to support over the phone:
//! short, numbered, with a code. It must not repeat a password or anything of a person.

use super::lang::{says, words};
use super::told::word_of;
use crate::device::{Down, Level, Who};

words! {
    DO_TEST: "uji satu alat, untuk dibacakan kepada teknisi"
           / "test one device, to be read out to a technician";
    DO_SIMULATE: "alat tiruan yang berjalan; dengan kata: perintah untuknya"
               / "simulated devices that run; with words: a command for one";
    OPT_PRINT: "cetak di printer struk: satu percobaan, atau kunci pemulihan tanpa tampil di layar"
             / "use the receipt printer: a trial receipt, or the recovery key off the screen";
    OPT_PID: "proses Loket yang dimaksud"
           / "the process of Loket that is meant";
    VALUE_KIND: "ALAT"
              / "DEVICE";
    VALUE_SIMULATE: "ALAT KATA…"
                  / "DEVICE WORDS…";

    USB_PRINTERS: "Printer USB yang tercolok:"
                / "USB printers plugged in:";
    READERS: "Pembaca kartu (PC/SC):"
           / "Card readers (PC/SC):";
    CARD_IN: "ada kartu"
           / "with a card";
    CARD_OUT: "tanpa kartu"
            / "without a card";
    NOT_PLUGGED: "tidak tercolok"
               / "not plugged in";

    STEP_SETTING: "pengaturan"
                / "setting";
    STEP_OPEN: "buka alat"
             / "open";
    STEP_CHECK: "tanya alat"
              / "ask the device";
    STEP_CENTRE: "tanya pusat data"
               / "ask the data centre";
    STEP_SUPPLIES: "isi printer"
                 / "supplies";
    STEP_SIGNAL: "sinyal"
               / "signal";
    STEP_SLIP: "cetak percobaan"
             / "trial print";
    STEP_GOOD: "baik"
             / "good";
    STEP_BAD: "GAGAL"
            / "FAILED";
    ANSWERS: "menjawab"
           / "answers";
    PRINTED: "lihat kertasnya"
           / "look at the paper";
    BY_HAND: "dikerjakan di komputer SIAK; tidak ada yang diuji"
           / "done on the SIAK computer; nothing to test";
    NOT_HERE: "tidak ada di loket ini; tidak ada yang diuji"
            / "not at this station; nothing to test";
    TYPES: "mengetik seperti papan tik; coba pindai di layar mana pun"
         / "types like a keyboard; try a scan on any screen";
    TEST_GOOD: "Hasil: alat baik."
             / "Result: the device is well.";
    TRIAL_SLIP: "LOKET - tanda terima percobaan"
              / "LOKET - trial receipt";
    PRINT_SLIP_ONLY: "--print hanya untuk slip."
                   / "--print is for slip only.";

    NONE_RUNS: "Tidak ada alat tiruan yang berjalan."
             / "No simulated device is running.";
    NONE_RUNS_NEXT: "Jalankan loket demo di terminal lain, atau sebutkan --home FOLDER."
                  / "Run loket demo in another terminal, or name --home DIR.";
    SEVERAL_RUN: "Lebih dari satu Loket menjalankan alat tiruan:"
               / "More than one Loket runs simulated devices:";
    SEVERAL_NEXT: "Pilih dengan --pid N."
                / "Choose with --pid N.";
    OBEYED: "dilaksanakan"
          / "done";
    NOT_UNDERSTOOD: "Perintah alat tiruan tidak dimengerti."
                  / "The simulated device does not understand.";
    NO_SUCH_SIMULATOR: "Alat itu tidak sedang ditirukan."
                     / "That device is not being simulated.";
    NOT_STEERED: "Loket itu tidak menjawab."
               / "That Loket does not answer.";
}

says! {
    fn testing(kind: &str): "Uji alat: {kind}"
                          / "Testing: {kind}";
    fn who_acts(who: &str): "Giliran: {who}"
                          / "Turn of: {who}";
    fn next_step(next: &str): "Langkah: {next}"
                            / "Next: {next}";
    fn test_bad(code: &str): "Hasil: ada gangguan. Sebutkan kode {code} kepada teknisi."
                           / "Result: something is wrong. Tell a technician the code {code}.";
    fn reached_in(ms: u128): "terjangkau dalam {ms} ms"
                           / "reached within {ms} ms";
    fn ribbon_left(n: u32): "sisa ribbon {n}"
                          / "{n} left on the ribbon";
    fn steering(pid: u32): "Alat tiruan pada proses {pid}:"
                         / "Simulated devices of process {pid}:";
    fn understood(verbs: &str): "Yang dimengerti: {verbs}"
                              / "Understood: {verbs}";
}

word_of! {
    /// Whose turn it is.
    who(who: Who) {
        Who::Retry => "petugas, ulangi" / "clerk, try again";
        Who::Operator => "petugas di alat itu" / "the clerk at the device";
        Who::Technician => "teknisi" / "technician";
    }

    /// Why the data centre was not reached.
    down(down: Down) {
        Down::NoName => "nama pusat tidak ditemukan" / "the centre's name is not found";
        Down::Refused => "pusat menolak sambungan" / "the centre refuses the connection";
        Down::NoRoute => "tidak ada jalan ke pusat" / "no route to the centre";
        Down::NoAnswer => "pusat tidak menjawab" / "the centre does not answer";
        Down::OutOfService => "layanan pusat sedang mati" / "the centre is out of service";
    }

    /// How full the card feeder is.
    level(level: Level) {
        Level::Loaded => "blangko ada" / "blanks loaded";
        Level::Low => "blangko hampir habis" / "blanks nearly used up";
        Level::Empty => "blangko habis" / "no blanks";
        Level::Unknown => "isi blangko tidak diketahui" / "blanks unknown";
    }
}
