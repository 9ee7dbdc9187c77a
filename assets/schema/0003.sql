-- Schema 3. What seals the days, and what a seal is made of.

-- Neither journal nor projection: what only this ledger knows, by name. Never printed, never exported; it goes
-- where the file goes, backups included.
CREATE TABLE secret (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- Projection: every close by its number. `size` entries are under it, `peaks` are the roots of the full subtrees
-- of their Merkle tree from left to right, so that the next close reads only what came after; `key` is the public
-- key the office sealed with then.
CREATE TABLE day_close (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    seq    INTEGER NOT NULL,
    size   INTEGER NOT NULL,
    peaks  BLOB NOT NULL CHECK (length(peaks) % 32 = 0),
    key    BLOB CHECK (length(key) = 32)
) STRICT;

