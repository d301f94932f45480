from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from intuit_double import webhook_delivery
from intuit_double.options import Options
from intuit_double.server import running
from intuit_double.testing import REDIRECT, AppClient


@pytest.fixture
async def intuit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AppClient]:
    """A double with one company that is connected to the app; it waits for who takes its webhooks."""
    monkeypatch.setattr(webhook_delivery, "TIMEOUT_SECONDS", 60.0)
    options = Options(state=tmp_path / "intuit.jsonl", redirect_uris=(REDIRECT,))
    async with running(options) as base_url, AppClient(base_url) as program:
        await program.connect()
        yield program
