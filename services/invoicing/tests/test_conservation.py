"""Whatever happens in whatever order, no second and no øre is lost or counted twice (domain §6).

The seeds are new in each run. A failure names its seed: set `CONSERVATION_SEED` to it to see the same life again, or to
`7-206` to see two hundred others.
"""

import os
import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest

from contracts import Event
from contracts.invoicing import (
    AgreementBilled,
    AgreementReleased,
    InvoiceCredited,
    PaymentRecorded,
    PaymentReversed,
    ReopeningGranted,
    TimeBilled,
    TimeReleased,
    TimeWrittenOff,
    WriteOffUndone,
)
from contracts.qbo_sync import PaymentSeen
from contracts.rates import (
    AgreementChargeChanged,
    PricedSegment,
    TimePriced,
    TimeUnpriced,
)
from contracts.timer import ApprovedEntry
from database import new_id
from messaging import Record
from money import minor_units
from services.invoicing.tests.adding_up import adds_up
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import approved_entry
from testkit import Served

FIRST, _, LAST = os.environ.get("CONSERVATION_SEED", "").partition("-")
SEEDS = range(int(FIRST), int(LAST or FIRST) + 1) if FIRST else [None] * 3
ROUNDS = 4
CURRENCIES = ("DKK", "JPY", "KWD")
GROUPINGS = ("entry", "work_item", "project", "agent", "service_type", "day", "all")


class Life:
    """One random life of an account with two customers and three currencies; the seed decides everything."""

    def __init__(self, driver: Driver, seed: int) -> None:
        self.driver, self.events, self.chance = driver, driver.events, random.Random(seed)
        self.customers = [driver.organization_id]
        self.entries: dict[UUID, ApprovedEntry] = {}
        self.prices: Counter[UUID] = Counter()
        self.sheets: dict[UUID, UUID] = {}
        self.versions: Counter[UUID] = Counter()
        self.reopened: dict[UUID, list[ApprovedEntry]] = {}
        self.charges: dict[UUID, AgreementChargeChanged] = {}
        self.set_aside: dict[UUID, ApprovedEntry] = {}
        self.aside_sheets: dict[UUID, UUID] = {}
        self.records: list[Record] = []
        self.seen: list[PaymentSeen] = []

    async def begin(self) -> None:
        """Let there be a second customer."""
        other = self.events.organization(name="Sydlys ApS", currency="JPY")
        self.customers.append(other.organization_id)
        await self.consume(other)

    async def consume(self, *events: Event) -> None:
        """Consume events, perhaps twice."""
        records = await self.driver.served.consume(*events)
        self.records += records
        if self.chance.random() < 0.3:
            await self.driver.served.process(records)

    def amount(self, below: Decimal, currency: str) -> Decimal:
        """An amount above 0 and up to `below`."""
        places = minor_units(currency)
        return Decimal(self.chance.randint(1, int(below.scaleb(places)))).scaleb(-places)

    async def approve_hours(self, *, currency: str | None = None, **changed: Any) -> ApprovedEntry:
        values: dict[str, Any] = {"organization_id": self.chance.choice(self.customers), **changed}
        made = approved_entry(
            values.pop("organization_id"), self.chance.randint(1, 86_400), **values
        )
        self.entries[made.entry_id] = made
        await self.approve_sheet(new_id(), made)
        if currency != "none":
            await self.price(made, currency or self.chance.choice(CURRENCIES))
        return made

    async def approve_sheet(self, sheet_id: UUID, *entries: ApprovedEntry) -> None:
        """Approve the next version of a sheet."""
        self.versions[sheet_id] += 1
        self.sheets |= {made.entry_id: sheet_id for made in entries}
        version = self.versions[sheet_id]
        await self.consume(self.events.timesheet(*entries, timesheet_id=sheet_id, version=version))

    async def reopen(self) -> None:
        """A sheet is to be changed: what an invoice charges stays, all else is given back."""
        sheet_id = self.sheets[(await self.some_entry()).entry_id]
        self.versions[sheet_id] += 1
        version = self.versions[sheet_id]
        await self.consume(self.events.reopening_asked(sheet_id, version))
        granted = await self.driver.published(ReopeningGranted)
        if (sheet_id, version) in {(one.timesheet_id, one.version) for one in granted}:
            theirs = [one for one in self.entries.values() if self.sheets[one.entry_id] == sheet_id]
            self.entries = {k: v for k, v in self.entries.items() if v not in theirs}
            self.reopened[sheet_id] = theirs
            for entry_id in [one for one, of in self.aside_sheets.items() if of == sheet_id]:
                del self.aside_sheets[entry_id], self.set_aside[entry_id]

    async def approve_what_was_reopened(self) -> None:
        """A reopened sheet is approved again: entries are as they were, changed, gone or new."""
        if not self.reopened:
            await self.reopen()
        for sheet_id, before in list(self.reopened.items())[:1]:
            del self.reopened[sheet_id]
            entries = [approved_entry(self.chance.choice(self.customers), 60)]
            for old in before:
                if (chance := self.chance.random()) < 0.3:
                    entries.append(old)
                elif chance < 0.8:
                    changed = {"seconds": self.chance.randint(1, 86_400)}
                    changed["version"] = old.version + 1
                    entries.append(old.model_copy(update=changed))
            self.entries |= {one.entry_id: one for one in entries}
            await self.approve_sheet(sheet_id, *entries)
            for one in entries:
                await self.price(one, self.chance.choice(CURRENCIES))

    async def approve_unpriced_hours(self) -> None:
        await self.approve_hours(currency="none")

    async def approve_hours_of_nobody(self) -> None:
        await self.approve_hours(organization_id=None)

    async def approve_unbillable_hours(self) -> None:
        await self.approve_hours(billable=False)

    async def price(self, made: ApprovedEntry, currency: str) -> None:
        """Price an entry, perhaps in several segments."""
        self.prices[made.entry_id] += 1
        inside = {self.chance.randint(1, made.seconds) for _ in range(self.chance.choice([0, 2]))}
        ends = sorted({*inside, made.seconds})
        until = [(end, str(self.amount(Decimal(5000), currency))) for end in ends]
        version = self.prices[made.entry_id]
        price = self.events.price_in_segments(made, *until, currency=currency, version=version)
        await self.consume(self.cover(price))

    def cover(self, price: TimePriced) -> TimePriced:
        """Let agreements have a say in some of the segments."""
        if not self.charges or self.chance.random() < 0.4:
            return price
        segments = tuple(self.cover_segment(one) for one in price.segments)
        return price.model_copy(update={"segments": segments})

    def cover_segment(self, segment: PricedSegment) -> PricedSegment:
        treatment = self.chance.choice(["hourly", "included", "overage", "prepaid"])
        if treatment == "hourly":
            return segment
        charge_id = self.chance.choice(list(self.charges))
        return segment.model_copy(update={"treatment": treatment, "charge_id": charge_id})

    async def charge(self) -> None:
        """An agreement charges something, of whatever customer, now or later."""
        customer, currency = self.chance.choice(self.customers), self.chance.choice(CURRENCIES)
        charge = self.events.charge(
            customer,
            kind=self.chance.choice(["fee", "true-up", "block", "milestone"]),
            amount=self.amount(Decimal(9000), currency),
            currency=currency,
            billable_from=self.chance.choice([None, date(2026, 10, 1), date(2026, 10, 1)]),
        )
        self.charges[charge.charge_id] = charge
        await self.consume(charge)

    async def change_a_charge(self) -> None:
        """What an agreement charges becomes another amount, or nothing, can be billed, or is not to be after all."""
        if not self.charges:
            await self.charge()
        old = self.chance.choice(list(self.charges.values()))
        changes: list[dict[str, Any]] = [
            {"amount": self.amount(Decimal(9000), old.currency)},
            {"amount": Decimal(0)},
            {"billable_from": date(2026, 10, 1)},
            {"cancelled": not old.cancelled},
        ]
        new = old.model_copy(update={"version": old.version + 1, **self.chance.choice(changes)})
        self.charges[new.charge_id] = new
        await self.consume(new)

    async def draft_charges(self) -> None:
        """Draft something of an agreement that can be billed, unless there is nothing."""
        found = (await self.driver.read("agreement-charges", state="billable", limit=500))["items"]
        if not found:
            await self.charge()
            return
        one = self.chance.choice(found)
        await self.driver.draft(
            organization_id=one["organization_id"],
            currency=one["amount"]["currency"],
            charge_ids=[one["charge_id"]],
            entry_ids=[],
        )

    async def change_a_price(self) -> None:
        made = await self.some_entry()
        await self.price(made, self.chance.choice(CURRENCIES))

    async def take_a_price_away(self) -> None:
        made = await self.some_entry()
        self.prices[made.entry_id] += 1
        gone = TimeUnpriced(
            account_id=self.driver.account,
            entry_id=made.entry_id,
            entry_version=made.version,
            version=self.prices[made.entry_id],
            reason="no-rate",
        )
        await self.consume(gone)

    async def some_entry(self) -> ApprovedEntry:
        """An entry, whatever has become of it."""
        if not self.entries:
            await self.approve_hours()
        return self.chance.choice(list(self.entries.values()))

    async def change_hours(self) -> None:
        """Change an entry that is on no invoice: its hours, its customer, or whether it is billable at all."""
        billed = await self.billed()
        items = (await self.driver.read("billable-time", limit=500))["items"]
        open_ids = [id_ for item in items if (id_ := UUID(item["entry_id"])) not in billed]
        if open_ids:
            old = self.entries[self.chance.choice(open_ids)]
        else:
            old = await self.approve_hours()
        changes: list[dict[str, Any]] = [
            {"seconds": self.chance.randint(1, 86_400)},
            {"organization_id": self.chance.choice([*self.customers, None])},
            {"billable": False},
        ]
        changed = self.chance.choice(changes)
        new = old.model_copy(update={**changed, "version": old.version + 1})
        self.entries[new.entry_id] = new
        await self.approve_sheet(new_id(), new)
        await self.price(new, self.chance.choice(CURRENCIES))

    async def change_billed_hours(self) -> None:
        """Change an entry that an invoice charges, beside a new one: the change is set aside, the new one counts."""
        items = (await self.driver.read("billable-time", state="billed", limit=500))["items"]
        if items:
            old = self.entries[UUID(self.chance.choice(items)["entry_id"])]
            changed = old.model_copy(update={"seconds": 86_400, "version": old.version + 1})
            made = approved_entry(self.chance.choice(self.customers), self.chance.randint(1, 9999))
            self.entries[made.entry_id] = made
            sheet = self.events.timesheet(changed, made)
            self.set_aside[old.entry_id] = changed
            self.aside_sheets.setdefault(old.entry_id, sheet.timesheet_id)
            self.sheets[made.entry_id] = sheet.timesheet_id
            self.versions[sheet.timesheet_id] = 1
            await self.consume(sheet)

    async def draft(self) -> str:
        """Draft what is ready for a customer in a currency; returns the id."""
        made = await self.approve_hours(currency="none")
        version = self.prices[made.entry_id] = self.prices[made.entry_id] + 1
        currency = self.chance.choice(CURRENCIES)
        await self.consume(self.events.price(made, "900", currency, version=version))
        found = (await self.driver.read("billable-time", limit=500))["items"]
        [its] = [item for item in found if item["entry_id"] == str(made.entry_id)]
        body = {
            "organization_id": its["organization_id"],
            "currency": its["currency"],
            "group_by": self.chance.choice(GROUPINGS),
        }
        if self.chance.random() < 0.5:
            body["entry_ids"] = [its["entry_id"]]
        return str((await self.driver.draft(**body))["id"])

    async def some_draft(self) -> str:
        """A draft as it is now, whatever has become of its time."""
        found = (await self.driver.read("invoices", state="draft"))["items"]
        draft_id = str(self.chance.choice(found)["id"]) if found else await self.draft()
        await self.driver.read(f"invoices/{draft_id}")
        return draft_id

    async def add_line(self, **line: Any) -> None:
        path = f"/v1/invoices/{await self.some_draft()}/lines"
        await self.expect(201, self.driver.client.post(path, json=line))

    async def add_a_fee(self) -> None:
        await self.add_line(
            kind="fee", description="Setup", amount=str(self.chance.randint(1, 900))
        )

    async def add_a_discount(self) -> None:
        percent = str(self.chance.randint(1, 100))
        await self.add_line(kind="discount", description="Discount", percent=percent)

    async def add_a_discount_of_a_line(self) -> None:
        """Of a line that charges something and has none."""
        draft_id = await self.some_draft()
        lines = (await self.driver.read(f"invoices/{draft_id}"))["lines"]
        has_one = {one["of_line_id"] for one in lines}
        charging = [one for one in lines if one["amount"] and one["kind"] != "discount"]
        found = [x for x in charging if Decimal(x["amount"]["amount"]) > 0]
        free = [one["line_id"] for one in found if one["line_id"] not in has_one]
        if free:
            whole = {one["line_id"]: Decimal(one["amount"]["amount"]) for one in found}
            of = self.chance.choice(free)
            off = {"percent": str(self.chance.randint(50, 100))}
            if self.chance.random() < 0.5:
                off = {"amount": str(whole[of])}
            line = {"kind": "discount", "description": "Discount", "of_line_id": of, **off}
            path = f"/v1/invoices/{draft_id}/lines"
            await self.expect(201, self.driver.client.post(path, json=line))

    async def remove_a_line(self) -> None:
        draft_id = await self.some_draft()
        lines = (await self.driver.read(f"invoices/{draft_id}"))["lines"]
        if lines:
            line_id = self.chance.choice(lines)["line_id"]
            path = f"/v1/invoices/{draft_id}/lines/{line_id}"
            await self.expect(200, self.driver.client.delete(path))

    async def discard(self) -> None:
        path = f"/v1/invoices/{await self.some_draft()}"
        await self.expect(204, self.driver.client.delete(path))

    async def issue(self) -> None:
        """Issue a draft; one without lines or below zero is refused."""
        draft_id = await self.some_draft()
        draft = await self.driver.read(f"invoices/{draft_id}")
        negative = Decimal(draft["total"]["amount"]) < 0
        refused = negative or not draft["lines"]
        await self.expect(422 if refused else 200, self.driver.try_issue(draft_id))

    async def credit_some(self) -> None:
        """Credit an invoice, whole or a part of it; what is given back may be priced anew, or drafted at once."""
        found = (await self.driver.read("invoices", state="issued", limit=500))["items"]
        open_ones = [one for one in found if one["credit"] != "full"]
        if not open_ones:
            return
        invoice_id = self.chance.choice(open_ones)["id"]
        lines = (await self.driver.read(f"invoices/{invoice_id}/credit"))["lines"]
        lines = [line for line in lines if line["is_open"]]
        chosen = self.chance.sample(lines, self.chance.randint(0, len(lines)))
        drafted = self.chance.random() < 0.3
        refused = await self.driver.try_credit(
            invoice_id, *map(self.part_of, chosen), draft_correction=drafted
        )
        assert refused.status_code == (201 if lines else 409), refused.text
        given_back = (await self.driver.published(TimeReleased))[-1:] if lines else []
        freed = {one.entry_id for event in given_back for one in event.ranges}
        await self.let_take_effect()
        for entry_id in sorted(freed & self.entries.keys()):
            if self.chance.random() < 0.5:
                await self.price(self.entries[entry_id], self.chance.choice(CURRENCIES))

    def part_of(self, line: dict[str, Any]) -> dict[str, Any]:
        """All that is left of a line, or some of it."""
        asked = {"line_id": line["line_id"]}
        if self.chance.random() < 0.3:
            return asked
        if line["kind"] != "time":
            left = Decimal(line["left"]["amount"])
            if left <= 0:  # what is charged for nothing can be given back, but no part of it
                return asked
            return {**asked, "amount": str(self.amount(left, line["left"]["currency"]))}
        entry = self.chance.choice(line["entries"])
        start = self.chance.randrange(entry["start"], entry["end"])
        end = self.chance.randint(start + 1, entry["end"])
        part = {"entry_id": entry["entry_id"], "start": start, "end": end}
        return {**asked, "entries": [part]}

    async def write_off(self) -> None:
        """Write several ready entries off at once."""
        ready = (await self.driver.read("billable-time", state="ready", limit=500))["items"]
        if ready:
            first = self.chance.choice(ready)
            alike = [
                one["entry_id"]
                for one in ready
                if all(one[name] == first[name] for name in ("organization_id", "currency"))
            ]
            chosen = self.chance.sample(alike, self.chance.randint(1, min(len(alike), 4)))
            body = {
                "organization_id": first["organization_id"],
                "reason": "A favour",
                "entries": [{"entry_id": one} for one in chosen],
            }
            await self.expect(201, self.driver.write("write-offs", body))

    async def undo_some_of_a_write_off(self) -> None:
        """Undo one entry of a write-off, or all that holds of it."""
        found = (await self.driver.read("write-offs", undone="false", limit=500))["items"]
        if not found:
            return
        path = f"write-offs/{self.chance.choice(found)['id']}"
        entries = (await self.driver.read(path))["entries"]
        left = sorted({one["entry_id"] for one in entries if one["undone_at"] is None})
        named = self.chance.choice([[], [self.chance.choice(left)]])
        await self.expect(200, self.driver.write(f"{path}/undo", {"entry_ids": named}))
        await self.let_take_effect()

    async def let_take_effect(self) -> None:
        """Changes that no invoice stands in the way of any more are those that count."""
        billed: Counter[UUID] = Counter()
        taken: list[TimeBilled | TimeWrittenOff] = [
            *await self.driver.published(TimeBilled),
            *await self.driver.published(TimeWrittenOff),
        ]
        for event in taken:
            for one in event.ranges:
                billed[one.entry_id] += one.end - one.start
        given_back: list[TimeReleased | WriteOffUndone] = [
            *await self.driver.published(TimeReleased),
            *await self.driver.published(WriteOffUndone),
        ]
        for back in given_back:
            for gone in back.ranges:
                billed[gone.entry_id] -= gone.end - gone.start
        for entry_id in [one for one in self.set_aside if not billed[one]]:
            self.entries[entry_id] = self.set_aside.pop(entry_id)
            self.sheets[entry_id] = self.aside_sheets.pop(entry_id)

    async def withdraw_hours(self) -> None:
        """An entry that is on no invoice vanishes from its sheet, perhaps while it is on a draft."""
        made = await self.approve_hours()
        if self.chance.random() < 0.5:
            await self.draft()
        if (
            made.entry_id not in await self.billed()
        ):  # by an agreement's line that was issued before
            del self.entries[made.entry_id]
            await self.approve_sheet(self.sheets[made.entry_id])

    async def billed(self) -> set[UUID]:
        """The entries that issued invoices charged, or write-offs had, at any time."""
        events: list[TimeBilled | TimeWrittenOff] = [
            *await self.driver.published(TimeBilled),
            *await self.driver.published(TimeWrittenOff),
        ]
        return {one.entry_id for event in events for one in event.ranges}

    async def owed(self) -> dict[str, Any]:
        """An invoice on which something is owed."""
        found = (await self.driver.read("invoices", state="issued"))["items"]
        owed = [one for one in found if Decimal(one["balance"]["amount"]) > 0]
        if owed:
            return dict(self.chance.choice(owed))
        await self.driver.issue(await self.draft())
        return await self.owed()

    def try_pay(
        self, invoice: dict[str, Any], paid: Decimal, allocated: Decimal
    ) -> Awaitable[httpx.Response]:
        share = (invoice["id"], str(allocated))
        return self.driver.try_pay(str(paid), share, currency=invoice["currency"])

    async def pay(self) -> None:
        """Pay all or a part of an invoice, perhaps more than is allocated."""
        invoice = await self.owed()
        allocated = self.amount(Decimal(invoice["balance"]["amount"]), invoice["currency"])
        credit = self.chance.choice([0, 0, self.chance.randint(1, 100)])
        await self.expect(201, self.try_pay(invoice, allocated + credit, allocated))

    async def pay_too_much(self) -> None:
        """Allocate more than is owed, or more than is paid: refused, and nothing changes."""
        invoice = await self.owed()
        owed = Decimal(invoice["balance"]["amount"])
        paid = self.chance.choice([owed + 2, owed])
        await self.expect(422, self.try_pay(invoice, paid, owed + 1))

    async def allocate_credit(self) -> None:
        """Settle an invoice with what is left of a payment."""
        invoice = await self.owed()
        payment = await self.some_credit(invoice["organization_id"], invoice["currency"])
        most = min(Decimal(one["amount"]) for one in (payment["credit"], invoice["balance"]))
        share = (invoice["id"], str(self.amount(most, invoice["currency"])))
        await self.expect(200, self.driver.try_allocate(payment["id"], share))

    async def some_credit(self, organization_id: str, currency: str) -> dict[str, Any]:
        """A payment of the customer that has something left."""
        found = await self.driver.read("payments", organization_id=organization_id, limit=500)
        for payment in found["items"]:
            reversed_ = payment["reverses"] or payment["reversed_by"]
            credit = payment["credit"]
            if credit["currency"] == currency and Decimal(credit["amount"]) > 0 and not reversed_:
                return dict(payment)
        amount = str(self.amount(Decimal(1000), currency))
        return await self.driver.pay(amount, currency=currency, organization_id=organization_id)

    async def take_back(self) -> None:
        """Take one allocation of a payment back."""
        payments = (await self.driver.read("payments", limit=500))["items"]
        open_ones = [p for p in payments if not (p["reverses"] or p["reversed_by"])]
        settled = [(p["id"], a["invoice_id"]) for p in open_ones for a in p["allocations"]]
        if settled:
            await self.driver.take_back(*self.chance.choice(settled))

    async def reverse(self) -> None:
        """Reverse a payment, perhaps again."""
        items = (await self.driver.read("payments", limit=500))["items"]
        payments = [payment for payment in items if not payment["reverses"]]
        if payments:
            await self.driver.reverse(self.chance.choice(payments)["id"])
        else:
            await self.pay()
            await self.reverse()

    async def see_a_payment(self) -> None:
        """QuickBooks shows a payment, perhaps of more than is owed, perhaps one that is undone already."""
        invoice = await self.owed()
        most = Decimal(invoice["balance"]["amount"]) * 2
        amount = str(self.amount(most, invoice["currency"]))
        seen = self.events.payment_seen(invoice["id"], amount, invoice["currency"])
        self.seen.append(seen)
        undone = [self.events.payment_undone(seen)] if self.chance.random() < 0.2 else []
        await self.consume(*undone, seen)

    async def undo_a_payment(self) -> None:
        """A payment of QuickBooks is deleted there."""
        if not self.seen:
            await self.see_a_payment()
        await self.consume(self.events.payment_undone(self.chance.choice(self.seen)))

    async def consume_again(self) -> None:
        """Old messages come again, in another order, as new messages and as the same ones."""
        old = self.chance.sample(self.records, min(len(self.records), 10))
        await self.driver.served.process(old)
        await self.driver.served.process([again(one) for one in old])

    async def expect(self, status: int, request: Awaitable[httpx.Response]) -> None:
        response = await request
        assert response.status_code == status, response.text

    def transitions(self) -> list[Callable[[], Awaitable[Any]]]:
        """Everything that can happen, in a random order, each several times."""
        every: list[Callable[[], Awaitable[Any]]] = [
            self.approve_hours,
            self.approve_unpriced_hours,
            self.approve_hours_of_nobody,
            self.approve_unbillable_hours,
            self.change_a_price,
            self.take_a_price_away,
            self.change_hours,
            self.change_billed_hours,
            self.charge,
            self.change_a_charge,
            self.draft,
            self.draft_charges,
            self.add_a_fee,
            self.add_a_discount,
            self.add_a_discount_of_a_line,
            self.remove_a_line,
            self.discard,
            self.issue,
            self.credit_some,
            self.write_off,
            self.undo_some_of_a_write_off,
            self.withdraw_hours,
            self.reopen,
            self.approve_what_was_reopened,
            self.pay,
            self.pay_too_much,
            self.allocate_credit,
            self.take_back,
            self.reverse,
            self.see_a_payment,
            self.undo_a_payment,
            self.consume_again,
        ]
        chosen = every * ROUNDS
        self.chance.shuffle(chosen)
        return chosen

    async def check(self) -> None:
        """Fail unless every law holds, and the report agrees with what was approved."""
        report = await self.driver.read("reports/conservation")
        assert report["holds"], report
        await self.check_unbilled(report)
        approved: Counter[UUID | None] = Counter()
        for made in self.entries.values():
            if made.billable:
                approved[made.organization_id] += made.seconds
        found = {
            one["organization_id"] and UUID(one["organization_id"]): one["approved"]
            for one in report["organizations"]
        }
        assert {key: seconds for key, seconds in found.items() if seconds} == dict(approved)

    async def check_unbilled(self, report: dict[str, Any]) -> None:
        """What is read of open time alone is what the report counts of all."""
        unbilled = await self.driver.read("billable-time/customers")
        assert unbilled["sums"] == {name: report["seconds"][name] for name in unbilled["sums"]}
        of = {one["organization_id"]: one for one in report["organizations"]}
        for one in unbilled["customers"]:
            assert one == {name: of[one["organization_id"]][name] for name in one}

    async def check_numbers(self) -> None:
        """Numbers 1..n without gaps, in an unbroken chain of documents."""
        for series in (await self.driver.read("reports/numbering", verify=True))["series"]:
            assert (series["gaps"], series["chained"], series["dated"]) == ([], True, True)

    async def check_events(self) -> None:
        """Fail unless the published events tell the state that is stored."""
        billed = await self.driver.published(TimeBilled)
        report = await self.driver.read("reports/conservation")
        released = await self.driver.published(TimeReleased)
        published = [r.end - r.start for event in billed for r in event.ranges]
        given_back = [r.end - r.start for event in released for r in event.ranges]
        assert report["seconds"]["billed"] == sum(published) - sum(given_back)
        await self.check_charges()
        paid: defaultdict[UUID, Decimal] = defaultdict(Decimal)
        for recorded in await self.driver.published(PaymentRecorded):
            paid[recorded.invoice_id] += recorded.amount.amount
        for back in await self.driver.published(PaymentReversed):
            paid[back.invoice_id] -= back.amount.amount
        credited: defaultdict[UUID, Decimal] = defaultdict(Decimal)
        for note in await self.driver.published(InvoiceCredited):
            credited[note.invoice_id] += note.total
        invoices = (await self.driver.read("invoices", state="issued", limit=500))["items"]
        for invoice in invoices:
            names = ("credited", "paid")
            taken, settled = (Decimal(invoice[name]["amount"]) for name in names)
            assert (settled, taken) == (paid[UUID(invoice["id"])], credited[UUID(invoice["id"])])

    async def check_charges(self) -> None:
        """Fail unless each charge is billed as often as was told and not given back: once, or not at all."""
        billed = await self.driver.published(AgreementBilled)
        times = Counter(one.charge_id for event in billed for one in event.charges)
        released = await self.driver.published(AgreementReleased)
        times.subtract(one.charge_id for event in released for one in event.charges)
        listed = (await self.driver.read("agreement-charges", limit=500))["items"]
        assert {one["charge_id"]: int(one["state"] == "billed") for one in listed} == {
            str(charge_id): times[charge_id] for charge_id in self.charges
        }
        held = sum(one["held_seconds"] for one in listed)
        assert held == (await self.driver.read("reports/conservation"))["seconds"]["held"]


def again(one: Record) -> Record:
    """The same message as a new one: the producer published it twice."""
    headers = tuple((k, str(new_id()).encode() if k == "ce_id" else v) for k, v in one.headers)
    return one._replace(headers=headers)


@pytest.mark.parametrize("chosen", SEEDS)
async def test_a_random_life_of_an_account_keeps_every_law(
    served: Served, chosen: int | None
) -> None:
    seed = random.SystemRandom().randrange(10**9) if chosen is None else chosen
    lived, done = Life(await Driver.begin(served), seed), list[str]()
    try:
        await lived.begin()
        for transition in lived.transitions():
            done.append(transition.__name__)
            await transition()
            await lived.check()
        await lived.check_numbers()
        await lived.check_events()
        await adds_up(lived.driver)
    except BaseException as error:
        error.add_note(f"CONSERVATION_SEED={seed} lives this again; so far: {', '.join(done)}")
        raise
