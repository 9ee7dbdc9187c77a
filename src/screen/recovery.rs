//! The recovery key, shown once to whoever sets an office up.
//!
//! Separate because it stands between the first form and the first sign-in and never comes again. It must not keep
//! the key longer than it is shown.

use crate::text::Lang;
use crate::text::screens::first_run as t;
use crate::ui::keymap::{Action, Layer};
use crate::ui::paint;
use crate::ui::theme::{Look, Role};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zeroize::Zeroizing;

/// Groups in a row.
const ROW: usize = 4;

/// The page.
pub struct RecoveryPage {
    lang: Lang,
    /// Groups with blanks between.
    key: Zeroizing<String>,
}

impl RecoveryPage {
    pub fn new(lang: Lang, key: Zeroizing<String>) -> RecoveryPage {
        RecoveryPage { lang, key }
    }

    /// Where keys go.
    pub fn layers(&self) -> &'static [Layer] {
        &[Layer::Dialog, Layer::Always]
    }

    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Carries out an action; true when it was written down. Only the main key says so.
    pub fn on(&mut self, action: Action) -> bool {
        if action == Action::Language {
            self.lang = self.lang.other();
        }
        action == Action::Main
    }

    /// Draws over the whole buffer: numbered groups, what they are for, and the key that goes on.
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
        put(buf, area.height.saturating_sub(2), t::RECOVERY_KEYS.get(self.lang), Role::Key);
    }
}
