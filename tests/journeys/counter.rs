//! The SOP's rows at the counter: received, checked, returned, brought again.
use super::{Counter, intake};
use loket::domain::application::Stage;

#[test]
fn a_new_applicant_is_received_and_found_complete() {
    let mut c = Counter::open();
    c.keys(&intake("1374015708909012", "ANISA RAHMI", "hil", "123")).keys("<F8>");
    c.sees("0001 DITERIMA").sees("Sisa 0 + baru 1 + dibuka lagi 0 = diserahkan 0 + batal 0 + sisa kini 1").balanced();
    assert_eq!(c.file(1).app.stage, Stage::Check);
    assert!(c.typed() < 110, "keys: {}", c.typed());
}
