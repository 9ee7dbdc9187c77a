//! Lists, ticks, questions, notices.

use loket::text::{Label, Lang};
use loket::ui::checklist::Mark;
use loket::ui::dialog::{Answer, Dialog, Reply};
use loket::ui::field::Field;
use loket::ui::help::Help;
use loket::ui::keymap::{Action, STACKS};
use loket::ui::notice::{Board, Notice, Severity};
use loket::ui::progress::bar;
use loket::ui::table::Picked;
use loket::ui::theme::{Look, Role};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::sample::{self, Queue};

#[test]
fn a_table_asks_only_for_rows_in_sight() {
    let queue = Queue::of(1_000_000);
    let mut table = sample::table();
    table.on(Action::End, &queue);
    assert_eq!(table.selected(&queue), Some(999_999));
    queue.asked.set(0);
    let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
    table.draw(buf.area, &mut buf, &Look::full(Lang::Id), &queue, true);
    assert!(queue.asked.get() <= 24 * 3, "{}", queue.asked.get());
    assert!(sample::picture(&buf).contains("9999… ANISA RAHMI"));
}

#[test]
fn the_selection_stays_on_its_row_when_rows_come_and_go() {
    let mut table = sample::table();
    let queue = Queue::of(5);
    table.on(Action::Down, &queue);
    table.on(Action::Down, &queue);
    let gone = Queue::of(1);
    table.refresh(&gone);
    assert_eq!(table.selected(&gone), Some(0));
    table.refresh(&Queue::of(0));
    assert_eq!(table.selected(&Queue::of(0)), None);
    assert_eq!(table.on(Action::Enter, &Queue::of(0)), Picked::Ignored);
    assert!(table.select(103, &queue));
    assert_eq!(table.on(Action::Enter, &queue), Picked::Opened(3));
    assert!(!table.select(999, &queue));
}

#[test]
fn a_filter_takes_letters_until_escape() {
    let mut table = sample::table();
    let queue = Queue::of(9);
    table.on(Action::Filter, &queue);
    assert!(table.takes_text());
    for c in "MAR".chars() {
        table.on(Action::Type(c), &queue);
    }
    assert_eq!(table.selected(&queue), Some(2));
    table.on(Action::Down, &queue);
    assert_eq!(table.on(Action::Enter, &queue), Picked::Opened(5));
    assert!(!table.takes_text(), "space and digits tick again");
    table.on(Action::Escape, &queue);
    assert_eq!(table.selected(&queue), Some(5), "the row stays selected without the filter");
    assert_eq!(table.on(Action::Escape, &queue), Picked::Ignored);
}

#[test]
fn digits_and_space_tick_and_only_conditions_have_three_states() {
    let mut list = sample::checklist();
    assert_eq!(list.missing(), 1);
    assert!(list.on(Action::Digit(2)));
    assert_eq!((list.items()[1].mark, list.missing()), (Mark::Present, 0));
    assert!(list.on(Action::Toggle), "space ticks where the digit was");
    assert_eq!(list.items()[1].mark, Mark::Missing, "an unconditional item is never inapplicable");
    let seen: Vec<Mark> = (0..3)
        .map(|_| {
            list.on(Action::Digit(3));
            list.items()[2].mark
        })
        .collect();
    assert_eq!(seen, [Mark::Missing, Mark::Present, Mark::NotApplicable]);
    assert!(!list.on(Action::Digit(9)) && !list.on(Action::Digit(0)));
}

#[test]
fn what_cannot_be_undone_is_on_no_enter_no_digit_and_no_paste() {
    let mut dialog = sample::dialogs().remove(0);
    assert_eq!(dialog.on(Action::Enter), Reply::Ignored);
    assert_eq!(dialog.on(Action::Digit(1)), Reply::Moved);
    assert_eq!(dialog.on(Action::Enter), Reply::Ignored);
    assert_eq!(dialog.paste("1\n1\n"), Reply::Ignored);
    assert_eq!(dialog.on(Action::Main), Reply::Answered(0));
    assert_eq!(dialog.on(Action::Digit(2)), Reply::Answered(1), "a harmless answer needs its digit only");
    assert_eq!(dialog.on(Action::Digit(7)), Reply::Ignored);
    assert_eq!(dialog.on(Action::Escape), Reply::Cancelled);
    let mut held = sample::dialogs().remove(0).must_answer();
    assert_eq!(held.on(Action::Escape), Reply::Ignored);
}

#[test]
fn the_answers_stay_in_sight_below_a_long_text() {
    let lines = vec![Label::from("kata ".repeat(900))];
    let answers = vec![Answer::danger(Label::from("JAWABAN".to_owned()))];
    let dialog = Dialog::answers("?".to_owned(), lines, answers);
    let mut buf = Buffer::empty(Rect::new(0, 0, 80, 15));
    dialog.draw(buf.area, &mut buf, &Look::full(Lang::Id));
    let picture = sample::picture(&buf);
    assert!(picture.contains("JAWABAN") && picture.contains("F8"), "{picture}");
}

#[test]
fn typed_answers_and_the_second_person() {
    let mut text = Dialog::text("?".to_owned(), vec![], Field::new(9), true);
    assert_eq!(text.on(Action::Main), Reply::Ignored, "nothing typed, nothing said");
    text.on(Action::Type('x'));
    assert_eq!(text.on(Action::Enter), Reply::Ignored);
    assert_eq!(text.on(Action::Main), Reply::Said);
    assert_eq!(text.typed(), "x");

    let mut sign_in = Dialog::sign_in("?".to_owned(), vec![]);
    // Whoever goes on without a name stays there, or the name would be typed as the passphrase.
    assert_eq!((sign_in.on(Action::Enter), sign_in.on(Action::Main)), (Reply::Moved, Reply::Moved));
    sign_in.paste("kasi");
    assert_eq!(sign_in.on(Action::Enter), Reply::Moved);
    assert_eq!(sign_in.on(Action::Enter), Reply::Moved, "no passphrase yet, and it says so");
    let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
    sign_in.draw(buf.area, &mut buf, &Look::full(Lang::Id));
    assert!(sample::picture(&buf).contains("wajib diisi"));
    sign_in.paste("frasa sandi");
    let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
    sign_in.draw(buf.area, &mut buf, &Look::full(Lang::Id));
    assert!(!sample::picture(&buf).contains("frasa"));
    assert_eq!(sign_in.on(Action::Enter), Reply::Said);
    assert_eq!(sign_in.typed(), "kasi");
    assert_eq!(sign_in.take_secret().as_str(), "frasa sandi");
    assert!(sign_in.take_secret().is_empty());
    assert!(!format!("{sign_in:?}").contains("kasi"));
}

#[test]
fn errors_freeze_until_escape_and_warnings_never_do() {
    let mut board = Board::default();
    board.tell(Notice::new(Severity::Warning, "w"));
    assert!(!board.frozen() && !board.on(Action::Escape));
    board.tell(Notice::new(Severity::Error, "e1"));
    board.tell(Notice::new(Severity::Good, "g"));
    board.tell(Notice::new(Severity::Error, "e2"));
    board.fade();
    assert!(board.frozen() && !board.on(Action::Enter) && !board.on(Action::Type('x')));
    assert_eq!(board.notice().map(|n| n.what.as_str()), Some("e1"));
    assert!(board.on(Action::Escape));
    assert_eq!(board.notice().map(|n| n.what.as_str()), Some("e2"), "a second error is not lost");
    assert!(board.on(Action::Escape) && !board.frozen());
    assert!(!format!("{:?}", Notice::new(Severity::Error, "MARNI")).contains("MARNI"));
}

#[test]
fn a_bar_is_empty_only_for_nothing_and_full_only_for_all() {
    let draw = |done, total| {
        let mut buf = Buffer::empty(Rect::new(0, 0, 4, 1));
        bar(buf.area, &mut buf, &Look::bare(Lang::Id), Role::Ok, done, total);
        buf.content.iter().map(|cell| cell.symbol()).collect::<String>()
    };
    assert_eq!(draw(0, 9), "....");
    assert_eq!(draw(1, 900), "#...");
    assert_eq!(draw(899, 900), "###.");
    assert_eq!(draw(9, 9), "####");
    assert_eq!(draw(99, 9), "####");
    assert_eq!(draw(5, 0), "....");
}

#[test]
fn help_turns_pages_and_closes() {
    let mut help = Help::new(STACKS[0]);
    let draw = |help: &Help| {
        let mut buf = Buffer::empty(Rect::new(0, 0, 80, 15));
        help.draw(buf.area, &mut buf, &Look::full(Lang::Id));
        sample::picture(&buf)
    };
    let first = draw(&help);
    assert!(first.contains("F8") && first.contains("Terima"));
    assert!(help.on(Action::PageDown));
    assert_ne!(draw(&help), first);
    for _ in 0..500 {
        help.on(Action::PageDown);
    }
    assert!(draw(&help).contains("Alt+"), "the last page stays reachable");
    assert!(!help.on(Action::Escape));
}
