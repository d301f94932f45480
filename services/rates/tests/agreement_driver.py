"""Agrees with customers over HTTP, and tells what invoicing makes of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx

from contracts.invoicing import AgreementBilled, AgreementReleased, InvoicePaid, PaymentReversed
from contracts.rates import AgreementChargeChanged
from contracts.values import Money
from database import new_id
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import references
from testkit import ACCOUNT

PATH = "/v1/agreements"


def agreement_body(kind: str = "monthly-minimum", **changes: Any) -> Json:
    """A request for an agreement from 2026 on: a fee of 1,000 for 20 hours, a minimum of 1,000, or 5,000 in one part."""
    terms = {"valid_from": changes.get("first_day", "2026-01-01"), "amount": "1000.00"}
    of_kind: dict[str, Json] = {
        "monthly-minimum": {"terms": [{**terms, "included_seconds": 72_000}]},
        "spend-minimum": {"terms": [terms]},
        "fixed-price": {"milestones": [{"name": "Launch", "amount": "5000.00"}]},
    }
    plain = {"name": "Support", "kind": kind, "currency": "DKK", "first_day": "2026-01-01"}
    body = {**plain, **of_kind.get(kind, {}), **changes}
    return {name: _plain(value) for name, value in body.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, UUID) else value


@dataclass(frozen=True)
class Agreements:
    """Somebody who makes agreements."""

    driver: Driver

    async def create(self, kind: str = "monthly-minimum", **changes: Any) -> Json:
        """Create an agreement with a customer whom timer has, and let all that follows happen."""
        changes.setdefault("organization_id", new_id())
        await self.know(**changes)
        response = await self.try_to_create(kind, **changes)
        assert response.status_code == 201, response.text
        await self.driver.reprice()
        return dict(response.json())

    async def know(self, **named: Any) -> None:
        """Let timer tell of the customer, projects and service types that an agreement names."""
        known = references(self.driver.account, organization_id=named["organization_id"])
        for field in ("project_id", "service_type_id"):
            for one in named.get(f"{field}s", ()):
                known += references(self.driver.account, **{field: one})
        await self.driver.consume(*known)

    async def try_to_create(self, kind: str = "monthly-minimum", **changes: Any) -> httpx.Response:
        """Ask for an agreement."""
        return await self.driver.client.post(PATH, json=agreement_body(kind, **changes))

    async def post(self, agreement: Json, verb: str, **body: Any) -> Json:
        """Change an agreement, and let all that follows happen."""
        response = await self.try_to_post(agreement, verb, **body)
        assert response.status_code == 200, response.text
        await self.driver.reprice()
        return dict(response.json())

    async def try_to_post(self, agreement: Json, verb: str, **body: Any) -> httpx.Response:
        """Ask for a change of an agreement that was read in this version."""
        path = f"{PATH}/{agreement['id']}/{verb}"
        return await self.driver.client.post(path, json=body, headers=match(agreement))

    async def buy(self, agreement: Json, price: str = "5000.00", **block: Any) -> Json:
        """Sell a block, bought on the first of 2026 unless it says otherwise."""
        body = {"bought_on": "2026-01-01", "price": price, **block}
        return await self.post(agreement, "blocks", **body)

    async def end(self, agreement: Json, last_day: str) -> Json:
        """End an agreement, and let all that follows happen."""
        response = await self.try_to_end(agreement, last_day)
        assert response.status_code == 200, response.text
        await self.driver.reprice()
        return dict(response.json())

    async def try_to_end(self, agreement: Json, last_day: str | None) -> httpx.Response:
        """Ask for a last day."""
        path = f"{PATH}/{agreement['id']}"
        return await self.driver.client.patch(
            path, json={"last_day": last_day}, headers=match(agreement)
        )

    async def try_to_reach(
        self, agreement: Json, milestone: Json, reached_on: str | None
    ) -> httpx.Response:
        """Ask for a day on which a milestone was reached."""
        path = f"{PATH}/{agreement['id']}/milestones/{milestone['id']}"
        return await self.driver.client.put(
            path, json={"reached_on": reached_on}, headers=match(agreement)
        )

    async def try_to_withdraw(self, agreement: Json) -> httpx.Response:
        """Ask for an agreement's withdrawal."""
        path = f"{PATH}/{agreement['id']}"
        return await self.driver.client.delete(path, headers=match(agreement))

    async def read(self, agreement: Json) -> Json:
        """Read an agreement as it is."""
        return dict(await self.driver.get(f"{PATH}/{agreement['id']}"))

    async def charges(self, agreement: Json) -> list[AgreementChargeChanged]:
        """What it charges, as it was last published, in the order of days."""
        newest = {
            event.charge_id: event
            for event in await self.driver.served.published(AgreementChargeChanged)
            if event.agreement_id == UUID(agreement["id"])
        }
        return sorted(newest.values(), key=lambda event: (event.first_day, event.charge_id))

    async def charge(self, agreement: Json, first_day: date) -> AgreementChargeChanged:
        """What it charges for a month, or time, from this day on."""
        [found] = [one for one in await self.charges(agreement) if one.first_day == first_day]
        return found


def match(agreement: Json) -> dict[str, str]:
    """The header that names the version which was read."""
    return {"If-Match": f'"{agreement["version"]}"'}


def charged(*charges: AgreementChargeChanged, **changes: Any) -> AgreementBilled:
    """An invoice, issued now, that bills these charges."""
    usual: dict[str, Any] = {
        "account_id": ACCOUNT,
        "version": 1,
        "invoice_id": new_id(),
        "number": "2026-0001",
        "currency": "DKK",
        "charges": [
            {
                "charge_id": one.charge_id,
                "line_id": new_id(),
                "charge_version": one.version,
                "amount": one.amount,
            }
            for one in charges
        ],
        "billed_at": datetime.now(UTC),
    }
    return AgreementBilled.model_validate({**usual, **changes})


def credited(invoice: AgreementBilled) -> AgreementReleased:
    """A credit note, made now, that gives all charges of an invoice back."""
    return AgreementReleased.model_validate(
        {
            "account_id": invoice.account_id,
            "version": invoice.version + 5,
            "invoice_id": invoice.invoice_id,
            "number": invoice.number,
            "credit_note_id": new_id(),
            "charges": [
                {"charge_id": one.charge_id, "line_id": one.line_id} for one in invoice.charges
            ],
            "released_at": datetime.now(UTC),
        }
    )


def paid(invoice: AgreementBilled, on: date) -> InvoicePaid:
    """That nothing is owed on an invoice any more."""
    return InvoicePaid(
        account_id=invoice.account_id,
        version=invoice.version + 1,
        invoice_id=invoice.invoice_id,
        number=invoice.number,
        organization_id=new_id(),
        paid_on=on,
        total=Money(amount=Decimal("5000.00"), currency="DKK"),
    )


def unpaid(payment: InvoicePaid) -> PaymentReversed:
    """That the payment was reversed."""
    return PaymentReversed(
        account_id=payment.account_id,
        version=payment.version + 1,
        invoice_id=payment.invoice_id,
        payment_id=new_id(),
        number=payment.number,
        amount=payment.total,
        balance=payment.total,
        reason="bounced",
    )
