-- A home of schema 1 with rows in every state, as that version left it. Never altered: what it
-- holds must read for ever.

PRAGMA application_id = 1131378032;
PRAGMA user_version = 1;
PRAGMA foreign_keys = OFF;
BEGIN;

CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE blog (
    id      BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name    TEXT NOT NULL,
    place   TEXT NOT NULL, -- its folder, or its interface's address
    data    TEXT NOT NULL, -- Blog
    removed INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX blog_name ON blog (name) WHERE removed IS NULL;
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
CREATE TABLE text (
    id    INTEGER PRIMARY KEY,
    draft BLOB NOT NULL REFERENCES draft (id),
    body  TEXT NOT NULL
) STRICT;
CREATE INDEX text_draft ON text (draft);
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
CREATE TABLE reading (
    clipping BLOB NOT NULL PRIMARY KEY REFERENCES clipping (id),
    data     TEXT NOT NULL -- Reading
) STRICT;
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
CREATE TABLE upload (
    blog    BLOB NOT NULL REFERENCES blog (id),
    hash    BLOB NOT NULL REFERENCES media (hash),
    attempt INTEGER,
    media   TEXT, -- RemoteMedia
    PRIMARY KEY (blog, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_hash ON upload (hash);

INSERT INTO setting ("key", "value") VALUES ('theme', 'dark');
INSERT INTO blog ("id", "name", "place", "data", "removed") VALUES (x'01a20717c4c176c886895d37fdb64a2e', 'presse', 'https://laurent.example/wp-json/', '{"id":"01a20717-c4c1-76c8-8689-5d37fdb64a2e","name":"presse","kind":{"kind":"word_press","url":"https://laurent.example","api":"https://laurent.example/wp-json/","user":"laurent"},"title":"Le blog","language":"fr","time_zone":"Europe/Paris","features":{"details_block":false,"footnotes_block":false,"revisions":false,"version":""}}', NULL);
INSERT INTO blog ("id", "name", "place", "data", "removed") VALUES (x'01a20717c4cd721199e450906b1fcddd', 'ancien', '/blogs/ancien', '{"id":"01a20717-c4cd-7211-99e4-50906b1fcddd","name":"ancien","kind":{"kind":"folder","path":"/blogs/ancien"},"title":"Le blog","language":"fr","time_zone":"Europe/Paris","features":{"details_block":false,"footnotes_block":false,"revisions":false,"version":""}}', 1772000042000000000);
INSERT INTO draft ("key", "id", "latest", "title", "snippet", "blog", "created", "updated", "trashed") VALUES (1, x'019c936e380078b2804955dcd3f6e478', 6, 'Le maire', 'Le maire a parlé, à cœur ouvert. Paragraphe 0. Paragraphe 1. Paragraphe 2. Paragraphe 3. Paragraphe 4.', NULL, 1772000000000000000, 1772000004000000000, NULL);
INSERT INTO draft ("key", "id", "latest", "title", "snippet", "blog", "created", "updated", "trashed") VALUES (2, x'019c936e5b28714e9e7001f47294acd8', 7, 'À jeter', 'Le maire a parlé, à cœur ouvert.', NULL, 1772000009000000000, 1772000009000000000, 1772000010000000000);
INSERT INTO draft ("key", "id", "latest", "title", "snippet", "blog", "created", "updated", "trashed") VALUES (3, x'019c936e862078ccbc0d81f8b2b95abe', 8, 'Billet 0', 'Le maire a parlé, à cœur ouvert.', x'01a20717c4c176c886895d37fdb64a2e', 1772000020000000000, 1772000020000000000, NULL);
INSERT INTO draft ("key", "id", "latest", "title", "snippet", "blog", "created", "updated", "trashed") VALUES (4, x'019c936e86207b0ea7dd0786fb8816f7', 10, 'Billet 1', 'Le maire a parlé, à cœur ouvert.', x'01a20717c4c176c886895d37fdb64a2e', 1772000020000000000, 1772000020000000000, NULL);
INSERT INTO draft ("key", "id", "latest", "title", "snippet", "blog", "created", "updated", "trashed") VALUES (5, x'019c936e862079ee9334aaf7c724d591', 12, 'Billet 2', 'Le maire a parlé, à cœur ouvert.', x'01a20717c4c176c886895d37fdb64a2e', 1772000020000000000, 1772000020000000000, NULL);
INSERT INTO draft ("key", "id", "latest", "title", "snippet", "blog", "created", "updated", "trashed") VALUES (6, x'019c936e86207fe293c3f84d8f963081', 14, 'Billet 3', 'Le maire a parlé, à cœur ouvert.', x'01a20717c4c176c886895d37fdb64a2e', 1772000020000000000, 1772000020000000000, NULL);
INSERT INTO draft ("key", "id", "latest", "title", "snippet", "blog", "created", "updated", "trashed") VALUES (7, x'019c936e8620787384f91179c6e3e50b', 16, 'Billet 4', 'Le maire a parlé, à cœur ouvert.', x'01a20717c4c176c886895d37fdb64a2e', 1772000020000000000, 1772000020000000000, NULL);
INSERT INTO draft ("key", "id", "latest", "title", "snippet", "blog", "created", "updated", "trashed") VALUES (8, x'019c936e86207cc5ae56932c0e82d454', 18, 'Billet 5', 'Le maire a parlé, à cœur ouvert.', x'01a20717c4c176c886895d37fdb64a2e', 1772000020000000000, 1772000020000000000, NULL);
INSERT INTO draft ("key", "id", "latest", "title", "snippet", "blog", "created", "updated", "trashed") VALUES (9, x'019c936ed440726e8c999205ef167532', 20, 'Sur un blog retiré', 'Le maire a parlé, à cœur ouvert.', NULL, 1772000040000000000, 1772000040000000000, NULL);
INSERT INTO text ("id", "draft", "body") VALUES (1, x'019c936e380078b2804955dcd3f6e478', 'Le maire a parlé, à cœur ouvert.
');
INSERT INTO text ("id", "draft", "body") VALUES (2, x'019c936e5b28714e9e7001f47294acd8', 'Le maire a parlé, à cœur ouvert.
');
INSERT INTO text ("id", "draft", "body") VALUES (3, x'019c936e862078ccbc0d81f8b2b95abe', 'Le maire a parlé, à cœur ouvert.
');
INSERT INTO text ("id", "draft", "body") VALUES (4, x'019c936e86207b0ea7dd0786fb8816f7', 'Le maire a parlé, à cœur ouvert.
');
INSERT INTO text ("id", "draft", "body") VALUES (5, x'019c936e862079ee9334aaf7c724d591', 'Le maire a parlé, à cœur ouvert.
');
INSERT INTO text ("id", "draft", "body") VALUES (6, x'019c936e86207fe293c3f84d8f963081', 'Le maire a parlé, à cœur ouvert.
');
INSERT INTO text ("id", "draft", "body") VALUES (7, x'019c936e8620787384f91179c6e3e50b', 'Le maire a parlé, à cœur ouvert.
');
INSERT INTO text ("id", "draft", "body") VALUES (8, x'019c936e86207cc5ae56932c0e82d454', 'Le maire a parlé, à cœur ouvert.
');
INSERT INTO text ("id", "draft", "body") VALUES (9, x'019c936ed440726e8c999205ef167532', 'Le maire a parlé, à cœur ouvert.
');
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (1, x'019c936e380078b2804955dcd3f6e478', 1772000000000000000, '{"kind":"typed"}', '{"title":"Le maire","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 1, 36, '', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (2, x'019c936e380078b2804955dcd3f6e478', 1772000000000000000, '{"kind":"typed"}', '{"title":"Le maire","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 1, 36, 'Paragraphe 0.
', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (3, x'019c936e380078b2804955dcd3f6e478', 1772000001000000000, '{"kind":"named","name":"relu"}', '{"title":"Le maire","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 1, 36, 'Paragraphe 0.
Paragraphe 1.
', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (4, x'019c936e380078b2804955dcd3f6e478', 1772000002000000000, '{"kind":"restored","from":1}', '{"title":"Le maire","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 1, 36, 'Paragraphe 0.
Paragraphe 1.
Paragraphe 2.
', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (5, x'019c936e380078b2804955dcd3f6e478', 1772000003000000000, '{"kind":"merged"}', '{"title":"Le maire","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 1, 36, 'Paragraphe 0.
Paragraphe 1.
Paragraphe 2.
Paragraphe 3.
', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (6, x'019c936e380078b2804955dcd3f6e478', 1772000004000000000, '{"kind":"from_blog"}', '{"title":"Le maire","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 1, 36, 'Paragraphe 0.
Paragraphe 1.
Paragraphe 2.
Paragraphe 3.
Paragraphe 4.
', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (7, x'019c936e5b28714e9e7001f47294acd8', 1772000009000000000, '{"kind":"typed"}', '{"title":"À jeter","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 2, 36, '', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (8, x'019c936e862078ccbc0d81f8b2b95abe', 1772000020000000000, '{"kind":"published"}', '{"title":"Billet 0","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 3, 36, '', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (9, x'019c936e862078ccbc0d81f8b2b95abe', 1772000031000000000, '{"kind":"from_blog"}', '{"title":"Le leur","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 3, 0, 'x', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (10, x'019c936e86207b0ea7dd0786fb8816f7', 1772000020000000000, '{"kind":"published"}', '{"title":"Billet 1","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 4, 36, '', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (11, x'019c936e86207b0ea7dd0786fb8816f7', 1772000031000000000, '{"kind":"from_blog"}', '{"title":"Le leur","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 4, 0, 'x', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (12, x'019c936e862079ee9334aaf7c724d591', 1772000020000000000, '{"kind":"published"}', '{"title":"Billet 2","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 5, 36, '', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (13, x'019c936e862079ee9334aaf7c724d591', 1772000031000000000, '{"kind":"from_blog"}', '{"title":"Le leur","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 5, 0, 'x', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (14, x'019c936e86207fe293c3f84d8f963081', 1772000020000000000, '{"kind":"published"}', '{"title":"Billet 3","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 6, 36, '', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (15, x'019c936e86207fe293c3f84d8f963081', 1772000031000000000, '{"kind":"from_blog"}', '{"title":"Le leur","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 6, 0, 'x', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (16, x'019c936e8620787384f91179c6e3e50b', 1772000020000000000, '{"kind":"published"}', '{"title":"Billet 4","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 7, 36, '', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (17, x'019c936e8620787384f91179c6e3e50b', 1772000031000000000, '{"kind":"from_blog"}', '{"title":"Le leur","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 7, 0, 'x', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (18, x'019c936e86207cc5ae56932c0e82d454', 1772000020000000000, '{"kind":"published"}', '{"title":"Billet 5","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 8, 36, '', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (19, x'019c936e86207cc5ae56932c0e82d454', 1772000031000000000, '{"kind":"from_blog"}', '{"title":"Le leur","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 8, 0, 'x', 0);
INSERT INTO revision ("id", "draft", "saved", "reason", "fields", "text", "head", "middle", "tail") VALUES (20, x'019c936ed440726e8c999205ef167532', 1772000040000000000, '{"kind":"published"}', '{"title":"Sur un blog retiré","body":"","slug":"","excerpt":"","categories":[],"tags":[],"cover":"","language":"fr","comments":"open"}', 9, 36, '', 0);
INSERT INTO media ("hash", "mime", "size_bytes", "width_px", "height_px", "name") VALUES (x'33d8dae1e294b4b874316b23e65d5437435a5438cd448402c4b2d39142345b7a', 'image/jpeg', 10, 30, 40, 'scan 4.jpg');
INSERT INTO media ("hash", "mime", "size_bytes", "width_px", "height_px", "name") VALUES (x'5e296cf82ff5fc811dfca2a20684c4b6189f6ec66e9f23663329c84b9e73cfe8', 'image/jpeg', 10, 30, 40, 'scan 2.jpg');
INSERT INTO media ("hash", "mime", "size_bytes", "width_px", "height_px", "name") VALUES (x'7653afc195ce921d28957703b9d7ec0cd739e1b3cf5b8ee14b02ca1607ae14fa', 'image/jpeg', 10, 30, 40, 'scan 0.jpg');
INSERT INTO media ("hash", "mime", "size_bytes", "width_px", "height_px", "name") VALUES (x'b5c9294e50fffba0a96d57916ba5c4faf6e61f23fdf898bdcd1f4af6f13e6c46', 'image/jpeg', 10, 30, 40, 'scan 1.jpg');
INSERT INTO media ("hash", "mime", "size_bytes", "width_px", "height_px", "name") VALUES (x'df3ab922480cfba49ec64f63f95bf14c0bb15d66b75d0e016177939eb5550ba2', 'image/jpeg', 10, 30, 40, 'scan 3.jpg');
INSERT INTO media ("hash", "mime", "size_bytes", "width_px", "height_px", "name") VALUES (x'f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30', 'image/jpeg', 17, 30, 40, 'une.jpg');
INSERT INTO clipping ("key", "id", "original", "web", "full", "title", "snippet", "newspaper", "data", "created", "updated", "trashed") VALUES (1, x'019c936e3800738ca01b288a119bf048', x'7653afc195ce921d28957703b9d7ec0cd739e1b3cf5b8ee14b02ca1607ae14fa', NULL, NULL, 'scan 0.jpg', '', '', '{"id":"019c936e-3800-738c-a01b-288a119bf048","original":"7653afc195ce921d28957703b9d7ec0cd739e1b3cf5b8ee14b02ca1607ae14fa","page_index":0,"name":"scan 0.jpg","language":"fr","recipe":{"turn":"none","quad":null,"skew_degrees":null,"crop":null,"enhancement":{"preset":"colour","strength":0.8},"masks":[],"regions":[]},"found":null,"reading":null,"corrected_text":null,"derivatives":null,"state":{"kind":"waiting"},"provenance":{"title":"","newspaper":"","date":null,"page":"","edition":"","journalist":"","link":""},"rights":{"kind":"to_check"},"embargo":null,"created":"2026-02-25T06:13:20Z","updated":"2026-02-25T06:13:20Z","trashed":null}', 1772000000000000000, 1772000000000000000, NULL);
INSERT INTO clipping ("key", "id", "original", "web", "full", "title", "snippet", "newspaper", "data", "created", "updated", "trashed") VALUES (2, x'019c936e3be8717a8bc5a8c3a3d1d99a', x'b5c9294e50fffba0a96d57916ba5c4faf6e61f23fdf898bdcd1f4af6f13e6c46', NULL, NULL, 'scan 1.jpg', '', '', '{"id":"019c936e-3be8-717a-8bc5-a8c3a3d1d99a","original":"b5c9294e50fffba0a96d57916ba5c4faf6e61f23fdf898bdcd1f4af6f13e6c46","page_index":0,"name":"scan 1.jpg","language":"fr","recipe":{"turn":"none","quad":null,"skew_degrees":null,"crop":null,"enhancement":{"preset":"colour","strength":0.8},"masks":[],"regions":[]},"found":null,"reading":null,"corrected_text":null,"derivatives":null,"state":{"kind":"unread"},"provenance":{"title":"","newspaper":"","date":null,"page":"","edition":"","journalist":"","link":""},"rights":{"kind":"to_check"},"embargo":null,"created":"2026-02-25T06:13:21Z","updated":"2026-02-25T06:13:21Z","trashed":null}', 1772000001000000000, 1772000001000000000, NULL);
INSERT INTO clipping ("key", "id", "original", "web", "full", "title", "snippet", "newspaper", "data", "created", "updated", "trashed") VALUES (3, x'019c936e3fd07db0a04eadf2b58411d7', x'5e296cf82ff5fc811dfca2a20684c4b6189f6ec66e9f23663329c84b9e73cfe8', x'f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30', x'f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30', 'Le conseil vote', 'Le conseil municipal a voté.', 'Le Progrès', '{"id":"019c936e-3fd0-7db0-a04e-adf2b58411d7","original":"5e296cf82ff5fc811dfca2a20684c4b6189f6ec66e9f23663329c84b9e73cfe8","page_index":0,"name":"scan 2.jpg","language":"fr","recipe":{"turn":"none","quad":null,"skew_degrees":null,"crop":null,"enhancement":{"preset":"colour","strength":0.8},"masks":[],"regions":[]},"found":{"turn":"none","quad":[{"x":0.0,"y":0.0},{"x":0.0,"y":0.0},{"x":0.0,"y":0.0},{"x":0.0,"y":0.0}],"skew_degrees":null,"crop":null,"enhancement":{"preset":"colour","strength":0.8},"masks":[],"regions":[]},"reading":null,"corrected_text":"Le conseil municipal a voté.","derivatives":{"web":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","web_width_px":30,"web_height_px":40,"full":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","full_width_px":30,"full_height_px":40},"state":{"kind":"ready"},"provenance":{"title":"Le conseil vote","newspaper":"Le Progrès","date":"2026-02-03","page":"","edition":"","journalist":"","link":""},"rights":{"kind":"licence","name":"CC BY"},"embargo":"2026-02-25T06:28:20Z","created":"2026-02-25T06:13:22Z","updated":"2026-02-25T06:13:22Z","trashed":null}', 1772000002000000000, 1772000002000000000, NULL);
INSERT INTO clipping ("key", "id", "original", "web", "full", "title", "snippet", "newspaper", "data", "created", "updated", "trashed") VALUES (4, x'019c936e43b875f88db7820ba494c942', x'df3ab922480cfba49ec64f63f95bf14c0bb15d66b75d0e016177939eb5550ba2', NULL, NULL, 'scan 3.jpg', '', '', '{"id":"019c936e-43b8-75f8-8db7-820ba494c942","original":"df3ab922480cfba49ec64f63f95bf14c0bb15d66b75d0e016177939eb5550ba2","page_index":0,"name":"scan 3.jpg","language":"fr","recipe":{"turn":"none","quad":null,"skew_degrees":null,"crop":null,"enhancement":{"preset":"colour","strength":0.8},"masks":[],"regions":[]},"found":null,"reading":null,"corrected_text":null,"derivatives":null,"state":{"kind":"failed","problem":{"code":"picture_truncated","message":"The picture ends too early.","params":{}}},"provenance":{"title":"","newspaper":"","date":null,"page":"","edition":"","journalist":"","link":""},"rights":{"kind":"to_check"},"embargo":null,"created":"2026-02-25T06:13:23Z","updated":"2026-02-25T06:13:23Z","trashed":null}', 1772000003000000000, 1772000003000000000, NULL);
INSERT INTO clipping ("key", "id", "original", "web", "full", "title", "snippet", "newspaper", "data", "created", "updated", "trashed") VALUES (5, x'019c936e47a075a8a47dd6446c79b945', x'33d8dae1e294b4b874316b23e65d5437435a5438cd448402c4b2d39142345b7a', x'f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30', x'f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30', 'Le conseil vote', 'Le conseil municipal a voté.', 'Le Progrès', '{"id":"019c936e-47a0-75a8-a47d-d6446c79b945","original":"33d8dae1e294b4b874316b23e65d5437435a5438cd448402c4b2d39142345b7a","page_index":0,"name":"scan 4.jpg","language":"fr","recipe":{"turn":"none","quad":null,"skew_degrees":null,"crop":null,"enhancement":{"preset":"colour","strength":0.8},"masks":[],"regions":[]},"found":{"turn":"none","quad":[{"x":0.0,"y":0.0},{"x":0.0,"y":0.0},{"x":0.0,"y":0.0},{"x":0.0,"y":0.0}],"skew_degrees":null,"crop":null,"enhancement":{"preset":"colour","strength":0.8},"masks":[],"regions":[]},"reading":null,"corrected_text":"Le conseil municipal a voté.","derivatives":{"web":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","web_width_px":30,"web_height_px":40,"full":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","full_width_px":30,"full_height_px":40},"state":{"kind":"ready"},"provenance":{"title":"Le conseil vote","newspaper":"Le Progrès","date":"2026-02-03","page":"","edition":"","journalist":"","link":""},"rights":{"kind":"licence","name":"CC BY"},"embargo":"2026-02-25T06:28:20Z","created":"2026-02-25T06:13:24Z","updated":"2026-02-25T06:13:24Z","trashed":"2026-02-25T06:14:20Z"}', 1772000004000000000, 1772000004000000000, 1772000060000000000);
INSERT INTO reading ("clipping", "data") VALUES (x'019c936e3fd07db0a04eadf2b58411d7', '{"width_px":30,"height_px":40,"lines":[{"words":[{"text":"Le","area":{"x":1.5,"y":2.25,"width":3.0,"height":4.0},"confidence":0.5},{"text":"conseil","area":{"x":1.5,"y":2.25,"width":3.0,"height":4.0},"confidence":0.5},{"text":"municipal","area":{"x":1.5,"y":2.25,"width":3.0,"height":4.0},"confidence":0.5},{"text":"a","area":{"x":1.5,"y":2.25,"width":3.0,"height":4.0},"confidence":0.5},{"text":"voté","area":{"x":1.5,"y":2.25,"width":3.0,"height":4.0},"confidence":0.5}],"area":{"x":1.5,"y":2.25,"width":3.0,"height":4.0},"column":0,"paragraph":0,"heading":false}],"text":"Le conseil municipal a voté"}');
INSERT INTO reading ("clipping", "data") VALUES (x'019c936e47a075a8a47dd6446c79b945', '{"width_px":30,"height_px":40,"lines":[{"words":[{"text":"Le","area":{"x":1.5,"y":2.25,"width":3.0,"height":4.0},"confidence":0.5},{"text":"conseil","area":{"x":1.5,"y":2.25,"width":3.0,"height":4.0},"confidence":0.5},{"text":"municipal","area":{"x":1.5,"y":2.25,"width":3.0,"height":4.0},"confidence":0.5},{"text":"a","area":{"x":1.5,"y":2.25,"width":3.0,"height":4.0},"confidence":0.5},{"text":"voté","area":{"x":1.5,"y":2.25,"width":3.0,"height":4.0},"confidence":0.5}],"area":{"x":1.5,"y":2.25,"width":3.0,"height":4.0},"column":0,"paragraph":0,"heading":false}],"text":"Le conseil municipal a voté"}');
INSERT INTO publication ("id", "draft", "blog", "mark", "wanted", "observed", "attempt", "standing", "before", "due") VALUES (x'019c936ead3074dd81583af86e83586b', x'019c936e862078ccbc0d81f8b2b95abe', x'01a20717c4c176c886895d37fdb64a2e', x'b3c4910892434cc19793997ce6e069cf', '{"revision":8,"state":{"kind":"scheduled","at":"2026-02-25T06:26:40Z"},"pressed":"2026-02-25T06:13:50Z","not_before":"2026-02-25T06:14:00Z","pictures":[{"reference":{"media":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30"},"web":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","web_width_px":30,"web_height_px":40,"full":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","full_width_px":30,"full_height_px":40,"name":"la-une","alt":"La une","caption":"Le Progrès","embargo":"2026-02-25T06:28:20Z"}],"overwrite":null}', '{"post":null,"link":null,"base":null,"state":null,"theirs":null,"swept":false,"sent":[],"unverified":null,"unsettled":false}', NULL, '{"kind":"due"}', NULL, 1772000040000000000);
INSERT INTO publication ("id", "draft", "blog", "mark", "wanted", "observed", "attempt", "standing", "before", "due") VALUES (x'019c936ead307426b63562823eeacb2b', x'019c936e86207b0ea7dd0786fb8816f7', x'01a20717c4c176c886895d37fdb64a2e', x'86a6d28dc3eb4fb9b9bde3092cebdc8b', '{"revision":10,"state":{"kind":"taken_back"},"pressed":"2026-02-25T06:13:50Z","not_before":"2026-02-25T06:14:00Z","pictures":[{"reference":{"media":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30"},"web":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","web_width_px":30,"web_height_px":40,"full":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","full_width_px":30,"full_height_px":40,"name":"la-une","alt":"La une","caption":"Le Progrès","embargo":"2026-02-25T06:28:20Z"}],"overwrite":null}', '{"post":"1","link":"https://laurent.example/le-maire/","base":{"raw":"Le maire a parlé, à cœur ouvert.\n","hash":"b","predecessor":"7","revision":10,"status":"published","asked":{"status":null,"title":"Billet","raw":null,"footnotes":null,"slug":null,"excerpt":null,"categories":null,"tags":null,"cover":null,"comments_open":null,"date":null},"as_it_stands":false},"state":{"kind":"draft"},"theirs":null,"swept":true,"sent":[],"unverified":null,"unsettled":false}', NULL, '{"kind":"settled"}', NULL, NULL);
INSERT INTO publication ("id", "draft", "blog", "mark", "wanted", "observed", "attempt", "standing", "before", "due") VALUES (x'019c936ead30744f96045ab5f2981e6e', x'019c936e862079ee9334aaf7c724d591', x'01a20717c4c176c886895d37fdb64a2e', x'616bc356a5b84fd287816eea04c52708', '{"revision":12,"state":{"kind":"published"},"pressed":"2026-02-25T06:13:50Z","not_before":"2026-02-25T06:14:00Z","pictures":[{"reference":{"media":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30"},"web":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","web_width_px":30,"web_height_px":40,"full":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","full_width_px":30,"full_height_px":40,"name":"la-une","alt":"La une","caption":"Le Progrès","embargo":"2026-02-25T06:28:20Z"}],"overwrite":null}', '{"post":"2","link":"https://laurent.example/le-maire/","base":{"raw":"Le maire a parlé, à cœur ouvert.\n","hash":"b","predecessor":"7","revision":12,"status":"published","asked":{"status":null,"title":"Billet","raw":null,"footnotes":null,"slug":null,"excerpt":null,"categories":null,"tags":null,"cover":null,"comments_open":null,"date":null},"as_it_stands":false},"state":{"kind":"draft"},"theirs":null,"swept":true,"sent":[],"unverified":null,"unsettled":false}', '{"step":{"kind":"create_draft"},"revision":12,"state":{"kind":"published"},"started":"2026-02-25T06:14:00Z","asks":{"status":null,"title":null,"raw":null,"footnotes":null,"slug":null,"excerpt":null,"categories":null,"tags":null,"cover":null,"comments_open":null,"date":null},"before":null}', '{"kind":"waiting","until":"2026-02-25T06:21:40Z","tries":3,"problem":{"code":"password_refused","message":"The blog refuses the password.","params":{}}}', NULL, 1772000500000000000);
INSERT INTO publication ("id", "draft", "blog", "mark", "wanted", "observed", "attempt", "standing", "before", "due") VALUES (x'019c936ead3079a1a759312d331aec23', x'019c936e86207fe293c3f84d8f963081', x'01a20717c4c176c886895d37fdb64a2e', x'319aaebd7ef44faab3f62d94a2c6934a', '{"revision":14,"state":{"kind":"published"},"pressed":"2026-02-25T06:13:50Z","not_before":"2026-02-25T06:14:00Z","pictures":[{"reference":{"media":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30"},"web":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","web_width_px":30,"web_height_px":40,"full":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","full_width_px":30,"full_height_px":40,"name":"la-une","alt":"La une","caption":"Le Progrès","embargo":"2026-02-25T06:28:20Z"}],"overwrite":null}', '{"post":"3","link":"https://laurent.example/le-maire/","base":{"raw":"Le maire a parlé, à cœur ouvert.\n","hash":"b","predecessor":"7","revision":14,"status":"published","asked":{"status":null,"title":"Billet","raw":null,"footnotes":null,"slug":null,"excerpt":null,"categories":null,"tags":null,"cover":null,"comments_open":null,"date":null},"as_it_stands":false},"state":{"kind":"draft"},"theirs":{"title":"Le leur","raw":"x","hash":"t","modified":"2026-02-25T06:13:51Z","revision":15,"recovered":false},"swept":true,"sent":[],"unverified":null,"unsettled":false}', NULL, '{"kind":"needs_author","problem":{"code":"password_refused","message":"The blog refuses the password.","params":{}}}', NULL, NULL);
INSERT INTO publication ("id", "draft", "blog", "mark", "wanted", "observed", "attempt", "standing", "before", "due") VALUES (x'019c936ead30742183cea89b9ba75871', x'019c936e8620787384f91179c6e3e50b', x'01a20717c4c176c886895d37fdb64a2e', x'2b6a845b4a0a467dbbc0dcf8224bf611', '{"revision":16,"state":{"kind":"published"},"pressed":"2026-02-25T06:13:50Z","not_before":"2026-02-25T06:14:00Z","pictures":[{"reference":{"media":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30"},"web":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","web_width_px":30,"web_height_px":40,"full":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","full_width_px":30,"full_height_px":40,"name":"la-une","alt":"La une","caption":"Le Progrès","embargo":"2026-02-25T06:28:20Z"}],"overwrite":null}', '{"post":"4","link":"https://laurent.example/le-maire/","base":{"raw":"Le maire a parlé, à cœur ouvert.\n","hash":"b","predecessor":"7","revision":16,"status":"published","asked":{"status":null,"title":"Billet","raw":null,"footnotes":null,"slug":null,"excerpt":null,"categories":null,"tags":null,"cover":null,"comments_open":null,"date":null},"as_it_stands":false},"state":{"kind":"draft"},"theirs":null,"swept":true,"sent":[],"unverified":null,"unsettled":false}', NULL, '{"kind":"refused","problem":{"code":"password_refused","message":"The blog refuses the password.","params":{}}}', NULL, NULL);
INSERT INTO publication ("id", "draft", "blog", "mark", "wanted", "observed", "attempt", "standing", "before", "due") VALUES (x'019c936ead307a928439f53f34cde2d0', x'019c936e86207cc5ae56932c0e82d454', x'01a20717c4c176c886895d37fdb64a2e', x'e9c27be3c3134c8c94854c2d55c0aaeb', '{"revision":18,"state":{"kind":"published"},"pressed":"2026-02-25T06:13:50Z","not_before":"2026-02-25T06:14:00Z","pictures":[{"reference":{"media":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30"},"web":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","web_width_px":30,"web_height_px":40,"full":"f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30","full_width_px":30,"full_height_px":40,"name":"la-une","alt":"La une","caption":"Le Progrès","embargo":"2026-02-25T06:28:20Z"}],"overwrite":null}', '{"post":"5","link":"https://laurent.example/le-maire/","base":{"raw":"Le maire a parlé, à cœur ouvert.\n","hash":"b","predecessor":"7","revision":18,"status":"published","asked":{"status":null,"title":"Billet","raw":null,"footnotes":null,"slug":null,"excerpt":null,"categories":null,"tags":null,"cover":null,"comments_open":null,"date":null},"as_it_stands":false},"state":{"kind":"draft"},"theirs":null,"swept":true,"sent":[],"unverified":null,"unsettled":false}', NULL, '{"kind":"cancelled"}', NULL, NULL);
INSERT INTO publication ("id", "draft", "blog", "mark", "wanted", "observed", "attempt", "standing", "before", "due") VALUES (x'019c936ed8287a208bceb2ef61615bec', x'019c936ed440726e8c999205ef167532', x'01a20717c4cd721199e450906b1fcddd', x'91f125a5c4424f1494900ee53f30bdb0', '{"revision":20,"state":{"kind":"published"},"pressed":"2026-02-25T06:14:01Z","not_before":"2026-02-25T06:14:11Z","pictures":[],"overwrite":null}', '{"post":null,"link":null,"base":null,"state":null,"theirs":null,"swept":false,"sent":[],"unverified":null,"unsettled":false}', NULL, '{"kind":"due"}', NULL, 1772000051000000000);
INSERT INTO upload ("blog", "hash", "attempt", "media") VALUES (x'01a20717c4c176c886895d37fdb64a2e', x'f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30', NULL, '{"id":"5","full":{"url":"https://laurent.example/la-une.jpg","width_px":30,"height_px":40,"slug":"full"},"sizes":[{"url":"https://laurent.example/la-une.jpg","width_px":30,"height_px":40,"slug":"full"}]}');
INSERT INTO upload ("blog", "hash", "attempt", "media") VALUES (x'01a20717c4cd721199e450906b1fcddd', x'f6586bd8798096bf27cf34a5716f9a6682f1b9a58141fd90fa79ec62659a4d30', 1772000050000000000, NULL);
UPDATE sqlite_sequence SET seq = 20 WHERE name = 'revision';
COMMIT;
