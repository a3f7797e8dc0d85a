-- What happened, written with the change that caused it and handed out afterwards. Times are epoch microseconds.

CREATE TABLE outbox_events (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL,
    family TEXT NOT NULL CHECK (family IN ('stradum', 'psa', 'stratam')),
    type TEXT NOT NULL CHECK (length(type) BETWEEN 1 AND 64),
    -- Listeners that also subscribe to this type get that one instead.
    unless_subscribed_to TEXT,
    -- Sent byte for byte.
    body BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    -- Null until deliveries were made of it. An event nobody subscribed to is removed instead.
    fanned_out_at BIGINT,
    PRIMARY KEY (organization_id, event_id)
);
CREATE INDEX outbox_events_pending ON outbox_events (created_at, event_id) WHERE fanned_out_at IS NULL;
CREATE INDEX outbox_events_by_age ON outbox_events (created_at) WHERE fanned_out_at IS NOT NULL;
