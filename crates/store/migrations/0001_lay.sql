-- What an author writes, clips and wants published.
--
-- Identifiers of the model are 16-byte UUIDs, hashes 32 bytes, moments nanoseconds since 1970
-- (UTC). What the store itself never asks about is the model's JSON; what it does ask about is a
-- generated column over that JSON, so the two cannot disagree. Nothing cascades: no words of an
-- author may disappear because something beside them did.

PRAGMA application_id = 0x436f7570; -- "Coup"

CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A removed blog stays: its publications know which posts are ours there.
CREATE TABLE blog (
    id      BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name    TEXT NOT NULL,
    place   TEXT NOT NULL, -- its folder, or its interface's address
    data    TEXT NOT NULL, -- Blog
    removed INTEGER
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX blog_name ON blog (name) WHERE removed IS NULL;

-- `title` and `snippet` are copies from the latest revision, so that listing reads no bodies.
CREATE TABLE draft (
    key     INTEGER PRIMARY KEY,
    id      BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    latest  INTEGER NOT NULL REFERENCES revision (id) DEFERRABLE INITIALLY DEFERRED,
    title   TEXT NOT NULL,
    snippet TEXT NOT NULL,
    blog    BLOB REFERENCES blog (id),
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    trashed INTEGER
) STRICT;

CREATE INDEX draft_latest ON draft (latest);
CREATE INDEX draft_blog ON draft (blog) WHERE blog IS NOT NULL;
CREATE INDEX draft_shelf ON draft (updated DESC, key DESC) WHERE trashed IS NULL;
CREATE INDEX draft_trash ON draft (trashed DESC, key DESC) WHERE trashed IS NOT NULL;

-- A whole body, never altered. Revisions are spliced from it.
CREATE TABLE text (
    id    INTEGER PRIMARY KEY,
    draft BLOB NOT NULL REFERENCES draft (id),
    body  TEXT NOT NULL
) STRICT;

CREATE INDEX text_draft ON text (draft);

-- A saved version. Its body is the first `head` bytes of its text, `middle`, and the text's last
-- `tail` bytes. Numbers are never used again.
CREATE TABLE revision (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    draft  BLOB NOT NULL REFERENCES draft (id),
    saved  INTEGER NOT NULL,
    reason TEXT NOT NULL, -- RevisionReason
    kind   TEXT NOT NULL GENERATED ALWAYS AS (reason ->> '$.kind') VIRTUAL,
    fields TEXT NOT NULL, -- Content, its body empty
    text   INTEGER NOT NULL REFERENCES text (id),
    head   INTEGER NOT NULL CHECK (head >= 0),
    middle TEXT NOT NULL,
    tail   INTEGER NOT NULL CHECK (tail >= 0)
) STRICT;

CREATE INDEX revision_draft ON revision (draft, id);
CREATE INDEX revision_text ON revision (text);
CREATE INDEX revision_typed ON revision (draft, saved) WHERE kind = 'typed';

-- A file under media/, which was on disk before its row.
CREATE TABLE media (
    hash       BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    mime       TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    width_px   INTEGER NOT NULL,
    height_px  INTEGER NOT NULL,
    name       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE clipping (
    key       INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    original  BLOB NOT NULL REFERENCES media (hash),
    web       BLOB REFERENCES media (hash),
    "full"    BLOB REFERENCES media (hash),
    title     TEXT NOT NULL,
    snippet   TEXT NOT NULL,
    newspaper TEXT NOT NULL,
    data      TEXT NOT NULL, -- Clipping, without its reading
    state     TEXT NOT NULL GENERATED ALWAYS AS (data ->> '$.state.kind') STORED,
    created   INTEGER NOT NULL,
    updated   INTEGER NOT NULL,
    trashed   INTEGER
) STRICT;

CREATE INDEX clipping_original ON clipping (original);
CREATE INDEX clipping_web ON clipping (web) WHERE web IS NOT NULL;
CREATE INDEX clipping_full ON clipping ("full") WHERE "full" IS NOT NULL;
CREATE INDEX clipping_shelf ON clipping (updated DESC, key DESC) WHERE trashed IS NULL;
CREATE INDEX clipping_trash ON clipping (trashed DESC, key DESC) WHERE trashed IS NOT NULL;
CREATE INDEX clipping_waiting ON clipping (created) WHERE state = 'waiting';

-- The recognised words with their places: much larger than the rest, and seldom changed.
CREATE TABLE reading (
    clipping BLOB NOT NULL PRIMARY KEY REFERENCES clipping (id),
    data     TEXT NOT NULL -- Reading
) STRICT;

-- A draft on a blog. The generated references keep every revision that it names from thinning.
CREATE TABLE publication (
    id              BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    draft           BLOB NOT NULL REFERENCES draft (id),
    blog            BLOB NOT NULL REFERENCES blog (id),
    mark            BLOB NOT NULL UNIQUE CHECK (length(mark) = 16),
    wanted          TEXT NOT NULL, -- Wanted
    observed        TEXT NOT NULL, -- Observed
    attempt         TEXT,          -- Attempt
    standing        TEXT NOT NULL, -- Standing
    before          TEXT,          -- what the last press replaced, while it can be undone
    due             INTEGER,       -- when the worker has to look at it; null: not by itself
    shelved         INTEGER NOT NULL GENERATED ALWAYS AS
        (standing ->> '$.kind' <> 'cancelled' OR observed ->> '$.post' IS NOT NULL) STORED,
    wanted_revision INTEGER NOT NULL GENERATED ALWAYS AS (wanted ->> '$.revision') STORED
        REFERENCES revision (id),
    base_revision   INTEGER GENERATED ALWAYS AS (observed ->> '$.base.revision') STORED
        REFERENCES revision (id),
    theirs_revision INTEGER GENERATED ALWAYS AS (observed ->> '$.theirs.revision') STORED
        REFERENCES revision (id),
    attempt_revision INTEGER GENERATED ALWAYS AS (attempt ->> '$.revision') STORED
        REFERENCES revision (id),
    UNIQUE (draft, blog)
) STRICT;

CREATE INDEX publication_blog ON publication (blog);
CREATE INDEX publication_shelved ON publication (draft) WHERE shelved;
CREATE INDEX publication_due ON publication (due) WHERE due IS NOT NULL;
CREATE INDEX publication_wanted ON publication (wanted_revision);
CREATE INDEX publication_base ON publication (base_revision) WHERE base_revision IS NOT NULL;
CREATE INDEX publication_theirs ON publication (theirs_revision) WHERE theirs_revision IS NOT NULL;
CREATE INDEX publication_attempt ON publication (attempt_revision)
    WHERE attempt_revision IS NOT NULL;

-- A picture on its way to, or in, a blog's library.
CREATE TABLE upload (
    blog    BLOB NOT NULL REFERENCES blog (id),
    hash    BLOB NOT NULL REFERENCES media (hash),
    attempt INTEGER,
    media   TEXT, -- RemoteMedia
    PRIMARY KEY (blog, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX upload_hash ON upload (hash);
