-- What people told the assistant to remember. Times are epoch microseconds, in whole milliseconds. Every key leads with the organization;
-- `holder` says on whose shelf a note stands: a user's id, or the organization's own for what is shared.

CREATE TABLE vault_entries (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    holder TEXT NOT NULL,
    content TEXT NOT NULL,
    -- One a line, in the order in which they were given.
    tags TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL CHECK (source IN ('api', 'chat', 'monitor', 'webhook', 'import', 'mcp')),
    -- What it was made from, in the words of who made it.
    source_ref TEXT,
    -- The first 16 bytes of the content's SHA-256, to find equal notes.
    content_hash BYTEA NOT NULL,
    -- The user whose note it is; a shared one goes back to them.
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1 CHECK (revision > 0),
    -- Who made it what it is now; null while that is created_by.
    changed_by TEXT,
    -- What of it others than its maker wrote last: 1 the content, 2 the tags, 3 both.
    foreign_words BIGINT NOT NULL DEFAULT 0 CHECK (foreign_words BETWEEN 0 AND 3),
    -- Set until it is indexed. While that import is being staged the note is not there for anybody.
    import_id TEXT,
    -- The encoder that made its vector; null while it has none.
    vector_model TEXT,
    PRIMARY KEY (organization_id, id)
);
-- Both hold all that their queries order by and look at, so that neither walks along a shelf.
CREATE INDEX vault_entries_by_time ON vault_entries (organization_id, holder, created_at, id, import_id);
CREATE INDEX vault_entries_by_content ON vault_entries (organization_id, holder, content_hash, created_at, id);
CREATE INDEX vault_entries_by_import ON vault_entries (organization_id, import_id, id) WHERE import_id IS NOT NULL;
CREATE INDEX vault_entries_without_vector ON vault_entries (id) WHERE vector_model IS NULL AND import_id IS NULL;

-- What each entry was before it was changed: the last 20.
CREATE TABLE vault_revisions (
    organization_id TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision > 0),
    content TEXT NOT NULL,
    tags TEXT NOT NULL,
    is_shared BIGINT NOT NULL CHECK (is_shared IN (0, 1)),
    foreign_words BIGINT NOT NULL DEFAULT 0,
    -- When it became this, and by whom.
    changed_by TEXT,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, entry_id, revision),
    FOREIGN KEY (organization_id, entry_id) REFERENCES vault_entries (organization_id, id) ON DELETE CASCADE
);

-- Imports that have not come to their end.
CREATE TABLE vault_imports (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    holder TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- 'staging': its notes are hidden. 'published': all of them are there, some not yet indexed. 'abandoned': what it staged is being removed.
    state TEXT NOT NULL CHECK (state IN ('staging', 'published', 'abandoned')),
    -- When it last made progress.
    touched_at BIGINT NOT NULL,
    -- How often it could not be brought to its end, and why the last time.
    failures BIGINT NOT NULL DEFAULT 0,
    failure TEXT,
    PRIMARY KEY (organization_id, id)
);
