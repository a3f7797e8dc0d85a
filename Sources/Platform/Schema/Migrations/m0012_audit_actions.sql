-- The audit log, what people's actions cost, and answers kept for requests that are sent again. Times are epoch microseconds, money is
-- in millionths of a dollar.

-- Who did what to which thing: never what the thing says. Each record is bound to the one before it; chains are per organization, and ''
-- is the chain of what belongs to none. No foreign keys: the log outlives what it tells of.
CREATE TABLE audit_records (
    organization_id TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number > 0),
    recorded_at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'key', 'system', 'anonymous')),
    actor_id TEXT,
    action TEXT NOT NULL CHECK (length(action) BETWEEN 1 AND 64),
    target_type TEXT,
    target_id TEXT,
    result TEXT NOT NULL CHECK (result IN ('success', 'failure')),
    address TEXT,
    request_id TEXT,
    -- SHA-256 of what was changed, where something was.
    change_hash TEXT,
    previous_hash TEXT NOT NULL,
    record_hash TEXT NOT NULL,
    PRIMARY KEY (organization_id, number)
);
CREATE INDEX audit_records_by_time ON audit_records (organization_id, recorded_at, number);
CREATE INDEX audit_records_by_action ON audit_records (organization_id, action, recorded_at, number);

-- The end of each chain; its row is held while a record is appended.
CREATE TABLE audit_ends (
    organization_id TEXT PRIMARY KEY,
    number BIGINT NOT NULL,
    record_hash TEXT NOT NULL
);

-- What the operator chose for a single user. Null = what the instance has.
CREATE TABLE user_tiers (
    organization_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    tier TEXT CHECK (tier IN ('sidekick', 'operator', 'builder')),
    -- A month's budget; -1 = none, whatever the instance has.
    actions_cap BIGINT CHECK (actions_cap >= -1),
    cost_cap_micros BIGINT CHECK (cost_cap_micros >= -1),
    PRIMARY KEY (organization_id, user_id)
);

-- What a user has used in a month of UTC ('2026-03'), and what is under way. Changed by conditional updates alone.
CREATE TABLE action_usage (
    organization_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    month TEXT NOT NULL,
    actions BIGINT NOT NULL DEFAULT 0,
    reserved BIGINT NOT NULL DEFAULT 0,
    tokens_in BIGINT NOT NULL DEFAULT 0,
    tokens_out BIGINT NOT NULL DEFAULT 0,
    tokens_cached BIGINT NOT NULL DEFAULT 0,
    cost_micros BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (organization_id, user_id, month)
);

-- One turn of the model each. A reserved one counts until it is settled or released; what a crash left behind expires with its lease.
CREATE TABLE actions (
    organization_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    month TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('chat', 'monitor', 'manual', 'webhook')),
    state TEXT NOT NULL CHECK (state IN ('reserved', 'settled', 'released', 'expired')),
    reserved_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    ended_at BIGINT,
    tokens_in BIGINT NOT NULL DEFAULT 0,
    tokens_out BIGINT NOT NULL DEFAULT 0,
    tokens_cached BIGINT NOT NULL DEFAULT 0,
    cost_micros BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (organization_id, user_id, id)
);
CREATE INDEX actions_leases ON actions (leased_until) WHERE state = 'reserved';
CREATE INDEX actions_by_time ON actions (organization_id, user_id, reserved_at, id);

-- What people are to be told. Whoever shows or sends notifications reads them here; the key makes each come once.
CREATE TABLE notices (
    organization_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
    -- E.g. the month of a budget.
    once_key TEXT NOT NULL,
    -- JSON: the figures that it tells.
    facts TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, user_id, kind, once_key)
);
CREATE INDEX notices_by_time ON notices (organization_id, user_id, created_at);

-- Requests that carried an Idempotency-Key: for a day the same request gets the same answer.
CREATE TABLE idempotent_requests (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    key TEXT NOT NULL,
    -- SHA-256 of the request's body.
    content_hash BYTEA NOT NULL,
    -- Who is at work on it and until when the others believe that; null once it was answered.
    lease TEXT,
    leased_until BIGINT,
    status BIGINT,
    -- The answer, sealed with the instance's key; null where it was too large to be kept.
    answer BYTEA,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, path, key),
    CHECK ((lease IS NULL) = (leased_until IS NULL)),
    CHECK ((lease IS NULL) = (status IS NOT NULL))
);
CREATE INDEX idempotent_requests_by_expiry ON idempotent_requests (expires_at);
