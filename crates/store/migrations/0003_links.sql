-- The posts of a blog that readers can open, whoever wrote them: title, address and date, so that
-- links to them can be made without a network. A copy of what the blog says, which it can be asked
-- for anew.
CREATE TABLE blog_post (
    blog   BLOB NOT NULL REFERENCES blog (id),
    remote TEXT NOT NULL,
    title  TEXT NOT NULL,
    url    TEXT NOT NULL,
    date   INTEGER,
    words  TEXT NOT NULL, -- of the title, folded as they are searched
    PRIMARY KEY (blog, remote)
) STRICT, WITHOUT ROWID;
