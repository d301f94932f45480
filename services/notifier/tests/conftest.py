from collections.abc import AsyncIterator

import pytest

from notifier.main import service
from notifier.settings import Settings
from services.notifier.tests.document_server import run_document_server
from services.notifier.tests.driver import LARGEST_DOCUMENT, Driver
from services.notifier.tests.smtp_server import run_smtp_server
from testkit import serve


@pytest.fixture
async def driver() -> AsyncIterator[Driver]:
    async with (
        run_smtp_server() as smtp,
        run_document_server() as documents,
        serve(
            service,
            Settings,
            invoicing_url=documents.url,
            mail_from="faktura@lind.example",
            smtp_host="127.0.0.1",
            smtp_port=smtp.port,
            smtp_tls="none",
            largest_document=LARGEST_DOCUMENT,
        ) as served,
    ):
        yield Driver(served, smtp, documents)
