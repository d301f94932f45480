"""One random life of an account, from tracked time to credited invoices; the seed decides everything."""

from collections.abc import Callable, Coroutine
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import httpx

from contracts import Event
from services.invoicing.tests.driver import Driver as Invoicing
from services.invoicing.tests.random_money import NoMoneyError, RandomMoney
from services.invoicing.tests.random_runs import NoRunError, RandomRuns
from services.rates.tests.agreement_driver import agreement_body, match
from services.rates.tests.driver import Driver as Rates
from services.rates.tests.driver import policy_body, rate_body
from services.rates.tests.factories import references
from services.rates.tests.multiplier_driver import evening, overtime
from testkit import Served
from tests.agreement.harm import Harm
from tests.agreement.ledger import Ledger
from tests.agreement.steady_laws import SteadyLaws
from tests.agreement.timer import DAYS, FIRST_DAY, NothingToDoError, Timer, some_id
from tests.agreement.wire import Inbox, Wire

KINDS = (
    *("monthly-minimum",) * 4,
    *("spend-minimum", "prepaid-hours", "prepaid-hours", "prepaid-amount", "fixed-price"),
)
GROUPINGS = ("entry", "work_item", "project", "agent", "day", "all")
MONTHS = [
    (first, last)
    for first in ("2026-01-01", "2026-02-01", "2026-03-01")
    for last in ("2026-03-31", "2026-04-30")
]
Action = Callable[[], Coroutine[Any, Any, None]]


class Life:
    """An account with two customers whose time is recorded, priced, drafted, issued and given back, in any order."""

    def __init__(self, pricing: Rates, billing: Invoicing, timer: Timer, chance: Random) -> None:
        self.pricing, self.billing, self.timer, self.chance = pricing, billing, timer, chance
        inboxes = {
            name: Inbox(
                driver.served, billing.account, Harm(driver.served, billing.account, chance)
            )
            for name, driver in (("rates", pricing), ("invoicing", billing))
        }
        self.wire, self.ledger = Wire(inboxes, chance), Ledger()
        self.laws = SteadyLaws(billing, self.ledger)
        self.runs = RandomRuns(
            billing, chance, timer.customers, MONTHS, inboxes["invoicing"].harm.run_due
        )
        self.rates: list[dict[str, Any]] = []
        self.agreements: dict[str, dict[str, Any]] = {}
        self.did: list[str] = []
        self.splits = 0

    @classmethod
    async def begin(cls, rates: Served, invoicing: Served, seed: int) -> "Life":
        """Set an account up, with a default rate."""
        chance = Random(seed)
        billing = await Invoicing.begin(invoicing)
        account, customer = billing.account, billing.organization_id
        other = billing.events.organization(name="Sydlys ApS")
        customers = [customer, other.organization_id]
        projects, agents = ([some_id(chance), some_id(chance)] for _ in range(2))
        pricing = Rates(rates, await rates.as_("owner", account=account), account)
        timer = Timer(account, chance, customers, projects, agents)
        life = cls(pricing, billing, timer, chance)
        named: list[Event] = [billing.events.organization(customer), other]
        for field, ids in (("project_id", projects), ("agent_id", agents)):
            named += [event for one in ids for event in references(account, **{field: one})]
        life.wire.publish(billing.events.account_settings(), *named)
        await life.wire.settle()
        await life.set_rate(amount="1000")
        for _ in range(3):
            await life.agree()
        for name, driver in (("rates", pricing), ("invoicing", billing)):
            life.wire.inboxes[name].harm.befall(driver.client)
        return life

    async def walk(self, steps: int) -> None:
        """Do something, let some of it arrive, again and again."""
        actions = self.actions()
        for _ in range(steps):
            action = self.chance.choice(actions)
            self.did.append(getattr(action, "__name__", str(action)))
            try:
                await action()
            except (NothingToDoError, NoRunError, NoMoneyError):
                self.timer_does(self.timer.record_entry)
            await self.check()
            await self.wire.step()
            self.hear()

    async def check(self) -> None:
        """Fail unless the laws hold that hold at every moment."""
        await self.wire.carry()
        self.hear()
        await self.laws.check()

    def hear(self) -> None:
        """Let the timer, and the ledger, hear what services published."""
        told, self.wire.told = self.wire.told, []
        self.ledger.hear(told)
        self.wire.publish(*self.timer.hear(told))

    async def settle(self) -> None:
        """Let everything arrive, answers to answers too."""
        await self.wire.settle()
        while self.wire.told:
            self.hear()
            await self.wire.settle()

    def timer_does(self, verb: Callable[[], Any]) -> None:
        self.wire.publish(*verb())

    def actions(self) -> list[Action]:
        """Everything that can happen; what is here more often happens more often."""
        every: list[Action] = [self.record] * 6 + [self.approve] * 3 + [self.change, self.discard]
        every += [self.reopen, self.set_rate, self.end_rate, self.set_price, self.set_rounding]
        every += [self.multiply]
        every += [self.draft, self.draft, self.issue, self.issue, self.pay, self.remove_line]
        every += [self.add_line, self.add_line, self.discount_line, self.discount_line]
        every += [self.change_discount, self.take_back]
        every += [self.write_off, self.write_off_line, self.undo_write_off, self.move_line]
        every += [self.hold_back, self.let_go, self.split, self.split, self.regroup]
        every += [self.print_hours]
        every += [self.agree, self.change_terms, self.end_agreement, self.buy_block, self.reach]
        every += RandomMoney(self.billing, self.chance).steps()
        every += [*self.runs.steps(), self.runs.work_on_runs, self.runs.cancel_run]
        return [*every, self.delete_draft, self.credit]

    async def record(self) -> None:
        self.timer_does(self.timer.record_entry)

    async def change(self) -> None:
        self.timer_does(self.timer.change_entry)

    async def discard(self) -> None:
        self.timer_does(self.timer.discard_entry)

    async def approve(self) -> None:
        self.timer_does(self.timer.approve)

    async def reopen(self) -> None:
        self.timer_does(self.timer.ask_to_reopen)

    async def set_rate(self, amount: str = "") -> None:
        """Set a rate of something, unless it overlaps another."""
        scope: dict[str, Any] = {} if amount else self._scope()
        first = FIRST_DAY if amount else self._day()
        body = rate_body(amount or self._amount(), valid_from=first.isoformat(), **scope)
        answer = await self.pricing.client.post("/v1/rates", json=body)
        assert answer.status_code in (201, 409), answer.text
        if answer.status_code == 201:
            self.rates.append(answer.json())

    async def end_rate(self) -> None:
        """Let a rate end, or hold again without an end."""
        rate = self.chance.choice(self.rates)
        last = self.chance.choice([None, self._day().isoformat()])
        path = f"/v1/rates/{rate['id']}"
        answer = await self.pricing.try_to_end(path, last, rate["version"])
        assert answer.status_code in (200, 409, 422), answer.text
        if answer.status_code == 200:
            rate.update(answer.json())

    async def set_price(self) -> None:
        """Set the price of an entry by hand; what is billed or not known there yet is refused."""
        entries = self.timer.entries
        if entries:
            entry_id = self.chance.choice(entries).entry_id
            rate = {"amount": self._amount(), "currency": "DKK"}
            body = {"hourly_rate": rate, "reason": "As agreed"}
            path = f"/v1/prices/{entry_id}/override"
            answer = await self.pricing.client.put(path, json=body)
            assert answer.status_code in (200, 201, 404, 409, 428), answer.text

    async def set_rounding(self) -> None:
        """Round the time of a customer, unless it is rounded."""
        scope = self.chance.choice(["entry", "day-work-item"])
        mode = self.chance.choice(["up", "nearest", "down"])
        customer = str(self.chance.choice(self.timer.customers))
        body = policy_body(mode, scope=scope, organization_id=customer, step_seconds=900)
        answer = await self.pricing.client.post("/v1/rounding-policies", json=body)
        assert answer.status_code in (201, 409), answer.text

    async def multiply(self) -> None:
        """Charge evenings, or overtime, at another rate, unless a rule of the same kind does."""
        factor = str(Decimal(self.chance.randint(1, 300)) / 100)
        evenings = evening(factor, **self._scope(), starts_at="16:00", ends_at="03:00")
        bodies = [evenings, overtime(3, factor), overtime(9, factor, per="week")]
        body = self.chance.choice(bodies)
        answer = await self.pricing.client.post("/v1/multipliers", json=body)
        assert answer.status_code in (201, 409), answer.text

    async def draft(self) -> None:
        """Draft what is ready for a customer, of all months or of one."""
        first = FIRST_DAY + timedelta(days=self.chance.choice([0, 31, 59, 90]))
        last = self.chance.choice([first + timedelta(days=30), FIRST_DAY + timedelta(days=DAYS)])
        answer = await self.billing.try_draft(
            organization_id=str(self.chance.choice(self.timer.customers)),
            group_by=self.chance.choice(GROUPINGS),
            first_day=first.isoformat(),
            last_day=last.isoformat(),
        )
        assert answer.status_code in (201, 409, 422), answer.text

    async def issue(self) -> None:
        """Issue a draft; one without lines is refused."""
        draft = await self._some_draft()
        refused = 422 if not draft["lines"] else 200
        answer = await self.billing.try_issue(draft["id"])
        assert answer.status_code == refused, answer.text

    async def remove_line(self) -> None:
        draft = await self._some_draft()
        if draft["lines"]:
            line_id = self.chance.choice(draft["lines"])["line_id"]
            answer = await self.billing.try_remove_line(draft["id"], line_id)
            assert answer.status_code == 200, answer.text

    async def add_line(self) -> None:
        """Charge something else than time, or take something off the whole."""
        draft = await self._some_draft()
        taxes = [("standard", "25"), ("standard", "12.5"), ("exempt", "0")]
        category, rate = self.chance.choice(taxes)
        charged = {
            "amount": str(self.chance.randint(1, 900)),
            "tax": {"category": category, "rate": rate},
        }
        kind = self.chance.choice(["fee", "expense", "fixed", "text", "discount"])
        line: dict[str, Any] = {"kind": kind, "description": "As agreed"}
        if kind == "discount":
            line |= {"percent": str(Decimal(self.chance.randint(1, 500)).scaleb(-2))}
        elif kind != "text":
            line |= charged
        answer = await self.billing.try_add_line(draft["id"], **line)
        assert answer.status_code == 201, answer.text

    async def discount_line(self) -> None:
        """Take something off one line that has no discount yet: per cent, or up to all that it charges."""
        draft = await self._some_draft()
        discounted = {one["of_line_id"] for one in draft["lines"]}
        lines = [one for one in draft["lines"] if one["kind"] not in ("text", "discount")]
        free = [one for one in lines if one["line_id"] not in discounted]
        charging = [one for one in free if Decimal(one["amount"]["amount"]) > 0]
        if not charging:
            raise NothingToDoError
        line = self.chance.choice(charging)
        off = {"of_line_id": line["line_id"], "description": "As a friend"}
        off |= self._off(Decimal(line["amount"]["amount"]))
        answer = await self.billing.try_add_line(draft["id"], kind="discount", **off)
        assert answer.status_code == 201, answer.text

    async def change_discount(self) -> None:
        """Take another part off a line; more than that charges is refused."""
        draft = await self._some_draft()
        found = [one for one in draft["lines"] if one["of_line_id"]]
        if not found:
            raise NothingToDoError
        path = f"/v1/invoices/{draft['id']}/lines/{self.chance.choice(found)['line_id']}"
        answer = await self.billing.client.patch(path, json=self._off(Decimal(500)))
        assert answer.status_code in (200, 422), answer.text

    def _off(self, at_most: Decimal) -> dict[str, str]:
        """Per cent, or an amount."""
        if self.chance.random() < 0.5:
            return {"percent": str(self.chance.choice(["0.01", "12.5", "33.3333", "100"]))}
        return {"amount": str(Decimal(self.chance.randint(1, int(at_most * 100))).scaleb(-2))}

    async def take_back(self) -> None:
        """Take what a payment settles back."""
        payments = (await self.billing.read("payments", limit=500))["items"]
        found = [one for one in payments if one["allocations"] and not one["reverses"]]
        if not found:
            raise NothingToDoError
        payment = self.chance.choice(found)
        invoice_id = payment["allocations"][0]["invoice_id"]
        answer = await self.billing.try_take_back(payment["id"], invoice_id)
        assert answer.status_code in (200, 409), answer.text

    async def move_line(self) -> None:
        draft = await self._some_draft()
        lines = [one for one in draft["lines"] if one["kind"] != "discount"]
        if lines:
            line, place = self.chance.choice(lines), self.chance.randint(1, len(lines))
            path = f"/v1/invoices/{draft['id']}/lines/{line['line_id']}"
            answer = await self.billing.client.patch(path, json={"position": place})
            assert answer.status_code == 200, answer.text

    async def write_off(self) -> None:
        """Write ready time off: an entry, or the last of its seconds."""
        ready = (await self.billing.read("billable-time", state="ready", limit=500))["items"]
        if not ready:
            raise NothingToDoError
        entry = self.chance.choice(ready)
        body = {
            "organization_id": entry["organization_id"],
            "reason": "Not worth it",
            "entries": [self._part(entry)],
        }
        answer = await self.billing.write("write-offs", body)
        assert answer.status_code in (201, 409, 422), answer.text

    async def hold_back(self) -> None:
        """Hold a ready entry back, for good or until a day that was."""
        ready = (await self.billing.read("billable-time", state="ready", limit=500))["items"]
        if not ready:
            raise NothingToDoError
        entry = self.chance.choice(ready)
        body = {
            "organization_id": entry["organization_id"],
            "entry_ids": [entry["entry_id"]],
            "reason": "Later",
            "until": self.chance.choice([None, "2026-02-01"]),
        }
        answer = await self.billing.write("held-back-time", body)
        assert answer.status_code in (204, 409), answer.text

    async def let_go(self) -> None:
        """Let everything go that is held back."""
        held = (await self.billing.read("billable-time", held_back="true", limit=500))["items"]
        for one in held:
            body = {"organization_id": one["organization_id"], "entry_ids": [one["entry_id"]]}
            answer = await self.billing.write("held-back-time/release", body)
            assert answer.status_code == 204, answer.text

    async def write_off_line(self) -> None:
        """Write a draft's line of time off, or some of it."""
        draft = await self._some_draft()
        path, entries = await self._some_line(draft)
        part = self.chance.choice([[], [self._part(self.chance.choice(entries))]])
        body = {"reason": "As a favour", "entries": part}
        answer = await self.billing.write(f"{path}/write-off", body)
        assert answer.status_code in (200, 422), answer.text

    async def split(self) -> None:
        """Split a line of time, or move time to another line, of this draft or another one of the customer."""
        draft = await self._some_draft()
        path, entries = await self._some_line(draft)
        body: dict[str, Any] = {"entries": [self._part(self.chance.choice(entries))]}
        others = (await self.billing.read("invoices", state="draft", limit=500))["items"]
        chosen = self.chance.choice([draft, draft, *others])["id"]
        answer = await self.billing.client.get(f"/v1/invoices/{chosen}")
        target = answer.json()
        if chosen != draft["id"]:
            version = int(answer.headers["etag"].strip('"'))
            body |= {"to_invoice_id": chosen, "to_version": version}
        lines = [one["line_id"] for one in target["lines"] if one["kind"] == "time"]
        body["to_line_id"] = self.chance.choice([None, *lines])
        await self.billing.read(f"invoices/{draft['id']}")
        before = await self._on_drafts()
        answer = await self.billing.write(f"{path}/move", body)
        assert answer.status_code in (200, 422), answer.text
        assert await self._on_drafts() == before, "time that moved was let go"
        if answer.status_code == 200:
            self.splits += 1

    async def print_hours(self, decimals: int | None = 0) -> None:
        """Let new drafts print hours otherwise, and charge what is printed."""
        await self.billing.read("settings")
        chosen = self.chance.choice([None, 2, 3]) if decimals == 0 else decimals
        body = {"hour_decimals": chosen}
        answer = await self.billing.client.patch("/v1/settings", json=body)
        assert answer.status_code == 200, answer.text

    async def regroup(self) -> None:
        """Let the lines of time of a draft stand for something else."""
        draft = await self._some_draft()
        body = {"group_by": self.chance.choice(GROUPINGS)}
        before = await self._on_drafts()
        path = f"/v1/invoices/{draft['id']}/grouping"
        answer = await self.billing.client.put(path, json=body)
        assert answer.status_code == 200, answer.text
        assert await self._on_drafts() == before, "time that was grouped otherwise was let go"

    async def _on_drafts(self) -> int:
        """The seconds that drafts claim."""
        report = await self.billing.read("reports/conservation")
        return int(report["seconds"]["claimed_by_drafts"])

    async def undo_write_off(self) -> None:
        """Undo a write-off, or one entry of it."""
        found = (await self.billing.read("write-offs", undone="false"))["items"]
        if not found:
            raise NothingToDoError
        path = f"write-offs/{self.chance.choice(found)['id']}"
        entries = (await self.billing.read(path))["entries"]
        left = sorted({one["entry_id"] for one in entries if one["undone_at"] is None})
        body = self.chance.choice([None, {"entry_ids": [self.chance.choice(left)]}])
        answer = await self.billing.write(f"{path}/undo", body)
        assert answer.status_code == 200, answer.text

    async def _some_line(self, draft: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
        """A line of time of a draft, and what it has of entries."""
        path = f"invoices/{draft['id']}"
        explained = (await self.billing.read(f"{path}/explain"))["lines"]
        lines = [one for one in explained if one["kind"] == "time"]
        if not lines:
            raise NothingToDoError
        line = self.chance.choice(lines)
        return f"{path}/lines/{line['line_id']}", line["entries"]

    def _part(self, entry: dict[str, Any]) -> dict[str, Any]:
        seconds = self.chance.choice([None, self.chance.randint(1, entry["seconds"])])
        return {"entry_id": entry["entry_id"], "seconds": seconds}

    async def delete_draft(self) -> None:
        draft = await self._some_draft()
        answer = await self.billing.client.delete(f"/v1/invoices/{draft['id']}")
        assert answer.status_code == 204, answer.text

    async def credit(self) -> None:
        """Credit an invoice, or a line of it, or an entry of one."""
        invoice = await self._some_issued()
        left = await self.billing.read(f"invoices/{invoice['id']}/credit")
        lines = [one for one in left["lines"] if one["is_open"]]
        chosen: list[dict[str, Any]] = []
        if lines and self.chance.random() < 0.7:
            line = self.chance.choice(lines)
            chosen = [{"line_id": line["line_id"]}]
            if line["kind"] == "time" and self.chance.random() < 0.7:
                entry_id = self.chance.choice(line["entries"])["entry_id"]
                chosen[0]["entries"] = [{"entry_id": entry_id}]
        answer = await self.billing.try_credit(invoice["id"], *chosen)
        assert answer.status_code in (201, 409, 422), answer.text

    async def pay(self) -> None:
        """Pay an invoice whole."""
        invoice = await self._some_issued()
        balance = invoice["balance"]["amount"]
        if Decimal(balance) > 0:
            share = (invoice["id"], balance)
            answer = await self.billing.try_pay(
                balance, share, organization_id=invoice["organization_id"]
            )
            assert answer.status_code == 201, answer.text

    async def agree(self) -> None:
        """Agree something with a customer, unless it would charge a month twice."""
        first = self.chance.choice(["2026-01-01", "2026-02-01", "2026-02-11"])
        kind = self.chance.choice(KINDS)
        body = agreement_body(
            kind,
            organization_id=self.chance.choice(self.timer.customers),
            first_day=first,
            **self._options(kind),
        )
        for terms in body.get("terms", ()):
            terms["amount"] = str(self.chance.randint(1, 9000))
            if kind == "monthly-minimum":
                terms["included_seconds"] = self.chance.choice([0, 7_200, 20_001, 90_000])
        self._remember(await self.pricing.client.post("/v1/agreements", json=body), 201)

    async def change_terms(self) -> None:
        agreement = self._some_agreement("monthly-minimum", "spend-minimum")
        terms: dict[str, Any] = {"valid_from": self._day().isoformat(), "amount": "1234.56"}
        if agreement["kind"] == "monthly-minimum":
            terms["included_seconds"] = self.chance.choice([3_600, 40_000])
        await self._post(agreement, "terms", terms)

    async def end_agreement(self) -> None:
        agreement = self._some_agreement()
        path = f"/v1/agreements/{agreement['id']}"
        body = {"last_day": self._day().isoformat()}
        answer = await self.pricing.client.patch(path, json=body, headers=match(agreement))
        self._remember(answer, 200)

    async def buy_block(self) -> None:
        agreement = self._some_agreement("prepaid-hours", "prepaid-amount")
        block: dict[str, Any] = {"bought_on": self._day().isoformat(), "price": "5000.00"}
        if agreement["kind"] == "prepaid-hours":
            block["seconds"] = self.chance.choice([5_000, 36_000])
        else:
            block["amount"] = self.chance.choice(["777.77", "10000.00"])
        await self._post(agreement, "blocks", block)

    async def reach(self) -> None:
        """Reach a part of a fixed price, or not after all."""
        agreement = self._some_agreement("fixed-price")
        milestone = self.chance.choice(agreement["milestones"])
        path = f"/v1/agreements/{agreement['id']}/milestones/{milestone['id']}"
        body = {"reached_on": self.chance.choice([None, self._day().isoformat()])}
        answer = await self.pricing.client.put(path, json=body, headers=match(agreement))
        self._remember(answer, 200)

    async def _post(self, agreement: dict[str, Any], verb: str, body: dict[str, Any]) -> None:
        path = f"/v1/agreements/{agreement['id']}/{verb}"
        answer = await self.pricing.client.post(path, json=body, headers=match(agreement))
        self._remember(answer, 200)

    def _remember(self, answer: httpx.Response, status: int) -> None:
        """Keep an agreement as it now is; what contradicts another or what is billed is refused."""
        assert answer.status_code in (status, 409, 422), answer.text
        if answer.status_code == status:
            self.agreements[answer.json()["id"]] = answer.json()

    def _some_agreement(self, *kinds: str) -> dict[str, Any]:
        found = [one for one in self.agreements.values() if not kinds or one["kind"] in kinds]
        if not found:
            raise NothingToDoError
        return self.chance.choice(found)

    def _options(self, kind: str) -> dict[str, Any]:
        options: dict[str, Any] = {}
        if self.chance.random() < 0.3 or kind == "fixed-price":
            options["project_ids"] = [self.chance.choice(self.timer.projects)]
        if kind == "monthly-minimum":
            rollovers: list[dict[str, Any] | None] = [
                None,
                {"mode": "all"},
                {"mode": "all", "expiry_months": 2},
                {"mode": "capped", "cap_seconds": 9_000},
            ]
            options["rollover"] = self.chance.choice(rollovers)
            options["in_advance"] = self.chance.random() < 0.5
        if kind in ("monthly-minimum", "spend-minimum"):
            options["prorate"] = self.chance.random() < 0.5
        return options

    async def _some_issued(self) -> dict[str, Any]:
        found = (await self.billing.read("invoices", state="issued", limit=500))["items"]
        if not found:
            raise NothingToDoError
        return dict(self.chance.choice(found))

    async def _some_draft(self) -> dict[str, Any]:
        found = (await self.billing.read("invoices", state="draft"))["items"]
        if not found:
            raise NothingToDoError
        draft: dict[str, Any] = await self.billing.read(
            f"invoices/{self.chance.choice(found)['id']}"
        )
        return draft

    def _scope(self) -> dict[str, Any]:
        named = {
            "organization_id": self.timer.customers,
            "project_id": self.timer.projects,
            "agent_id": self.timer.agents,
        }
        field = self.chance.choice(list(named))
        return {field: self.chance.choice(named[field])}

    def _day(self) -> date:
        return FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))

    def _amount(self) -> str:
        return str(Decimal(self.chance.randint(1, 20_000_000)).scaleb(-4))
