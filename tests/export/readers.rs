//! Programs written by others, reading what was exported: poppler, qpdf, zbar.
//!
//! What is not installed is said on stderr, and is a failure when the whole suite was asked for (`LOKET_FULL=1`).

use loket::export::Format;
use std::path::Path;
use std::process::Command;

/// What a program says about a file; None when the program is not installed.
pub fn ask(program: &str, arguments: &[&str], file: &Path, after: &[&str]) -> Option<String> {
    let out = match Command::new(program).args(arguments).arg(file).args(after).output() {
        Ok(out) => out,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            assert!(!std::env::var("LOKET_FULL").is_ok_and(|v| v == "1"), "{program} is not installed");
            eprintln!("SKIPPED a reading by {program}: it is not installed");
            return None;
        }
        Err(error) => panic!("{program}: {error}"),
    };
    assert!(out.status.success(), "{program}: {}\n{}", out.status, String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8(out.stdout).expect("UTF-8"))
}

/// The words of an export, whatever its format; None where nobody can read it here.
pub fn text(bytes: &[u8], format: Format) -> Option<String> {
    match format {
        Format::Csv | Format::Txt => Some(String::from_utf8(bytes.to_vec()).expect("UTF-8")),
        Format::Pdf => Paper::of(bytes).text(),
        Format::Xlsx => judge("agenda_xlsx.py", bytes),
    }
}

/// What a script of `tests/judges` prints about bytes written to a file; None where its library is not installed.
pub fn judge(script: &str, bytes: &[u8]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), bytes).expect("written");
    let python = std::env::var("LOKET_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges").join(script);
    let out = Command::new(&python).arg(&script).arg(file.path()).output().expect("python is there");
    if out.status.code() == Some(77) {
        let demanded = std::env::var("LOKET_JUDGES").is_ok_and(|v| v == "1");
        assert!(!demanded, "{}: its library is not installed", script.display());
        eprintln!("SKIPPED {}: its library is not installed", script.display());
        return None;
    }
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8(out.stdout).expect("UTF-8"))
}

/// A PDF on disk, to be read by others.
pub struct Paper {
    file: tempfile::NamedTempFile,
}

impl Paper {
    pub fn of(bytes: &[u8]) -> Paper {
        let file = tempfile::Builder::new().suffix(".pdf").tempfile().expect("a file");
        std::fs::write(file.path(), bytes).expect("written");
        Paper { file }
    }

    /// The text, laid out as on the page, pages ended by form feeds.
    pub fn text(&self) -> Option<String> {
        ask("pdftotext", &["-layout"], self.file.path(), &["-"])
    }

    pub fn pages(&self) -> Option<Vec<String>> {
        let text = self.text()?;
        Some(text.trim_end_matches('\u{C}').split('\u{C}').map(str::to_owned).collect())
    }

    /// A line of what `pdfinfo` knows.
    pub fn info(&self, name: &str) -> Option<String> {
        let told = ask("pdfinfo", &["-rawdates"], self.file.path(), &[])?;
        let line = told.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(':'));
        Some(line.unwrap_or_else(|| panic!("no {name} in {told}")).trim().to_owned())
    }

    /// Well-formed, nothing encrypted, every font inside.
    pub fn check(&self) {
        if let Some(told) = ask("qpdf", &["--check"], self.file.path(), &[]) {
            assert!(told.contains("File is not encrypted"), "{told}");
            assert!(told.contains("No syntax or stream encoding errors found"), "{told}");
        }
        if let Some(fonts) = ask("pdffonts", &[], self.file.path(), &[]) {
            let rows: Vec<&str> = fonts.lines().skip(2).collect();
            assert!(!rows.is_empty(), "{fonts}");
            for row in rows {
                // Columns from the right: object (two), Unicode, subset, embedded.
                let words: Vec<&str> = row.split_whitespace().rev().collect();
                assert_eq!(words[2..5], ["yes", "yes", "yes"], "{row}");
            }
        }
    }

    /// What the codes on a page say.
    pub fn codes(&self, page: usize) -> Option<Vec<String>> {
        let picture = tempfile::tempdir().expect("a folder");
        let page = page.to_string();
        let root = picture.path().join("page");
        let name = root.to_str().expect("a path");
        ask("pdftoppm", &["-r", "150", "-gray", "-singlefile", "-f", &page, "-l", &page], self.file.path(), &[name])?;
        let told = ask("zbarimg", &["--raw", "-q"], &root.with_extension("pgm"), &[])?;
        Some(told.lines().map(str::to_owned).collect())
    }
}
