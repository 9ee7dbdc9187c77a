//! What the process keeps from whoever looks at it from outside: no core dump, no other process of the user looking in.
//!
//! Separate because it comes before anything else, and because a system that refuses it must not keep the office
//! closed: then it is as any other program.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// Core dumps off for this process and every one it starts; memory closed to debuggers of the same user.
pub(super) fn memory() {
    // Where the system refuses, nothing is worse than without.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}
