CREATE INDEX act_app ON act (app) WHERE app IS NOT NULL;
CREATE INDEX act_day ON act (day) WHERE day IS NOT NULL;
CREATE INDEX application_nik ON application (nik) WHERE nik IS NOT NULL;
CREATE UNIQUE INDEX application_no ON application (no, year);
CREATE INDEX application_number ON application (number);
CREATE INDEX application_open ON application (id) WHERE open = 1;
CREATE INDEX application_phone ON application (phone) WHERE phone IS NOT NULL;
CREATE INDEX invalid_card_kept ON invalid_card (id) WHERE kept = 1;
CREATE INDEX invalid_card_record ON invalid_card (year, no) WHERE year IS NOT NULL;
CREATE INDEX invalid_card_seq ON invalid_card (seq);
CREATE TABLE act (
    seq INTEGER PRIMARY KEY,
    day TEXT,
    app INTEGER
) STRICT;
CREATE TABLE application (
    id       INTEGER PRIMARY KEY,
    open     INTEGER NOT NULL CHECK (open IN (0, 1)),
    stage    TEXT NOT NULL CHECK (length(stage) = 1),
    year     INTEGER NOT NULL,
    no       INTEGER NOT NULL,
    number   TEXT NOT NULL COLLATE NOCASE,
    nik      TEXT,
    name     TEXT,
    name_key TEXT,
    phone    TEXT,
    kk       TEXT,
    day      TEXT NOT NULL,
    ended_ms INTEGER,
    doc      BLOB NOT NULL,
    person   BLOB
) STRICT;
CREATE TABLE day (
    date       TEXT PRIMARY KEY,
    closed_seq INTEGER,
    upto       INTEGER NOT NULL,
    doc        BLOB NOT NULL
) STRICT;
CREATE TABLE day_close (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    seq    INTEGER NOT NULL,
    size   INTEGER NOT NULL,
    peaks  BLOB NOT NULL CHECK (length(peaks) % 32 = 0),
    key    BLOB CHECK (length(key) = 32)
) STRICT;
CREATE TABLE draft (
    account BLOB NOT NULL CHECK (length(account) = 16),
    station TEXT NOT NULL,
    screen  TEXT NOT NULL,
    body    BLOB NOT NULL CHECK (length(body) <= 65536),
    PRIMARY KEY (account, station, screen)
) STRICT, WITHOUT ROWID;
CREATE TABLE erasure (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    count INTEGER NOT NULL
) STRICT;
CREATE TABLE invalid_card (
    id   INTEGER PRIMARY KEY,
    seq  INTEGER NOT NULL,
    kept INTEGER NOT NULL CHECK (kept IN (0, 1)),
    year INTEGER,
    no   INTEGER,
    doc  BLOB NOT NULL
) STRICT;
CREATE TABLE journal (
    seq   INTEGER PRIMARY KEY CHECK (seq > 0),
    entry BLOB NOT NULL CHECK (length(entry) BETWEEN 1 AND 16384),
    hash  BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE VIRTUAL TABLE name_part USING fts5 (
    name_key, content = 'application', content_rowid = 'id', detail = none,
    tokenize = "trigram case_sensitive 1"
);
CREATE VIRTUAL TABLE name_word USING fts5 (
    name_key, content = 'application', content_rowid = 'id', detail = none, prefix = '1 2 3 4 5 6 7 8 9 10',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* S* Co'"
);
CREATE TABLE office (
    part TEXT PRIMARY KEY CHECK (part IN ('desk', 'rules')),
    seq  INTEGER NOT NULL,
    doc  BLOB NOT NULL
) STRICT;
CREATE TABLE personal (
    seq  INTEGER PRIMARY KEY REFERENCES journal (seq),
    salt BLOB NOT NULL CHECK (length(salt) = 32),
    body BLOB NOT NULL
) STRICT;
CREATE TABLE secret (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
CREATE TRIGGER journal_in_order BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER personal_no_update BEFORE UPDATE ON personal
BEGIN SELECT RAISE(ABORT, 'a personal block is erased, never changed'); END;
