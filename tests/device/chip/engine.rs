//! The engine in memory: every fault at every step, with the right effect.
