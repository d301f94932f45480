"""A mail server for tests: real SMTP on a real port, with answers that the test chooses."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from typing import Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class SmtpServer:
    """What the server took. `to_recipient` and `to_content` are replies to give before it takes a mail.

    It says that it took a mail when `hold_reply` allows it; `hang_up` ends the connection instead, once it has
    the whole mail.
    """

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    to_recipient: list[str] = field(default_factory=list)
    to_content: list[str] = field(default_factory=list)
    sign_ins: list[str] = field(default_factory=list)
    on_mail: Callable[[], None] = lambda: None
    on_recipient: Callable[[], Awaitable[object]] | None = None
    hold_reply: asyncio.Event | None = None
    hang_up: Literal["", "before storing", "after storing"] = ""

    async def handle_RCPT(  # noqa: N802 the name that aiosmtpd looks for
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer RCPT TO."""
        if self.to_recipient:
            return self.to_recipient.pop(0)
        if self.on_recipient:
            await self.on_recipient()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 the name that aiosmtpd looks for
        self, smtp: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Answer the end of the message; what gets a 250 is kept."""
        if self.to_content:
            return self.to_content.pop(0)
        if self.hang_up == "before storing":
            await _hang_up(smtp)
        assert isinstance(envelope.content, bytes)
        mail = message_from_string(envelope.content.decode(), policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.envelopes.append(envelope)
        self.on_mail()
        if self.hold_reply:
            await self.hold_reply.wait()
        if self.hang_up:
            await _hang_up(smtp)
        return "250 taken"

    @property
    def recipients(self) -> list[list[str]]:
        """To whom each mail went, by its envelope."""
        return [envelope.rcpt_tos for envelope in self.envelopes]


async def _hang_up(smtp: SMTP) -> None:
    assert smtp.transport is not None
    smtp.transport.close()
    await asyncio.Event().wait()  # until aiosmtpd cancels what the connection was doing


@asynccontextmanager
async def run_smtp_server(
    *, tls: ssl.SSLContext | None = None, at_once: bool = False, password: str = ""
) -> AsyncIterator[SmtpServer]:
    """Listen on a free port; with TLS, by STARTTLS or `at_once`; with a password, for user `eva` only."""
    server = SmtpServer()

    def check(
        smtp: SMTP, session: Session, envelope: Envelope, how: str, who: LoginPassword
    ) -> AuthResult:
        server.sign_ins.append(who.password.decode())
        return AuthResult(success=who == LoginPassword(b"eva", password.encode()), handled=False)

    def protocol() -> SMTP:
        return SMTP(
            server,
            hostname="mail.example",
            enable_SMTPUTF8=True,
            tls_context=None if at_once else tls,
            authenticator=check,
            auth_required=bool(password),
            auth_require_tls=False,
        )

    loop = asyncio.get_running_loop()
    listener = await loop.create_server(protocol, "127.0.0.1", 0, ssl=tls if at_once else None)
    server.port = listener.sockets[0].getsockname()[1]
    async with listener:
        yield server
