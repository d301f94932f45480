"""`python -m honorar_local.mailbox`: receives on SMTP_PORT into MAIL_FOLDER, shows the messages on PORT."""

import asyncio
import os
from pathlib import Path

import uvicorn

from honorar_local.mailbox.injected_faults import Faults
from honorar_local.mailbox.smtp import listen
from honorar_local.mailbox.store import Store
from honorar_local.mailbox.web import application


async def main() -> None:
    host, store = os.environ.get("HOST", "127.0.0.1"), Store(Path(os.environ["MAIL_FOLDER"]))
    faults = Faults()
    smtp = await listen(store, faults, host, int(os.environ["SMTP_PORT"]))
    config = uvicorn.Config(
        application(store, faults),
        host=host,
        port=int(os.environ["PORT"]),
        log_level="warning",
        timeout_keep_alive=75,  # seconds; longer than clients keep a connection
    )
    async with smtp:
        await uvicorn.Server(config).serve()


asyncio.run(main())
