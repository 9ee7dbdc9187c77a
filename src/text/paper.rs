//! Words every printed paper shares, whatever stands on it.
//!
//! Separate from the words of the book: slips, sheets, records and reports are numbered and signed alike. It must not
//! know layout.

use super::lang::{says, words};

words! {
    /// Behind the title of a table that goes on overleaf.
    CONTINUED: "(lanjutan)"
             / "(continued)";
    /// On every page printed by a demo.
    SIMULATED: "SIMULASI – BUKAN DOKUMEN RESMI"
             / "SIMULATION – NOT AN OFFICIAL PAPER";
    CARRIED_FORWARD: "Jumlah dipindahkan"
                   / "Carried forward";
    BROUGHT_FORWARD: "Jumlah pindahan"
                   / "Brought forward";
    TOTAL: "Jumlah"
         / "Total";
}

says! {
    fn page(page: usize, of: usize): "Halaman {page} dari {of}" / "Page {page} of {of}";
}
