-- Names are sorted by their bytes, as SQLite does it, whatever the database's locale.
ALTER TABLE psa_sessions ALTER COLUMN name TYPE TEXT COLLATE "C";
