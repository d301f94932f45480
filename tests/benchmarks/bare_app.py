"""The limit of an API: FastAPI and asyncpg, two inserts in one transaction, and nothing of ours.

uvicorn runs it; `BARE_DATABASE_URL` leads to the database.
"""

import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import asyncpg
from fastapi import FastAPI
from pydantic import BaseModel, Field

TABLES = """
CREATE SCHEMA bare;
CREATE TABLE bare.time_entries (
    id uuid PRIMARY KEY, project_id uuid NOT NULL, started_at timestamptz NOT NULL, seconds integer NOT NULL,
    description text NOT NULL);
CREATE TABLE bare.outbox (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text NOT NULL, payload jsonb NOT NULL);
"""
_ENTRY = "INSERT INTO bare.time_entries VALUES ($1, $2, $3, $4, $5)"
_OUTBOX = "INSERT INTO bare.outbox (key, payload) VALUES ($1, $2)"


class Entry(BaseModel):
    """What is sent and answered."""

    project_id: uuid.UUID
    started_at: datetime
    seconds: int = Field(gt=0, le=86_400)
    description: str = Field(default="", max_length=1000)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(
        os.environ["BARE_DATABASE_URL"], min_size=8, max_size=8
    ) as app.state.pool:
        yield


app = FastAPI(lifespan=_lifespan)


@app.put("/time-entries/{entry_id}")
async def put(entry_id: uuid.UUID, entry: Entry) -> Entry:
    """Write the entry and a message."""
    pool: Any = app.state.pool
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(_ENTRY, entry_id, *entry.model_dump().values())
        await connection.execute(_OUTBOX, str(entry_id), entry.model_dump_json())
    return entry
