CREATE TABLE IF NOT EXISTS organization (
    slug TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;

-- No secret is ever here: "digest" is the SHA-256 of 256 random bits.
CREATE TABLE IF NOT EXISTS key (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL REFERENCES organization (slug),
    label TEXT NOT NULL,
    roles TEXT NOT NULL,
    read_only INTEGER NOT NULL,
    graphs TEXT,
    created TEXT NOT NULL,
    expires TEXT NOT NULL,
    digest TEXT NOT NULL,
    previous_digest TEXT,
    previous_until TEXT,
    revoked TEXT,
    last_used TEXT
) STRICT;

-- Each change holds the digest of the one before it: see changes.py.
CREATE TABLE IF NOT EXISTS change (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    record TEXT NOT NULL,
    previous TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TRIGGER IF NOT EXISTS change_stays BEFORE UPDATE ON change
BEGIN SELECT RAISE (ABORT, 'the log of changes is append-only'); END;

CREATE TRIGGER IF NOT EXISTS change_remains BEFORE DELETE ON change
BEGIN SELECT RAISE (ABORT, 'the log of changes is append-only'); END;
