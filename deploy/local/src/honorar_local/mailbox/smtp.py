"""The SMTP server: accepts every message for anybody, and confirms it once it is on disk, unless a fault is injected."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from honorar_local.mailbox.injected_faults import Faults
from honorar_local.mailbox.store import Store

SIZE_LIMIT_BYTES = 32 * 1024 * 1024

# It logs addresses and what it does not understand, which may be a part of a message.
logging.getLogger("mail.log").setLevel(logging.ERROR)


class MessageHandler:
    """Stores each complete message; the methods are those that aiosmtpd calls."""

    def __init__(self, store: Store, faults: Faults) -> None:
        self._store, self._faults = store, faults

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        fault = self._faults.take()
        kind = fault.kind if fault else None
        if fault and kind == "refuse":
            return fault.reply
        if kind == "hang-up-before-storing":
            await _hang_up(server)
        reply = await self._keep(envelope.original_content or b"", envelope.rcpt_tos)
        if kind == "hang-up-after-storing":
            await _hang_up(server)
        if fault and kind == "late":
            await asyncio.sleep(fault.seconds)
        return reply

    async def _keep(self, content: bytes, recipients: Sequence[str]) -> str:
        try:
            mail_id = await asyncio.to_thread(self._store.add, content, recipients)
        except OSError as error:
            return f"452 Cannot store the message: {error.strerror}"
        return f"250 Kept as {mail_id}"


async def _hang_up(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.close()
    await asyncio.Event().wait()  # until aiosmtpd cancels what the connection was doing


async def listen(store: Store, faults: Faults, host: str, port: int) -> asyncio.Server:
    """Listen on the port; the server runs until it is closed."""

    def protocol() -> Any:
        return SMTP(
            MessageHandler(store, faults),
            data_size_limit=SIZE_LIMIT_BYTES,
            enable_SMTPUTF8=True,
            hostname="mailbox",
        )

    return await asyncio.get_running_loop().create_server(protocol, host, port)
