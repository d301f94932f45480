"""Imports files of banks and decides about their transactions through the API."""

from typing import Any

import httpx

from database import new_id
from services.invoicing.tests.bank_samples import camt, camt_entry
from services.invoicing.tests.driver import Driver


async def try_import(driver: Driver, data: bytes, **said: Any) -> httpx.Response:
    """Ask for a file to be read."""
    return await driver.client.post("/v1/bank-files", content=data, params=said)


async def import_file(driver: Driver, data: bytes, **said: Any) -> dict[str, Any]:
    """Read a file."""
    answer = await try_import(driver, data, **said)
    assert answer.status_code == 201, answer.text
    stored: dict[str, Any] = answer.json()
    return stored


async def came(driver: Driver, amount: str, text: str = "", **said: str) -> dict[str, Any]:
    """Let a file bring a movement that no other had; returns its transaction."""
    entry = camt_entry(amount, text, bank_reference=str(new_id()), **said)
    file = await import_file(driver, camt(entry))
    [found] = await transactions(driver, file_id=file["id"])
    return found


async def transactions(driver: Driver, **query: Any) -> list[dict[str, Any]]:
    """Transactions of the account."""
    found: list[dict[str, Any]] = (await driver.read("bank-transactions", **query))["items"]
    return found


async def decide(
    driver: Driver, transaction: dict[str, Any], how: str, **body: Any
) -> httpx.Response:
    """Ask for a decision about a transaction, as it was read."""
    headers = {"If-Match": f'"{transaction["version"]}"'}
    path = f"/v1/bank-transactions/{transaction['id']}/{how}"
    return await driver.client.post(path, json=body, headers=headers)


async def take(driver: Driver, transaction: dict[str, Any], **body: Any) -> dict[str, Any]:
    """Take a transaction as its first proposal says, or as `body` does."""
    if not body:
        body = as_proposed(transaction)
    answer = await decide(driver, transaction, "take", **body)
    assert answer.status_code == 200, answer.text
    taken: dict[str, Any] = answer.json()
    return taken


def as_proposed(transaction: dict[str, Any]) -> dict[str, Any]:
    """What takes a transaction as its first proposal says."""
    proposal = transaction["proposals"][0]
    parts = [
        {"invoice_id": one["invoice_id"], "amount": one["amount"]["amount"]}
        for one in proposal["allocations"]
    ]
    who = {"organization_id": proposal["organization_id"], "allocations": parts}
    return who | ({"refund_id": proposal["refund_id"]} if proposal["refund_id"] else {})


async def undo(driver: Driver, transaction: dict[str, Any]) -> dict[str, Any]:
    """Let a transaction be open again."""
    answer = await decide(driver, transaction, "undo", reason="A mistake")
    assert answer.status_code == 200, answer.text
    opened: dict[str, Any] = answer.json()
    return opened
