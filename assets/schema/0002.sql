-- Schema 2. Projection: every invalid card of the register, kept or gone; `year` and `no` name the record of its
-- destruction. The step that brings an older file here replays the journal into it.

CREATE TABLE invalid_card (
    id   INTEGER PRIMARY KEY,
    seq  INTEGER NOT NULL,
    kept INTEGER NOT NULL CHECK (kept IN (0, 1)),
    year INTEGER,
    no   INTEGER,
    doc  BLOB NOT NULL
) STRICT;

CREATE INDEX invalid_card_kept ON invalid_card (id) WHERE kept = 1;
CREATE INDEX invalid_card_seq ON invalid_card (seq);
CREATE INDEX invalid_card_record ON invalid_card (year, no) WHERE year IS NOT NULL;
