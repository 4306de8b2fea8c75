-- Search over drafts and clippings. The words come in already folded (no accents, no ligatures,
-- lower case, one space between), so every byte beyond ASCII belongs to a word. Nothing of the
-- texts is kept a second time. A draft's row is 2 × its key, a clipping's 2 × its key + 1.

CREATE VIRTUAL TABLE search USING fts5 (
    title, words,
    content = '', contentless_delete = 1, detail = 'column',
    tokenize = 'ascii', prefix = '2 3'
);

-- Rows of `search` that are behind their draft or clipping.
CREATE TABLE unindexed (
    entry INTEGER PRIMARY KEY
) STRICT;

INSERT INTO unindexed (entry) SELECT 2 * key FROM draft WHERE trashed IS NULL;
INSERT INTO unindexed (entry) SELECT 2 * key + 1 FROM clipping WHERE trashed IS NULL;
