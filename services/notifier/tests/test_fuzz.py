"""What a mail server may say, spoiled: a mail is sent, or the outcome is one of the three that are declared."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import pytest
from hypothesis import strategies as st
from pydantic import ValidationError

from notifier.deliveries import (
    PermanentDeliveryError,
    TransientDeliveryError,
    UnknownOutcomeError,
)
from notifier.settings import Settings
from notifier.smtp import SmtpClient
from services.notifier.tests.test_smtp import MAIL, nothing
from testkit.foreign_input import fuzz, spoiled, spoiled_text

GREETING, OK, START, TAKEN = (
    b"220 mail.example ready\r\n",
    b"250-mail.example\r\n250-SIZE 1000000\r\n250 SMTPUTF8\r\n",
    b"354 go on\r\n",
    b"250 2.0.0 taken as 17\r\n",
)
CONVERSATION = (GREETING, OK, TAKEN, TAKEN, START, TAKEN)
REFUSALS = (
    b"450-4.7.1 later\r\n450 later\r\n",
    b"550 no\r\n",
    b"421 closing\r\n",
    b"251 other\r\n",
)


@st.composite
def conversations(draw: st.DrawFn) -> Sequence[bytes]:
    """Replies in their order, one of them wrong."""
    place = draw(st.integers(0, len(CONVERSATION) - 1))
    wrong = draw(st.sampled_from(REFUSALS) | spoiled(CONVERSATION[place], *REFUSALS))
    return [*CONVERSATION[:place], wrong, *CONVERSATION[place + 1 :], b"221 bye\r\n"]


@asynccontextmanager
async def server(replies: Sequence[bytes]) -> AsyncIterator[int]:
    """A server that says the replies, one for each thing that it hears; yields its port."""

    talks = set[asyncio.Task[None]]()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            for reply in replies:
                writer.write(reply)
                await writer.drain()
                await reader.readuntil(b"\r\n.\r\n" if reply == START else b"\r\n")
        writer.close()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.create_task(talk(reader, writer)))

    listener = await asyncio.start_server(begin, "127.0.0.1", 0)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()
        await asyncio.gather(*talks)


@fuzz(conversations())
async def test_a_mail_is_sent_or_fails_in_a_declared_way(replies: Sequence[bytes]) -> None:
    bodies = 0
    async with server(replies) as port:
        client = SmtpClient(settings(port))
        try:
            async with client.sent(MAIL, before_final_dot=nothing):
                bodies += 1
        except (PermanentDeliveryError, TransientDeliveryError, UnknownOutcomeError) as error:
            said = str(error)
            assert bodies == 0
            assert said.isprintable()
        else:
            assert bodies == 1


def settings(port: int) -> Settings:
    return Settings(
        database_url="postgresql://x@y/z",
        invoicing_url="http://x",
        mail_from="faktura@lind.example",
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_tls="none",
        smtp_timeout=0.2,
        smtp_final_reply_timeout=0.2,
    )


VARIABLES = {
    "MAIL_FROM": "faktura@lind.example",
    "SMTP_PORT": "587",
    "SMTP_TLS": "starttls",
    "SMTP_TIMEOUT": "20",
    "SMTP_FINAL_REPLY_TIMEOUT": "600",
    "DOCUMENT_TIMEOUT": "20",
    "LARGEST_DOCUMENT": "1000000",
    "DELIVERY_RETRY_PERIOD": "P2D",
}


@fuzz(st.sampled_from(sorted(VARIABLES)), st.data())
def test_settings_are_usable_or_refused(name: str, data: st.DataObject) -> None:
    value = data.draw(spoiled_text(VARIABLES[name], "nan", "inf", "-1", "0")).replace("\0", "")
    with pytest.MonkeyPatch.context() as environment:
        for variable, good in VARIABLES.items():
            environment.setenv(variable, good)
        environment.setenv(name, value)
        try:
            found = Settings(
                database_url="postgresql://x@y/z", invoicing_url="http://x", smtp_host="h"
            )
        except ValidationError:
            return
    for seconds in (found.smtp_timeout, found.smtp_final_reply_timeout, found.document_timeout):
        assert 0 < seconds < float("inf")
    assert 0 < found.smtp_port < 65536
    assert found.largest_document > 0
    assert found.delivery_retry_period.total_seconds() >= 0
