"""The mail server that takes our messages (SMTP, RFC 5321)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosmtplib
from aiosmtplib import SMTP, SMTPException
from opentelemetry import trace
from opentelemetry.trace import SpanKind

from notifier.mail import Mail
from notifier.outside import RejectedError, UnavailableError
from notifier.settings import Settings

SLOWEST = 90.0
"""Seconds that signing in and handing over may take together; well below the limit of the task."""

_OUR_SIGN_IN = {530, 534, 535, 538}
"""RFC 4954 §6: refusals of us and not of the message; they pass when the settings are mended."""

_tracer = trace.get_tracer("notifier")


class Carrier:
    """Hands mails to the configured server, each on a connection of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @asynccontextmanager
    async def carried(self, mail: Mail) -> AsyncIterator[None]:
        """Hand over the mail; the body runs once the server has taken it, before goodbyes are said.

        Raises `UnavailableError` or `RejectedError`, and the body does not run then.
        """
        smtp = self._client()
        try:
            with _tracer.start_as_current_span("smtp send", kind=SpanKind.CLIENT):
                await _hand_over(smtp, mail)
            yield
            await _say_goodbye(smtp)
        finally:
            smtp.close()

    def _client(self) -> SMTP:
        to = self._settings
        return SMTP(
            hostname=to.smtp_host,
            port=to.smtp_port,
            username=to.smtp_username or None,
            password=to.smtp_password.get_secret_value() or None,
            use_tls=to.smtp_tls == "tls",
            start_tls=to.smtp_tls == "starttls",
            timeout=to.smtp_timeout,
        )


async def _hand_over(smtp: SMTP, mail: Mail) -> None:
    try:
        async with asyncio.timeout(SLOWEST):
            await smtp.connect()
            await smtp.sendmail(
                mail.sender,
                [mail.recipient],
                mail.content,
                mail_options=["SMTPUTF8"] if mail.needs_utf8 else [],
            )
    except (SMTPException, OSError, ValueError) as error:
        raise _failure(error) from error


def _failure(error: Exception) -> UnavailableError | RejectedError:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return _failure(error.recipients[0])
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        return RejectedError("the mail server does not take addresses with letters beyond ASCII")
    reason = " ".join(f"{type(error).__name__} {error}".split())
    if isinstance(
        error,
        aiosmtplib.SMTPSenderRefused | aiosmtplib.SMTPRecipientRefused | aiosmtplib.SMTPDataError,
    ):
        reason = f"the mail server said {error.code} {' '.join(error.message.split())}"
        if error.code >= 500 and error.code not in _OUR_SIGN_IN:
            return RejectedError(reason)
    return UnavailableError(reason)


async def _say_goodbye(smtp: SMTP) -> None:
    try:
        await smtp.quit(timeout=1)
    except (SMTPException, OSError):
        return  # the server has the mail; how it ends the talk is its own affair
