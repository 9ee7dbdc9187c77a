//! Drawing is total and repeatable at every size, and stays inside its area.

use loket::text::Lang;
use loket::ui::help::Help;
use loket::ui::keymap::{Action, STACKS};
use loket::ui::notice::{Notice, Severity};
use loket::ui::progress::{StepClock, bar};
use loket::ui::theme::{self, Look, Role};
use loket::ui::{chrome, steps};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::sample;

type Draw = Box<dyn Fn(Rect, &mut Buffer, &Look)>;

/// Every widget in every state worth drawing.
fn widgets() -> Vec<(&'static str, Draw)> {
    let mut open = sample::filled_form();
    open.set_focus("reason");
    open.on(Action::OpenList);
    let filled = sample::filled_form();
    let mut last = sample::filled_form();
    last.set_focus("note");
    let mut all: Vec<(&'static str, Draw)> = vec![
        ("form", Box::new(move |area, buf, look| filled.draw(area, buf, look, true))),
        ("form, list open", Box::new(move |area, buf, look| open.draw(area, buf, look, true))),
        ("form, last field", Box::new(move |area, buf, look| last.draw(area, buf, look, true))),
        ("checklist", Box::new(|area, buf, look| sample::checklist().draw(area, buf, look, true))),
        ("compact", Box::new(|area, buf, look| sample::checklist().draw_compact(area, buf, look))),
        (
            "steps",
            Box::new(|area, buf, look| {
                steps::draw(&sample::steps(), area, buf, look);
            }),
        ),
        ("bar", Box::new(|area, buf, look| bar(area, buf, look, Role::Ok, 3, 7))),
        (
            "clock",
            Box::new(|area, buf, look| {
                let clock = StepClock { step: 1, seconds: 75, allowed: 60, paused: true };
                clock.draw(area, buf, look);
            }),
        ),
    ];
    all.extend(tables_and_texts());
    for dialog in sample::dialogs() {
        all.push(("dialog", Box::new(move |area, buf, look| dialog.draw(area, buf, look))));
    }
    all
}

fn tables_and_texts() -> Vec<(&'static str, Draw)> {
    let mut all: Vec<(&'static str, Draw)> = vec![
        ("help", Box::new(|area, buf, look| Help::new(STACKS[0]).draw(area, buf, look))),
        ("notice", Box::new(|area, buf, look| error().draw(area, buf, look))),
        ("box", Box::new(|area, buf, look| error().draw_box(area, buf, look))),
    ];
    for rows in [0, 3, 1000] {
        all.push((
            "table",
            Box::new(move |area, buf, look| {
                let mut table = sample::table();
                let queue = sample::Queue::of(rows);
                table.on(Action::End, &queue);
                table.draw(area, buf, look, &queue, true);
            }),
        ));
    }
    all.push((
        "table, filtered",
        Box::new(|area, buf, look| {
            let mut table = sample::table();
            let queue = sample::Queue::of(9);
            table.on(Action::Filter, &queue);
            table.on(Action::Type('m'), &queue);
            table.draw(area, buf, look, &queue, true);
        }),
    ));
    all
}

fn error() -> Notice {
    Notice::new(Severity::Error, "Printer tidak menjawab: kartu 0131 漢字 mungkin sudah keluar")
        .code("E-PRN-03")
        .next("Lihat printer, lalu jawab pertanyaan berikut.")
}

#[test]
fn every_widget_at_every_size_twice_alike_and_inside_its_area() {
    let looks = [Look::full(Lang::Id), Look::bare(Lang::En)];
    let stamp = {
        let mut cell = Cell::new("@");
        cell.fg = Color::Blue;
        cell
    };
    for (name, draw) in widgets() {
        for width in (0..=100).step_by(3).chain([1, 2, 80, 100]) {
            for height in (0..=40).step_by(4).chain([1, 2, 3, 5, 24]) {
                let look = &looks[usize::from((width + height) % 2)];
                let whole = Rect::new(0, 0, width + 4, height + 2);
                let area = Rect::new(2, 1, width, height);
                let mut once = Buffer::filled(whole, stamp.clone());
                draw(area, &mut once, look);
                let mut twice = once.clone();
                draw(area, &mut twice, look);
                assert_eq!(once, twice, "{name} at {width}×{height}");
                for y in 0..whole.height {
                    for x in 0..whole.width {
                        let outside = !area.contains((x, y).into());
                        assert!(!outside || once[(x, y)] == stamp, "{name} at {width}×{height} wrote to {x},{y}");
                    }
                }
            }
        }
    }
}

#[test]
fn an_area_beyond_the_buffer_is_clipped() {
    for (_, draw) in widgets() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 10, 4));
        draw(Rect::new(5, 2, 60, 60), &mut buf, &Look::full(Lang::Id));
        draw(Rect::new(50, 20, 9, 9), &mut buf, &Look::full(Lang::Id));
    }
}

#[test]
fn the_frame_at_every_size() {
    for width in 0..=100 {
        for height in 0..=40 {
            let mut chrome = sample::chrome(Lang::Id);
            chrome.simulated = width % 2 == 0;
            chrome.banner = (height % 2 == 0).then(|| "GANGGUAN JARINGAN sejak 10.02".to_owned());
            let mut once = Buffer::empty(Rect::new(0, 0, width, height));
            let body = chrome.draw(&mut once, &Look::full(Lang::Id));
            let mut twice = once.clone();
            assert_eq!(chrome.draw(&mut twice, &Look::full(Lang::Id)), body);
            assert_eq!(once, twice);
            let enough = width >= chrome::WIDTH && height >= chrome::HEIGHT;
            assert_eq!(body.is_some(), enough, "{width}×{height}");
            let room = body.is_none_or(|body| body.width == width && body.height == height - 9);
            assert!(room, "{width}×{height}");
        }
    }
}

#[test]
fn without_colour_there_is_no_colour_and_nothing_is_lost() {
    let look = Look { colour: false, ..Look::full(Lang::Id) };
    let mut drawings = widgets();
    drawings.push((
        "frame",
        Box::new(|_, buf, look| {
            let mut chrome = sample::chrome(Lang::Id);
            chrome.simulated = true;
            chrome.draw(buf, look);
        }),
    ));
    for (name, draw) in drawings {
        let area = Rect::new(0, 0, 80, 24);
        let (mut plain, mut coloured) = (Buffer::empty(area), Buffer::empty(area));
        draw(area, &mut plain, &look);
        draw(area, &mut coloured, &Look::full(Lang::Id));
        for (mono, colour) in plain.content.iter().zip(&coloured.content) {
            assert_eq!((mono.fg, mono.bg), (Color::Reset, Color::Reset), "{name}");
            assert_eq!(mono.symbol(), colour.symbol(), "{name}");
            assert_eq!(mono.modifier, colour.modifier, "{name}: colour only repeats");
        }
    }
}

#[test]
fn an_ascii_terminal_gets_ascii_only() {
    for (name, draw) in widgets() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
        draw(buf.area, &mut buf, &Look::bare(Lang::Id));
        theme::to_ascii(&mut buf);
        assert!(buf.content.iter().all(|cell| cell.symbol().is_ascii()), "{name}");
    }
    let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
    buf.set_string(0, 0, "é·→…漢✔", ratatui::style::Style::new());
    theme::to_ascii(&mut buf);
    let text: String = buf.content.iter().map(|cell| cell.symbol()).collect();
    assert_eq!(text.trim_end(), "e->~? v");
}

#[test]
fn the_environment_decides_colours_and_symbols() {
    assert!(theme::unicode_from([None, None, Some("id_ID.UTF-8")], Some("xterm")));
    assert!(!theme::unicode_from([Some("C"), None, Some("id_ID.UTF-8")], Some("xterm")));
    assert!(theme::unicode_from([Some(""), None, Some("en_US.utf8")], Some("tmux-256color")));
    assert!(!theme::unicode_from([None, None, Some("id_ID.UTF-8")], Some("linux")));
    assert!(!theme::unicode_from([None, None, None], None));
    assert!(theme::colour_from(None, Some("xterm")));
    assert!(theme::colour_from(Some(""), None));
    assert!(!theme::colour_from(Some("1"), Some("xterm")));
    assert!(!theme::colour_from(None, Some("dumb")));
}
