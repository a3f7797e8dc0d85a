-- Turns of the assistant that are under way, one row each, removed when the reply has ended. What a crash leaves behind is found
-- through the thread's lease; the row tells which action was reserved for it, what was used of it, and which tools were called so far.
CREATE TABLE turns (
    organization_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    reply_id TEXT NOT NULL,
    -- The user's message that is answered.
    message_id TEXT NOT NULL,
    action_id TEXT NOT NULL,
    -- JSON array of tool events.
    tools TEXT NOT NULL DEFAULT '[]',
    -- JSON of what was used so far, and of the tools that have ended.
    progress TEXT NOT NULL DEFAULT '{}',
    -- Whether its reader wishes it to end; whichever server writes it looks here.
    stopping BIGINT NOT NULL DEFAULT 0 CHECK (stopping IN (0, 1)),
    started_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, user_id, reply_id),
    FOREIGN KEY (organization_id, user_id, thread_id) REFERENCES threads (organization_id, user_id, id) ON DELETE CASCADE
);
CREATE INDEX turns_by_thread ON turns (organization_id, user_id, thread_id);

-- Which message was sent with an Idempotency-Key: stored with the message, so that there is never one without the other. Stays when the
-- conversation is deleted, so that a late repetition does not begin another one.
CREATE TABLE sent_keys (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    -- SHA-256 of the body.
    content_hash BYTEA NOT NULL,
    thread_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    reply_id TEXT NOT NULL,
    -- JSON of why the reply is not complete, where a server was there to tell.
    failure TEXT,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, user_id, key)
);
CREATE INDEX sent_keys_by_end ON sent_keys (expires_at);
