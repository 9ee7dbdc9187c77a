//! Commands and answers by ISO 7816-4.
