from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from intuit_double.options import Options
from intuit_double.program import REDIRECT, Program
from intuit_double.serving import running


@pytest.fixture
async def intuit(tmp_path: Path) -> AsyncIterator[Program]:
    """A double with one company that is connected to the app."""
    options = Options(state=tmp_path / "intuit.jsonl", redirect_uris=(REDIRECT,))
    async with running(options) as base_url, Program(base_url) as program:
        await program.connect()
        yield program
