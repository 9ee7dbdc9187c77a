//! What goes on a card: the print record, where it comes from, and the picture of the face.
//!
//! Separate from the desk because it needs no ledger and no clerk, and from the printer because that gets a
//! picture only. `folder` is the only file here that reaches the disk; `render` the only one that knows the
//! renderer. Whatever names a person is held in memory only and says nothing in `Debug`.

mod face;
mod folder;
mod layout;
mod photo;
mod preview;
mod record;
mod render;

pub use face::{Blank, FaceError, Geometry, Glyph, Picture, face, sketch, test_card};
pub use folder::{FileName, FolderSource, NotYet, RecordError, RecordSource};
pub use photo::PictureFault;
pub use preview::Grey;
pub use record::{PrintRecord, RecordFault, Wanted};
