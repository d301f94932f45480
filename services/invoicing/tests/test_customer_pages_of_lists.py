"""Lists by customer and currency come in pages: each row once, in order, also where a page ends within a customer."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from database import new_id
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_expenses import HOTEL, TRAIN, approved
from testkit import count_statements

NAMES = ("Ægir", "Nord", "Nord", "Askov")


async def customers_with(driver: Driver, what: str) -> None:
    """Credit, or expenses to bill, in two currencies of each of some customers; two are called the same."""
    for name in NAMES:
        customer = new_id()
        await driver.served.consume(driver.events.organization(customer, name=name))
        about = {"organization_id": str(customer)}
        if what == "credits":
            for currency in ("DKK", "EUR"):
                await driver.pay("10.00", currency=currency, **about)
        else:
            for body in (TRAIN, HOTEL):
                await approved(driver, **{**body, **about})


async def pages(driver: Driver, path: str, limit: int) -> list[list[dict[str, Any]]]:
    found, cursor = [], None
    while True:
        asked = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        page = await driver.read(path, **asked)
        found.append(page["items"])
        cursor = page["next_cursor"]
        if cursor is None:
            return found


@pytest.mark.parametrize("path", ["credits", "expenses/ready"])
async def test_every_page_border_loses_and_repeats_nothing(driver: Driver, path: str) -> None:
    await customers_with(driver, path)
    with count_statements(driver.served.database) as statements:
        whole = (await driver.read(path))["items"]
    assert statements.count <= 3, str(statements)
    assert len(whole) == 2 * len(NAMES)
    for limit in (1, 2, 3, 7, 8):
        found = await pages(driver, path, limit)
        assert [len(page) for page in found[:-1]] == [limit] * (len(found) - 1)
        assert [one for page in found for one in page] == whole


@pytest.mark.parametrize("path", ["credits", "expenses/ready"])
async def test_a_cursor_of_another_list_is_refused(driver: Driver, path: str) -> None:
    nul = json.dumps(["\0", str(new_id()), "DKK"])
    for text in ("[]", '["a"]', '["a", "b", "c"]', nul, '["\\ud800", "b", "c"]', "x"):
        cursor = urlsafe_b64encode(text.encode()).decode().rstrip("=")
        answer = await driver.client.get(f"/v1/{path}", params={"cursor": cursor})
        assert answer.status_code == 422, text
