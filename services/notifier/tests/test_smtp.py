import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from notifier.commands.messages import SEND_MESSAGE
from notifier.deliveries import (
    PermanentDeliveryError,
    TransientDeliveryError,
    UnknownOutcomeError,
)
from notifier.mime import Mail
from notifier.settings import Settings
from notifier.smtp import HAND_OVER_SECONDS, SmtpClient
from notifier.tasks import task_kinds
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


async def nothing() -> None:
    """What happens before the final dot, in most tests."""


async def send(
    client: SmtpClient,
    mail: Mail = MAIL,
    before_final_dot: Callable[[], Awaitable[None]] = nothing,
) -> None:
    async with client.sent(mail, before_final_dot=before_final_dot):
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


async def test_a_server_may_take_longer_for_a_mail_than_for_any_other_step() -> None:
    async with run_smtp_server() as server:
        server.hold_reply = asyncio.Event()
        asyncio.get_running_loop().call_later(3, server.hold_reply.set)
        await send(client(server, smtp_tls="none", smtp_timeout=2))
        assert len(server.mails) == 1


def test_an_attempt_may_last_as_long_as_the_server_and_no_shorter_than_the_standard_says() -> None:
    settings = client(SmtpServer(port=25))._settings
    kind = task_kinds(settings)[SEND_MESSAGE]
    assert settings.smtp_final_reply_timeout >= 600
    assert kind.limit.total_seconds() > settings.smtp_final_reply_timeout + HAND_OVER_SECONDS


async def test_a_server_that_never_says_that_it_took_a_mail_leaves_the_outcome_unknown() -> None:
    async with run_smtp_server() as server:
        server.hold_reply = asyncio.Event()
        with pytest.raises(UnknownOutcomeError):
            await send(client(server, smtp_tls="none", smtp_final_reply_timeout=0.2))
        server.hold_reply.set()


async def test_a_mail_with_dots_and_bare_line_ends_arrives_whole() -> None:
    content = b"Subject: x\r\n\r\n.\r\n..\n.hidden\r\nend"
    async with run_smtp_server() as server:
        await send(client(server, smtp_tls="none"), replace(MAIL, content=content))
        assert server.envelopes[0].content == b"Subject: x\r\n\r\n.\r\n..\r\n.hidden\r\nend\r\n"


async def test_a_failure_before_the_final_dot_ends_no_mail() -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    async with run_smtp_server() as server:
        with pytest.raises(ZeroDivisionError):
            await send(client(server, smtp_tls="none"), before_final_dot=fail)
        await send(client(server, smtp_tls="none"))
        assert len(server.mails) == 1


@asynccontextmanager
async def script(*replies: bytes) -> AsyncIterator[tuple[SmtpServer, bytearray]]:
    """A server that gives these replies to what comes, then hangs up; and what came to it."""
    got = bytearray()

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        *first, last = replies
        for reply in first:
            writer.write(reply)
            got.extend(await reader.read(1_000_000))
        writer.write(last)
        writer.close()

    listener = await asyncio.start_server(respond, "127.0.0.1", 0)
    async with listener:
        yield SmtpServer(port=listener.sockets[0].getsockname()[1]), got


UNTIL_DATA = (b"220 hello\r\n", b"250 hello\r\n", b"250 sender\r\n", b"250 recipient\r\n")


async def a_moment() -> None:
    """Many short ones: what has come is read, also when the machine stands still for one of them."""
    for _ in range(30):
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("replies", "error"),
    [
        ((*UNTIL_DATA, b"354 go on\r\n"), TransientDeliveryError),
        ((*UNTIL_DATA, b"354 go on\r\n", b"452 too much now\r\n"), TransientDeliveryError),
        ((*UNTIL_DATA, b"354 go on\r\n", b"552 too large\r\n"), PermanentDeliveryError),
        ((*UNTIL_DATA, b"554 no valid recipients\r\n"), PermanentDeliveryError),
        ((*UNTIL_DATA, b"421 closing\r\n"), TransientDeliveryError),
        (UNTIL_DATA, TransientDeliveryError),
    ],
)
async def test_a_server_that_stops_before_the_final_dot_has_not_taken_the_mail(
    replies: tuple[bytes, ...], error: type[Exception]
) -> None:
    async with script(*replies) as (server, got):
        with pytest.raises(error):
            await send(client(server, smtp_tls="none"), before_final_dot=a_moment)
        assert b"\r\n.\r\n" not in got


@pytest.mark.parametrize("reply", [b"hmm\r\n", b"354 go on\r\n", b"25"])
async def test_a_reply_that_means_nothing_leaves_the_outcome_unknown(reply: bytes) -> None:
    async with script(*UNTIL_DATA, b"354 go on\r\n", b"", reply) as (server, _):
        with pytest.raises(UnknownOutcomeError):
            await send(
                client(server, smtp_tls="none", smtp_final_reply_timeout=20),
                before_final_dot=a_moment,
            )


async def test_a_refusal_in_another_encoding_can_be_stored() -> None:
    async with script(*UNTIL_DATA[:3], "550 ukendt bruger ø\0\r\n".encode("latin-1")) as (
        server,
        _,
    ):
        with pytest.raises(PermanentDeliveryError, match=r"550 ukendt bruger \?") as refused:
            await send(client(server, smtp_tls="none"))
    assert str(refused.value).isascii()
    assert "\0" not in str(refused.value)
