"""`python -m honorar_local.mailbox`: SMTP_PORT takes messages into MAIL_FOLDER, PORT shows them."""

import asyncio
import os
from pathlib import Path

import uvicorn

from honorar_local.mailbox.receiving import receive
from honorar_local.mailbox.store import Store
from honorar_local.mailbox.web import application


async def main() -> None:
    host, store = os.environ.get("HOST", "127.0.0.1"), Store(Path(os.environ["MAIL_FOLDER"]))
    smtp = await receive(store, host, int(os.environ["SMTP_PORT"]))
    config = uvicorn.Config(
        application(store), host=host, port=int(os.environ["PORT"]), log_level="warning"
    )
    async with smtp:
        await uvicorn.Server(config).serve()


asyncio.run(main())
