-- Batches of events in a partition for each month: one whose time is over is dropped, not deleted row by row.
-- The month is the one in which the session began, so that all batches of a session lie in one partition and
-- the primary key still knows a batch that is sent again in the next month.

ALTER TABLE session_event_batches RENAME TO session_event_batches_before;
ALTER INDEX session_event_batches_pkey RENAME TO session_event_batches_before_pkey;
ALTER INDEX session_event_batches_by_time RENAME TO session_event_batches_before_by_time;

CREATE TABLE session_event_batches (
    organization_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    event_count BIGINT NOT NULL,
    rejected_count BIGINT NOT NULL,
    total_after BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    block BYTEA NOT NULL,
    -- When the session was created.
    session_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, session_id, batch_id, session_at),
    FOREIGN KEY (organization_id, session_id) REFERENCES sessions (organization_id, id) ON DELETE CASCADE
) PARTITION BY RANGE (session_at);
CREATE INDEX session_event_batches_by_time ON session_event_batches (received_at);

-- Takes what has no month of its own yet; the server moves it once the month is made.
CREATE TABLE session_event_batches_other PARTITION OF session_event_batches DEFAULT;

DO $$
DECLARE
    month TIMESTAMP;
BEGIN
    FOR month IN
        SELECT DISTINCT date_trunc('month', to_timestamp(s.created_at / 1000000.0) AT TIME ZONE 'UTC')
        FROM sessions s JOIN session_event_batches_before b ON b.organization_id = s.organization_id AND b.session_id = s.id
    LOOP
        EXECUTE format(
            'CREATE TABLE %I PARTITION OF session_event_batches FOR VALUES FROM (%s) TO (%s)',
            'session_event_batches_' || to_char(month, 'YYYY_MM'),
            extract(epoch FROM month)::BIGINT * 1000000,
            extract(epoch FROM month + INTERVAL '1 month')::BIGINT * 1000000);
    END LOOP;
END $$;

INSERT INTO session_event_batches
    (organization_id, session_id, batch_id, event_count, rejected_count, total_after, received_at, block, session_at)
SELECT b.organization_id, b.session_id, b.batch_id, b.event_count, b.rejected_count, b.total_after, b.received_at, b.block, s.created_at
FROM session_event_batches_before b JOIN sessions s ON s.organization_id = b.organization_id AND s.id = b.session_id;

DROP TABLE session_event_batches_before;
