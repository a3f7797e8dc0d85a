-- Full-text search. Both databases index the words that the search engine makes, in ASCII letters and digits, each under a scope of seven:
-- its owner and its period, 2^31 milliseconds of time. Places rise with time: milliseconds, then 20 bits of the id's hash.
-- The owner is a user, or nothing for what the organization shares.
-- FTS5 keeps the words alone; triggers write them, and take them back exactly as they were written. lead and tail are the text's words without
-- their scope; the score looks at the lead.

-- What is remembered.
CREATE TABLE vault_texts (
    place INTEGER PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    owner TEXT NOT NULL,
    id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    word_count BIGINT NOT NULL,
    scope TEXT NOT NULL,
    lead TEXT NOT NULL,
    tail TEXT NOT NULL
);
CREATE VIRTUAL TABLE vault_words USING fts5 (words, content = '', columnsize = 0, tokenize = 'ascii');
CREATE TABLE vault_text_periods (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    owner TEXT NOT NULL,
    period BIGINT NOT NULL,
    PRIMARY KEY (organization_id, owner, period)
) WITHOUT ROWID;
CREATE TRIGGER vault_texts_added AFTER INSERT ON vault_texts BEGIN
    INSERT INTO vault_words (rowid, words) VALUES (new.place, new.scope || replace(new.lead || new.tail, ' ', ' ' || new.scope));
    INSERT OR IGNORE INTO vault_text_periods (organization_id, owner, period) VALUES (new.organization_id, new.owner, new.place >> 51);
END;
CREATE TRIGGER vault_texts_gone AFTER DELETE ON vault_texts BEGIN
    INSERT INTO vault_words (vault_words, rowid, words) VALUES ('delete', old.place, old.scope || replace(old.lead || old.tail, ' ', ' ' || old.scope));
END;

-- What was said.
CREATE TABLE message_texts (
    place INTEGER PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    owner TEXT NOT NULL,
    id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    word_count BIGINT NOT NULL,
    scope TEXT NOT NULL,
    lead TEXT NOT NULL,
    tail TEXT NOT NULL
);
CREATE VIRTUAL TABLE message_words USING fts5 (words, content = '', columnsize = 0, tokenize = 'ascii');
CREATE TABLE message_text_periods (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    owner TEXT NOT NULL,
    period BIGINT NOT NULL,
    PRIMARY KEY (organization_id, owner, period)
) WITHOUT ROWID;
CREATE TRIGGER message_texts_added AFTER INSERT ON message_texts BEGIN
    INSERT INTO message_words (rowid, words) VALUES (new.place, new.scope || replace(new.lead || new.tail, ' ', ' ' || new.scope));
    INSERT OR IGNORE INTO message_text_periods (organization_id, owner, period) VALUES (new.organization_id, new.owner, new.place >> 51);
END;
CREATE TRIGGER message_texts_gone AFTER DELETE ON message_texts BEGIN
    INSERT INTO message_words (message_words, rowid, words) VALUES ('delete', old.place, old.scope || replace(old.lead || old.tail, ' ', ' ' || old.scope));
END;
