-- Sessions of test keys are learned apart from real ones, so that a scripted browser never becomes part of a person's profile.

ALTER TABLE learned_sessions ADD COLUMN mode TEXT NOT NULL DEFAULT 'live' CHECK (mode IN ('live', 'test'));
ALTER TABLE identities ADD COLUMN test_learned_count BIGINT NOT NULL DEFAULT 0;

UPDATE learned_sessions SET mode = 'test' WHERE EXISTS (
    SELECT 1 FROM sessions s WHERE s.organization_id = learned_sessions.organization_id AND s.id = learned_sessions.session_id AND s.mode = 'test');
UPDATE identities SET test_learned_count = (
    SELECT COUNT(*) FROM learned_sessions l
    WHERE l.organization_id = identities.organization_id AND l.identity_id = identities.id AND l.mode = 'test');

-- The totals behind the organization's population count real sessions alone.
INSERT INTO counters (organization_id, dimension, shard, count)
    SELECT organization_id, 'sessions:learned', 0, -SUM(test_learned_count) FROM identities WHERE test_learned_count > 0 GROUP BY organization_id
    ON CONFLICT (organization_id, dimension, shard) DO UPDATE SET count = counters.count + excluded.count;
INSERT INTO counters (organization_id, dimension, shard, count)
    SELECT organization_id, 'identities:enrolled', 0, -COUNT(*) FROM identities
    WHERE learned_count >= 3 AND learned_count - test_learned_count < 3 GROUP BY organization_id
    ON CONFLICT (organization_id, dimension, shard) DO UPDATE SET count = counters.count + excluded.count;
UPDATE identities SET learned_count = learned_count - test_learned_count WHERE test_learned_count > 0;
