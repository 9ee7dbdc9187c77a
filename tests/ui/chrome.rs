//! Pictures of the frame, in both languages and at two sizes.

use loket::text::Lang;
use loket::ui::chrome::Chrome;
use loket::ui::notice::{Notice, Severity};
use loket::ui::theme::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::sample;

fn draw(chrome: &Chrome, look: &Look, width: u16, height: u16) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
    if let Some(body) = chrome.draw(&mut buf, look) {
        sample::filled_form().draw(body, &mut buf, look, true);
        chrome.draw_error(body, &mut buf, look);
    }
    sample::picture(&buf)
}

#[test]
fn frame_in_both_languages_and_sizes() {
    for lang in Lang::ALL {
        for (width, height) in [(80, 24), (200, 60)] {
            let picture = draw(&sample::chrome(lang), &Look::full(lang), width, height);
            let name = format!("frame_{}_{width}x{height}", lang.code());
            insta::assert_snapshot!(name, picture);
        }
    }
}

#[test]
fn frame_in_trouble_simulated_and_frozen() {
    for lang in Lang::ALL {
        let mut chrome = sample::chrome(lang);
        chrome.simulated = true;
        chrome.banner = Some(
            "GANGGUAN JARINGAN sejak 10.02 – berkas DICATAT, cetak ditunda – JANGAN REKAM ULANG – 4 menunggu".into(),
        );
        chrome.notice = Some(
            Notice::new(Severity::Error, "NIK 137401••••••9012 masih punya permohonan terbuka 0127")
                .code("APP-04")
                .next("Buka berkas itu dengan Ctrl+F, atau betulkan NIK."),
        );
        let look = Look { colour: false, ..Look::full(lang) };
        insta::assert_snapshot!(format!("trouble_{}", lang.code()), draw(&chrome, &look, 80, 24));
    }
}

#[test]
fn too_small_a_terminal_is_told_the_size_it_needs() {
    let small = draw(&sample::chrome(Lang::Id), &Look::full(Lang::Id), 60, 20);
    assert!(small.contains("60×20") && small.contains("80×24"), "{small}");
}

#[test]
fn what_matters_survives_long_names() {
    let mut chrome = sample::chrome(Lang::Id);
    chrome.office = "Dinas Kependudukan dan Pencatatan Sipil Kota Padang Panjang".into();
    chrome.simulated = true;
    let picture = draw(&chrome, &Look::full(Lang::Id), 80, 24);
    let header = picture.lines().next().expect("a header");
    for part in ["SIMULASI", "SR · Petugas Register", "Sen 23-11-2026 09.14"] {
        assert!(header.contains(part), "{header}");
    }
}

#[test]
fn no_word_of_the_trouble_banner_is_lost_at_80_columns() {
    let mut chrome = sample::chrome(Lang::Id);
    let banner = "GANGGUAN JARINGAN sejak 10.02 – berkas DICATAT, cetak ditunda – JANGAN REKAM ULANG – 4 menunggu";
    chrome.banner = Some(banner.into());
    let picture = draw(&chrome, &Look::full(Lang::Id), 80, 24);
    let rows: Vec<&str> = picture.lines().skip(1).take(3).collect();
    assert_eq!(format!("{}{}", rows[0].trim_start(), rows[1]), banner);
    assert!(rows[1].contains("JANGAN REKAM ULANG"), "{rows:?}");
    assert!(rows[2].contains("F2"), "{rows:?}");
}
