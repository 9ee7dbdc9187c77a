//! The terminal is given back, and written to only on change.

use std::cell::RefCell;
use std::io::{self, Write};
use std::num::NonZero;
use std::rc::Rc;

use loket::desk::terminal::Painter;
use loket::text::Lang;
use loket::ui::theme::Look;

use super::sample;

mod taken;

/// A writer whose bytes can be looked at.
#[derive(Clone, Default)]
struct Tap(Rc<RefCell<Vec<u8>>>);

impl Write for Tap {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Tap {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.borrow_mut())
    }
}

#[test]
fn an_unchanged_drawing_sends_no_byte() {
    let tap = Tap::default();
    let mut painter = Painter::new(tap.clone(), 80, 24, false);
    let chrome = sample::chrome(Lang::Id);
    let look = Look::full(Lang::Id);
    let draw = |painter: &mut Painter<Tap>| {
        painter.draw(|buf| {
            chrome.draw(buf, &look);
        })
    };
    assert!(draw(&mut painter).expect("drawn"));
    assert!(!tap.take().is_empty());
    for _ in 0..3 {
        assert!(!draw(&mut painter).expect("drawn"));
        assert_eq!(tap.take(), b"");
    }
    painter.forget();
    assert!(draw(&mut painter).expect("drawn"));
    assert!(tap.take().len() > 500, "a redraw sends everything");
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("some cells")
}

#[test]
fn what_is_sent_is_what_was_drawn() {
    let tap = Tap::default();
    let mut painter = Painter::new(tap.clone(), 80, 24, false);
    let look = Look::full(Lang::Id);
    let mut screen = vt100::Parser::new(cells(24), cells(80), 0);
    let mut chrome = sample::chrome(Lang::Id);
    let mut form = sample::filled_form();
    for step in 0..12 {
        form.on(loket::ui::keymap::Action::Next);
        chrome.simulated = step % 3 == 0;
        let mut drawn = String::new();
        painter
            .draw(|buf| {
                let body = chrome.draw(buf, &look).expect("large enough");
                form.draw(body, buf, &look, true);
                drawn = sample::picture(buf);
            })
            .expect("drawn");
        screen.process(&tap.take());
        let text = drawn.split("--\n").next().expect("a picture");
        for (row, (shown, expected)) in screen.screen().rows(0, 80).zip(text.lines()).enumerate() {
            assert_eq!(shown.trim_end(), expected, "row {row} at step {step}");
        }
    }
}

#[test]
fn an_ascii_terminal_is_sent_ascii() {
    let tap = Tap::default();
    let mut painter = Painter::new(tap.clone(), 80, 24, true);
    let chrome = sample::chrome(Lang::Id);
    painter
        .draw(|buf| {
            chrome.draw(buf, &Look::bare(Lang::Id));
        })
        .expect("drawn");
    assert!(tap.take().is_ascii());
}

#[test]
fn a_resize_draws_anew_and_a_giant_is_bounded() {
    let tap = Tap::default();
    let mut painter = Painter::new(tap.clone(), 10, 5, false);
    painter.draw(|_| {}).expect("drawn");
    tap.take();
    painter.resize(u16::MAX, u16::MAX);
    let mut area = None;
    painter.draw(|buf| area = Some(buf.area)).expect("drawn");
    assert!(area.is_some_and(|area| area.width <= 500 && area.height <= 200));
    assert!(!tap.take().is_empty());
    painter.resize(0, 0);
    painter.draw(|_| {}).expect("drawn");
}
