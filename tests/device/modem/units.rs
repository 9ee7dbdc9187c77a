//! Units of messages, judged by those that gammu 1.42 wrote for the same texts.

use loket::device::modem::{alphabet, pdu};
use loket::device::{Message, Msisdn};
use proptest::prelude::*;

use super::NUMBER;

fn hex(unit: &pdu::Unit) -> String {
    unit.written().strip_prefix("00").expect("no service centre").to_owned()
}

fn units(text: &str, reference: u8) -> Vec<String> {
    pdu::submit(&Msisdn::parse(NUMBER).unwrap(), text, reference).iter().map(hex).collect()
}

#[test]
fn seven_bits_as_gammu_writes_them() {
    let units = units("KTP-el Anda sudah selesai, silakan ambil di loket 3.", 1);
    assert_eq!(
        units,
        ["11000D91261832547698F00000FF344B2AB4556683826E721834AF93C368D0BCCC2ECFC36916689E6687D7613728DC16A7D920721AC\
             47EAFCB74D0CC05"]
    );
}

#[test]
fn sixteen_bits_as_gammu_writes_them() {
    assert_eq!(
        units("Selesai ✓ Kantor Dukcapil", 1),
        ["11000D91261832547698F00008FF3200530065006C0065007300610069002027130020004B0061006E0074006F0072002000440075\
             006B0063006100700069006C"]
    );
}

#[test]
fn a_long_message_as_gammu_cuts_it() {
    let text = "Yth. Bapak/Ibu, KTP-el atas nama SITI dengan nomor agenda 123/2026 sudah selesai dicetak dan \
                diaktivasi. Silakan mengambil di loket 3 Dinas Kependudukan dan Pencatatan Sipil Kota Padang Panjang \
                pada jam kerja dengan membawa tanda terima.";
    assert_eq!(
        units(text, 0xB3),
        [
            "51000D91261832547698F00000FFA0050003B30201B274B40B240CC3C3EB57525C6781965468ABCC0685E9E139C81D6E8741D3243\
             5092297DDE7B01BE47EB7DF7250F85C7693C3A0986CF692C16436D0BC4E0EA341F332BB3C0FA741E4F4B84C0FAF41E4B01B444E87\
             D7F4B43D3C4FBB40D3343BBC0EBB41EDB2FB1C6E8BD36C10390D62BFD7653A680622A6DDE13968598697DDE43AB9BE0EBB41",
            "51000D91261832547698F00000FF5B050003B30202C86137085A768FC3F4303DEC064DD3F0341BB47CD3C32068981C769F41D0B05\
             B1D769F41F030390C5287DBA07559AE0E83C865F739EC06B5CB6D71F81E06D1C36E7218442FCBD3EDB00B",
        ]
    );
}

#[test]
fn a_message_is_cut_where_the_standard_says() {
    for (text, parts) in [
        ("a".repeat(160), 1),
        ("a".repeat(161), 2),
        ("a".repeat(306), 2),
        ("a".repeat(307), 3),
        // An extended character takes two septets and is never torn.
        ("€".repeat(80), 1),
        ("€".repeat(81), 2),
        ("é".repeat(160), 1),
        ("✓".repeat(70), 1),
        ("✓".repeat(71), 2),
        ("😀".repeat(35), 1),
        ("😀".repeat(36), 2),
        (String::new(), 1),
    ] {
        assert_eq!(pdu::parts(&text), parts, "{} characters", text.chars().count());
    }
    let number = || Msisdn::parse(NUMBER).unwrap();
    assert!(Message::new(number(), &"a".repeat(612)).is_ok());
    assert_eq!(Message::new(number(), &"a".repeat(613)).unwrap_err().parts, 5);
}

#[test]
fn only_international_numbers_are_numbers() {
    for bad in ["", "+", "081234567890", "+62812", "+6281234567890123", "+62 812 345", "+62812x45678", "62812345678"] {
        assert!(Msisdn::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn neither_number_nor_text_is_in_debug() {
    let message = super::message("rahasia 0131");
    let units = pdu::submit(message.to(), "rahasia 0131", 1);
    let read = pdu::read(units[0].bytes()).unwrap();
    let shown = format!("{message:?} {:?} {units:?} {read:?}", message.to());
    assert!(!shown.contains("rahasia") && !shown.contains("8123"), "{shown}");
}

/// Parts put together again.
fn joined(text: &str) -> Option<String> {
    let units = pdu::submit(&Msisdn::parse(NUMBER).unwrap(), text, 7);
    let count = units.len() as u8;
    let mut out = String::new();
    for (at, unit) in (1u8..).zip(&units) {
        let read = pdu::read(unit.bytes())?;
        assert_eq!(read.to, NUMBER);
        assert_eq!(read.part, (count > 1).then_some((7, count, at)));
        assert!(unit.octets() <= 176);
        out.push_str(&read.text);
    }
    Some(out)
}

proptest! {
    #[test]
    fn what_is_written_is_read(text in "[ -~€\\^é@_\n]{0,500}|\\PC{0,300}") {
        prop_assert_eq!(joined(&text), Some(text));
    }

    #[test]
    fn no_octets_break_the_reader(octets in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Some(read) = pdu::read(&octets) {
            prop_assert!(read.text.chars().count() <= 8 * octets.len());
        }
    }

    /// Octets that begin like a message, so that the reader gets past the front.
    #[test]
    fn no_torn_unit_breaks_the_reader(cut in 0usize..160, at in 0usize..160, byte: u8, header: bool) {
        let text = "a".repeat(if header { 170 } else { 120 });
        let units = pdu::submit(&Msisdn::parse(NUMBER).unwrap(), &text, 1);
        let mut octets = units[0].bytes().to_vec();
        if let Some(slot) = octets.get_mut(at) {
            *slot = byte;
        }
        octets.truncate(cut.max(1));
        let _ = pdu::read(&octets);
    }

    #[test]
    fn septets_lie_in_octets(septets in proptest::collection::vec(0u8..128, 0..200), fill in 0u32..7) {
        let packed = alphabet::pack(&septets, fill);
        prop_assert_eq!(alphabet::unpack(&packed, septets.len(), fill), Some(septets));
    }
}
