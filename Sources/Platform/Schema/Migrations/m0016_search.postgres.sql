-- Full-text search. Both databases index the words that the search engine makes, in ASCII letters and digits, each under a scope of seven:
-- its owner and its period, 2^31 milliseconds of time. Places rise with time: milliseconds, then 20 bits of the id's hash.
-- The owner is a user, or nothing for what the organization shares.
-- The score looks at the lead, the text's first words. What waits in the index's pending list is searched word by word, so that list is kept short.

-- What is remembered.
CREATE TABLE vault_texts (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    owner TEXT NOT NULL,
    place BIGINT NOT NULL,
    id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    word_count BIGINT NOT NULL,
    lead TEXT NOT NULL,
    words TSVECTOR NOT NULL,
    PRIMARY KEY (organization_id, owner, place)
);
CREATE INDEX vault_words ON vault_texts USING gin (words) WITH (fastupdate = on, gin_pending_list_limit = 256);
CREATE TABLE vault_text_periods (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    owner TEXT NOT NULL,
    period BIGINT NOT NULL,
    PRIMARY KEY (organization_id, owner, period)
);

-- What was said.
CREATE TABLE message_texts (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    owner TEXT NOT NULL,
    place BIGINT NOT NULL,
    id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    word_count BIGINT NOT NULL,
    lead TEXT NOT NULL,
    words TSVECTOR NOT NULL,
    PRIMARY KEY (organization_id, owner, place)
);
CREATE INDEX message_words ON message_texts USING gin (words) WITH (fastupdate = on, gin_pending_list_limit = 256);
CREATE TABLE message_text_periods (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    owner TEXT NOT NULL,
    period BIGINT NOT NULL,
    PRIMARY KEY (organization_id, owner, period)
);
