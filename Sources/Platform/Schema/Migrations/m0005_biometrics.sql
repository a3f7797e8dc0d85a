-- Sessions, identities, what was learned and what was found. Every key leads with the organization.

CREATE TABLE accounts (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT,
    uri TEXT,
    session_count BIGINT NOT NULL DEFAULT 0,
    identity_count BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX accounts_by_time ON accounts (organization_id, created_at, id);

CREATE TABLE identities (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    external_id TEXT,
    metadata TEXT NOT NULL DEFAULT '{}',
    session_count BIGINT NOT NULL DEFAULT 0,
    learned_count BIGINT NOT NULL DEFAULT 0,
    -- A random number drawn once: the identities with the lowest ones are the organization's sample.
    sample_key BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX identities_by_external_id ON identities (organization_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX identities_by_time ON identities (organization_id, created_at, id);
CREATE INDEX identities_sample ON identities (organization_id, sample_key) WHERE learned_count >= 3;

CREATE TABLE identity_accounts (
    organization_id TEXT NOT NULL,
    identity_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, identity_id, account_id),
    FOREIGN KEY (organization_id, identity_id) REFERENCES identities (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, account_id) REFERENCES accounts (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX identity_accounts_by_account ON identity_accounts (organization_id, account_id, created_at, identity_id);

CREATE TABLE sessions (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'completed', 'analyzed', 'abandoned', 'expired', 'rejected')),
    mode TEXT NOT NULL CHECK (mode IN ('live', 'test')),
    identity_id TEXT,
    -- Who linked it: 'secret' links may be learned from, 'publishable' ones never.
    linked_by TEXT CHECK (linked_by IN ('secret', 'publishable')),
    link_version BIGINT NOT NULL DEFAULT 0,
    account_id TEXT,
    match_status TEXT CHECK (match_status IN ('match', 'review', 'mismatch')),
    match_score DOUBLE PRECISION,
    event_count BIGINT NOT NULL DEFAULT 0,
    batch_count BIGINT NOT NULL DEFAULT 0,
    -- What the SDK says it lost because its buffer was full.
    dropped_events BIGINT NOT NULL DEFAULT 0,
    metadata TEXT NOT NULL DEFAULT '{}',
    device_info TEXT NOT NULL DEFAULT '{}',
    field_values TEXT NOT NULL DEFAULT '{}',
    sdk_version TEXT,
    page_url TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_event_at BIGINT,
    completed_at BIGINT,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, identity_id) REFERENCES identities (organization_id, id),
    FOREIGN KEY (organization_id, account_id) REFERENCES accounts (organization_id, id)
);
CREATE INDEX sessions_by_time ON sessions (organization_id, created_at, id);
CREATE INDEX sessions_by_status ON sessions (organization_id, status, created_at, id);
CREATE INDEX sessions_by_identity ON sessions (organization_id, identity_id, created_at, id);
CREATE INDEX sessions_by_account ON sessions (organization_id, account_id, created_at, id);
CREATE INDEX sessions_by_match ON sessions (organization_id, match_status, created_at, id);
CREATE INDEX sessions_active ON sessions (created_at) WHERE status = 'active';
CREATE INDEX sessions_idle ON sessions (updated_at) WHERE status = 'active';

-- Metadata by key, and by key and value, for the list's filters. Long values stand as their SHA-256.
CREATE TABLE session_metadata (
    organization_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, session_id, key),
    FOREIGN KEY (organization_id, session_id) REFERENCES sessions (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX session_metadata_by_key ON session_metadata (organization_id, key, created_at, session_id);
CREATE INDEX session_metadata_by_value ON session_metadata (organization_id, key, value, created_at, session_id);

-- One row per accepted batch of events: a column block, never one row per event.
CREATE TABLE session_event_batches (
    organization_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    -- 's' and the sender's number, or 'r' and a random name: a batch sent again has the name it had.
    batch_id TEXT NOT NULL,
    event_count BIGINT NOT NULL,
    rejected_count BIGINT NOT NULL,
    total_after BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    block BYTEA NOT NULL,
    PRIMARY KEY (organization_id, session_id, batch_id),
    FOREIGN KEY (organization_id, session_id) REFERENCES sessions (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX session_event_batches_by_time ON session_event_batches (received_at);

-- What stays of a session once its raw events are gone.
CREATE TABLE session_features (
    organization_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    features BYTEA NOT NULL,
    timeline BYTEA NOT NULL,
    interval_fingerprint BIGINT,
    -- How many events they were extracted from.
    event_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, session_id),
    FOREIGN KEY (organization_id, session_id) REFERENCES sessions (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX session_features_by_fingerprint ON session_features (organization_id, interval_fingerprint) WHERE interval_fingerprint IS NOT NULL;

-- Which sessions make up an identity's baseline.
CREATE TABLE learned_sessions (
    organization_id TEXT NOT NULL,
    identity_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    -- 'desktop' or 'touch': the two are learned apart.
    input_kind TEXT NOT NULL,
    session_at BIGINT NOT NULL,
    learned_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, identity_id, session_id),
    FOREIGN KEY (organization_id, identity_id) REFERENCES identities (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, session_id) REFERENCES sessions (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX learned_sessions_by_time ON learned_sessions (organization_id, identity_id, session_at);
CREATE INDEX learned_sessions_by_session ON learned_sessions (organization_id, session_id);

CREATE TABLE analyses (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    identity_id TEXT NOT NULL,
    account_id TEXT,
    analyzed_at BIGINT NOT NULL,
    match_score DOUBLE PRECISION NOT NULL,
    match_status TEXT NOT NULL CHECK (match_status IN ('match', 'review', 'mismatch')),
    confidence DOUBLE PRECISION NOT NULL,
    baseline_sessions BIGINT NOT NULL,
    engine_version TEXT NOT NULL,
    -- What it was made from: another input means another analysis.
    input TEXT NOT NULL,
    -- JSON: signals, reasons, categories, red flags, summary.
    result TEXT NOT NULL,
    verdict TEXT CHECK (verdict IN ('right_person', 'wrong_person')),
    verdict_note TEXT,
    verdict_by TEXT,
    verdict_at BIGINT,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, session_id),
    FOREIGN KEY (organization_id, session_id) REFERENCES sessions (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, identity_id) REFERENCES identities (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX analyses_by_identity ON analyses (organization_id, identity_id, analyzed_at, id);
CREATE INDEX analyses_alerts ON analyses (organization_id, analyzed_at, id) WHERE match_status <> 'match';
CREATE INDEX analyses_alerts_by_account ON analyses (organization_id, account_id, analyzed_at, id) WHERE match_status <> 'match';

-- The severity of each category of an analysis, for the list's filters.
CREATE TABLE session_categories (
    organization_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    category TEXT NOT NULL,
    severity TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- The severity stands in the key so that it answers by itself: SQLite prefers an index that covers the query, however wide its range.
    PRIMARY KEY (organization_id, session_id, category, severity),
    FOREIGN KEY (organization_id, session_id) REFERENCES sessions (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX session_categories_by_severity ON session_categories (organization_id, category, severity, created_at, session_id);
CREATE INDEX session_categories_by_category ON session_categories (organization_id, category, created_at, session_id);
CREATE INDEX session_categories_by_severity_only ON session_categories (organization_id, severity, created_at, session_id);
