"""What is refused leaves no trace: not a row of any table is another one afterwards."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from database import new_id
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import PERIOD
from testkit import Served

_DUMP = """
    SELECT string_agg(format('SELECT %L, md5(string_agg(written, E''\\n'' ORDER BY written))'
        ' FROM (SELECT t::text AS written FROM %I t WHERE account_id = $1) AS rows', c.relname, c.relname),
        ' UNION ALL ' ORDER BY c.relname)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id'
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""
Body = dict[str, Any]


class Books:
    """An account with a draft, an issued invoice and a payment, and beside it a stranger's draft."""

    def __init__(self, driver: Driver, superuser: asyncpg.Connection) -> None:
        self.driver, self._superuser = driver, superuser
        self.ids: dict[str, str] = {}

    async def fill(self, served: Served) -> None:
        """Work, bill some of it, be paid a part, credit a part."""
        driver, stranger = self.driver, await Driver.begin(served)
        theirs = await stranger.worked()
        other = driver.events.organization(name="Sydlys ApS")
        await served.consume(other)
        foreign = await driver.worked(60, currency="EUR")
        elsewhere = await driver.worked(60, organization_id=other.organization_id)
        claimed = await driver.worked(600)
        draft = await driver.draft(entry_ids=[str(claimed.entry_id)])
        issued = await driver.invoice(issue_date="2026-10-05")
        payment = await driver.pay("100", (issued["id"], "60"))
        await driver.worked(60)
        empty = await driver.client.post(
            "/v1/invoices", json={"organization_id": str(driver.organization_id)}
        )
        lowered = await driver.draft()
        lowered = await driver.add_line(lowered["id"], kind="discount", amount="9000")
        self.ids = {
            "theirs": str(theirs.entry_id),
            "foreign": str(foreign.entry_id),
            "elsewhere": str(elsewhere.entry_id),
            "claimed": str(claimed.entry_id),
            "unknown": str(new_id()),
            "draft": draft["id"],
            "empty": empty.json()["id"],
            "negative": lowered["id"],
            "issued": issued["id"],
            "line": issued["lines"][0]["line_id"],
            "entry": str(driver.entries[3].entry_id),
            "payment": payment["id"],
            **await self._spend(),
            "stranger": (await stranger.draft())["id"],
        }

    async def _spend(self) -> dict[str, str]:
        """An expense that waits, one that is ready in another currency, and one that the issued invoice charges."""
        driver, found = self.driver, {}
        owner = await driver.served.as_("owner", account=driver.account, subject="owner-1")
        for name, currency in (("spent", "DKK"), ("abroad", "EUR"), ("billed", "DKK")):
            said = {"description": name, "spent_on": "2026-09-01", "amount": "10.00"}
            about = {"organization_id": str(driver.organization_id), "currency": currency}
            made = (await driver.client.post("/v1/expenses", json={**said, **about})).json()
            found[name] = made["id"]
            if name != "spent":
                read = {"expenses": [{"id": made["id"], "version": made["version"]}]}
                once = {"Idempotency-Key": str(new_id())}
                await owner.post("/v1/expenses/approve", json=read, headers=once)
        billed = {**about, "expense_ids": [found["billed"]]}
        draft = await driver.client.post("/v1/invoices", json=billed)
        await driver.issue(draft.json()["id"], issue_date="2026-10-05")
        return found

    def named(self, value: Any) -> Any:
        """The value with ids in place of their names, which begin with `@`."""
        if isinstance(value, dict):
            return {key: self.named(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.named(one) for one in value]
        return self.ids[value[1:]] if isinstance(value, str) and value.startswith("@") else value

    async def rows(self) -> dict[str, str]:
        """All rows of the account, by table."""
        dump = await self._superuser.fetchval(_DUMP)
        return dict(await self._superuser.fetch(dump, self.driver.account))


@pytest.fixture(scope="module")
async def books(served: Served) -> AsyncIterator[Books]:
    superuser = await asyncpg.connect(served.urls.superuser)
    found = Books(await Driver.begin(served), superuser)
    await found.fill(served)
    yield found
    await superuser.close()


def drafted(**body: Any) -> tuple[str, Body]:
    return "invoices", body


def taken(*expenses: str) -> tuple[str, Body]:
    return "invoices/@draft/expenses", {"expense_ids": list(expenses)}


def spent(**body: Any) -> tuple[str, Body]:
    said = {"description": "Train", "spent_on": "2026-09-01", "currency": "DKK", "amount": "1.00"}
    return "expenses", {**said, **body}


def issued(which: str, **body: Any) -> tuple[str, Body]:
    return f"invoices/@{which}/issue", body


def line(**body: Any) -> tuple[str, Body]:
    return "invoices/@draft/lines", {"description": "Something", **body}


def paid(amount: str, currency: str = "DKK", **allocated: str) -> tuple[str, Body]:
    allocations = [{"invoice_id": f"@{one}", "amount": amount} for one, amount in allocated.items()]
    money = {"amount": amount, "currency": currency}
    return "payments", {"received_on": "2026-10-01", "amount": money, "allocations": allocations}


def credited(*lines: Body, **body: Any) -> tuple[str, Body]:
    return "invoices/@issued/credit", {"reason": "Wrong", "lines": list(lines), **body}


def recurring(**body: Any) -> tuple[str, Body]:
    hosting = {"kind": "fee", "description": "Hosting", "price": "250"}
    whole = {"name": "Hosting", "lines": [hosting], "recurrence": {"starts_on": "2026-12-01"}}
    return "recurring-invoices", {**whole, **body}


def part(entry: str, start: int, end: int) -> Body:
    return {"line_id": "@line", "entries": [{"entry_id": entry, "start": start, "end": end}]}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        pytest.param(drafted(entry_ids=["@theirs"]), 409, id="time of another account"),
        pytest.param(drafted(entry_ids=["@claimed"]), 409, id="time that a draft claims"),
        pytest.param(drafted(entry_ids=["@entry"]), 409, id="time that is billed"),
        pytest.param(drafted(entry_ids=["@elsewhere"]), 409, id="time of another customer"),
        pytest.param(drafted(entry_ids=["@unknown"]), 409, id="time that is nowhere"),
        pytest.param(drafted(entry_ids=["@foreign"]), 409, id="time in another currency"),
        pytest.param(drafted(**PERIOD, currency="XAU"), 422, id="a currency that is none"),
        pytest.param(
            drafted(**PERIOD, tax={"category": "standard", "rate": "0"}), 422, id="a tax of nothing"
        ),
        pytest.param(
            drafted(**PERIOD, tax={"category": "standard"}), 422, id="a tax without a rate"
        ),
        pytest.param(
            drafted(**PERIOD, tax={"category": "standard", "rate": "25.125"}),
            422,
            id="three decimals",
        ),
        pytest.param(drafted(expense_ids=["@spent"]), 409, id="an expense that nobody approved"),
        pytest.param(drafted(expense_ids=["@abroad"]), 409, id="an expense without its rate"),
        pytest.param(drafted(expense_ids=["@billed"]), 409, id="an expense that is billed"),
        pytest.param(taken("@unknown"), 409, id="an expense that is nowhere"),
        pytest.param(taken("@abroad", "@spent"), 409, id="expenses that cannot be billed"),
        pytest.param(spent(amount="0.001"), 422, id="an expense of no coin"),
        pytest.param(spent(distance_km="5"), 422, id="a distance without its rate"),
        pytest.param(spent(category_id="@unknown"), 422, id="a category that is none"),
        pytest.param(issued("empty"), 422, id="an empty invoice"),
        pytest.param(issued("negative"), 422, id="an invoice below zero"),
        pytest.param(issued("stranger"), 404, id="a stranger's draft"),
        pytest.param(issued("draft", issue_date="2026-10-04"), 422, id="before the series' last"),
        pytest.param(issued("draft", issue_date="2027-01-01"), 422, id="in the future"),
        pytest.param(issued("draft", due_date="2026-10-05"), 422, id="due before it is issued"),
        pytest.param(issued("draft", number="2026-0007"), 422, id="a number of one's own"),
        pytest.param(line(kind="fee", amount="-1"), 422, id="a fee below zero"),
        pytest.param(line(kind="fee", amount="0.001"), 422, id="more decimals than the currency"),
        pytest.param(line(kind="fee", amount="NaN"), 422, id="no number"),
        pytest.param(line(kind="fee", amount=1.1), 422, id="a floating number"),
        pytest.param(line(kind="discount", percent="101"), 422, id="more than all off"),
        pytest.param(line(kind="text", amount="1"), 422, id="a text that charges"),
        pytest.param(paid("10", issued="11"), 422, id="more than was paid"),
        pytest.param(paid("9000", issued="9000"), 422, id="more than is owed"),
        pytest.param(paid("10", "EUR", issued="10"), 422, id="paid in another currency"),
        pytest.param(paid("10", draft="10"), 422, id="a draft is paid"),
        pytest.param(paid("10", stranger="10"), 422, id="a stranger's draft is paid"),
        pytest.param(
            (
                "payments/@payment/allocations",
                {"allocations": [{"invoice_id": "@issued", "amount": "41"}]},
            ),
            422,
            id="more than is left of a payment",
        ),
        pytest.param(credited(part("@entry", 0, 3001)), 422, id="more seconds than were billed"),
        pytest.param(credited(part("@claimed", 0, 1)), 422, id="seconds of others"),
        pytest.param(credited({"line_id": "@line", "amount": "1"}), 422, id="an amount of time"),
        pytest.param(credited({"line_id": "@unknown"}), 422, id="a line that is not there"),
        pytest.param(credited({"line_id": "@line"}, {"line_id": "@line"}), 422, id="a line twice"),
        pytest.param(credited(issue_date="2026-10-04"), 422, id="credited before it was billed"),
        pytest.param(credited(reason=" "), 422, id="credited without a reason"),
        pytest.param(recurring(currency="XAU"), 422, id="again in a currency that is none"),
        pytest.param(
            recurring(recurrence={"starts_on": "2020-01-01"}), 422, id="years of invoices at once"
        ),
        pytest.param(
            recurring(recurrence={"starts_on": "2026-12-01", "every": 0}), 422, id="never again"
        ),
    ],
)
async def test_what_is_refused_leaves_no_trace(
    books: Books, asked: tuple[str, Body], status: int
) -> None:
    (path, body), driver = asked, books.driver
    name = path.split("/")[1][1:] if "@" in path else ""
    path = path.replace(f"@{name}", books.ids[name]) if name else path
    if path in ("invoices", "expenses", "recurring-invoices"):
        body = {"organization_id": str(driver.organization_id), **body}
    if name in ("draft", "empty", "negative", "issued"):
        await driver.read(f"invoices/{books.ids[name]}")
    before = await books.rows()
    answer = await driver.client.post(f"/v1/{path}", json=books.named(body))
    assert answer.status_code == status, answer.text
    assert status == 404 or {"detail", "errors"} & set(answer.json())
    assert await books.rows() == before
    await driver.invariants_hold()


async def test_the_dump_sees_every_table_that_a_refusal_could_write(books: Books) -> None:
    """Else nothing would be shown by rows that stay as they are."""
    before = await books.rows()
    assert {"invoices", "claims", "payments", "outbox_messages", "number_series"} <= set(before)
    await books.driver.worked(61)
    after = await books.rows()
    assert {name for name in after if after[name] != before[name]} >= {"time_entries", "timesheets"}
