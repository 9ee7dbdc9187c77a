//! Synthetic applicants: the same number always gives the same person, and nobody real.
//!
//! Separate so that demo, history and bench speak of the same people. NIKs carry a serial of 9xxx, which is
//! not issued; names are common words put together by arithmetic.

use crate::domain::nik::Nik;
use crate::domain::person::{Address, Contact, KkNumber, Name, Phone};
use crate::domain::personal::Person;
use crate::domain::region::kelurahan;
use chrono::{Datelike, Days, NaiveDate};

const WOMEN: [&str; 16] = [
    "ANISA", "SITI", "DEWI", "FITRI", "LESTARI", "MARNI", "NURUL", "PUTRI", "RAHMI", "RINA", "SUSI", "WULAN", "YANTI",
    "ZAHRA", "ANDINI", "MAIMUNAH",
];
const MEN: [&str; 16] = [
    "ADI", "BUDI", "DEDI", "EKO", "FAJAR", "HENDRA", "IRWAN", "JONI", "M. RIZKI", "NOFRI", "RAHMAT", "SYAFRI",
    "TAUFIK", "YUSUF", "ZAINAL", "ANDI",
];
const MIDDLE: [&str; 12] = ["", "", "", "INDAH", "SARI", "AYU", "AGUNG", "PUTRA", "EKA", "DWI", "TRI", "NUR"];
const LAST: [&str; 32] = [
    "SAPUTRA",
    "HIDAYAT",
    "CHANIAGO",
    "KOTO",
    "TANJUNG",
    "PILIANG",
    "SIKUMBANG",
    "GUCI",
    "JAMBAK",
    "MELAYU",
    "PANYALAI",
    "SUKU",
    "RAHMAN",
    "HAKIM",
    "YULIANTO",
    "PERMATA",
    "MAHARANI",
    "ANGGRAINI",
    "OKTAVIA",
    "RAMADHAN",
    "FEBRIAN",
    "JUNAIDI",
    "EFENDI",
    "SYAHPUTRA",
    "NASUTION",
    "LUBIS",
    "HARAHAP",
    "SIREGAR",
    "ZULKARNAIN",
    "AMALIA",
    "KURNIAWAN",
    "WAHYUDI",
];
const TITLES: [&str; 6] = ["", "", "", "", ", S.Pd.", ", A.Md."];

/// Birth dates lie in the 20,000 days from here on.
const FIRST_BIRTH: (i32, u32, u32) = (1950, 1, 1);
const BIRTHS: u64 = 20_000;

/// The n-th synthetic person; distinct NIKs for at least 40 million.
pub fn person(n: u64) -> Option<Person> {
    let (y, m, d) = FIRST_BIRTH;
    // A step prime to the number of days spreads neighbours over the years.
    let birth = NaiveDate::from_ymd_opt(y, m, d)?.checked_add_days(Days::new(n.wrapping_mul(7919) % BIRTHS))?;
    let woman = (n / BIRTHS) % 2 == u64::from(n.is_multiple_of(3));
    let serial = 9000 + (n / BIRTHS) % 1000;
    let district = 1 + (n / 7) % 2;
    let day = birth.day() + if woman { 40 } else { 0 };
    let nik = format!("13740{district}{day:02}{:02}{:02}{serial:04}", birth.month(), birth.year() % 100);
    let mixed = mix(n);
    let pick = |list: &[&'static str], k: u64| list[usize::try_from(k % list.len() as u64).unwrap_or(0)];
    let first = pick(if woman { &WOMEN } else { &MEN }, mixed);
    let words = [first, pick(&MIDDLE, mixed >> 16), pick(&LAST, mixed >> 32)];
    let name = words.iter().filter(|w| !w.is_empty()).copied().collect::<Vec<_>>().join(" ");
    let places = kelurahan();
    let place = &places[usize::try_from(n % places.len() as u64).ok()?];
    Some(Person {
        nik: Some(Nik::parse(&nik).ok()?),
        name: Name::parse(&format!("{name}{}", pick(&TITLES, mixed >> 48))).ok()?,
        birth: None,
        sex: None,
        kk: Some(
            KkNumber::parse(&format!(
                "13740{district}{:02}{:02}199{:03}",
                1 + n % 28,
                1 + n % 12,
                n % 1000 / 10 * 10 + 4
            ))
            .ok()?,
        ),
        contact: Contact::Own(Phone::parse(&format!("0812{:08}", 66_000_000 + n % 9_000_000)).ok()?),
        address: Some(Address { street: None, rt: None, rw: None, kelurahan: place.code }),
        note: None,
    })
}

/// Spreads neighbouring numbers over all names (the finaliser of splitmix64).
fn mix(n: u64) -> u64 {
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

/// Kelurahan and kecamatan by the kelurahan's name, or any of the city's.
pub fn place(village: Option<&str>, n: usize) -> (&'static str, &'static str) {
    let all = kelurahan();
    let known = all.iter().find(|place| Some(place.name) == village).or_else(|| all.get(n % all.len().max(1)));
    known.map_or(("", ""), |place| (place.name, place.kecamatan))
}
