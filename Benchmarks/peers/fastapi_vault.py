"""The peer that Mien's `remember` is measured against: what a careful developer writes in an afternoon with FastAPI and SQLite FTS5.

It looks up the key by its SHA-256, checks the note (pydantic), writes its tags in one way, and stores in one transaction, as durably as Mien
does (WAL, synchronous=FULL): the entry, its tags with their counts, its words (FTS5, unicode61 without diacritics), and the event for those
who subscribe. It answers with the entries that hold the same content. Choices in its favour: one process, uvloop and httptools where
installed, statements prepared, no log, no vectors, no revisions.

    python fastapi_vault.py --port 8001 --data-dir /tmp/peer
"""
import argparse
import hashlib
import json
import pathlib
import secrets
import sqlite3
import time
import unicodedata
import uuid
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Header, HTTPException
from pydantic import BaseModel, ConfigDict, Field

SCHEMA = """
CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, role TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS keys (hash BLOB PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users (id), scopes TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS entries (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL, content TEXT NOT NULL, tags TEXT NOT NULL, source TEXT NOT NULL,
    content_hash BLOB NOT NULL, created_at INTEGER NOT NULL, revision INTEGER NOT NULL DEFAULT 1);
CREATE INDEX IF NOT EXISTS entries_by_time ON entries (user_id, created_at, id);
CREATE INDEX IF NOT EXISTS entries_by_content ON entries (user_id, content_hash);
CREATE TABLE IF NOT EXISTS entry_tags (user_id TEXT NOT NULL, tag TEXT NOT NULL, created_at INTEGER NOT NULL, entry_id TEXT NOT NULL,
    PRIMARY KEY (user_id, tag, created_at, entry_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tags (user_id TEXT NOT NULL, tag TEXT NOT NULL, entries INTEGER NOT NULL, PRIMARY KEY (user_id, tag)) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5 (content, user_id UNINDEXED, content='', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE IF NOT EXISTS outbox (id TEXT PRIMARY KEY, type TEXT NOT NULL, body BLOB NOT NULL, created_at INTEGER NOT NULL);
"""


class Note(BaseModel):
    model_config = ConfigDict(extra="ignore")
    content: Annotated[str, Field(min_length=1, max_length=65_536)]
    tags: Annotated[list[Annotated[str, Field(min_length=1, max_length=64)]], Field(max_length=20)] = []


class Remembered(BaseModel):
    ok: bool = True
    entry_id: str
    similar: list[str] | None = None


def application(folder: pathlib.Path) -> FastAPI:
    database = sqlite3.connect(folder / "peer.sqlite", isolation_level=None, cached_statements=64, check_same_thread=False)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.executescript(SCHEMA)
    app = FastAPI(openapi_url=None)

    def person(authorization: str | None) -> str:
        token = (authorization or "").removeprefix("Bearer ")
        row = database.execute(
            "SELECT user_id, scopes, role FROM keys JOIN users ON users.id = keys.user_id WHERE hash = ?",
            (hashlib.sha256(token.encode()).digest(),)).fetchone()
        if row is None:
            raise HTTPException(401, "Not authenticated")
        if "write" not in row[1].split():
            raise HTTPException(403, "This needs a key with the scope write")
        return row[0]

    @app.get("/ready")
    async def ready() -> dict[str, bool]:
        return {"ready": True}

    @app.post("/register", status_code=201)
    async def register() -> dict[str, str]:
        key, user = "skk_" + secrets.token_urlsafe(32), "usr_" + secrets.token_urlsafe(16)
        database.execute("INSERT INTO users VALUES (?, 'owner')", (user,))
        database.execute("INSERT INTO keys VALUES (?, ?, 'read write')", (hashlib.sha256(key.encode()).digest(), user))
        return {"key": key}

    @app.get("/api/vault/list")
    async def found(q: str, authorization: Annotated[str | None, Header()] = None) -> dict[str, int]:
        user = person(authorization)
        row = database.execute(
            "SELECT COUNT(*) FROM texts JOIN entries ON number = texts.rowid WHERE texts MATCH ? AND entries.user_id = ?", (q, user)).fetchone()
        return {"total": row[0]}

    @app.post("/api/vault/remember", response_model_exclude_none=True)
    async def remember(note: Note, authorization: Annotated[str | None, Header()] = None) -> Remembered:
        user = person(authorization)
        content = unicodedata.normalize("NFC", note.content)
        if not content.strip():
            raise HTTPException(400, "content: must not be blank")
        tags = list(dict.fromkeys("-".join(unicodedata.normalize("NFC", tag).lower().split()) for tag in note.tags))
        now = time.time_ns() // 1_000_000 * 1_000
        entry, digest = str(uuid.uuid4()), hashlib.sha256(content.encode()).digest()[:16]
        event = json.dumps({
            "id": "evt_" + secrets.token_urlsafe(16), "type": "vault.entry", "timestamp": now,
            "data": {"entry_id": entry, "scope": "personal", "org_id": None, "tags": tags, "source": "api", "content": content, "created_at": now}})
        database.execute("BEGIN IMMEDIATE")
        try:
            similar = [row[0] for row in database.execute(
                "SELECT id FROM entries WHERE user_id = ? AND content_hash = ? ORDER BY created_at DESC, id DESC LIMIT 3", (user, digest))]
            number = database.execute(
                "INSERT INTO entries (id, user_id, content, tags, source, content_hash, created_at) VALUES (?, ?, ?, ?, 'api', ?, ?)",
                (entry, user, content, json.dumps(tags), digest, now)).lastrowid
            database.executemany("INSERT INTO entry_tags VALUES (?, ?, ?, ?)", [(user, tag, now, entry) for tag in tags])
            database.executemany(
                "INSERT INTO tags VALUES (?, ?, 1) ON CONFLICT (user_id, tag) DO UPDATE SET entries = entries + 1", [(user, tag) for tag in tags])
            database.execute("INSERT INTO texts (rowid, content, user_id) VALUES (?, ?, ?)", (number, content, user))
            database.execute("INSERT INTO outbox VALUES (?, 'vault.entry', ?, ?)", (str(uuid.uuid4()), event, now))
            database.execute("COMMIT")
        except BaseException:
            database.execute("ROLLBACK")
            raise
        return Remembered(entry_id=entry, similar=similar or None)

    return app


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data-dir", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    arguments.data_dir.mkdir(parents=True, exist_ok=True)
    uvicorn.run(application(arguments.data_dir), host="127.0.0.1", port=arguments.port, log_level="error", access_log=False)
