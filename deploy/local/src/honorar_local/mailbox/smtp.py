"""The SMTP server: accepts every message for anybody, and confirms it once it is on disk."""

import asyncio
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from honorar_local.mailbox.store import Store

SIZE_LIMIT_BYTES = 32 * 1024 * 1024


class MessageHandler:
    """Stores each complete message; the methods are those that aiosmtpd calls."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        try:
            mail_id = await asyncio.to_thread(self._store.add, content, envelope.rcpt_tos)
        except OSError as error:
            return f"452 Cannot store the message: {error.strerror}"
        return f"250 Kept as {mail_id}"


async def listen(store: Store, host: str, port: int) -> asyncio.Server:
    """Listen on the port; the server runs until it is closed."""

    def protocol() -> Any:
        return SMTP(
            MessageHandler(store),
            data_size_limit=SIZE_LIMIT_BYTES,
            enable_SMTPUTF8=True,
            hostname="mailbox",
        )

    return await asyncio.get_running_loop().create_server(protocol, host, port)
