//! Programs that others wrote.
