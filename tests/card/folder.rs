//! The watched folder with whatever a writer, a network drive or a joker may leave in it: nothing hangs, nothing
//! outside is read, nothing half is printed, and a wipe takes the record's own files and no other.

use super::{JPEG, PHOTO, SIGNATURE, good, holder, json, with};
use loket::card::{FolderSource, NotYet, RecordError, RecordFault, RecordSource as _, Wanted};
use loket::domain::element::Element;
use loket::domain::person::Name;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// A folder as the office's other computer fills it.
struct Drop {
    dir: tempfile::TempDir,
}

impl Drop {
    /// Both pictures are there, no record yet.
    fn new() -> Drop {
        let dropped = Drop { dir: tempfile::tempdir().expect("a folder") };
        dropped.put("foto.png", &PHOTO);
        dropped.put("ttd.png", &SIGNATURE);
        dropped
    }

    fn with(record: &Map<String, Value>) -> Drop {
        let dropped = Drop::new();
        dropped.put("a.json", &json(record));
        dropped
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        fs::write(self.at(name), bytes).expect("written");
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.at(name)).expect("removed");
    }

    fn source(&self) -> FolderSource {
        FolderSource::new(self.dir.path())
    }

    /// Nothing, or the reason why there is no record; a record is an error here.
    fn poll_for(&self, wanted: &Wanted) -> Option<RecordError> {
        match self.source().poll(wanted) {
            Ok(None) => None,
            Err(error) => Some(error),
            Ok(Some(_)) => panic!("a record was taken"),
        }
    }

    fn poll(&self) -> Option<RecordError> {
        self.poll_for(&holder())
    }

    fn taken(&self) -> bool {
        self.source().poll(&holder()).expect("no error").is_some()
    }

    fn names(&self) -> BTreeSet<String> {
        let names = fs::read_dir(self.dir.path()).expect("a folder");
        names.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect()
    }

    /// Why the file was refused.
    #[track_caller]
    fn refused(&self, name: &str) -> RecordFault {
        match self.poll() {
            Some(RecordError::Refused { file, why }) => {
                assert_eq!(file.as_str(), name);
                why
            }
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn not_yet(&self) -> NotYet {
        match self.poll() {
            Some(RecordError::NotYet { file, what }) => {
                assert_eq!(file.as_str(), "a.json");
                what
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_whole_record_is_taken_and_an_empty_folder_is_no_error() {
    let dropped = Drop::new();
    assert_eq!(dropped.poll(), None);
    dropped.put("a.json", &json(&good()));
    assert!(dropped.taken());
    assert!(dropped.source().look("a.json".as_ref()).is_ok());
}

#[test]
fn a_record_cut_anywhere_is_not_there_yet() {
    let dropped = Drop::new();
    let whole = json(&good());
    for cut in (0..whole.len()).step_by(7).chain([whole.len() - 1]) {
        dropped.put("a.json", &whole[..cut]);
        assert_eq!(dropped.not_yet(), NotYet::Text, "cut at {cut}");
    }
}

#[test]
fn a_record_waits_for_both_pictures_to_their_last_byte() {
    let dropped = Drop::with(&good());
    let pictures = [
        ("foto.png", Element::Photo, PHOTO.as_slice()),
        // What a file is, its first bytes say and not its name.
        ("foto.png", Element::Photo, JPEG),
        ("ttd.png", Element::Signature, &SIGNATURE),
    ];
    for (name, element, bytes) in pictures {
        dropped.remove(name);
        assert_eq!(dropped.not_yet(), NotYet::Picture(element));
        for cut in [0, 4, 20, bytes.len() / 2, bytes.len() - 1] {
            dropped.put(name, &bytes[..cut]);
            assert_eq!(dropped.not_yet(), NotYet::Picture(element), "{name} cut at {cut}");
        }
        dropped.put(name, bytes);
    }
    assert!(dropped.taken());
}

#[test]
fn a_file_that_keeps_changing_is_never_read_half() {
    let dropped = Drop::with(&good());
    let (whole, path, stop) = (json(&good()), dropped.at("a.json"), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                // Written in two pieces, as a slow drive does.
                let (first, second) = whole.split_at(whole.len() / 2);
                fs::write(&path, first).expect("written");
                fs::write(&path, [first, second].concat()).expect("written");
            }
        });
        for _ in 0..200 {
            match dropped.source().poll(&holder()) {
                Ok(Some(record)) => assert_eq!(record.text(Element::Work), good()["JENIS_PKRJN"]),
                Ok(None) | Err(RecordError::NotYet { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
}

#[test]
fn huge_files_are_refused_without_being_read() {
    let dropped = Drop::with(&good());
    let grow = |name: &str, length: u64| {
        fs::OpenOptions::new().write(true).open(dropped.at(name)).expect("opened").set_len(length).expect("grown");
    };
    // Sparse: reading them would take the memory of the machine.
    grow("foto.png", 1 << 40);
    assert_eq!(dropped.refused("foto.png"), RecordFault::TooLarge(2 * 1024 * 1024));
    grow("a.json", 1 << 40);
    assert_eq!(dropped.refused("a.json"), RecordFault::TooLarge(64 * 1024));
}

#[test]
fn a_folder_with_too_many_files_is_told() {
    let dropped = Drop::with(&good());
    for n in 0..600 {
        dropped.put(&format!("sisa-{n}.txt"), b"");
    }
    assert_eq!(dropped.poll(), Some(RecordError::Crowded));
}

#[test]
fn links_are_never_followed() {
    let elsewhere = Drop::with(&good());
    let dropped = Drop::new();
    symlink(elsewhere.at("a.json"), dropped.at("a.json")).expect("linked");
    assert_eq!(dropped.refused("a.json"), RecordFault::Link);
    dropped.remove("a.json");
    dropped.put("a.json", &json(&good()));
    dropped.remove("ttd.png");
    symlink(elsewhere.at("ttd.png"), dropped.at("ttd.png")).expect("linked");
    assert_eq!(dropped.refused("ttd.png"), RecordFault::Link);
    dropped.remove("ttd.png");
    // One that leads nowhere is a link all the same, not a picture still to come.
    symlink("/nonexistent/ttd.png", dropped.at("ttd.png")).expect("linked");
    assert_eq!(dropped.refused("ttd.png"), RecordFault::Link);
}

#[test]
fn a_pipe_or_a_folder_in_place_of_a_file_does_not_hang() {
    let make: [fn(&Path); 2] = [
        |path| {
            let made = std::process::Command::new("mkfifo").arg(path).status().expect("mkfifo runs");
            assert!(made.success());
        },
        |path| fs::create_dir(path).expect("made"),
    ];
    for make in make {
        let dropped = Drop::new();
        make(&dropped.at("a.json"));
        assert_eq!(dropped.refused("a.json"), RecordFault::NotAFile);
        let dropped = Drop::with(&good());
        dropped.remove("foto.png");
        make(&dropped.at("foto.png"));
        assert_eq!(dropped.refused("foto.png"), RecordFault::NotAFile);
    }
}

#[test]
fn a_picture_is_named_by_a_plain_name_of_the_same_folder() {
    let elsewhere = Drop::new();
    let outside = elsewhere.at("foto.png");
    let names = [
        outside.to_str().expect("UTF-8"),
        "../foto.png",
        "sub/foto.png",
        "a\\foto.png",
        ".foto.png",
        "..",
        "a\u{202e}b",
    ];
    for name in names {
        let dropped = Drop::with(&with(Element::Photo, name));
        assert_eq!(dropped.refused("a.json"), RecordFault::FileName(Element::Photo), "{name}");
    }
    let dropped = Drop::with(&with(Element::Signature, "../ttd.png"));
    assert_eq!(dropped.refused("a.json"), RecordFault::FileName(Element::Signature));
}

#[test]
fn another_persons_record_is_left_alone_and_a_namesakes_is_told() {
    let other = "1374025708909013";
    let mut record = with(Element::Nik, other);
    let dropped = Drop::with(&record);
    assert!(matches!(dropped.poll(), Some(RecordError::OtherPerson { file }) if file.as_str() == "a.json"));
    // With another name too it is simply somebody else's.
    record.insert("NAMA_LGKP".to_owned(), "DONI CONTOH".into());
    dropped.put("a.json", &json(&record));
    assert_eq!(dropped.poll(), None);
    // A broken one of somebody else does not stand in the way of the right one.
    dropped.put("0.json", b"{");
    assert_eq!(dropped.poll().map(|error| error.code()), Some("C-03"));
    dropped.put("b.json", &json(&good()));
    assert!(dropped.taken());
}

#[test]
fn what_differs_from_the_file_is_named() {
    let dropped = Drop::with(&with(Element::Name, "ANISA RAHMA"));
    let differs = |wanted: &Wanted| match dropped.poll_for(wanted) {
        Some(RecordError::Differs { elements, .. }) => elements,
        other => panic!("{other:?}"),
    };
    assert_eq!(differs(&holder()), [Element::Name]);
    let wanted = Wanted { birth: chrono::NaiveDate::from_ymd_opt(1980, 1, 2), village: Some("Nowhere"), ..holder() };
    assert_eq!(differs(&wanted), [Element::Name, Element::BirthDate, Element::Village]);
    // Case and blanks are not a difference.
    dropped.put("a.json", &json(&with(Element::Name, " anisa  Rahmi ")));
    assert!(dropped.taken());
    let renamed = Wanted { name: Name::parse("ANISA").expect("a name"), ..holder() };
    assert_eq!(differs(&renamed), [Element::Name]);
}

#[test]
fn two_records_of_one_person_are_both_named_and_none_is_taken() {
    let dropped = Drop::with(&good());
    dropped.put("b.json", &json(&with(Element::Work, "NELAYAN")));
    let Some(RecordError::Twice { files }) = dropped.poll() else { panic!("a record was chosen") };
    assert_eq!(files.iter().map(|file| file.as_str()).collect::<Vec<_>>(), ["a.json", "b.json"]);
}

#[test]
fn unknown_keys_and_bad_dates_are_refused_by_name() {
    let mut record = good();
    record.insert("NO_KK".to_owned(), "1374011203199004".into());
    assert_eq!(Drop::with(&record).refused("a.json"), RecordFault::Unknown("NO_KK".to_owned()));
    for date in ["31-02-1990", "1990/08/17", "17-08-90", "00-00-0000", "17-08-1790", "besok"] {
        let dropped = Drop::with(&with(Element::BirthDate, date));
        assert_eq!(dropped.refused("a.json"), RecordFault::Wrong(Element::BirthDate), "{date}");
    }
    // Without a readable NIK nobody knows whose it is: told, not taken.
    assert_eq!(Drop::with(&with(Element::Nik, "0")).refused("a.json"), RecordFault::Wrong(Element::Nik));
}

#[test]
fn files_on_their_way_and_files_of_others_are_not_looked_at() {
    let dropped = Drop::new();
    for name in [".a.json", "a.json.part", "a.txt", "json"] {
        dropped.put(name, b"{ \"half\": ");
    }
    assert_eq!(dropped.poll(), None);
    dropped.put("A.JSON", &json(&good()));
    assert!(dropped.taken());
}

#[test]
fn a_folder_others_can_read_is_told_and_a_missing_one_is_an_error() {
    let dropped = Drop::new();
    for (mode, open) in [(0o700, false), (0o770, false), (0o2770, false), (0o755, true), (0o704, true), (0o701, true)] {
        fs::set_permissions(dropped.dir.path(), fs::Permissions::from_mode(mode)).expect("set");
        assert_eq!(dropped.source().open_to_others(), open, "{mode:o}");
    }
    let mut gone = FolderSource::new(dropped.at("tidak-ada"));
    assert_eq!(
        gone.poll(&holder()).map(|found| found.is_some()),
        Err(RecordError::Folder(std::io::ErrorKind::NotFound))
    );
    assert!(!gone.open_to_others());
}

#[test]
fn a_wipe_takes_the_records_files_and_no_other() {
    let dropped = Drop::with(&good());
    let mut other = with(Element::Nik, "1374025708909013");
    // The other one borrows a picture, and names a record as its other.
    other.insert("TANDA_TANGAN".to_owned(), "ttd.png".into());
    other.insert("FOTO".to_owned(), "lain.png".into());
    dropped.put("lain.json", &json(&other));
    dropped.put("lain.png", &PHOTO);
    dropped.put("catatan.txt", b"x");
    let mut source = dropped.source();
    source.wipe(&holder().nik).expect("wiped");
    let left = ["catatan.txt", "lain.json", "lain.png", "ttd.png"].map(String::from);
    assert_eq!(dropped.names(), BTreeSet::from(left));
    // Twice is no harm.
    source.wipe(&holder().nik).expect("nothing to wipe");
    assert_eq!(dropped.names().len(), 4);
}

#[test]
fn a_wipe_takes_every_copy_and_no_record_named_as_a_picture() {
    let dropped = Drop::with(&with(Element::Photo, "lain.json"));
    dropped.put("b.json", &json(&good()));
    dropped.put("lain.json", &json(&with(Element::Nik, "1374025708909013")));
    dropped.put("rusak.json", b"{");
    dropped.source().wipe(&holder().nik).expect("wiped");
    // The other's record names both pictures of ours, so they stay with it.
    let left = ["foto.png", "lain.json", "rusak.json", "ttd.png"].map(String::from);
    assert_eq!(dropped.names(), BTreeSet::from(left));
}

#[test]
fn a_wipe_removes_a_link_and_not_what_it_leads_to() {
    let elsewhere = Drop::new();
    let dropped = Drop::with(&good());
    dropped.remove("foto.png");
    symlink(elsewhere.at("foto.png"), dropped.at("foto.png")).expect("linked");
    dropped.source().wipe(&holder().nik).expect("wiped");
    assert_eq!(dropped.names(), BTreeSet::new());
    assert_eq!(fs::read(elsewhere.at("foto.png")).expect("still there"), *PHOTO);
}

#[test]
fn what_cannot_be_removed_is_told_by_its_name() {
    let dropped = Drop::with(&good());
    dropped.remove("foto.png");
    fs::create_dir(dropped.at("foto.png")).expect("made");
    let error = dropped.source().wipe(&holder().nik).expect_err("a folder stays");
    assert!(matches!(&error, RecordError::Kept { file } if file.as_str() == "foto.png"), "{error}");
}

#[test]
fn errors_and_debug_name_nobody() {
    let dropped = Drop::new();
    dropped.put("ANISA RAHMI.json", &json(&with(Element::BirthDate, "ANISA RAHMI")));
    let error = dropped.poll().expect("an error");
    let record = Drop::with(&good()).source().look("a.json".as_ref()).expect("a record");
    for said in [format!("{error:?}"), error.to_string(), format!("{record:?}"), format!("{:?}", holder())] {
        assert!(!said.contains("ANISA") && !said.contains("13740"), "{said}");
    }
}
