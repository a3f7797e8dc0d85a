-- Work to be done later, and work that comes round. Times are epoch microseconds. Finished jobs are removed, so the table
-- stays as small as the work that is left.

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
    payload TEXT NOT NULL,
    -- At most one job of a kind waits under the same key.
    dedupe_key TEXT,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'running', 'dead')),
    -- When it may be taken: of a waiting job the time it was put off to, of a running one the end of its lease.
    due_at BIGINT NOT NULL,
    -- Who holds the lease.
    lease TEXT,
    attempts BIGINT NOT NULL,
    max_attempts BIGINT NOT NULL CHECK (max_attempts > 0),
    last_error TEXT,
    created_at BIGINT NOT NULL,
    CHECK ((status = 'running') = (lease IS NOT NULL))
);
CREATE INDEX jobs_due ON jobs (due_at, id) WHERE status <> 'dead';
CREATE INDEX jobs_dead ON jobs (due_at, id) WHERE status = 'dead';
CREATE UNIQUE INDEX jobs_waiting_key ON jobs (kind, dedupe_key) WHERE status = 'waiting' AND dedupe_key IS NOT NULL;

CREATE TABLE job_schedules (
    name TEXT PRIMARY KEY,
    next_run_at BIGINT NOT NULL,
    -- While it runs: who runs it and until when the others believe that.
    lease TEXT,
    leased_until BIGINT,
    CHECK ((lease IS NULL) = (leased_until IS NULL))
);
