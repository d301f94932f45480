import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from notifier.deliveries import TransientDeliveryError
from notifier.mime import Mail
from notifier.settings import Settings
from notifier.smtp import SmtpClient
from services.notifier.tests.smtp_server import SmtpServer, run_smtp_server

MAIL = Mail(
    "faktura@lind.example", "eva@nordlys.example", "<1@lind.example>", b"Subject: x\r\n\r\nx"
)


def client(server: SmtpServer, **settings: Any) -> SmtpClient:
    return SmtpClient(
        Settings(
            database_url="postgresql://x@y/z",
            invoicing_url="http://x",
            mail_from="faktura@lind.example",
            smtp_host="127.0.0.1",
            smtp_port=server.port,
            **settings,
        )
    )


async def send(client: SmtpClient, mail: Mail = MAIL) -> None:
    async with client.sent(mail):
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key for the address that the tests' mail servers have."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "mail.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let OpenSSL trust the certificate, the way an operator would."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.fixture
async def plain() -> AsyncIterator[SmtpServer]:
    async with run_smtp_server(password="secret") as server:
        yield server


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("way", ["starttls", "tls"])
async def test_a_mail_goes_encrypted_to_a_server_that_is_trusted(
    tls: ssl.SSLContext, way: str
) -> None:
    async with run_smtp_server(tls=tls, at_once=way == "tls", password="secret") as server:
        await send(client(server, smtp_tls=way, smtp_username="eva", smtp_password="secret"))
        assert len(server.mails) == 1


@pytest.mark.parametrize("way", ["starttls", "tls"])
async def test_a_server_that_is_not_trusted_gets_neither_password_nor_mail(
    tls: ssl.SSLContext, way: str
) -> None:
    async with run_smtp_server(tls=tls, at_once=way == "tls", password="secret") as server:
        with pytest.raises(TransientDeliveryError):
            await send(client(server, smtp_tls=way, smtp_username="eva", smtp_password="secret"))
        assert (server.sign_ins, server.mails) == ([], [])


@pytest.mark.parametrize("way", ["starttls", "tls"])
async def test_nothing_goes_in_clear_when_encryption_was_asked_for(
    plain: SmtpServer, way: str
) -> None:
    asked = {"smtp_tls": way, "smtp_username": "eva", "smtp_password": "secret"}
    with pytest.raises(TransientDeliveryError):
        await send(client(plain, **asked, smtp_timeout=2))
    assert (plain.sign_ins, plain.mails) == ([], [])


async def test_a_password_that_is_wrong_today_may_be_right_tomorrow(plain: SmtpServer) -> None:
    signed_in = {"smtp_tls": "none", "smtp_username": "eva"}
    with pytest.raises(TransientDeliveryError):
        await send(client(plain, **signed_in, smtp_password="wrong"))
    with pytest.raises(TransientDeliveryError):
        await send(client(plain, smtp_tls="none"))
    await send(client(plain, **signed_in, smtp_password="secret"))
    assert len(plain.mails) == 1


async def test_a_server_that_does_not_listen_is_unreachable() -> None:
    with pytest.raises(TransientDeliveryError):
        await send(client(SmtpServer(port=1), smtp_tls="none"))
