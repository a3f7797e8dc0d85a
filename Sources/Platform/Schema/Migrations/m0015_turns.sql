-- Turns of the assistant that are under way, one row each, removed when the reply has ended. What a crash leaves behind is found
-- through the thread's lease; the row tells which action was reserved for it and which tools were called so far.
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
    started_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, user_id, reply_id),
    FOREIGN KEY (organization_id, user_id, thread_id) REFERENCES threads (organization_id, user_id, id) ON DELETE CASCADE
);
CREATE INDEX turns_by_thread ON turns (organization_id, user_id, thread_id);
