"""The QuickBooks customer of an organization: the stored one, else one of that name, else a new one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.invoicing import InvoiceIssued
from messaging.tasks import Task
from qbo_sync import references
from qbo_sync.copying.body import LONGEST_EMAIL, NotCopyableError
from qbo_sync.intuit.company import Company, quoted
from qbo_sync.intuit.faults import DUPLICATE_NAME, RefusedError
from qbo_sync.intuit.numbers import Doc
from qbo_sync.store import organization

REQUESTS = UUID("b6d0f9a2-6a5f-4d0c-9d5e-0c4c9a0a7c11")
LONGEST_NAME = 500
KIND = "customer"


@dataclass(frozen=True)
class Buyer:
    """The customer as QuickBooks shall know them."""

    organization_id: UUID
    name: str
    email: str | None
    currency: str
    address: Doc

    @property
    def key(self) -> str:
        """A QuickBooks customer has one currency for ever, so each currency is another customer."""
        return f"{self.organization_id}/{self.currency}"


async def buyer_of(session: AsyncSession, invoice: InvoiceIssued) -> Buyer:
    """By the organization's newest version, else by what the invoice says."""
    wanted = organization.c.organization_id == invoice.organization_id
    row = (await session.execute(select(organization).where(wanted))).one_or_none()
    contact = invoice.billing_contact
    email = (row.billing_email if row else None) or (contact.email if contact else None)
    name = row.name if row else invoice.buyer.name
    return Buyer(
        invoice.organization_id, clean(name), email, invoice.currency, _address(invoice, row)
    )


async def customer_id(task: Task, company: Company, buyer: Buyer, *, multi_currency: bool) -> str:
    """Find or make the customer; the answer is remembered.

    Raises:
        NotCopyableError: all names we would give are taken by vendors or employees.
    """
    async with task.transaction() as session:
        known = await references.find(session, company.realm_id, KIND, buyer.key)
    if known:
        return known
    found = await _found_or_made(task, company, buyer, multi_currency=multi_currency)
    async with task.transaction() as session:
        realm_id = company.realm_id
        await references.keep(session, task.account_id, realm_id, KIND, buyer.key, found)
    return found


def clean(name: str) -> str:
    """Without what QuickBooks refuses in a name: colon, tab, line break."""
    return re.sub(r"[:\s]+", " ", name).strip()[:LONGEST_NAME]


def names(buyer: Buyer) -> Iterator[str]:
    """The name, then what to try when it is taken by a vendor, an employee or another currency."""
    yield buyer.name
    for addition in ("(C)", f"({buyer.currency})", f"({str(buyer.organization_id)[-6:]})"):
        yield f"{buyer.name[: LONGEST_NAME - len(addition) - 1]} {addition}"


async def _found_or_made(
    task: Task, company: Company, buyer: Buyer, *, multi_currency: bool
) -> str:
    for name in names(buyer):
        for found in await _named(company, name):
            if await _is_free(task, company.realm_id, found, buyer):
                return await _active(company, found)
        made = await _made(company, buyer, name, multi_currency=multi_currency)
        if made is not None:
            return made
    raise NotCopyableError(f"QuickBooks has no free name left for the customer {buyer.name}")


async def _named(company: Company, name: str) -> list[Doc]:
    rest = f"where DisplayName = {quoted(name)} and Active IN (true, false)"
    return await company.query("Customer", rest)


async def _is_free(task: Task, realm_id: str, found: Doc, buyer: Buyer) -> bool:
    """Of the right currency, and not standing for another organization of ours."""
    if (found.get("CurrencyRef") or {}).get("value", buyer.currency) != buyer.currency:
        return False
    async with task.transaction() as session:
        holder = await references.holder(session, realm_id, KIND, str(found["Id"]))
    return holder in (None, buyer.key)


async def _active(company: Company, found: Doc) -> str:
    """An inactive customer cannot be invoiced, so it is made active again."""
    if found.get("Active") is False:
        wake = {"Id": found["Id"], "SyncToken": found["SyncToken"], "sparse": True, "Active": True}
        requestid = uuid5(REQUESTS, f"{company.realm_id}/wake/{found['Id']}/{found['SyncToken']}")
        await company.create("Customer", wake, requestid=str(requestid))
    return str(found["Id"])


async def _made(company: Company, buyer: Buyer, name: str, *, multi_currency: bool) -> str | None:
    """The new customer's id; None when the name is taken (6240)."""
    body: Doc = {"DisplayName": name, "CompanyName": buyer.name[:100], **buyer.address}
    if buyer.email and len(buyer.email) <= LONGEST_EMAIL:
        body["PrimaryEmailAddr"] = {"Address": buyer.email}
    if multi_currency:
        body["CurrencyRef"] = {"value": buyer.currency}
    requestid = uuid5(REQUESTS, f"{company.realm_id}/{buyer.key}/{name}")
    try:
        made = await company.create("Customer", body, requestid=str(requestid))
    except RefusedError as refused:
        if refused.code == DUPLICATE_NAME:
            return None
        raise
    return str(made["Id"])


def _address(invoice: InvoiceIssued, row: Row[Any] | None) -> Doc:
    printed = invoice.buyer.address
    lines = list(row.address_lines if row and row.address_lines else printed.lines)
    address: Doc = {f"Line{number}": line for number, line in enumerate(lines[:4], start=1)}
    address["City"] = row.city if row and row.city else printed.city
    address["PostalCode"] = row.postal_code if row and row.postal_code else printed.postal_code
    address["Country"] = row.country if row and row.country else printed.country
    return {"BillAddr": {name: value for name, value in address.items() if value}}
