//! Slip printers under the contract: a file.

use std::path::PathBuf;

use loket::device::{DeviceUri, Driver, Job, Kind, SimLevers, Simulators, SlipText};

use super::posts::Post;

struct PlainFile {
    folder: PathBuf,
    _dir: tempfile::TempDir,
}

/// Plain text into a file.
pub fn file() -> (Box<dyn Post>, Driver) {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("out");
    std::fs::create_dir(&folder).expect("a folder");
    let uri = DeviceUri::new("file", &folder.join("slip.txt").display().to_string());
    let mut sims = Simulators::new(&dir.path().join("sims"), SimLevers::new());
    let made = sims.resolve(Kind::SlipPrinter, &uri).expect("resolved");
    (Box::new(PlainFile { folder, _dir: dir }), made.driver)
}

impl Post for PlainFile {
    fn job(&self) -> Job {
        Job::Slip(SlipText::new(&["0129"]).expect("a slip"))
    }

    fn works(&self) {}

    fn hangs(&self) -> bool {
        false
    }

    /// Anybody may append to a file.
    fn while_taken(&self, _: &mut dyn FnMut(Option<u32>)) {}

    fn unplug(&self, gone: bool) {
        let done = if gone { std::fs::remove_dir_all(&self.folder) } else { std::fs::create_dir(&self.folder) };
        done.expect("the folder");
    }
}
