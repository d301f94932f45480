"""The mail server that takes our messages (SMTP, RFC 5321)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosmtplib
from aiosmtplib import SMTP, SMTPException
from opentelemetry import trace
from opentelemetry.trace import SpanKind

from notifier.deliveries import PermanentDeliveryError, TransientDeliveryError
from notifier.mime import Mail
from notifier.settings import Settings

SEND_SECONDS = 90.0
"""What signing in and handing over may take together; well below the limit of the task."""

_SIGN_IN_REFUSED = {530, 534, 535, 538}
"""RFC 4954 §6: refusals of us and not of the message; they pass when the settings are mended."""

_tracer = trace.get_tracer("notifier")


class SmtpClient:
    """Sends mails through the configured server, each on a connection of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @asynccontextmanager
    async def sent(self, mail: Mail) -> AsyncIterator[None]:
        """Send the mail; the body runs once the server has taken it, before the connection is closed.

        Raises `TransientDeliveryError` or `PermanentDeliveryError`, and the body does not run then.
        """
        smtp = self._connection()
        try:
            with _tracer.start_as_current_span("smtp send", kind=SpanKind.CLIENT):
                await _send(smtp, mail)
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


async def _send(smtp: SMTP, mail: Mail) -> None:
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await smtp.connect()
            await smtp.sendmail(
                mail.sender,
                [mail.recipient],
                mail.content,
                mail_options=["SMTPUTF8"] if mail.needs_utf8 else [],
            )
    except (SMTPException, OSError, ValueError) as error:
        raise _failure(error) from error


def _failure(error: Exception) -> TransientDeliveryError | PermanentDeliveryError:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return _failure(error.recipients[0])
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        return PermanentDeliveryError(
            "the mail server does not take addresses with letters beyond ASCII"
        )
    reason = " ".join(f"{type(error).__name__} {error}".split())
    if isinstance(
        error,
        aiosmtplib.SMTPSenderRefused | aiosmtplib.SMTPRecipientRefused | aiosmtplib.SMTPDataError,
    ):
        reason = f"the mail server said {error.code} {' '.join(error.message.split())}"
        if error.code >= 500 and error.code not in _SIGN_IN_REFUSED:
            return PermanentDeliveryError(reason)
    return TransientDeliveryError(reason)


async def _quit(smtp: SMTP) -> None:
    try:
        await smtp.quit(timeout=1)
    except (SMTPException, OSError):
        return  # the server has the mail; how it ends the connection does not matter
