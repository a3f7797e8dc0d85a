-- Keys that are sent as bearer tokens, and what limited plans have used. Times are epoch microseconds.

CREATE TABLE bearer_keys (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    family TEXT NOT NULL CHECK (family IN ('psa', 'stratam')),
    label TEXT NOT NULL,
    -- SHA-256 of the key, which is shown once and kept nowhere.
    key_hash BYTEA NOT NULL UNIQUE,
    -- Its first characters, for people to tell keys apart.
    prefix TEXT NOT NULL,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX bearer_keys_by_time ON bearer_keys (organization_id, family, created_at, id);

-- Analyses of a month of UTC ('2026-03'), for organizations whose plan limits them.
CREATE TABLE analysis_usage (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    month TEXT NOT NULL,
    analyses BIGINT NOT NULL,
    PRIMARY KEY (organization_id, month)
);
