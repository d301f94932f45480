"""The mail server that takes our messages (SMTP, RFC 5321)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import cast

import aiosmtplib
from aiosmtplib import SMTP, SMTPException, SMTPResponse
from aiosmtplib.protocol import PERIOD_REGEX, SMTPProtocol, normalize_message_line_endings
from opentelemetry import trace
from opentelemetry.trace import SpanKind

from notifier.deliveries import (
    PermanentDeliveryError,
    TransientDeliveryError,
    UnknownOutcomeError,
)
from notifier.mime import Mail
from notifier.settings import Settings

HAND_OVER_SECONDS = 300.0
"""What signing in and sending all but the final dot may take together; well below the limit of the task."""

_FLUSH_POLL_SECONDS = 0.05
_START_INPUT = 354
_LONGEST_REASON = 500
_SIGN_IN_REFUSED = {530, 534, 535, 538}
"""RFC 4954 §6: refusals of us and not of the message; they pass when the settings are mended."""

_tracer = trace.get_tracer("notifier")


class SmtpClient:
    """Sends mails through the configured server, each on a connection of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @asynccontextmanager
    async def sent(
        self, mail: Mail, *, before_final_dot: Callable[[], Awaitable[None]]
    ) -> AsyncIterator[None]:
        """Send the mail; the body runs once the server has taken it, before the connection is closed.

        `before_final_dot` runs when the server has all but the dot that ends the message: until then it must not
        deliver (RFC 5321 §4.1.1.4), from then on it may. Raises `TransientDeliveryError` or `PermanentDeliveryError`
        when the server has not taken the mail, `UnknownOutcomeError` when that cannot be known; the body does not run then.
        """
        smtp = self._connection()
        try:
            with _tracer.start_as_current_span("smtp send", kind=SpanKind.CLIENT):
                handover = await _hand_over(smtp, mail)
                await before_final_dot()
                await self._complete(handover)
            yield
            await _quit(smtp)
        finally:
            smtp.close()

    def _connection(self) -> SMTP:
        settings = self._settings
        return SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_username or None,
            password=settings.smtp_password.get_secret_value() or None,
            use_tls=settings.smtp_tls == "tls",
            start_tls=settings.smtp_tls == "starttls",
            timeout=settings.smtp_timeout,
        )

    async def _complete(self, handover: "_Handover") -> None:
        """Send the final dot and wait for the reply to the mail."""
        handover.send_final_dot()
        try:
            async with asyncio.timeout(self._settings.smtp_final_reply_timeout):
                response = await handover.reply
        except (SMTPException, OSError) as error:  # TimeoutError is an OSError
            raise UnknownOutcomeError(_text(error)) from error
        if response.code // 100 in (4, 5):
            raise _failure(_refusal(response))
        if response.code // 100 != 2:
            raise UnknownOutcomeError(_text(_refusal(response)))


@dataclass
class _Handover:
    """A mail that the server has up to its final dot, and the reply to come."""

    protocol: SMTPProtocol
    reply: asyncio.Task[SMTPResponse]

    def send_final_dot(self) -> None:
        """End the message, unless the server has said no or hung up already."""
        if self.reply.done():
            raise _failure(self.reply.exception() or _refusal(self.reply.result()))
        try:
            self.protocol.write(b".\r\n")
        except SMTPException as error:
            raise _failure(error) from error


async def _hand_over(smtp: SMTP, mail: Mail) -> _Handover:
    """Send all but the final dot."""
    try:
        async with asyncio.timeout(HAND_OVER_SECONDS):
            await smtp.connect()
            await _send_envelope(smtp, mail)
            return await _send_content(smtp, mail.content)
    except (SMTPException, OSError, ValueError) as error:
        raise _failure(error) from error


async def _send_envelope(smtp: SMTP, mail: Mail) -> None:
    if smtp.is_ehlo_or_helo_needed:
        with suppress(aiosmtplib.SMTPHeloError):  # MAIL says HELO then
            await smtp.ehlo()
    if mail.needs_utf8 and not smtp.supports_extension("smtputf8"):
        raise aiosmtplib.SMTPNotSupported("SMTPUTF8")
    encoding, options = ("utf-8", ["SMTPUTF8"]) if mail.needs_utf8 else ("ascii", [])
    if smtp.supports_extension("size"):
        options = [f"size={len(mail.content)}", *options]
    await smtp.mail(mail.sender, options=options, encoding=encoding)
    await smtp.rcpt(mail.recipient, encoding=encoding)


async def _send_content(smtp: SMTP, content: bytes) -> _Handover:
    start = await smtp.execute_command(b"DATA")
    if start.code != _START_INPUT:
        raise _refusal(start)
    protocol = smtp.protocol
    assert protocol is not None
    transport = cast("asyncio.WriteTransport", protocol.transport)  # uvloop's has no base class
    reply = asyncio.create_task(protocol.read_response())
    reply.add_done_callback(lambda task: task.cancelled() or task.exception())  # nobody may ask
    protocol.write(PERIOD_REGEX.sub(b"..", normalize_message_line_endings(content)))
    while transport.get_write_buffer_size() and not reply.done():
        await asyncio.wait([reply], timeout=_FLUSH_POLL_SECONDS)
    return _Handover(protocol, reply)


def _refusal(response: SMTPResponse) -> aiosmtplib.SMTPDataError:
    return aiosmtplib.SMTPDataError(response.code, response.message)


def _failure(error: BaseException) -> TransientDeliveryError | PermanentDeliveryError:
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        return PermanentDeliveryError(
            "the mail server does not take addresses with letters beyond ASCII"
        )
    if isinstance(
        error,
        aiosmtplib.SMTPSenderRefused | aiosmtplib.SMTPRecipientRefused | aiosmtplib.SMTPDataError,
    ):
        reason = f"the mail server said {error.code} {_one_line(error.message)}"
        if error.code >= 500 and error.code not in _SIGN_IN_REFUSED:
            return PermanentDeliveryError(reason)
        return TransientDeliveryError(reason)
    return TransientDeliveryError(_text(error))


def _text(error: BaseException) -> str:
    return _one_line(f"{type(error).__name__} {error}")


def _one_line(text: str) -> str:
    """What a server said, as text that can be stored: its reply may be in any encoding (RFC 5321 §4.2.1 wants ASCII)."""
    storable = text.encode(errors="replace").decode()
    printable = "".join(letter if letter.isprintable() else " " for letter in storable)
    return " ".join(printable.split())[:_LONGEST_REASON]


async def _quit(smtp: SMTP) -> None:
    try:
        await smtp.quit(timeout=1)
    except (SMTPException, OSError):
        return  # the server has the mail; how it ends the connection does not matter
