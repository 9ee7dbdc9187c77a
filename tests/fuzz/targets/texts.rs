//! What people type and scanners read. What is taken keeps its limits, hides nothing, and reads as itself when it is
//! written out again.

use loket::desk::keys::RecoveryKey;
use loket::domain::checklist::{ItemId, MAX_ID};
use loket::domain::clean;
use loket::domain::id::{AccountId, LedgerId};
use loket::domain::nik::Nik;
use loket::domain::person::{self, KkNumber, Name, Note, RtRw, Street};
use loket::domain::phone::Phone;
use loket::domain::reason::ReasonCode;
use loket::domain::region::KelurahanCode;
use loket::domain::report::Period;
use loket::domain::scanned::Scanned;
use loket::domain::seal::proof::Shown;
use loket::domain::seal::{Checkpoint, Hex, KeyId, Seal, ShortCode};
use loket::domain::sheets::{self, OUT};
use loket::domain::status::{CentralStatus, DeferralReason};
use loket::domain::stock::{LABEL, Label};
use loket::domain::token::Token;
use loket::ui::clean::one_line;
use loket::ui::keymap::Key;

use super::{harmless, text, texts};

const LEDGER: LedgerId = LedgerId([7; 16]);
const YEAR: i32 = 2026;

pub fn fields(bytes: &[u8]) -> bool {
    let text = text(bytes);
    let plain = clean::clean(&text);
    assert_eq!(clean::clean(&plain), plain, "cleaning twice is cleaning once");
    let key = clean::fold(&text);
    assert_eq!(clean::fold(&key), key, "folding twice is folding once");
    for shown in [&plain, &key, &one_line(&text)] {
        harmless(shown);
    }
    if let Ok(nik) = Nik::parse(&text) {
        assert!(!nik.masked('*').contains(nik.as_str()), "a mask hides");
        assert_eq!(Nik::parse(nik.as_str()), Ok(nik));
        let _ = (nik.birth(chrono::NaiveDate::default()), nik.sex(), nik.last4());
    }
    if let Ok(name) = Name::parse(&text) {
        kept(name.as_str(), person::NAME);
        assert_eq!(Name::parse(name.as_str()).as_ref(), Ok(&name));
    }
    if let Ok(kk) = KkNumber::parse(&text) {
        assert_eq!(KkNumber::parse(kk.as_str()), Ok(kk));
    }
    if let Ok(number) = RtRw::parse(&text) {
        assert_eq!(RtRw::parse(&number.display()), Ok(number));
    }
    if let Ok(phone) = Phone::parse(&text) {
        for written in [phone.as_str(), &phone.display()] {
            assert_eq!(Phone::parse(written).as_ref(), Ok(&phone), "{written}");
        }
        assert!(phone.mobile().is_none_or(|mobile| loket::device::Msisdn::parse(&mobile).is_ok()), "can be called");
    }
    if let Ok(note) = Note::parse(&text) {
        kept(note.as_str(), Note::MAX);
    }
    if let Ok(street) = Street::parse(&text) {
        kept(street.as_str(), Street::MAX);
    }
    if let Ok(status) = CentralStatus::parse(&text) {
        kept(status.code(), person::STATUS_TEXT);
        assert_eq!(CentralStatus::parse(status.code()).as_ref(), Ok(&status));
    }
    if let Ok(label) = Label::parse(&text) {
        kept(label.as_str(), LABEL);
        assert_eq!(Label::parse(label.as_str()).as_ref(), Ok(&label));
    }
    Nik::parse(&text).is_ok()
}

/// What was taken keeps its limit and hides nothing.
#[track_caller]
fn kept(text: &str, most: usize) {
    assert!(text.chars().count() <= most, "{} characters of {most}: {text:?}", text.chars().count());
    harmless(text);
}

pub fn fields_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "1374015708909012",
        "1374 0157 0890 9012",
        "ANISA RAHMI",
        "Nur'aini binti José-Ramírez, S.Pd.",
        "0812-6600-9001",
        "+62 812 6600 9001",
        "(0752) 82001",
        "00 44 20 7946 0018",
        "007",
        "PRINT_READY_RECORD",
        "prr",
        "sent for card printing",
        "HABIS KONTRAK 3",
        "13.74.01.1001",
        "A-17 / 2026",
        "rak ßſ 9",
        "SI\u{200b}TI\u{202e}\u{1b}[2J\0",
        "A\u{301}\u{301}ﬀ ǅ İ ŉ",
        "catatan\r\n\tpanjang",
    ])
}

/// Texts with a grammar of their own.
pub fn lists(bytes: &[u8]) -> bool {
    let text = text(bytes);
    if let Some(items) = sheets::read_numbers(&text) {
        assert!(items.in_order() && (1..=OUT).contains(&items.count()), "{items:?}");
        let again: Vec<String> = items.runs().iter().map(|(first, last)| format!("{first}-{last}")).collect();
        assert_eq!(sheets::read_numbers(&again.join(", ")), Some(items));
    }
    for period in [Period::parse_month(&text), Period::parse_year(&text)].into_iter().flatten() {
        assert_eq!(period.code(), text, "one way to write a month");
        let _ = (period.first(), period.last());
    }
    if let Some(code) = ReasonCode::from_code(&text) {
        assert_eq!(ReasonCode::from_code(code.code()), Some(code));
    }
    if let Some(reason) = DeferralReason::from_code(&text) {
        assert_eq!(reason.code(), text);
    }
    if let Ok(id) = ItemId::parse(&text) {
        assert!(id.as_str() == text && text.len() <= MAX_ID);
    }
    if let Ok(code) = KelurahanCode::parse(&text) {
        assert_eq!(KelurahanCode::parse(code.as_str()), Ok(code));
    }
    // Identities stand in papers and files; each has one form, in either case of letters.
    if let Some(id) = AccountId::parse(&text) {
        assert!(id.hex().eq_ignore_ascii_case(&text), "{text}");
    }
    if let Some(hex) = Hex::<4>::parse(&text) {
        assert!(hex.text().eq_ignore_ascii_case(&text), "{text}");
    }
    sheets::read_numbers(&text).is_some()
}

pub fn lists_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "3, 7-9",
        "1–500",
        "4294967295",
        "1 2;3 , 2-2",
        "2026-11",
        "2026",
        "II.C.1",
        "waiting_at_centre",
        "kk-copy",
        "13.74.01.1001",
        "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
        "EFEFEFEF",
        "+f+f+f+f",
        "+f+f+f+f+f+f+f+f+f+f+f+f+f+f+f+f",
    ])
}

pub fn scanned(bytes: &[u8]) -> bool {
    let text = text(bytes);
    let understood = Scanned::of(&text, [LedgerId([8; 16]), LEDGER], YEAR);
    match Token::read(&text, LEDGER, YEAR) {
        Ok(token) => {
            assert!((YEAR - 99..=YEAR).contains(&token.year), "a code is of the last hundred years");
            assert!(token.write(LEDGER).eq_ignore_ascii_case(text.trim()), "one code per slip: {text}");
            assert!(matches!(understood, Scanned::Slip(_)));
        }
        Err(_) => {
            if let Scanned::Slip(token) = understood {
                assert!(token.write(LedgerId([8; 16])).eq_ignore_ascii_case(text.trim()), "{text}");
            }
        }
    }
    matches!(understood, Scanned::Slip(_))
}

pub fn scanned_seeds() -> Vec<Vec<u8>> {
    let mut all = texts(&[
        "1374015708909012",
        "https://dukcapil.kemendagri.go.id/cek?x=1",
        "HTTP://a.dukcapil.kemendagri.go.id:80",
        "LKT26-0129-7F",
        "LKT26-0129-+F",
    ]);
    let tokens = [(2026, 129), (1999, 1), (2026, 999_999)].map(|(year, no)| Token { year, no }.write(LEDGER));
    all.extend(tokens.map(String::into_bytes));
    all
}

pub fn seal(bytes: &[u8]) -> bool {
    let text = text(bytes);
    if let Ok(code) = ShortCode::parse(&text) {
        assert_eq!(ShortCode::parse(&code.to_string()), Ok(code));
    }
    if let Some(seal) = Seal::parse(&text) {
        assert_eq!(Seal::parse(&seal.note()).as_ref(), Some(&seal), "a note reads as itself");
        assert_eq!(Shown::within(&format!("agenda\n{}\nhalaman 1", seal.note())), Some(Shown::Note(Box::new(seal))));
    }
    if let Ok(shown) = Shown::parse(&text) {
        let _ = (shown.number(), shown.is_of(LEDGER));
    }
    let _ = Shown::within(&text);
    Seal::parse(&text).is_some()
}

/// A seal of nobody's book.
fn a_seal() -> Seal {
    let checkpoint = Checkpoint {
        ledger: LEDGER,
        day: chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day"),
        number: 12,
        size: 1_290,
        root: Hex([3; 32]),
        blanks: 50,
        shelf: 2,
        invalid: Some(1),
        reasons: Some(Hex([4; 32])),
    };
    let key: KeyId = Hex([5; 4]);
    Seal { checkpoint, key, signature: Hex([6; 64]) }
}

pub fn seal_seeds() -> Vec<Vec<u8>> {
    let seal = a_seal();
    let plain =
        Seal { checkpoint: Checkpoint { invalid: None, reasons: None, ..seal.checkpoint.clone() }, ..seal.clone() };
    let scanned = seal.note().replace('\u{2014}', "?").replace('\n', "\r\n");
    vec![
        seal.note().into_bytes(),
        plain.note().into_bytes(),
        scanned.into_bytes(),
        seal.code().to_string().into_bytes(),
        format!("Kode {} hal. 1", plain.code()).into_bytes(),
    ]
}

pub fn recovery(bytes: &[u8]) -> bool {
    let key = RecoveryKey::parse(&text(bytes));
    if let Ok(key) = &key {
        let written = key.text();
        let again = RecoveryKey::parse(&written).expect("what is written down reads");
        assert_eq!(*again.text(), *written);
    }
    key.is_ok()
}

pub fn recovery_seeds() -> Vec<Vec<u8>> {
    let zeros = "0".repeat(52);
    // The key of zeros with its check, and with another.
    let mut all =
        texts(&[&format!("{zeros}DQ0H"), &format!("{zeros}0000"), "0123 4567 89AB CDEF GHJK MNPQ RSTV WXYZ oIl1"]);
    all.push(format!("{}-{}", &zeros[..48], "il".repeat(4)).into_bytes());
    all
}

pub fn keyname(bytes: &[u8]) -> bool {
    let key = text(bytes).parse::<Key>();
    if let Ok(key) = &key {
        assert_eq!(key.to_string().parse().as_ref(), Ok(key), "{key}");
    }
    key.is_ok()
}

pub fn keyname_seeds() -> Vec<Vec<u8>> {
    texts(&["F8", "Ctrl+Space", "Alt+8", "ctrl+alt+x", "PgDn", "é", "Ctrl+K", "+", "Ctrl++", "<", "Space", "F24"])
}
