//! Names, family card numbers, phones, contacts and addresses.

use loket::domain::nik::NikError;
use loket::domain::person::{
    Address, Contact, KkError, KkNumber, Name, NameError, Note, Phone, PhoneError, Relation, RtRw, Sex, Street,
};
use loket::domain::region::KelurahanCode;
use proptest::prelude::*;

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

// Pitfall 8: titles and one-word names are names, digits are not.
#[test]
fn names_with_titles_and_of_one_word_are_accepted() {
    for text in ["SUKARNO", "Dr. H. Nu'man Al-Hafizh, S.Kom., M.M.", "SITI AISYAH DT. RAJO/ANGEK", "Zoë"] {
        assert_eq!(name(text).as_str(), text);
    }
    assert_eq!(name("  Ma\u{2019}ruf\t Amin\u{202e} ").as_str(), "Ma'ruf Amin");
    assert_eq!(name("Nu`man").key(), name("NUMAN").key());
}

#[test]
fn what_is_no_name_is_refused_with_its_cause() {
    assert_eq!(Name::parse(" \t"), Err(NameError::Empty));
    assert_eq!(Name::parse(".,'-/"), Err(NameError::Empty));
    assert_eq!(Name::parse("Budi 2"), Err(NameError::Digit));
    assert_eq!(Name::parse("Budi ٢"), Err(NameError::Digit));
    for text in ["=Budi", "Budi;", "Budi\"", "Budi<b>", "Budi 😀", "Budi_", "Budi(alias)"] {
        assert_eq!(Name::parse(text), Err(NameError::Symbol), "{text}");
    }
}

#[test]
fn a_name_has_sixty_characters_at_most_and_is_never_cut() {
    assert_eq!(name(&"é".repeat(60)).as_str().chars().count(), 60);
    match Name::parse(&"a".repeat(61)) {
        Err(NameError::TooLong(long)) => assert_eq!((long.len, long.max), (61, 60)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_kk_number_has_a_recording_date_without_the_forty() {
    let kk = KkNumber::parse("1374 0112 0519 9001").expect("a KK number");
    assert_eq!(kk.as_str(), "1374011205199001");
    assert_eq!(kk.grouped(), "1374 0112 0519 9001");
    assert_eq!(kk.masked('*'), "1374********9001");
    let cases = [
        ("1374015205199001", NikError::Day),
        ("1374011213199001", NikError::Month),
        ("1374013002199001", NikError::Date),
        ("1374011205190000", NikError::Serial),
        ("1374001205199001", NikError::Region),
        ("137401120519900", NikError::Length { found: 15 }),
        ("1.37E+15", NikError::Spreadsheet),
    ];
    for (text, cause) in cases {
        assert_eq!(KkNumber::parse(text), Err(KkError(cause)), "{text}");
        assert_eq!(KkError(cause).code().replace("kk.", "nik."), cause.code());
    }
}

#[test]
fn one_phone_number_in_many_writings() {
    let one = Phone::parse("081266001234").expect("a number");
    for text in [
        "0812-6600-1234",
        "+62 812-6600-1234",
        "62812 6600 1234",
        "81266001234",
        "+62 (0)812 6600 1234",
        "006281266001234",
        "(0812) 6600.1234",
    ] {
        assert_eq!(Phone::parse(text), Ok(one.clone()), "{text}");
    }
    assert_eq!(one.as_str(), "081266001234");
    assert_eq!(one.display(), "0812-6600-1234");
    assert_eq!(Phone::parse("0812660012345").expect("longer").display(), "0812-6600-12345");
    assert_eq!(Phone::parse("075282123").expect("landline").display(), "0752-82123");
    assert_eq!(Phone::parse("0060 12-345 6789").expect("foreign").as_str(), "+60123456789");
}

#[test]
fn what_is_no_phone_number_is_refused_with_its_cause() {
    let cases = [
        ("", PhoneError::Empty),
        ("+", PhoneError::Empty),
        ("0812x660012", PhoneError::Symbol),
        ("0812+660012", PhoneError::Symbol),
        ("٠٨١٢٦٦٠٠١٢", PhoneError::Symbol),
        ("712660012", PhoneError::Prefix),
        ("+0812660012", PhoneError::Prefix),
        ("000812660012", PhoneError::Prefix),
        ("+62 00812660012", PhoneError::Prefix),
        ("0812660", PhoneError::TooShort { found: 7 }),
        ("0812660012341234", PhoneError::TooLong { found: 16 }),
    ];
    for (text, error) in cases {
        assert_eq!(Phone::parse(text), Err(error), "{text}");
    }
    assert!(Phone::parse("08126600").is_ok());
    assert!(Phone::parse("081266001234123").is_ok());
}

#[test]
fn a_contact_is_ones_own_number_or_a_named_person() {
    let own = Contact::Own(Phone::parse("081266001234").expect("a number"));
    let through = Contact::Through { name: name("Rosmaini"), relation: Relation::Parent, phone: None };
    assert_eq!(own.phone().map(Phone::as_str), Some("081266001234"));
    assert_eq!(through.phone(), None);
    for contact in [own, through] {
        let json = serde_json::to_string(&contact).expect("json");
        assert_eq!(serde_json::from_str::<Contact>(&json).expect("back"), contact);
        let shown = format!("{contact:?}");
        assert!(!shown.contains("Rosmaini") && !shown.contains("0812"), "{shown}");
    }
    assert!(serde_json::from_str::<Contact>(r#"{"own":"12"}"#).is_err());
}

#[test]
fn stored_codes_are_those_of_serde() {
    for relation in Relation::ALL {
        assert_eq!(serde_json::to_string(&relation).expect("json"), format!("\"{}\"", relation.code()));
    }
    for sex in [Sex::Male, Sex::Female] {
        assert_eq!(serde_json::to_string(&sex).expect("json"), format!("\"{}\"", sex.code()));
    }
}

#[test]
fn an_address_needs_only_its_kelurahan() {
    let bare = Address { street: None, rt: None, rw: None, kelurahan: KelurahanCode::OUTSIDE };
    let full = Address {
        street: Some(Street::parse("Jl. Dr. A. Rivai No. 5").expect("short")),
        rt: Some(RtRw::parse("7").expect("a number")),
        rw: Some(RtRw::parse("008").expect("a number")),
        kelurahan: KelurahanCode::parse("13.74.01.1005").expect("a code"),
    };
    assert_eq!(full.rt.map(RtRw::display), Some("007".to_owned()));
    assert!(!format!("{full:?}").contains("Rivai"));
    for address in [bare, full] {
        let json = serde_json::to_string(&address).expect("json");
        assert_eq!(serde_json::from_str::<Address>(&json).expect("back"), address);
    }
    for bad in ["", "0", "000", "1000", "7a", "-1", "99999999"] {
        assert!(RtRw::parse(bad).is_err(), "{bad}");
    }
    assert!(Street::parse(&"x".repeat(121)).is_err());
    assert!(Note::parse(&"x".repeat(280)).is_ok());
    assert!(Note::parse(&"x".repeat(281)).is_err());
}

proptest! {
    #[test]
    fn no_text_breaks_the_reading_and_what_is_read_comes_back(text in "\\PC*|.*") {
        if let Ok(name) = Name::parse(&text) {
            prop_assert_eq!(Name::parse(name.as_str()), Ok(name));
        }
        if let Ok(phone) = Phone::parse(&text) {
            prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
        }
        let _ = KkNumber::parse(&text);
        let _ = RtRw::parse(&text);
    }

    #[test]
    fn names_come_back(text in "[A-Za-z' .,/éü-]{0,70}") {
        if let Ok(name) = Name::parse(&text) {
            prop_assert_eq!(Name::parse(name.as_str()), Ok(name.clone()));
            let json = serde_json::to_string(&name).expect("json");
            prop_assert_eq!(serde_json::from_str::<Name>(&json).expect("back"), name);
        }
    }

    #[test]
    fn phones_come_back_from_what_is_shown(text in "(\\+|00|0|8|62|\\+62)?[0-9 -]{5,18}") {
        if let Ok(phone) = Phone::parse(&text) {
            prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone.clone()));
            prop_assert_eq!(Phone::parse(&phone.display()), Ok(phone));
        }
    }

    #[test]
    fn kk_numbers_come_back(text in "13740[12][0-3][0-9][01][0-9][0-9]{2}9[0-9]{3}") {
        if let Ok(kk) = KkNumber::parse(&text) {
            prop_assert_eq!(kk.as_str(), text.as_str());
            prop_assert_eq!(KkNumber::parse(&kk.grouped()), Ok(kk));
        }
    }
}
