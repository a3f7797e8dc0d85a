-- What the model thought before it answered, where it told: beside the answer, never part of it. Searches and prompts do not see it.
ALTER TABLE messages ADD COLUMN reasoning TEXT NOT NULL DEFAULT '';
