-- Addresses of customers that want to be told, and every telling. Times are epoch microseconds.

CREATE TABLE webhooks (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    webhook_id TEXT NOT NULL,
    family TEXT NOT NULL CHECK (family IN ('stradum', 'psa', 'stratam')),
    url TEXT NOT NULL,
    -- JSON array of event types.
    events TEXT NOT NULL,
    -- AES-256-GCM with the instance key. Null = unsigned.
    sealed_secret BYTEA,
    -- Signs too until the time beside it, after a rotation.
    previous_sealed_secret BYTEA,
    previous_secret_until BIGINT,
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
    disabled_reason TEXT CHECK (disabled_reason IN ('gone', 'failing', 'manual')),
    disabled_at BIGINT,
    failures_in_a_row BIGINT NOT NULL DEFAULT 0 CHECK (failures_in_a_row >= 0),
    -- The first failure since the last success.
    failing_since BIGINT,
    -- How many of the notices about this spell of failing went out: 24 h, 72 h, disabled.
    notices_sent BIGINT NOT NULL DEFAULT 0,
    -- Circuit open: nothing is sent before this time, then one probe.
    held_until BIGINT,
    -- Which server works on this endpoint's queue, and until when it may.
    lease_owner TEXT,
    lease_until BIGINT,
    -- How many deliveries of it are stored, moved with them.
    delivery_count BIGINT NOT NULL DEFAULT 0,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, webhook_id),
    CHECK ((status = 'disabled') = (disabled_at IS NOT NULL)),
    CHECK ((previous_sealed_secret IS NULL) = (previous_secret_until IS NULL)),
    CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
);
CREATE INDEX webhooks_by_time ON webhooks (organization_id, created_at, webhook_id);
-- Workers find endpoints of all organizations by their id alone.
CREATE INDEX webhooks_by_id ON webhooks (webhook_id);
CREATE INDEX webhooks_disabled ON webhooks (disabled_at) WHERE disabled_at IS NOT NULL;

-- One event for one endpoint.
CREATE TABLE webhook_deliveries (
    organization_id TEXT NOT NULL,
    delivery_id TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    event_type TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'in_flight', 'waiting', 'delivered', 'dead', 'cancelled')),
    -- All attempts ever made.
    attempt_count BIGINT NOT NULL DEFAULT 0,
    -- Failed attempts since it was queued or replayed.
    failed_tries BIGINT NOT NULL DEFAULT 0,
    is_replay BIGINT NOT NULL DEFAULT 0,
    -- Since when or from when it may be tried. Null when it is not queued.
    next_attempt_at BIGINT,
    event_created_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    delivered_at BIGINT,
    PRIMARY KEY (organization_id, delivery_id),
    UNIQUE (organization_id, webhook_id, event_id),
    FOREIGN KEY (organization_id, webhook_id) REFERENCES webhooks (organization_id, webhook_id) ON DELETE CASCADE,
    CHECK ((status IN ('pending', 'in_flight', 'waiting')) = (next_attempt_at IS NOT NULL))
);
-- The queue: small, whatever the history holds.
CREATE INDEX webhook_deliveries_queued ON webhook_deliveries (webhook_id, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (organization_id, webhook_id, created_at, delivery_id);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created_at) WHERE next_attempt_at IS NULL;

CREATE TABLE webhook_attempts (
    organization_id TEXT NOT NULL,
    delivery_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    is_replay BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    -- Null when there was no answer.
    status_code BIGINT,
    error TEXT,
    -- The first 1 KiB of the answer.
    response_snippet TEXT,
    PRIMARY KEY (organization_id, delivery_id, number),
    FOREIGN KEY (organization_id, delivery_id) REFERENCES webhook_deliveries (organization_id, delivery_id) ON DELETE CASCADE
);
