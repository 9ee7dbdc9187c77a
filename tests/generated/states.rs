//! docs/states.md: what may be asked of a file, by where it stands and by whose role; the reviewed table of the
//! office's rules.

use super::places::*;
use super::same;
use crate::harness::*;
use loket::domain::access::{Errand, may};
use loket::domain::command::Command;
use loket::domain::id::{AccountId, AppId};
use loket::domain::policy::Policy;
use loket::domain::refusal::Refusal;
use loket::domain::terms::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

type Answer = Result<Vec<&'static str>, Refusal>;

fn ask(b: &Bench, actor: AccountId, command: &Command) -> Answer {
    let mut order = b.order(actor);
    if matches!(command, Command::OverrideTest { .. }) {
        order.approver = Some(SUPERVISOR);
    }
    let drafts = b.ask(command, &order)?;
    Ok(drafts.iter().map(|d| d.event.kind()).collect())
}

/// One cell: one answer for all roles that may ask at all, or one each.
fn cell(answers: &[(char, Answer)], events: &mut BTreeSet<String>) -> String {
    let told: Vec<(char, String)> = answers
        .iter()
        .map(|(role, answer)| match answer {
            Ok(kinds) => {
                events.insert(kinds.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(" + "));
                (*role, "**yes**".to_owned())
            }
            Err(refusal) => (*role, refusal.code().to_owned()),
        })
        .collect();
    match told.first() {
        Some((_, first)) if told.iter().all(|(_, other)| other == first) => first.clone(),
        _ => told.iter().map(|(role, told)| format!("{role} {told}")).collect::<Vec<_>>().join("<br>"),
    }
}

/// Rows of one table: name, who may ask, a cell for every office given, and the events seen.
fn rows(list: Vec<Vec<(Command, &Bench)>>) -> String {
    let mut out = String::new();
    for row in list {
        let asked: Vec<Vec<(char, Answer)>> = row
            .iter()
            .map(|(command, bench)| ROLES.iter().map(|(role, actor)| (*role, ask(bench, *actor, command))).collect())
            .collect();
        let barred = |role: char| {
            asked
                .iter()
                .flatten()
                .filter(|(r, _)| *r == role)
                .all(|(_, a)| matches!(a, Err(Refusal::RoleMissing { .. })))
        };
        let who: Vec<char> = ROLES.iter().map(|(role, _)| *role).filter(|role| !barred(*role)).collect();
        let mut events = BTreeSet::new();
        let cells: Vec<String> = asked
            .iter()
            .map(|answers| {
                let of: Vec<(char, Answer)> = answers.iter().filter(|(r, _)| who.contains(r)).cloned().collect();
                cell(&of, &mut events)
            })
            .collect();
        let by: Vec<String> = who.iter().map(char::to_string).collect();
        let events: Vec<String> = events.into_iter().collect();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            name(&row[0].0),
            by.join(" "),
            cells.join(" | "),
            events.join("<br>")
        );
    }
    out
}

fn heading(columns: &[&str]) -> String {
    format!("| Command | By | {} | Events |\n|---|---|{}---|\n", columns.join(" | "), "---|".repeat(columns.len()))
}

fn file_table() -> String {
    let places: Vec<(Bench, AppId)> = PLACES.iter().map(|(place, _)| at(place)).collect();
    // An approval can only be decided once it was asked for.
    let waiting: Vec<(Bench, AppId)> = PLACES
        .iter()
        .map(|(place, _)| {
            let (mut b, app) = at(place);
            // Refused for a file that has ended; the row then shows that too.
            let _ = b
                .act(OPERATOR, Command::RequestApproval { app, topic: ApprovalTopic::RejectCard, note: note("mohon") });
            (b, app)
        })
        .collect();
    // Of every place, what may be asked there; then row by row across the places.
    let mut asked: Vec<_> =
        places.iter().zip(&waiting).map(|((b, app), (w, _))| (about(b, *app).into_iter(), b, w)).collect();
    let mut list = Vec::new();
    while asked[0].0.len() > 0 {
        let row = asked.iter_mut().map(|(commands, b, w)| {
            let command = commands.next().expect("as many in every place");
            let bench = if matches!(command, Command::DecideApproval { .. }) { *w } else { *b };
            (command, bench)
        });
        list.push(row.collect());
    }
    let columns: Vec<&str> = PLACES.iter().map(|(place, _)| *place).collect();
    heading(&columns) + &rows(list)
}

fn office_table() -> String {
    let closed = Bench::closed_office();
    let open = Bench::open_office(5);
    let mut troubled = Bench::open_office(5);
    troubled.act(SUPERVISOR, trouble(&[TroubleCause::Network])).expect("trouble");
    let list = office().into_iter().map(|command| {
        let benches = [&closed, &open, &troubled];
        benches.into_iter().map(|b| (read_to_the_end(&command, b), b)).collect()
    });
    heading(&["no day open", "day open", "network trouble"]) + &rows(list.collect())
}

/// The day is closed on the book as it stands at this place.
fn read_to_the_end(command: &Command, b: &Bench) -> Command {
    let mut command = command.clone();
    if let Command::CloseDay(count) = &mut command {
        count.upto = b.office.desk.seq;
    }
    command
}

fn trouble_table() -> String {
    let mut out =
        format!("| Command | {} |\n|---|", TroubleCause::ALL.iter().map(|c| c.code()).collect::<Vec<_>>().join(" | "));
    out += &"---|".repeat(TroubleCause::ALL.len());
    out.push('\n');
    for (place, row) in [
        ("P", "ConfirmComplete"),
        ("O", "RecordData"),
        ("R", "Resume"),
        ("O3", "StartPrint"),
        ("A", "StartActivation"),
        ("U", "HandOver"),
    ] {
        let mut cells = Vec::new();
        for cause in TroubleCause::ALL {
            let (mut b, app) = at(place);
            b.act(SUPERVISOR, trouble(&[*cause])).expect("trouble");
            let command = about(&b, app).into_iter().find(|c| name(c) == row).expect("a row");
            let answers: Vec<Answer> = ROLES.iter().map(|(_, actor)| ask(&b, *actor, &command)).collect();
            let said = answers.into_iter().find(|a| !matches!(a, Err(Refusal::RoleMissing { .. }))).expect("a role");
            cells.push(said.map_or_else(|refusal| refusal.code().to_owned(), |_| "**yes**".to_owned()));
        }
        let _ = writeln!(out, "| {row} | {} |", cells.join(" | "));
    }
    out
}

/// Every cell of the tables by itself: the command's row, where it is asked, by whom, and the answer.
fn cells(policy: &Policy) -> Vec<(String, &'static str, char, Answer)> {
    let under = |mut b: Bench| {
        b.office.rules.policy = policy.clone();
        b
    };
    let mut all = Vec::new();
    for (place, _) in PLACES {
        let (b, app) = at(place);
        let b = under(b);
        for command in about(&b, app) {
            all.extend(ROLES.iter().map(|(role, actor)| (name(&command), *place, *role, ask(&b, *actor, &command))));
        }
    }
    for (place, b) in [("closed", Bench::closed_office()), ("open", Bench::open_office(5))] {
        let b = under(b);
        for command in office() {
            let command = read_to_the_end(&command, &b);
            all.extend(ROLES.iter().map(|(role, actor)| (name(&command), place, *role, ask(&b, *actor, &command))));
        }
    }
    all
}

fn code(answer: &Answer) -> &'static str {
    answer.as_ref().err().map_or("yes", Refusal::code)
}

/// How many cells there are of each answer.
fn count_table() -> String {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (_, _, role, answer) in cells(&Policy::default()) {
        let column = ROLES.iter().position(|(known, _)| *known == role).expect("a role");
        counts.entry(code(&answer)).or_default()[column] += 1;
    }
    let mut out = String::from("| Answer | R | O | S |\n|---|---|---|---|\n");
    for (code, [r, o, s]) in counts {
        let _ = writeln!(out, "| {code} | {r} | {o} | {s} |");
    }
    out
}

/// What is done with the ledger as a whole from the command line, by role.
fn errand_table() -> String {
    let b = Bench::open_office(5);
    let mut out = String::from("| Errand | R | O | S |\n|---|---|---|---|\n");
    for errand in Errand::ALL {
        let answers = ROLES.iter().map(|(_, actor)| match may(&b.office, *actor, errand) {
            Ok(()) => "**yes**",
            Err(refusal) => refusal.code(),
        });
        let _ = writeln!(out, "| {errand:?} | {} |", answers.collect::<Vec<_>>().join(" | "));
    }
    out
}

#[test]
fn policy_widens_who_hands_over_and_who_closes_and_nothing_else() {
    let widened = Policy { register_hands_over: true, acting_closers: vec![OFFICER, OPERATOR], ..Policy::default() };
    let (usual, other) = (cells(&Policy::default()), cells(&widened));
    assert_eq!(usual.len(), other.len());
    let mut differ = BTreeSet::new();
    for (a, b) in usual.iter().zip(&other).filter(|(a, b)| code(&a.3) != code(&b.3)) {
        assert_eq!(code(&a.3), "R-002", "{a:?} {b:?}");
        differ.insert((a.0.as_str(), a.2));
    }
    let expected = [
        ("AdoptSealKey", 'O'),
        ("AdoptSealKey", 'R'),
        ("CloseDay", 'O'),
        ("CloseDay", 'R'),
        ("HandOver", 'R'),
        // Closing writes the agenda.
        ("NoteAccess (export the agenda)", 'O'),
    ];
    assert_eq!(differ, BTreeSet::from(expected));
}

#[test]
fn nobody_without_a_role_may_do_anything() {
    let stranger = AccountId([0xee; 16]);
    let (b, app) = at("O3");
    for command in about(&b, app).into_iter().chain(office()) {
        let by = |actor: AccountId| b.ask(&command, &b.order(actor));
        assert_eq!(by(stranger), Err(Refusal::UnknownAccount), "{}", name(&command));
        let mut off = Bench::open_office(5);
        off.act(SUPERVISOR, Command::DisableAccount { account: OPERATOR }).expect("switched off");
        let asked = off.ask(&command, &off.order(OPERATOR));
        assert_eq!(asked, Err(Refusal::UnknownAccount), "{} by an account switched off", name(&command));
    }
}

/// A person who holds one role never gets further than the roles of the command say.
#[test]
fn no_command_is_answered_yes_outside_its_roles() {
    for (row, place, role, answer) in cells(&Policy::default()) {
        if let Err(Refusal::RoleMissing { needs }) = &answer {
            let own = [Role::RegisterOfficer, Role::Operator, Role::Supervisor];
            let column = ROLES.iter().position(|(known, _)| *known == role).expect("a role");
            assert!(!needs.contains(&own[column]), "{row} at {place}: {role} is told to ask {role}");
        }
    }
}

#[test]
fn states() {
    let mut out = String::from(
        "<!-- Written by the test generated::states from the rules. -->\n# What may be asked, where and by whom\n\n\
         Every command on a file that stands in each place, asked in each role of a person who holds no other: R register\n\
         officer, O operator, S supervisor. A column shows the code of the refusal ([errors.md](errors.md)) or **yes**;\n\
         roles that are always refused for lack of the role (R-002) are left out of *By* and of the cells. The file is a\n\
         lost card (II.C.1) and every command is filled in as a clerk would; `OverrideTest` carries the supervisor as the\n\
         second person, `DecideApproval` finds a request by the operator. Policy is the default.\n\n## A file\n\n",
    );
    for (place, means) in PLACES {
        let _ = writeln!(out, "- **{place}** {means}");
    }
    let _ = write!(out, "\n{}\n## The office\n\n{}\n", file_table(), office_table());
    let _ = write!(
        out,
        "## The ledger as a whole\n\nFrom the command line, after signing in.\n\n{}\n## Answers counted\n\nHow many \
         cells of the tables of a file and of the office (no day open, day open) have each answer, by role.\n\n{}\n",
        errand_table(),
        count_table()
    );
    let _ = write!(out, "## Under trouble\n\nWhat each cause closes; everything else goes on.\n\n{}", trouble_table());
    same("states.md", &out);
}

#[test]
fn every_command_has_a_row() {
    let (b, app) = at("P");
    let rows: BTreeSet<String> = about(&b, app).iter().chain(&office()).map(name).collect();
    let rows: BTreeSet<&str> = rows.iter().map(|row| row.split(' ').next().unwrap_or_default()).collect();
    let commands = crate::tidy::docs::commands();
    assert_eq!(rows, commands.iter().map(String::as_str).collect(), "rows and commands differ");
}

#[test]
fn every_place_is_what_it_says() {
    for (place, _) in PLACES {
        let (b, app) = at(place);
        assert_eq!(b.app(app).stage.letter().to_string(), place[..1], "{place}");
        b.assert_balanced();
    }
}
