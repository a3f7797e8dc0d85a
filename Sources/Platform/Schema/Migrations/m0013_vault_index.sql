-- What entries are found and counted by, besides their words. Rows stand in the order of their keys, and there is no second copy of them.

-- The entries of a tag, in the order of the list.
CREATE TABLE vault_entry_tags (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    holder TEXT NOT NULL,
    tag TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    entry_id TEXT NOT NULL,
    PRIMARY KEY (organization_id, holder, tag, created_at, entry_id)
) WITHOUT ROWID;

-- How many entries a tag has on a shelf; a tag of none has no row.
CREATE TABLE vault_tags (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    holder TEXT NOT NULL,
    tag TEXT NOT NULL,
    entries BIGINT NOT NULL,
    PRIMARY KEY (organization_id, holder, tag)
) WITHOUT ROWID;

-- How many entries a shelf has, kept and not counted.
CREATE TABLE vault_shelves (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    holder TEXT NOT NULL,
    entries BIGINT NOT NULL,
    PRIMARY KEY (organization_id, holder)
) WITHOUT ROWID;

-- One vector an entry, as whole numbers of eight bits behind their scale.
CREATE TABLE vault_vectors (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    holder TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    model TEXT NOT NULL,
    vector BYTEA NOT NULL,
    PRIMARY KEY (organization_id, holder, entry_id)
) WITHOUT ROWID;
