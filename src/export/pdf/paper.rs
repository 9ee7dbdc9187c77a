//! What a document is made with: paper, letters, and what may go wrong.
//!
//! Separate so that the parts of the kit share these words and nothing else.

use chrono::NaiveDateTime;

/// Points in a millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;

/// Size and margins in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paper {
    pub width: f32,
    pub height: f32,
    /// Left and right margin; wide enough on the left for holes or a binding.
    pub left: f32,
    pub right: f32,
    pub top: f32,
    /// From the page number to the edge.
    pub bottom: f32,
}

impl Paper {
    /// Folio as offices here buy it: 215 × 330 mm, upright.
    pub const F4: Paper = Paper { width: 215.0, height: 330.0, left: 20.0, right: 12.0, top: 12.0, bottom: 10.0 };
    pub const A4: Paper = Paper { width: 210.0, height: 297.0, ..Paper::F4 };
    pub const A5: Paper = Paper { width: 148.0, height: 210.0, left: 12.0, right: 10.0, top: 10.0, bottom: 8.0 };
    /// Across, bound at the left short side.
    pub const F4_ACROSS: Paper = Paper::F4.across();
    pub const A4_ACROSS: Paper = Paper::A4.across();
    pub const A5_ACROSS: Paper = Paper::A5.across();

    /// The same paper turned.
    pub const fn across(self) -> Paper {
        Paper { width: self.height, height: self.width, left: 15.0, right: 10.0, ..self }
    }

    /// Width between the margins in millimetres.
    pub const fn inner(&self) -> f32 {
        self.width - self.left - self.right
    }
}

/// What the file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub title: String,
    /// Date of the content, local time: the close of a day, never "now".
    pub at: NaiveDateTime,
    /// Offset of that time from UTC in seconds.
    pub offset_s: i32,
    /// Names the document; the same for every copy of it.
    pub id: String,
}

/// Where text stands between its sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    #[default]
    Regular,
    Bold,
}

/// How letters look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Height of the letters in points.
    pub size: f32,
    pub weight: Weight,
    pub align: Align,
    pub underline: bool,
    pub strike: bool,
}

impl Style {
    pub const fn new(size: f32) -> Style {
        Style { size, weight: Weight::Regular, align: Align::Left, underline: false, strike: false }
    }

    pub const fn bold(self) -> Style {
        Style { weight: Weight::Bold, ..self }
    }

    pub const fn centred(self) -> Style {
        Style { align: Align::Centre, ..self }
    }

    pub const fn right(self) -> Style {
        Style { align: Align::Right, ..self }
    }

    /// Height of a line in points.
    pub(super) fn lead(&self) -> f32 {
        self.size * 1.2
    }
}

/// Why there is no document. None of them depends on what is written in it, except a code too long.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("a built-in font cannot be read")]
    Font,
    #[error("the paper has no room")]
    Paper,
    #[error("the code holds too much for a QR code")]
    Code,
    #[error("not a valid PDF/A-2b: {0}")]
    Invalid(String),
}
