-- How an AI behaved: sessions, turns, incidents. Every key leads with the organization. Codes and numbers, no text but where asked for.
-- Alerts stand as their rank: 0 green, 1 yellow, 2 orange, 3 red, 4 critical. Sums of scores are in millionths.

CREATE TABLE psa_sessions (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Its first 64 characters in lower case, for searches.
    search_name TEXT NOT NULL,
    -- The user whose login or key made it.
    created_by TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    n_turns BIGINT NOT NULL DEFAULT 0,
    -- The highest turn number.
    last_turn BIGINT NOT NULL DEFAULT 0,
    max_alert BIGINT NOT NULL DEFAULT 0 CHECK (max_alert BETWEEN 0 AND 4),
    max_drm BIGINT NOT NULL DEFAULT 0 CHECK (max_drm BETWEEN 0 AND 4),
    bhs_sum BIGINT NOT NULL DEFAULT 0,
    poi_sum BIGINT NOT NULL DEFAULT 0,
    bhs_trend TEXT NOT NULL DEFAULT 'stable',
    regime_type TEXT NOT NULL DEFAULT 'INSUFFICIENT_DATA',
    -- The dominant C1 codes of the last 20 turns, with commas between them.
    recent_postures TEXT NOT NULL DEFAULT '',
    -- Whether it was archived by itself; that happens once, also when the incident was erased.
    is_archived BIGINT NOT NULL DEFAULT 0,
    -- JSON: what history metrics, summary, regime and triggers are computed from. Its size does not grow with the session.
    state TEXT NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, name)
);
-- Every list is merged from these, one range for each alert level.
CREATE INDEX psa_sessions_by_time ON psa_sessions (organization_id, max_alert, created_at, id);
CREATE INDEX psa_sessions_by_name ON psa_sessions (organization_id, max_alert, name, id);
CREATE INDEX psa_sessions_by_turns ON psa_sessions (organization_id, max_alert, n_turns, id);

-- Three letters of a name in a row, or its first one or two after '^': what a search looks up.
CREATE TABLE psa_session_grams (
    organization_id TEXT NOT NULL,
    gram TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    session_id TEXT NOT NULL,
    PRIMARY KEY (organization_id, gram, created_at, session_id),
    FOREIGN KEY (organization_id, session_id) REFERENCES psa_sessions (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX psa_session_grams_by_session ON psa_session_grams (organization_id, session_id);

CREATE TABLE psa_turns (
    organization_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    turn BIGINT NOT NULL CHECK (turn > 0),
    created_at BIGINT NOT NULL,
    alert BIGINT NOT NULL CHECK (alert BETWEEN 0 AND 4),
    bhs DOUBLE PRECISION NOT NULL,
    engine_version TEXT NOT NULL,
    -- Codes and confidences as columns of bytes, then the scores as JSON. Versioned.
    block BYTEA NOT NULL,
    PRIMARY KEY (organization_id, session_id, turn),
    FOREIGN KEY (organization_id, session_id) REFERENCES psa_sessions (organization_id, id) ON DELETE CASCADE
);

-- Only of turns that were sent with save_text.
CREATE TABLE psa_turn_texts (
    organization_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    turn BIGINT NOT NULL,
    -- JSON array of the response's sentences.
    sentences TEXT NOT NULL,
    -- JSON array of the user's, where there is a user's text.
    user_sentences TEXT,
    PRIMARY KEY (organization_id, session_id, turn),
    FOREIGN KEY (organization_id, session_id, turn) REFERENCES psa_turns (organization_id, session_id, turn) ON DELETE CASCADE
);

-- Explanations in words, kept until the metrics they explain are others.
CREATE TABLE psa_explanations (
    organization_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    turn BIGINT NOT NULL,
    metrics_hash TEXT NOT NULL,
    explanation TEXT NOT NULL,
    model_version TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, session_id, turn),
    FOREIGN KEY (organization_id, session_id, turn) REFERENCES psa_turns (organization_id, session_id, turn) ON DELETE CASCADE
);

-- What people think of explanations.
CREATE TABLE psa_explanation_feedback (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    turn BIGINT NOT NULL,
    rating BIGINT NOT NULL CHECK (rating IN (-1, 1)),
    explanation TEXT NOT NULL,
    corrected_text TEXT,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, session_id, turn) REFERENCES psa_turns (organization_id, session_id, turn) ON DELETE CASCADE
);
CREATE INDEX psa_explanation_feedback_by_turn ON psa_explanation_feedback (organization_id, session_id, turn);

-- Turns, or with turn 0 whole sessions, that people want classifiers to learn from.
CREATE TABLE psa_training_flags (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    turn BIGINT NOT NULL CHECK (turn >= 0),
    note TEXT,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, session_id, turn),
    FOREIGN KEY (organization_id, session_id) REFERENCES psa_sessions (organization_id, id) ON DELETE CASCADE
);

-- Archived sessions. They outlive their session; the content is JSON of codes and numbers and is never changed.
CREATE TABLE psa_incidents (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    session_name TEXT NOT NULL,
    -- 'auto' once a session, 'manual' whenever somebody flags it.
    origin TEXT NOT NULL CHECK (origin IN ('auto', 'manual')),
    trigger_name TEXT NOT NULL,
    max_alert BIGINT NOT NULL CHECK (max_alert BETWEEN 0 AND 4),
    turns BIGINT NOT NULL,
    archived_at BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX psa_incidents_auto ON psa_incidents (organization_id, session_id) WHERE origin = 'auto';
CREATE INDEX psa_incidents_by_time ON psa_incidents (organization_id, archived_at, id);

-- What happened to incidents: hashes only, each record bound to the one before it.
CREATE TABLE psa_ledger (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    number BIGINT NOT NULL CHECK (number > 0),
    action TEXT NOT NULL CHECK (action IN ('archived', 'erased')),
    -- SHA-256 of the incident's id, and of its content.
    incident_hash TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    previous_hash TEXT NOT NULL,
    record_hash TEXT NOT NULL,
    PRIMARY KEY (organization_id, number)
);

-- The end of each organization's chain; its row is held while a record is appended.
CREATE TABLE psa_ledger_heads (
    organization_id TEXT PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    record_hash TEXT NOT NULL
);

-- What an organization chose: thresholds and their mode, whether the user's side is read, from which level on it is told.
CREATE TABLE psa_settings (
    organization_id TEXT PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
    settings TEXT NOT NULL,
    updated_by TEXT,
    updated_at BIGINT NOT NULL
);
