//! Reading a rule file, and saying exactly where it is wrong.
//!
//! Separate because an office edits this file by hand: every mistake is found before anything of it is in
//! force and is named with line and key. Must not know where the text came from.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{RuleError, RuleErrorKind};
use super::forbidden::demanded;
use super::{
    Checklist, Forbidden, Item, ItemId, MAX_CITATION, MAX_FILE, MAX_ID, MAX_ITEMS, MAX_LABEL, Need, RuleSet, Words,
};
use crate::domain::clean::{fold, line};
use crate::domain::reason::ReasonCode;
use crate::domain::status::CentralStatus;

type Loaded<T> = Result<T, RuleError>;

/// Reads the whole file.
pub(super) fn rule_set(text: &str) -> Loaded<RuleSet> {
    let whole = |line, kind| RuleError { line, key: String::new(), kind };
    if text.len() > MAX_FILE {
        return Err(whole(1, RuleErrorKind::FileTooLarge(text.len())));
    }
    let parsed = DeTable::parse(text).map_err(|error| {
        let line = line_of(text, error.span().map_or(0, |span| span.start));
        whole(line, RuleErrorKind::Syntax(error.message().to_owned()))
    })?;
    let root = Place { source: text, path: String::new(), at: 0, table: parsed.get_ref() };
    root.only(&["format", "version", "other_statuses", "forbidden", "reason"])?;
    let format = root.need("format")?;
    if format.get_ref().as_integer().map(|number| number.as_str()) != Some("1") {
        return Err(root.error("format", format.span().start, RuleErrorKind::Format));
    }
    let version = root.text("version", MAX_ID)?;
    let declared = declared_statuses(&root)?;
    let forbidden = forbidden_list(&root)?;
    let mut found = Vec::new();
    for place in root.tables("reason")? {
        let checklist = checklist(&place, &version, &declared, &forbidden)?;
        if found.iter().any(|earlier: &Checklist| earlier.reason == checklist.reason) {
            return Err(place.error("code", place.start("code"), RuleErrorKind::Duplicate));
        }
        found.push(checklist);
    }
    found.sort_by_key(|checklist| checklist.reason);
    let absent = ReasonCode::ALL.into_iter().find(|reason| found.iter().all(|list| list.reason != *reason));
    let missing = |reason| root.error("reason", root.start("reason"), RuleErrorKind::MissingReason(reason));
    match (absent, found.try_into()) {
        (None, Ok(checklists)) => Ok(RuleSet { version, checklists, forbidden }),
        (absent, _) => Err(missing(absent.unwrap_or(ReasonCode::New))),
    }
}

fn declared_statuses(root: &Place) -> Loaded<Vec<CentralStatus>> {
    if root.get("other_statuses").is_none() {
        return Ok(Vec::new());
    }
    let texts = root.texts("other_statuses", crate::domain::person::STATUS_TEXT)?;
    let status = |(at, text): (usize, String)| {
        CentralStatus::parse(&text).map_err(|_| root.error("other_statuses", at, RuleErrorKind::Empty))
    };
    texts.into_iter().map(status).collect()
}

fn forbidden_list(root: &Place) -> Loaded<Vec<Forbidden>> {
    let mut list: Vec<Forbidden> = Vec::new();
    for place in root.tables("forbidden")? {
        place.only(&["id", "label", "words", "citation"])?;
        let id = place.id("id")?;
        if list.iter().any(|earlier| earlier.id == id) {
            return Err(place.error("id", place.start("id"), RuleErrorKind::Duplicate));
        }
        let label = place.words("label")?;
        let mut words = Vec::new();
        for (at, phrase) in place.texts("words", MAX_LABEL)? {
            let phrase = fold(&phrase);
            if phrase.is_empty() {
                return Err(place.error("words", at, RuleErrorKind::Empty));
            }
            words.push(phrase);
        }
        if words.is_empty() {
            return Err(place.error("words", place.start("words"), RuleErrorKind::Empty));
        }
        list.push(Forbidden { id, label, words, citation: place.text("citation", MAX_CITATION)? });
    }
    Ok(list)
}

fn checklist(place: &Place, version: &str, declared: &[CentralStatus], forbidden: &[Forbidden]) -> Loaded<Checklist> {
    place.only(&["code", "title", "statuses", "item"])?;
    let code = place.text("code", MAX_ID)?;
    let reason = ReasonCode::ALL.into_iter().find(|reason| reason.code() == code);
    let reason = reason.ok_or_else(|| place.error("code", place.start("code"), RuleErrorKind::UnknownReason))?;
    let title = place.words("title")?;
    let statuses = statuses(place, declared)?;
    let places = place.tables("item")?;
    if places.is_empty() {
        return Err(place.error("item", place.start("item"), RuleErrorKind::Empty));
    }
    if let Some(tenth) = places.get(MAX_ITEMS) {
        return Err(place.error("item", tenth.at, RuleErrorKind::TooManyItems(places.len())));
    }
    let mut items: Vec<Item> = Vec::new();
    for place in places {
        let item = item(&place, forbidden)?;
        if items.iter().any(|earlier| earlier.id == item.id) {
            return Err(place.error("id", place.start("id"), RuleErrorKind::Duplicate));
        }
        items.push(item);
    }
    Ok(Checklist { reason, version: version.to_owned(), title, statuses, items })
}

fn statuses(place: &Place, declared: &[CentralStatus]) -> Loaded<Vec<CentralStatus>> {
    let mut list = Vec::new();
    for (at, text) in place.texts("statuses", crate::domain::person::STATUS_TEXT)? {
        let error = |kind| place.error("statuses", at, kind);
        let status = CentralStatus::parse(&text).map_err(|_| error(RuleErrorKind::Empty))?;
        if matches!(status, CentralStatus::Other(_)) && !declared.contains(&status) {
            return Err(error(RuleErrorKind::UnknownStatus));
        }
        if !status.printable() {
            return Err(error(RuleErrorKind::NotPrintable));
        }
        if list.contains(&status) {
            return Err(error(RuleErrorKind::Duplicate));
        }
        list.push(status);
    }
    if list.is_empty() {
        return Err(place.error("statuses", place.start("statuses"), RuleErrorKind::Empty));
    }
    Ok(list)
}

fn item(place: &Place, forbidden: &[Forbidden]) -> Loaded<Item> {
    place.only(&["id", "label", "need", "when", "citation"])?;
    let id = place.id("id")?;
    let label = place.words("label")?;
    let need = match place.text("need", MAX_ID)?.as_str() {
        "required" => Need::Required,
        "conditional" => Need::Conditional,
        "optional" => Need::Optional,
        _ => return Err(place.error("need", place.start("need"), RuleErrorKind::UnknownNeed)),
    };
    let when = match (need, place.get("when")) {
        (Need::Conditional, None) => {
            return Err(place.error("when", place.at, RuleErrorKind::WhenMissing));
        }
        (Need::Conditional, Some(_)) => Some(place.words("when")?),
        (_, Some(when)) => {
            return Err(place.error("when", when.span().start, RuleErrorKind::WhenNotNeeded));
        }
        (_, None) => None,
    };
    let citation = place.text("citation", MAX_CITATION)?;
    let check = |key: &str, texts: &[&str]| match demanded(forbidden, id.as_str(), texts) {
        Some(document) => Err(place.error(key, place.start(key), RuleErrorKind::Forbidden(document.to_owned()))),
        None => Ok(()),
    };
    check("id", &[])?;
    check("label", &[&label.id, &label.en])?;
    if let Some(Words { id: when_id, en }) = &when {
        check("when", &[when_id, en])?;
    }
    Ok(Item { id, label, need, when, citation })
}

/// A table of the file and where it stands.
struct Place<'a> {
    source: &'a str,
    path: String,
    at: usize,
    table: &'a DeTable<'a>,
}

impl<'a> Place<'a> {
    fn error(&self, key: &str, at: usize, kind: RuleErrorKind) -> RuleError {
        RuleError { line: line_of(self.source, at), key: self.path_of(key), kind }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Refuses keys that are not among `known`.
    fn only(&self, known: &[&str]) -> Loaded<()> {
        match self.table.iter().find(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            Some((key, _)) => Err(self.error(key.get_ref(), key.span().start, RuleErrorKind::UnknownKey)),
            None => Ok(()),
        }
    }

    fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn need(&self, key: &str) -> Loaded<&'a Spanned<DeValue<'a>>> {
        self.get(key).ok_or_else(|| self.error(key, self.at, RuleErrorKind::MissingKey))
    }

    /// Where the key's value begins, or else its table.
    fn start(&self, key: &str) -> usize {
        self.get(key).map_or(self.at, |value| value.span().start)
    }

    fn line(&self, key: &str, max: usize, value: &Spanned<DeValue>) -> Loaded<String> {
        let error = |kind| self.error(key, value.span().start, kind);
        let text = value.get_ref().as_str().ok_or_else(|| error(RuleErrorKind::WrongType("a text")))?;
        let text = line(text, max).map_err(|long| error(RuleErrorKind::TooLong { len: long.len, max: long.max }))?;
        if text.is_empty() { Err(error(RuleErrorKind::Empty)) } else { Ok(text) }
    }

    fn text(&self, key: &str, max: usize) -> Loaded<String> {
        self.line(key, max, self.need(key)?)
    }

    fn id(&self, key: &str) -> Loaded<ItemId> {
        let text = self.text(key, MAX_ID)?;
        ItemId::parse(&text).map_err(|_| self.error(key, self.start(key), RuleErrorKind::BadId))
    }

    /// A list of texts with where each stands.
    fn texts(&self, key: &str, max: usize) -> Loaded<Vec<(usize, String)>> {
        let value = self.need(key)?;
        let wrong = || self.error(key, value.span().start, RuleErrorKind::WrongType("a list of texts"));
        let list = value.get_ref().as_array().ok_or_else(wrong)?;
        list.iter().map(|value| Ok((value.span().start, self.line(key, max, value)?))).collect()
    }

    fn words(&self, key: &str) -> Loaded<Words> {
        let value = self.need(key)?;
        let at = value.span().start;
        let wrong = || self.error(key, at, RuleErrorKind::WrongType("a table with id and en"));
        let table = value.get_ref().as_table().ok_or_else(wrong)?;
        let place = Place { source: self.source, path: self.path_of(key), at, table };
        place.only(&["id", "en"])?;
        Ok(Words { id: place.text("id", MAX_LABEL)?, en: place.text("en", MAX_LABEL)? })
    }

    fn tables(&self, key: &str) -> Loaded<Vec<Place<'a>>> {
        let value = self.need(key)?;
        let wrong = |at| self.error(key, at, RuleErrorKind::WrongType("a list of tables"));
        let list = value.get_ref().as_array().ok_or_else(|| wrong(value.span().start))?;
        let mut places = Vec::with_capacity(list.len());
        for (number, value) in list.iter().enumerate() {
            let at = value.span().start;
            let table = value.get_ref().as_table().ok_or_else(|| wrong(at))?;
            places.push(Place { source: self.source, path: format!("{}[{number}]", self.path_of(key)), at, table });
        }
        Ok(places)
    }
}

fn line_of(source: &str, at: usize) -> usize {
    source.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
