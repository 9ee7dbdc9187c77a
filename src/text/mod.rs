//! Every word a clerk reads, Indonesian first, English second.
