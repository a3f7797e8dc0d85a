-- Who said what about a session, kept beside what was said.

-- JSON: the metadata keys that a secret key wrote. A publishable key leaves these as they are.
ALTER TABLE sessions ADD COLUMN secret_metadata_keys TEXT NOT NULL DEFAULT '[]';

-- Whether a session was of this person, by a reviewer's word. It outlives the analyses of the session: those are replaced.
CREATE TABLE session_verdicts (
    organization_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    identity_id TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('right_person', 'wrong_person')),
    note TEXT,
    -- `user:` or `sk:` and the id of the user or key pair.
    given_by TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, session_id, identity_id),
    FOREIGN KEY (organization_id, session_id) REFERENCES sessions (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, identity_id) REFERENCES identities (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX session_verdicts_by_identity ON session_verdicts (organization_id, identity_id);

-- The columns of analyses are no longer read; they go with a later release.
INSERT INTO session_verdicts (organization_id, session_id, identity_id, verdict, note, given_by, given_at)
    SELECT organization_id, session_id, identity_id, verdict, verdict_note, COALESCE(verdict_by, ''), COALESCE(verdict_at, analyzed_at)
    FROM analyses WHERE verdict IS NOT NULL;
