//! Words of the frame around every screen.
//!
//! Owns what header, lamps, tabs, notices and questions say by themselves. Separate from the words
//! of the screens, which come with their screens. It must not know values.

use super::lang::{says, words};

words! {
    NAME: "LOKET"
        / "LOKET";
    /// The same in both languages: it is the name of a state, known from the manual.
    SIMULATED: "SIMULASI"
             / "SIMULASI";
    ERROR_READ: "Esc lanjut"
              / "Esc goes on";
    PAUSED: "dijeda"
          / "paused";
    SOURCE: "sumber:"
          / "source:";
    NOTHING_FOUND: "tidak ada yang cocok"
                 / "nothing matches";
    FILTERED: "saring"
            / "filter";
    DANGER_HINT: "Pilih dengan angka, laksanakan dengan F8."
               / "Choose by digit, carry out with F8.";
    TEXT_NEEDED: "wajib diisi"
               / "needed";
    TEXT_HINT: "Tulis, lalu laksanakan dengan F8."
             / "Write, then carry out with F8.";
    CHOOSE_FIRST: "Pilih dahulu dengan angka."
                / "Choose by digit first.";
    ACCOUNT: "Nama akun"
           / "Account";
    NEW_SECRET: "Sandi baru"
              / "New one";
    AGAIN: "Sekali lagi"
         / "Once more";
    SECRET: "Kata sandi"
          / "Passphrase";
}

says! {
    /// The number of a step of the procedure.
    fn step(step: u8):
        "langkah {step}"
      / "step {step}";
    /// The terminal is too small to work in.
    fn too_small(width: u16, height: u16):
        "Jendela terlalu kecil: {width}×{height}."
      / "The window is too small: {width}×{height}.";
    /// The size that is needed.
    fn needed(width: u16, height: u16):
        "Loket perlu paling sedikit {width}×{height}. Perbesar jendela."
      / "Loket needs at least {width}×{height}. Enlarge the window.";
    /// Where a list stands.
    fn place_of(place: usize, total: usize):
        "{place} dari {total}"
      / "{place} of {total}";
}
