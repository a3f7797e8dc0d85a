"""The peer that Mien's ingest is measured against: what a careful developer writes in an afternoon with FastAPI.

It checks the key and every event (pydantic), stores one row per batch, moves the session's counter in the same
transaction, and commits as durably as Mien does (WAL, synchronous=FULL). Choices in its favour: one process, uvloop and
httptools where installed, statements prepared, no log, and the blob is the request's body as it came, so nothing is encoded.

    python fastapi_ingest.py --port 8001 --data-dir /tmp/peer
"""
import argparse
import pathlib
import secrets
import sqlite3
import time
from typing import Annotated, Any, Literal

import uvicorn
from fastapi import Body, FastAPI, Header, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SessionID = Annotated[str, StringConstraints(min_length=1, max_length=128)]


class EventPayload(BaseModel):
    model_config = ConfigDict(extra="ignore")
    event_type: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    timestamp: Annotated[float, Field(ge=0, lt=253_402_300_800, allow_inf_nan=False)]
    field_name: Annotated[str, StringConstraints(max_length=256)] | None = None
    field_type: Literal["text_input", "protected_input", "dropdown", "checkbox", "radio", "textarea", "date_selector"] | None = None
    data: dict[str, Any] | None = None


class EventBatch(BaseModel):
    model_config = ConfigDict(extra="ignore")
    session_id: SessionID
    events: Annotated[list[EventPayload], Field(min_length=1, max_length=5_000)]
    sdk_version: Annotated[str, StringConstraints(max_length=64)] | None = None
    page_url: Annotated[str, StringConstraints(max_length=2_048)] | None = None
    batch_seq: Annotated[int, Field(ge=0)] | None = None


class SessionCreate(BaseModel):
    session_id: SessionID | None = None
    metadata: dict[str, Any] = {}


class Receipt(BaseModel):
    session_id: str
    accepted: int
    rejected: int
    total_event_count: int


def application(folder: pathlib.Path) -> FastAPI:
    database = sqlite3.connect(folder / "peer.sqlite", isolation_level=None, cached_statements=64, check_same_thread=False)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE IF NOT EXISTS keys (key TEXT PRIMARY KEY)")
    database.execute("CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, event_count INTEGER NOT NULL, updated_at INTEGER NOT NULL)")
    database.execute(
        "CREATE TABLE IF NOT EXISTS batches (session_id TEXT NOT NULL, batch_id TEXT NOT NULL, event_count INTEGER NOT NULL,"
        " received_at INTEGER NOT NULL, block BLOB NOT NULL, PRIMARY KEY (session_id, batch_id)) WITHOUT ROWID")
    app = FastAPI(openapi_url=None)
    keys = {row[0] for row in database.execute("SELECT key FROM keys")}

    def check(key: str | None) -> None:
        if key not in keys:
            raise HTTPException(401, "Missing or invalid API key")

    @app.get("/ready")
    async def ready() -> dict[str, bool]:
        return {"ready": True}

    @app.post("/api/v1/auth/register", status_code=201)
    async def register() -> dict[str, str]:
        key = "pk_live_" + secrets.token_urlsafe(24)
        database.execute("INSERT INTO keys VALUES (?)", (key,))
        keys.add(key)
        return {"publishable_key": key}

    @app.post("/api/v1/sessions", status_code=201)
    async def create(session: SessionCreate, x_stradum_key: Annotated[str | None, Header()] = None) -> dict[str, Any]:
        check(x_stradum_key)
        session_id = session.session_id or "stm_" + secrets.token_urlsafe(16)
        database.execute("INSERT OR IGNORE INTO sessions VALUES (?, 0, ?)", (session_id, time.time_ns() // 1000))
        return {"session_id": session_id, "event_count": 0}

    @app.post("/api/v1/sessions/events")
    async def ingest(request: Request, batch: Annotated[EventBatch, Body()], x_stradum_key: Annotated[str | None, Header()] = None) -> Receipt:
        check(x_stradum_key)
        block = await request.body()
        now = time.time_ns() // 1000
        database.execute("BEGIN IMMEDIATE")
        try:
            row = database.execute(
                "UPDATE sessions SET event_count = event_count + ?, updated_at = ? WHERE id = ? RETURNING event_count",
                (len(batch.events), now, batch.session_id)).fetchone()
            if row is None:
                raise HTTPException(404, "Session not found")
            name = secrets.token_hex(8) if batch.batch_seq is None else str(batch.batch_seq)
            database.execute("INSERT INTO batches VALUES (?, ?, ?, ?, ?)", (batch.session_id, name, len(batch.events), now, block))
            database.execute("COMMIT")
        except BaseException:
            database.execute("ROLLBACK")
            raise
        return Receipt(session_id=batch.session_id, accepted=len(batch.events), rejected=0, total_event_count=row[0])

    return app


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data-dir", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    arguments.data_dir.mkdir(parents=True, exist_ok=True)
    uvicorn.run(application(arguments.data_dir), host="127.0.0.1", port=arguments.port, log_level="error", access_log=False)
