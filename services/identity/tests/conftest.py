from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from identity.main import service
from identity.settings import Settings
from services.identity.tests.driver import ADMIN_SECRET, ISSUER, PUBLIC_URL, Driver, KeyVerifier
from testkit import serve


@pytest.fixture(scope="session")
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ec.EllipticCurvePublicKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    file = tmp_path_factory.mktemp("key") / "signing-key.pem"
    pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file.write_bytes(key.private_bytes(*pem, serialization.NoEncryption()))
    return file, key.public_key()


@pytest.fixture
async def driver(signing_key: tuple[Path, ec.EllipticCurvePublicKey]) -> AsyncIterator[Driver]:
    file, public = signing_key
    async with serve(
        service,
        Settings,
        oidc_issuer=ISSUER,
        public_url=PUBLIC_URL,
        signing_key_file=file,
        admin_secret=ADMIN_SECRET,
    ) as served:
        verifier = KeyVerifier(public)
        served.app.state.verifier = verifier
        yield Driver(served, verifier)
        await served.app.state.gate.close()
