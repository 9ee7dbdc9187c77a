//! The screens, driven by real keys through the key table over an office in memory.

mod agenda;
mod counter;
mod find;
mod first_run;
mod supervisor;
