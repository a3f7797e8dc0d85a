-- Logins, and keys that belong to a person. Times are epoch microseconds.

-- One for each login, until it is ended or has lain idle; its cookie and its token stop working with it.
CREATE TABLE login_sessions (
    organization_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    -- SHA-256 of the cookie's token, which is kept nowhere.
    token_hash BYTEA NOT NULL UNIQUE,
    -- The user's token version at the login.
    token_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    -- Where the login came from, for its owner to recognize it.
    address TEXT NOT NULL,
    user_agent TEXT,
    PRIMARY KEY (organization_id, user_id, id)
);

-- The family 'stratam': keys of a person, which go with that person. What such a key may do: read,write,admin.
ALTER TABLE bearer_keys ADD COLUMN user_id TEXT REFERENCES users (id) ON DELETE CASCADE;
ALTER TABLE bearer_keys ADD COLUMN scopes TEXT;
ALTER TABLE bearer_keys ADD COLUMN expires_at BIGINT;
CREATE INDEX bearer_keys_by_user ON bearer_keys (organization_id, user_id, created_at, id);
