-- Whether the request has committed something: then it is not run again, whether its answer was kept or not.
ALTER TABLE idempotent_requests ADD COLUMN has_committed BIGINT NOT NULL DEFAULT 0 CHECK (has_committed IN (0, 1));
-- The answer's media type where it is not JSON.
ALTER TABLE idempotent_requests ADD COLUMN answer_type TEXT;
