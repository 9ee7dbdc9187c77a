//! Card and module in memory: what each command is answered with, step by step.
