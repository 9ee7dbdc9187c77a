//! Tests of the ui level: keys, text, widgets, frame, terminal.

mod chrome;
mod field;
mod form;
mod keymap;
mod sample;
mod sizes;
mod terminal;
mod text;
mod widgets;
