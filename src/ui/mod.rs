//! Widgets and conventions of the desk.
