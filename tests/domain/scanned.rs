//! What a scanned code is taken for.

use loket::domain::id::{LedgerId, RegisterNumber};
use loket::domain::nik::Nik;
use loket::domain::scanned::Scanned;
use loket::domain::token::Token;
use proptest::prelude::*;

fn ledger() -> LedgerId {
    LedgerId::parse(&"07".repeat(16)).expect("an id")
}

fn of(text: &str) -> Scanned {
    Scanned::of(text, [ledger()], 2026)
}

#[test]
fn slips_people_and_papers_are_told_apart() {
    let token = Token::of(&RegisterNumber { year: 2026, no: 129, text: String::new() });
    let ours = token.write(ledger());
    assert_eq!(of(&ours), Scanned::Slip(token));
    assert_eq!(Scanned::of(&ours, LedgerId::parse(&"08".repeat(16)), 2026), Scanned::ForeignSlip);
    assert_eq!(of("1374015708909012"), Scanned::Nik(Nik::parse("1374015708909012").expect("a NIK")));
    for page in [
        "https://layananonline.dukcapil.kemendagri.go.id/Terpusat/Pindai?x=1",
        "HTTPS://DUKCAPIL.KEMENDAGRI.GO.ID",
        "http://layananonline.dukcapil.kemendagri.go.id:443/",
    ] {
        assert_eq!(of(page), Scanned::RegistryPage, "{page}");
    }
    for unknown in [
        "",
        "0129",
        "1374 0157 0890 9012",
        "9999999999999999",
        "https://dukcapil.kemendagri.go.id.example.invalid/",
        "https://example.invalid/dukcapil.kemendagri.go.id",
        "https://notdukcapil.kemendagri.go.id/",
        "ftp://dukcapil.kemendagri.go.id/",
        "'; drop table",
    ] {
        assert_eq!(of(unknown), Scanned::Unknown, "{unknown}");
    }
}

#[test]
fn nothing_of_a_person_shows_in_debug() {
    assert!(!format!("{:?}", of("1374015708909012")).contains("1374"));
}

proptest! {
    #[test]
    fn no_code_panics(text in any::<String>()) {
        let _ = of(&text);
        let _ = Scanned::of(&text, None, 2026);
    }
}
