//! Sample values for the drawing tests, and a readable picture of a buffer.

use std::fmt::Write as _;

use loket::text::{Label, Lang, Word};
use loket::ui::checklist::{Checklist, Item as Document, Mark};
use loket::ui::choice::{Choice, Choices};
use loket::ui::chrome::{Chrome, Lamp, LampText, Tab};
use loket::ui::dialog::{Answer, Dialog};
use loket::ui::field::{Field, Filter};
use loket::ui::form::{Form, Input, Item};
use loket::ui::keymap::{Action, Layer};
use loket::ui::notice::{Notice, Severity};
use loket::ui::paint;
use loket::ui::steps::{Standing, Step};
use loket::ui::table::{Column, Rows, Table};
use loket::ui::theme::Role;
use ratatui::buffer::Buffer;

/// The text of a buffer and, below it, every run of cells that has a style.
pub fn picture(buf: &Buffer) -> String {
    let (mut text, mut styles) = (String::new(), String::new());
    for y in buf.area.top()..buf.area.bottom() {
        let (mut line, mut wide) = (String::new(), false);
        let (mut run, mut start) = (None, 0);
        for x in buf.area.left()..=buf.area.right() {
            let style = (x < buf.area.right()).then(|| {
                let cell = &buf[(x, y)];
                if !wide {
                    line.push_str(cell.symbol());
                }
                wide = !wide && paint::width(cell.symbol()) == 2;
                (cell.fg, cell.bg, cell.modifier)
            });
            if style != run {
                if let Some((fg, bg, modifier)) = run
                    && (fg, bg, modifier) != (Default::default(), Default::default(), Default::default())
                {
                    let _ = writeln!(styles, "{y:02} {start:03}-{:03} {fg} {bg} {modifier:?}", x - 1);
                }
                (run, start) = (style, x);
            }
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    format!("{text}--\n{styles}")
}

pub fn chrome(lang: Lang) -> Chrome {
    let id = lang == Lang::Id;
    let lamp = |name: &'static str, lamp, text: &str| LampText { name: Word::same(name), lamp, text: text.to_owned() };
    let tab = |action, count, active| Tab { action, count, active, allowed: true };
    Chrome {
        simulated: false,
        office: "Disdukcapil Padang Panjang".into(),
        clerk: "SR · Petugas Register".into(),
        moment: if id { "Sen 23-11-2026 09.14" } else { "Mon 23-11-2026 09:14" }.into(),
        lamps: vec![
            lamp("JARINGAN", Lamp::Good, "baik"),
            lamp("SIDIK JARI", Lamp::Good, "baik"),
            lamp("PRINTER", Lamp::Warning, "ribbon 12"),
            lamp("CIP", Lamp::Off, "tidak ada"),
            lamp("BLANGKO", Lamp::Bad, "0"),
        ],
        banner: None,
        tabs: vec![
            tab(Action::Intake, None, true),
            tab(Action::Check, Some(5), false),
            Tab { allowed: false, ..tab(Action::Operator, Some(2), false) },
            tab(Action::Handover, Some(14), false),
            tab(Action::Agenda, None, false),
        ],
        remark: None,
        balance: [
            "Sisa 41 + baru 23 + dibuka lagi 0 = diserahkan 12 + batal 2 + sisa kini 50".into(),
            "Sisa 50: periksa 5 operator 2 pemohon 4 tercatat 4 tunda 9 cek 0 rak 12+14".into(),
        ],
        notice: Some(Notice::new(Severity::Warning, "Surat kehilangan belum ada").next("boleh diterima")),
        layers: vec![Layer::Intake, Layer::Form, Layer::Checklist, Layer::Global, Layer::Always],
        text_focus: true,
        offers: Vec::new(),
    }
}

pub fn reasons() -> Choices {
    let choice = |key: &str, id: &'static str, en: &'static str| Choice::new(key, Label::new(id, en));
    Choices::new(vec![
        choice("II.A", "II.A Baru", "II.A New"),
        choice("II.B", "II.B Pindah datang", "II.B Moved in"),
        choice("II.C.1", "II.C.1 Hilang", "II.C.1 Lost"),
        choice("II.C.2", "II.C.2 Rusak", "II.C.2 Damaged"),
        choice("II.D", "II.D Perpanjangan ITAP", "II.D ITAP extension"),
        choice("IV.B", "IV.B Perubahan data", "IV.B Data change"),
    ])
}

pub fn form() -> Form {
    let word = |id, en| Word { id, en };
    let text = |limit| Input::Text(Field::new(limit));
    let nik = Input::Text(Field::new(16).filtered(Filter::Digits).grouped());
    Form::new(vec![
        Item::new("nik", word("NIK", "NIK"), nik).required().auto_next().width(20),
        Item::new("name", word("Nama", "Name"), Input::Text(Field::new(60).filtered(Filter::Name))).required(),
        Item::new("reason", word("Jenis permohonan", "Application"), Input::Choice(reasons())).required().width(28),
        Item::new("rt", word("RT", "RT"), text(3)).width(4),
        Item::new("rw", word("RW", "RW"), text(3)).width(4).beside(),
        Item::new("wa", word("WhatsApp", "WhatsApp"), Input::Tick(false)).beside(),
        Item::new("note", word("Catatan", "Note"), text(280)),
        Item::new("pin", word("PIN", "PIN"), Input::Text(Field::new(12).secret())).width(12),
    ])
}

pub fn filled_form() -> Form {
    let mut form = form();
    for (key, value) in [
        ("nik", "1374015708909012"),
        ("name", "ANISA RAHMI, S.Pd."),
        ("reason", "II.C.1"),
        ("rt", "003"),
        ("note", "menunggu kabar keluarga 漢字 dari kelurahan, dihubungi lagi besok pagi sebelum pukul sepuluh"),
    ] {
        form.set(key, value).expect("an allowed value");
    }
    form.remark("nik", Some((Severity::Info, "perempuan · 17-08-1990 · Padang Panjang Timur".into())));
    form.remark("name", Some((Severity::Error, "nama belum lengkap".into())));
    form
}

pub fn checklist() -> Checklist {
    let mut list = Checklist::new(
        vec![
            Document::new(Label::from("F-1.02 terisi dan ditandatangani".to_owned()), "Perpres 96/2018 ps. 18"),
            Document::new(Label::from("Fotokopi KK".to_owned()), "Perpres 96/2018 ps. 18"),
            Document::new(Label::from("Kartu ITAP".to_owned()), "Perpres 96/2018 ps. 16")
                .when(Label::new("bila orang asing", "if a foreigner")),
        ],
        Label::new("tanpa surat RT/RW/kelurahan", "no letter from RT/RW/kelurahan"),
    );
    list.set_marks([Mark::Present, Mark::Missing, Mark::NotApplicable]);
    list
}

pub fn steps() -> Vec<Step> {
    let step = |id, en, standing, note: &str, details: &[&str]| Step {
        title: Label::new(id, en),
        standing,
        note: note.into(),
        right: if standing == Standing::Done { "09.08".into() } else { String::new() },
        details: details.iter().map(|text| (*text).to_owned()).collect(),
    };
    vec![
        step("Status rekam", "Record status", Standing::Done, "PRINT READY RECORD", &[]),
        step("Tes biometrik", "Biometric test", Standing::Current, "telunjuk kanan", &["percobaan 1: tidak terbaca"]),
        step("Cetak", "Print", Standing::Todo, "blangko 312", &[]),
        step("Aktivasi", "Activation", Standing::Failed, "cip tidak terbaca", &[]),
        step("Serahkan", "Hand over", Standing::Closed, "menunggu", &[]),
    ]
}

pub fn dialogs() -> Vec<Dialog> {
    let lines = || {
        vec![Label::from("Loket tidak tahu apakah kartu keluar. Lihat printer, lalu jawab dengan angka.".to_owned())]
    };
    let answers = vec![
        Answer::danger(Label::from("Kartu keluar dan baik".to_owned())),
        Answer::new(Label::from("Belum bisa dipastikan".to_owned())),
    ];
    let title = || Label::from("Pencetakan 0129 terputus".to_owned());
    vec![
        Dialog::answers(title(), lines(), answers),
        Dialog::text(title(), lines(), Field::new(200), true),
        Dialog::sign_in(title(), lines()),
    ]
}

/// A queue of as many rows as wanted; counts how many cells are asked for.
pub struct Queue {
    pub rows: usize,
    pub asked: std::cell::Cell<usize>,
}

impl Queue {
    pub fn of(rows: usize) -> Queue {
        Queue { rows, asked: std::cell::Cell::new(0) }
    }
}

impl Rows for Queue {
    fn len(&self) -> usize {
        self.rows
    }
    fn id(&self, row: usize) -> u64 {
        row as u64 + 100
    }
    fn cell(&self, row: usize, column: usize, out: &mut String) {
        self.asked.set(self.asked.get() + 1);
        let _ = match column {
            0 => write!(out, "{row:04}"),
            1 => write!(out, "{}", ["ANISA RAHMI", "DONI SAPUTRA", "MARNI"][row % 3]),
            _ => write!(out, "{} mnt", row % 60),
        };
    }
    fn role(&self, row: usize) -> Role {
        if row.is_multiple_of(5) { Role::Warning } else { Role::Plain }
    }
}

pub fn table() -> Table {
    Table::new(
        vec![
            Column::fixed(Word { id: "No.", en: "No." }, 5),
            Column::rest(Word { id: "Nama", en: "Name" }),
            Column::fixed(Word { id: "Umur", en: "Age" }, 7).figures(),
        ],
        Label::new("antrean kosong", "the queue is empty"),
    )
}
