//! Keys a clerk presses for the commonest applications, over all steps (counter practice 18).

use super::{ACTIVATE, ANISA, Counter, HAND_OVER, MATCH};
use loket::domain::application::Stage;

/// From the empty intake to the card in the applicant's hand, all by keys.
fn through(c: &mut Counter, form: &str) -> u32 {
    let before = c.typed();
    c.keys(form).keys("<Ctrl+O>1<F4><Enter>").keys(&ANISA.status()).keys(MATCH).keys(&ANISA.print());
    c.keys(ACTIVATE).keys("1").keys(HAND_OVER);
    c.typed() - before
}

#[test]
fn a_new_nik_takes_at_most_eighty_keys() {
    for reason in ["hi", "ru"] {
        let mut c = Counter::open();
        let keys = through(&mut c, &ANISA.form(reason, "123"));
        c.stands(1, Stage::HandedOver);
        assert!(keys <= 80, "{reason}: {keys} keys");
    }
}

/// A person whose card was handed over long ago, with a family card.
fn known() -> Counter {
    let mut c = Counter::open();
    let form = format!("{}{}<Tab>1374011203199004hi<Enter>{}<Enter>11123", ANISA.nik, ANISA.name, ANISA.phone);
    through(&mut c, &form);
    c.wait(200 * 24 * 3_600_000).sign_in("SC").keys("<F2>");
    c
}

/// The budget of thirty-five holds when the NIK is scanned. Typed, its sixteen digits come on top: the digits
/// read twice on the other workstation and the two-stroke acts alone take twenty-six keys.
#[test]
fn a_known_nik_takes_at_most_thirty_five_keys_when_it_is_scanned() {
    for reason in ["hi", "ru"] {
        let mut c = known();
        let before = c.typed();
        c.paste(&format!("{}\n", ANISA.nik));
        let keys = through(&mut c, &format!("{reason}<Enter>123"));
        c.stands(1, Stage::HandedOver);
        assert_eq!(c.app(1).number.year, 2027, "the second application of this person");
        assert_eq!(keys, c.typed() - before);
        assert!(keys <= 35, "{reason}: {keys} keys");
    }
}

#[test]
fn a_known_nik_typed_takes_its_sixteen_digits_more() {
    let mut c = known();
    let keys = through(&mut c, &format!("{}hi<Enter>123", ANISA.nik));
    c.stands(1, Stage::HandedOver);
    assert_eq!(c.app(1).number.year, 2027, "the second application of this person");
    assert!(keys <= 35 + 16, "{keys} keys");
}
