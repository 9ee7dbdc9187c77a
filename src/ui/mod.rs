//! Widgets and conventions of the desk: keys, looks, forms, lists, questions, the frame.
//!
//! Owns everything that is the same on every screen. Widgets are plain values: actions go in,
//! events come out, and drawing changes nothing but the buffer. Separate from the screens so that
//! a convention is written once. It must know only `text`: no domain, ledger, device or clock.

pub mod checklist;
pub mod choice;
pub mod chrome;
pub mod clean;
pub mod dialog;
pub mod field;
pub mod form;
pub mod help;
pub mod keymap;
pub mod notice;
pub mod paint;
pub mod progress;
pub mod shades;
pub mod steps;
pub mod table;
pub mod theme;
