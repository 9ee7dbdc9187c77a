//! The screens, driven by real keys through the key table over an office in memory.

mod handover;
mod op_view;
mod operator;
