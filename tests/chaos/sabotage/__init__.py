"""Switches off one guarantee of the services, to see that the check of a chaos run notices.

The services know nothing of it: their interpreters load `site/sitecustomize.py` first, by PYTHONPATH.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.harness.databases import execute
from tests.harness.system import System

VARIABLE = "HONORAR_WITHOUT"
GUARANTEES = {
    "inbox": "events take effect as often as they are delivered",
    "lead": "every relay sends, not only the one that leads",
    "claims": "nothing keeps two drafts from claiming the same seconds",
    "answers": "invoicing grants what reopenings ask for without taking the time off drafts",
    "lease": "every process runs each task that it finds",
}
_UNGUARDED = """
    ALTER TABLE claims DROP CONSTRAINT claimed_once;
    ALTER TABLE time_entries DROP CONSTRAINT claimed_once
"""
_SITE = Path(__file__).parent / "site"


@contextmanager
def sabotaged(guarantee: str | None) -> Iterator[None]:
    """Let the processes that are started meanwhile be without a guarantee; None: with all of them."""
    if guarantee is None:
        yield
        return
    before = dict(os.environ)
    os.environ.update({VARIABLE: guarantee, "PYTHONPATH": str(_SITE)})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def weaken(system: System, guarantee: str | None) -> None:
    """Take from the tables of a running system what stands behind the code."""
    if guarantee == "claims":
        asyncio.run(execute(system, "invoicing", _UNGUARDED))
