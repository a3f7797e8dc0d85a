-- Organizations, their people and their keys. Times are epoch microseconds.

CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- JSON: thresholds and other choices of the organization.
    settings TEXT NOT NULL DEFAULT '{}'
);

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    -- Lower case; one account per address on an instance.
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
    is_instance_admin BIGINT NOT NULL DEFAULT 0,
    -- Raised by logout, a new password, a new role: tokens of an older version stop working.
    token_version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL
);
CREATE INDEX users_by_organization ON users (organization_id, created_at);

CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('live', 'test')),
    publishable_key TEXT NOT NULL UNIQUE,
    secret_hash BYTEA NOT NULL UNIQUE,
    -- The first characters of the secret key, for people to tell keys apart.
    secret_prefix TEXT NOT NULL,
    -- JSON array of origins that may use the publishable key; empty = any.
    allowed_origins TEXT NOT NULL DEFAULT '[]',
    created_by TEXT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX api_keys_by_organization ON api_keys (organization_id, created_at);

-- Failed logins by account and by address.
CREATE TABLE login_throttle (
    subject TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Facts about this instance, e.g. the fingerprint of its key.
CREATE TABLE instance_facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Exact counts of things by a dimension, spread over shards so that no single row is hot; summed when read.
CREATE TABLE counters (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    dimension TEXT NOT NULL,
    shard BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (organization_id, dimension, shard)
);
