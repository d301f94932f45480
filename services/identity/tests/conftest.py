from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from identity.gate import changes
from identity.main import service
from identity.settings import Settings
from services.identity.tests.driver import (
    ADMIN_SECRET,
    ISSUER,
    PUBLIC_URL,
    Driver,
    KeyVerifier,
    write_key,
)
from services.identity.tests.provider import CLIENT, SECRET, FakeProvider, run_provider
from testkit import serve


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is late on a busy machine still hears: no stream ends, and nothing is asked again."""
    monkeypatch.setattr(changes, "_TRUST_SECONDS", 60.0)


@pytest.fixture(scope="session")
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ec.EllipticCurvePublicKey]:
    return write_key(tmp_path_factory.mktemp("key"))


SigningKey = tuple[Path, ec.EllipticCurvePublicKey]


@pytest.fixture
async def driver(signing_key: SigningKey) -> AsyncIterator[Driver]:
    async with running(signing_key) as driver:
        yield driver


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with run_provider() as provider:
        yield provider


@pytest.fixture
async def federated(signing_key: SigningKey, provider: FakeProvider) -> AsyncIterator[Driver]:
    """Identity with a log-in provider."""
    async with running(
        signing_key,
        log_in_issuer=provider.url,
        log_in_name="Lind",
        log_in_client_id=CLIENT,
        log_in_client_secret=SECRET,
    ) as driver:
        yield driver


@asynccontextmanager
async def running(signing_key: SigningKey, **settings: Any) -> AsyncIterator[Driver]:
    file, public = signing_key
    async with serve(
        service,
        Settings,
        oidc_issuer=ISSUER,
        public_url=PUBLIC_URL,
        signing_key_file=file,
        admin_secret=ADMIN_SECRET,
        **settings,
    ) as served:
        verifier = KeyVerifier(public)
        served.app.state.verifier = verifier
        yield Driver(served, verifier)
        await served.app.state.gate.close()
