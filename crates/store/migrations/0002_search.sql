-- Search over drafts and clippings. Each word of an entry comes in once, already folded (no
-- accents, no ligatures, lower case), so every byte beyond ASCII belongs to a word. Nothing else of
-- the texts is kept: not where a word stands, nor how often. A draft's row is 2 × its key, a
-- clipping's 2 × its key + 1. Prefixes are indexed because the last word is searched as it is typed.

CREATE VIRTUAL TABLE search USING fts5 (
    words,
    content = '', contentless_delete = 1, detail = none,
    tokenize = 'ascii', prefix = '1 2 3 4 5'
);

-- Rows of `search` that are behind their draft or clipping. `note` differs at each change, so that
-- what changed while it was being indexed stays behind.
CREATE TABLE unindexed (
    entry INTEGER PRIMARY KEY,
    note  INTEGER NOT NULL
) STRICT;

INSERT INTO unindexed (entry, note) SELECT 2 * key, 0 FROM draft WHERE trashed IS NULL;
INSERT INTO unindexed (entry, note) SELECT 2 * key + 1, 0 FROM clipping WHERE trashed IS NULL;
