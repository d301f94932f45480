"""Rates and invoicing, each with a database of its own; messages between them are carried by the tests."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

import invoicing.main
import invoicing.settings
import rates.main
import rates.settings
from testkit import Served, serve


@dataclass(frozen=True)
class Services:
    rates: Served
    invoicing: Served


@pytest.fixture(scope="module")
async def services() -> AsyncIterator[Services]:
    async with (
        serve(rates.main.service, rates.settings.Settings) as pricing,
        serve(
            invoicing.main.service,
            invoicing.settings.Settings,
            document_secret="a secret for tests only",
        ) as billing,
    ):
        yield Services(pricing, billing)
