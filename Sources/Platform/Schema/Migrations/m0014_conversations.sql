-- Conversations of people with the assistant: threads, and their messages. Every key leads with the organization and the person.
-- Times are epoch microseconds, money is in millionths of a dollar.
-- They do not go with the person's row, which would be one long transaction: a job removes what people who are gone have left.

CREATE TABLE threads (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    -- The title's words as searches see them, a space before each.
    title_words TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL CHECK (channel IN ('web', 'api', 'email', 'discord', 'sms', 'voice', 'monitor', 'webhook', 'mcp')),
    pinned BIGINT NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
    archived BIGINT NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    starred BIGINT NOT NULL DEFAULT 0 CHECK (starred IN (0, 1)),
    -- Messages without read_at; a reply that is being written does not count yet.
    unread_count BIGINT NOT NULL DEFAULT 0 CHECK (unread_count >= 0),
    message_count BIGINT NOT NULL DEFAULT 0 CHECK (message_count >= 0),
    -- The highest message number that was given out.
    last_number BIGINT NOT NULL DEFAULT 0,
    -- The thread's creation while it has no message.
    last_message_at BIGINT NOT NULL,
    last_preview TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    -- The turn that has the thread to itself, and until when, so that a crash does not keep it.
    busy_turn TEXT,
    busy_until BIGINT,
    PRIMARY KEY (organization_id, user_id, id),
    CHECK ((busy_turn IS NULL) = (busy_until IS NULL))
);
-- Lists are merged from ranges of these: pinned threads first, then the newest activity.
CREATE INDEX threads_by_activity ON threads (organization_id, user_id, archived, pinned, last_message_at, created_at, id);
CREATE INDEX threads_by_channel ON threads (organization_id, user_id, channel, archived, pinned, last_message_at, created_at, id);
CREATE INDEX threads_unread ON threads (organization_id, user_id, archived, pinned, last_message_at, created_at, id) WHERE unread_count > 0;
CREATE INDEX threads_starred ON threads (organization_id, user_id, archived, pinned, last_message_at, created_at, id) WHERE starred = 1;
-- The same of a channel.
CREATE INDEX threads_unread_by_channel ON threads (organization_id, user_id, channel, archived, pinned, last_message_at, created_at, id)
    WHERE unread_count > 0;
CREATE INDEX threads_starred_by_channel ON threads (organization_id, user_id, channel, archived, pinned, last_message_at, created_at, id)
    WHERE starred = 1;
CREATE INDEX threads_busy ON threads (busy_until) WHERE busy_until IS NOT NULL;

-- How many threads a person has of each kind: every total is a sum of these.
CREATE TABLE thread_counts (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    archived BIGINT NOT NULL,
    pinned BIGINT NOT NULL,
    starred BIGINT NOT NULL,
    unread BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (organization_id, user_id, channel, archived, pinned, starred, unread)
);

-- Words of titles, so that threads are found by how words begin. Bytes, because databases order texts by their locale.
CREATE TABLE thread_title_words (
    organization_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    word BYTEA NOT NULL,
    thread_id TEXT NOT NULL,
    PRIMARY KEY (organization_id, user_id, word, thread_id),
    FOREIGN KEY (organization_id, user_id, thread_id) REFERENCES threads (organization_id, user_id, id) ON DELETE CASCADE
);
CREATE INDEX thread_title_words_by_thread ON thread_title_words (organization_id, user_id, thread_id);

CREATE TABLE messages (
    organization_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    -- The place in the thread, from 1; rises without telling how many there are.
    number BIGINT NOT NULL CHECK (number > 0),
    id TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('user', 'assistant', 'system', 'tool')),
    content TEXT NOT NULL,
    channel TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'complete' CHECK (status IN ('complete', 'streaming', 'interrupted', 'failed')),
    -- Why it failed, for people.
    error TEXT,
    starred BIGINT NOT NULL DEFAULT 0 CHECK (starred IN (0, 1)),
    read_at BIGINT,
    created_at BIGINT NOT NULL,
    -- Of replies alone.
    model TEXT,
    tokens_in BIGINT,
    tokens_out BIGINT,
    tokens_cached BIGINT,
    cost_micros BIGINT,
    latency_ms BIGINT,
    actions BIGINT NOT NULL DEFAULT 0,
    run_id TEXT,
    -- JSON array of what the model called, and how that went.
    tool_calls TEXT,
    posture_state TEXT NOT NULL DEFAULT 'off' CHECK (posture_state IN ('off', 'pending', 'done', 'failed')),
    -- JSON of the reply's posture once it was read.
    posture TEXT,
    -- Whether the reply claims deeds that no tool did.
    unverified_claim BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (organization_id, user_id, thread_id, number),
    FOREIGN KEY (organization_id, user_id, thread_id) REFERENCES threads (organization_id, user_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX messages_by_id ON messages (organization_id, user_id, id);
CREATE INDEX messages_unread ON messages (organization_id, user_id, thread_id, number) WHERE read_at IS NULL;
CREATE INDEX messages_streaming ON messages (organization_id, user_id, thread_id, number) WHERE status = 'streaming';
CREATE INDEX messages_posture_pending ON messages (created_at) WHERE posture_state = 'pending';
