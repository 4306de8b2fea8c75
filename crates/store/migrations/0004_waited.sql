-- How long an upload of unknown outcome was given to arrive, counted over several processes.
ALTER TABLE upload ADD COLUMN waited_ms INTEGER NOT NULL DEFAULT 0;
