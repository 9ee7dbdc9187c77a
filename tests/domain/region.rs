//! The city's kelurahan and the prefixes of a NIK.

use loket::domain::region::{KelurahanCode, Prefix, by_code, kelurahan, prefix};

#[test]
fn the_city_has_sixteen_kelurahan_in_two_kecamatan() {
    let all = kelurahan();
    assert_eq!(all.len(), 16);
    for (kecamatan, begins) in [("Padang Panjang Timur", "137401100"), ("Padang Panjang Barat", "137402100")] {
        let part: Vec<_> = all.iter().filter(|k| k.kecamatan == kecamatan).collect();
        assert_eq!(part.len(), 8);
        for (number, k) in part.iter().enumerate() {
            assert_eq!(k.code.as_str(), format!("{begins}{}", number + 1), "{}", k.name);
            assert!(!k.name.is_empty());
            assert_eq!(by_code(&k.code), Some(*k));
        }
    }
    assert_eq!(by_code(&KelurahanCode::parse("13.74.02.1008").expect("code")).map(|k| k.name), Some("Balai-balai"));
}

#[test]
fn an_address_outside_and_an_unlisted_code_are_readable() {
    assert!(by_code(&KelurahanCode::OUTSIDE).is_none());
    assert!(KelurahanCode::OUTSIDE.is_outside());
    let gone: KelurahanCode = serde_json::from_str("\"1374011099\"").expect("ten digits");
    assert!(by_code(&gone).is_none());
    for bad in ["", "137401100", "13740110011", "13740110x1", "１３７４"] {
        assert!(KelurahanCode::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn prefixes_are_told_apart() {
    assert_eq!(prefix("137402"), Prefix::Here);
    assert_eq!(prefix("137501"), Prefix::Elsewhere);
    assert_eq!(prefix("967101"), Prefix::Elsewhere);
    assert_eq!(prefix("910301"), Prefix::Elsewhere, "Jayapura stayed where it was");
    assert_eq!(prefix("927101"), Prefix::Retired);
    assert_eq!(prefix("137499"), Prefix::Unknown);
    assert_eq!(prefix(""), Prefix::Unknown);
    assert_eq!(prefix("é1"), Prefix::Unknown);
}
