-- An account's sessions of one status or one match status, in the order of the list: the filters that are most often given together.
CREATE INDEX sessions_by_account_status ON sessions (organization_id, account_id, status, created_at, id) WHERE account_id IS NOT NULL;
CREATE INDEX sessions_by_account_match ON sessions (organization_id, account_id, match_status, created_at, id) WHERE account_id IS NOT NULL;

-- It moved with every batch of events. Idle sessions are found among the active ones by the time they were created.
DROP INDEX sessions_idle;
