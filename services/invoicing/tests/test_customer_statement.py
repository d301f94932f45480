"""The statement of a customer: each entry on its day, balances that run, and ageing that adds up to them."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args
from uuid import UUID

import pypdf
import pytest

from database import new_id
from domain_errors import InvalidInputError
from invoicing.domain.payment import SettlementKind
from invoicing.domain.statement import (
    Movement,
    MovementKind,
    account_for,
    movement_of_payment,
    period_of,
)
from invoicing.printing.statement_words import language_of, words_of
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_receivables_then import AGES, MORNING, Life

NOVEMBER = date(2026, 11, 10)


def moved(day: int, amount: str, currency: str = "DKK", **changed: Any) -> Movement:
    values: dict[str, Any] = {"kind": "invoice", "number": None, "about": "", "due_date": None}
    return Movement(
        day=date(2026, 11, day),
        document_id=UUID(int=day),
        currency=currency,
        amount=Decimal(amount),
        **{**values, **changed},
    )


def test_a_balance_runs_from_the_opening_to_the_closing() -> None:
    opening = {"DKK": Decimal("100.00")}
    movements = [moved(1, "1250.00"), moved(2, "-300.00"), moved(3, "-1100.00")]
    [one] = account_for(opening, movements, [])
    assert [str(entry.balance) for entry in one.entries] == ["1350.00", "1050.00", "-50.00"]
    assert [*map(int, (one.closing, one.asked, one.settled))] == [-50, 1250, 1400]


def test_currencies_have_statements_of_their_own() -> None:
    opening = {"SEK": Decimal(5), "NOK": Decimal(0)}
    found = account_for(opening, [moved(1, "1.00"), moved(1, "2.00", "EUR")], [])
    assert [(one.currency, int(one.closing)) for one in found] == [
        ("DKK", 1),
        ("EUR", 2),
        ("SEK", 5),
    ]


@pytest.mark.parametrize(
    ("kind", "is_reversal", "expected"),
    [
        ("cash", False, "payment"),
        ("cash", True, "reversal"),
        ("credit", False, "credit"),
        ("difference", False, "write_off"),
    ],
)
def test_a_payment_is_called_what_it_is(
    kind: SettlementKind, is_reversal: bool, expected: str
) -> None:
    assert movement_of_payment(kind, is_reversal=is_reversal) == expected


def test_a_statement_is_of_this_month_and_the_two_before_unless_days_are_named() -> None:
    assert period_of(None, None, today=NOVEMBER) == (date(2026, 9, 1), NOVEMBER)
    assert period_of(None, date(2026, 1, 31), today=NOVEMBER)[0] == date(2025, 11, 1)
    for first, last in ((None, date(2026, 11, 11)), (date(2026, 11, 10), date(2026, 11, 9))):
        with pytest.raises(InvalidInputError):
            period_of(first, last, today=NOVEMBER)


async def statement(driver: Driver, **query: Any) -> Any:
    return await driver.read(f"customers/{driver.organization_id}/statement", **query)


async def test_what_happened_stands_on_its_day_with_its_balance(driver: Driver) -> None:
    with driver.at(MORNING):
        one = await driver.invoice(issue_date="2026-10-28", due_date="2026-11-01")
        two = await driver.invoice(issue_date="2026-11-02")
        paid = await driver.pay("1300.00", (one["id"], "1250.00"), received_on="2026-10-30")
    with driver.at(MORNING + timedelta(days=1)):
        await driver.credit(two["id"])
        await driver.reverse(paid["id"], "bounced")
        [found] = (await statement(driver))["currencies"]
        [november] = (await statement(driver, first_day="2026-11-01"))["currencies"]
        [october] = (await statement(driver, last_day="2026-10-31"))["currencies"]
    shown = [
        (e["day"], e["kind"], e["amount"]["amount"], e["balance"]["amount"])
        for e in found["entries"]
    ]
    assert shown == [
        ("2026-10-28", "invoice", "1250.00", "1250.00"),
        ("2026-10-30", "payment", "-1300.00", "-50.00"),
        ("2026-11-02", "invoice", "1250.00", "1200.00"),
        ("2026-11-03", "credit_note", "-1250.00", "-50.00"),
        ("2026-11-03", "reversal", "1300.00", "1250.00"),
    ]
    assert [e["about"] for e in found["entries"]][-2:] == [two["number"], "bounced"]
    assert (november["opening"]["amount"], november["closing"]["amount"]) == ("-50.00", "1250.00")
    assert (october["closing"]["amount"], october["ageing"]["credit"]["amount"]) == (
        "-50.00",
        "50.00",
    )
    assert found["ageing"]["days_1_30"]["amount"] == "1250.00"


@pytest.mark.parametrize("seed", range(10, 13))
async def test_on_each_day_the_closing_balance_is_what_is_owed_less_credit(
    driver: Driver, seed: int
) -> None:
    life = Life(driver, seed)
    for number in range(6):
        moment = MORNING + timedelta(days=number)
        with driver.at(moment):
            for _ in range(life.random.randrange(1, 5)):
                await life.act(moment.date())
    with driver.at(moment):
        opening = "0.00"
        for back in range(12, -1, -1):
            day = (moment - timedelta(days=back)).date().isoformat()
            found = (await statement(driver, first_day=day, last_day=day))["currencies"]
            for one in found:
                assert one["opening"]["amount"] == opening
                opening = one["closing"]["amount"]
                ages = one["ageing"] or {}
                owed = sum(Decimal(ages[age]["amount"]) for age in AGES if ages)
                credit = Decimal(ages["credit"]["amount"]) if ages else 0
                assert Decimal(opening) == owed - credit
        report = (await driver.read("reports/receivables"))["totals"]
    owed = sum(Decimal(row["total"]["amount"]) - Decimal(row["credit"]["amount"]) for row in report)
    assert Decimal(opening) == owed


async def test_the_file_has_the_same_balances(driver: Driver) -> None:
    await driver.invoice(issue_date="2026-11-02")
    await driver.pay("250.00", organization_id=str(driver.organization_id), reference="=1+1")
    path = f"/v1/customers/{driver.organization_id}/statement"
    answer = await driver.client.get(f"{path}.csv")
    assert "statement-2026-09-01-2026-11-10.csv" in answer.headers["content-disposition"]
    found = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["Kind"], row["Amount"], row["Balance"]) for row in found] == [
        ("opening", "", "0.00"),
        ("payment", "-250.00", "-250.00"),
        ("invoice", "1250.00", "1000.00"),
        ("closing", "", "1000.00"),
    ]
    assert found[1]["About"] == "' =1+1"
    assert (await driver.client.get(f"{path}.xlsx")).content.startswith(b"PK")


@pytest.mark.parametrize(
    ("language", "title"), [("da", "Kontoudtog"), ("en", "Statement of account")]
)
async def test_the_document_is_in_the_customers_language(
    driver: Driver, language: str, title: str
) -> None:
    changed = driver.events.organization(driver.organization_id, version=2, language=language)
    await driver.served.consume(changed)
    invoice = await driver.invoice(issue_date="2026-11-02")
    await driver.pay("250.00", (invoice["id"], "250.00"), reference="#text[*bold*] $x$")
    path = f"/v1/customers/{driver.organization_id}/statement.pdf"
    answer = await driver.client.get(path, params={"last_day": "2026-11-10"})
    assert answer.status_code == 200, answer.text
    text = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    for expected in (title, invoice["number"], "#text[*bold*] $x$", "Nordlys ApS"):
        assert expected in text
    assert ("1.000,00" if language == "da" else "1,000.00") in text


async def test_a_customer_nobody_knows_has_no_statement(driver: Driver) -> None:
    for ending in ("", ".pdf", ".csv"):
        answer = await driver.client.get(f"/v1/customers/{new_id()}/statement{ending}")
        assert answer.status_code == 404, ending
    path = f"/v1/customers/{driver.organization_id}/statement"
    for ending in ("", ".pdf", ".csv"):
        answer = await driver.client.get(path + ending, params={"last_day": "2099-01-01"})
        assert answer.status_code == 422, ending
    assert (await driver.client.get("/v1/customers/x/statement.pdf")).status_code == 422


async def test_agents_see_no_statement(driver: Driver) -> None:
    agent = await driver.served.as_("agent", account=driver.account)
    for ending in ("", ".pdf", ".csv"):
        path = f"/v1/customers/{driver.organization_id}/statement{ending}"
        assert (await agent.get(path)).status_code == 403


@pytest.mark.parametrize(
    ("tag", "language"), [("de-AT", "de"), ("nn", "nb"), ("sv_SE", "sv"), ("fr", "da")]
)
def test_a_statement_is_in_the_customers_language(tag: str, language: str) -> None:
    found = language_of(tag, "da")
    assert found == language
    assert len(words_of(found).kinds) == len(get_args(MovementKind))


async def test_what_was_paid_back_is_owed_again_until_that_is_undone(driver: Driver) -> None:
    about = {"organization_id": str(driver.organization_id)}
    await driver.pay("100.00", received_on="2026-10-01", **about)
    back = {"refunded_on": "2026-10-05", "amount": {"amount": "30.00", "currency": "DKK"}}
    refund = (await driver.client.post("/v1/refunds", json={**about, **back})).json()
    [found] = (await statement(driver))["currencies"]
    assert [(x["kind"], x["amount"]["amount"]) for x in found["entries"]] == [
        ("payment", "-100.00"),
        ("refund", "30.00"),
    ]
    assert found["closing"]["amount"] == "-70.00"
    undo = {"reason": "It came back"}
    await driver.client.post(f"/v1/refunds/{refund['id']}/reverse", json=undo)
    [found] = (await statement(driver))["currencies"]
    assert (found["entries"][-1]["kind"], found["closing"]["amount"]) == ("reversal", "-100.00")
