//! The one integration binary; each module is a level or an area of `docs/testing.md`.
mod device;
mod domain;
mod ledger;
mod text;
mod ui;
