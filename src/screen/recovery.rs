//! The recovery key, shown once to whoever sets an office up.
//!
//! Separate because it stands between the first form and the first sign-in and never comes again. It must not keep
//! the key longer than it is shown.

use crate::text::screens::first_run as t;
use crate::text::{Lang, Told};
use crate::ui::chrome::draw_hints;
use crate::ui::keymap::{Action, Layer, legend};
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::theme::{Look, Role};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zeroize::Zeroizing;

/// Groups in a row.
const ROW: usize = 4;

/// What the page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The sheet, on paper.
    Print,
    /// The key is on paper and nobody needs the page any more.
    Kept,
}

/// The page.
pub struct RecoveryPage {
    lang: Lang,
    /// Groups with blanks between.
    key: Zeroizing<String>,
    /// A sheet is on its way: what is printed cannot have been read yet.
    printing: bool,
    notice: Option<Notice>,
}

impl RecoveryPage {
    pub fn new(lang: Lang, key: Zeroizing<String>) -> RecoveryPage {
        RecoveryPage { lang, key, printing: false, notice: None }
    }

    /// Where keys go.
    pub fn layers(&self) -> &'static [Layer] {
        &[Layer::Recovery, Layer::Always]
    }

    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Carries out an action. Only the main key leads on, and not while a sheet is being printed.
    pub fn on(&mut self, action: Action) -> Option<Said> {
        match action {
            Action::Language => self.lang = self.lang.other(),
            _ if self.printing => {}
            Action::Main => return Some(Said::Kept),
            Action::Slips => {
                self.printing = true;
                self.notice = Some(Notice::new(Severity::Info, t::RECOVERY_PRINTING.get(self.lang)));
                return Some(Said::Print);
            }
            _ => {}
        }
        None
    }

    /// The sheet is out.
    pub fn printed(&mut self) {
        self.printing = false;
        self.notice = Some(Notice::new(Severity::Good, t::RECOVERY_PRINTED.get(self.lang)));
    }

    /// There is none, or a part of one; the key still stands here.
    pub fn not_printed(&mut self, why: Told) {
        self.printing = false;
        self.notice = Some(Notice::new(Severity::Warning, why.what).next(why.next));
    }

    /// Draws over the whole buffer: numbered groups, what they are for, and the keys.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let area = paint::clip(area, buf);
        paint::blank(buf, area, look.style(Role::Plain));
        let inside = paint::indent(area, 2);
        let put = |buf: &mut Buffer, row: u16, text: &str, role| {
            paint::put_cut(buf, paint::line(inside, row), text, look.style(role), look.symbols);
        };
        put(buf, 1, t::RECOVERY.get(self.lang), Role::Strong);
        let mut row = 3;
        for text in [t::RECOVERY_WHAT, t::RECOVERY_HOW, t::RECOVERY_WHERE] {
            for line in paint::wrap(text.get(self.lang), usize::from(inside.width.saturating_sub(2))) {
                put(buf, row, line, Role::Plain);
                row += 1;
            }
        }
        let groups: Vec<&str> = self.key.split(' ').collect();
        for (line, groups) in groups.chunks(ROW).enumerate() {
            row += 1;
            let mut rest = paint::indent(paint::line(inside, row), 4);
            for (at, group) in groups.iter().enumerate() {
                let number = format!("{:>2} ", line * ROW + at + 1);
                let used = paint::put(buf, rest, &number, look.style(Role::Dim));
                let used = used + paint::put(buf, paint::indent(rest, used), group, look.style(Role::Strong));
                rest = paint::indent(rest, used + 4);
            }
        }
        if let Some(notice) = &self.notice {
            let below = Rect { y: area.y + row + 2, height: area.height.saturating_sub(row + 5).min(5), ..inside };
            notice.draw_box(paint::clip(below, buf), buf, look);
        }
        let line = paint::line(inside, area.height.saturating_sub(2));
        draw_hints(line, buf, look, &legend::footer(self.layers(), self.lang, usize::from(line.width), false));
    }
}
