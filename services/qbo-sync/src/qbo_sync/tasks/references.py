"""The company's ids that an export names: the remembered ones, else those found, else new ones."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid5

from qbo_sync.commands import ids
from qbo_sync.commands.exports import ITEM_NAME, Attempt
from qbo_sync.commands.ids import CUSTOMER, ITEM, TAX_CODE
from qbo_sync.domain import Entity
from qbo_sync.domain.invoice import NotExportableError
from qbo_sync.domain.invoice_entity import References
from qbo_sync.domain.tax_codes import tax_code_id, tax_key
from qbo_sync.intuit.company import CompanyClient, quoted
from qbo_sync.intuit.faults import DUPLICATE_NAME, RefusedError
from tasks import Task

CUSTOMER_REQUESTS = UUID("b6d0f9a2-6a5f-4d0c-9d5e-0c4c9a0a7c11")
ITEM_REQUESTS = UUID("0d0c8a55-9d57-4f65-8a3e-2b51c0f7a3d2")


def known_references(attempt: Attempt) -> References | None:
    """What the invoice refers to, if all of it is remembered and QuickBooks need not be asked."""
    known, invoice = attempt.known_ids, attempt.document
    customer = known.get((CUSTOMER, attempt.customer.key))
    item = known.get((ITEM, ITEM_NAME))
    taxes = invoice.taxes if attempt.company.names_tax_codes else set()
    codes = {tax: known.get((TAX_CODE, tax_key(*tax))) for tax in taxes}
    found = {tax: code for tax, code in codes.items() if code}
    if customer is None or item is None or attempt.company.is_foreign(invoice.currency):
        return None
    return References(customer, item, found) if len(found) == len(codes) else None


@dataclass(frozen=True)
class ReferenceResolver:
    """Resolves what one attempt's invoice refers to; each id that was found is remembered at once."""

    task: Task
    company: CompanyClient
    attempt: Attempt

    async def resolve(self, customer_id: str | None = None) -> References:
        """Find or create customer, unless it is known, and item, and find the tax codes and the exchange rate.

        Raises `NotExportableError` when the company has no free name, no income account, no tax code or no exchange
        rate for it.
        """
        key = self.attempt.customer.key
        return References(
            await self._known_or(CUSTOMER, key, self._find_or_create_customer)
            if customer_id is None
            else customer_id,
            await self._known_or(ITEM, ITEM_NAME, self._find_or_create_item),
            await self._tax_codes(),
            await self._exchange_rate(),
        )

    async def _exchange_rate(self) -> Decimal | None:
        """The company's own rate of the invoice's day: without one QuickBooks would take 1, and say nothing."""
        invoice = self.attempt.document
        if not self.attempt.company.is_foreign(invoice.currency):
            return None
        rate = await self.company.exchange_rate(invoice.currency, invoice.issue_date)
        if rate is None:
            raise NotExportableError(
                f"the QuickBooks company has no exchange rate for {invoice.currency} on"
                f" {invoice.issue_date}; enter it there, then try again"
            )
        return rate

    async def _tax_codes(self) -> dict[tuple[str, Decimal], str]:
        if not self.attempt.company.names_tax_codes:
            return {}
        keys = {tax: (TAX_CODE, tax_key(*tax)) for tax in self.attempt.document.taxes}
        known = self.attempt.known_ids
        if missing := {tax: key for tax, key in keys.items() if key not in known}:
            codes = await self.company.query("TaxCode")
            rates = await self.company.query("TaxRate")
            found = {key: tax_code_id(codes, rates, *tax) for tax, key in missing.items()}
            await self._remember(found)
            known = known | found
        return {tax: known[key] for tax, key in keys.items()}

    async def _known_or(self, kind: str, ours: str, find: Callable[[], Awaitable[str]]) -> str:
        if (kind, ours) in self.attempt.known_ids:
            return self.attempt.known_ids[kind, ours]
        qbo_id = await find()
        await self._remember({(kind, ours): qbo_id})
        return qbo_id

    async def _remember(self, found: ids.KnownIds) -> None:
        async with self.task.transaction() as session:
            await ids.remember(session, self.company.realm_id, found)

    async def _find_or_create_customer(self) -> str:
        customer = self.attempt.customer
        for name in customer.names():
            query = f"where DisplayName = {quoted(name)} and Active IN (true, false)"
            for found in await self.company.query("Customer", query):
                if customer.fits(found) and await self._is_free(found):
                    return await self._activate(found)
            if created := await self._create_customer(name):
                return created
        raise NotExportableError(
            f"QuickBooks has no free name left for the customer {customer.name}"
        )

    async def _is_free(self, found: Entity) -> bool:
        """Whether the customer stands for no other organization of ours."""
        async with self.task.transaction() as session:
            ours = await ids.ours_of(session, self.company.realm_id, CUSTOMER, str(found["Id"]))
        return ours in (None, self.attempt.customer.key)

    async def _activate(self, found: Entity) -> str:
        """An inactive customer cannot be invoiced, so it is made active again."""
        if found.get("Active") is False:
            change = {name: found[name] for name in ("Id", "SyncToken")}
            change |= {"sparse": True, "Active": True}
            name = f"{self.company.realm_id}/wake/{found['Id']}/{found['SyncToken']}"
            requestid = str(uuid5(CUSTOMER_REQUESTS, name))
            await self.company.create("Customer", change, requestid=requestid)
        return str(found["Id"])

    async def _create_customer(self, name: str) -> str | None:
        """The new customer's id; None when the name is taken (6240)."""
        customer = self.attempt.customer
        entity = customer.entity(name, multi_currency=bool(self.attempt.company.multi_currency))
        requestid = uuid5(CUSTOMER_REQUESTS, f"{self.company.realm_id}/{customer.key}/{name}")
        try:
            created = await self.company.create("Customer", entity, requestid=str(requestid))
        except RefusedError as refused:
            if refused.code == DUPLICATE_NAME:
                return None
            raise
        return str(created["Id"])

    async def _find_or_create_item(self) -> str:
        """The item that all lines sell, until service types have their own."""
        name = ITEM_NAME
        if found := await self.company.query("Item", f"where Name = {quoted(name)}"):
            return str(found[0]["Id"])
        if self.attempt.company.income_account_id is None:
            raise NotExportableError("the QuickBooks company has no income account")
        entity: Entity = {
            "Name": name,
            "Type": "Service",
            "IncomeAccountRef": {"value": self.attempt.company.income_account_id},
        }
        requestid = uuid5(ITEM_REQUESTS, f"{self.company.realm_id}/{name}")
        return str((await self.company.create("Item", entity, requestid=str(requestid)))["Id"])
