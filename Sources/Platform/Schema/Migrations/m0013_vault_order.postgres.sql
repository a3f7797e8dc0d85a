-- Tags are sorted by their bytes, as SQLite does it, whatever the database's locale.
ALTER TABLE vault_tags ALTER COLUMN tag TYPE TEXT COLLATE "C";
