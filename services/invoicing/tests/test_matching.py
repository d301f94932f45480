"""What a movement of the bank may be: by number, reference, amount and name, with a certainty that can be trusted."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from invoicing.domain.matching import (
    CustomerCredit,
    Movement,
    OpenInvoice,
    OpenItems,
    OpenRefund,
    certain,
)

NORDLYS, SYDLYS = UUID(int=1), UUID(int=2)
DUE = date(2026, 10, 1)


def invoice(
    number: str, owed: str, customer: UUID = NORDLYS, name: str = "Nordlys ApS"
) -> OpenInvoice:
    last = int("".join(filter(str.isdecimal, number)) or 0)
    due = DUE + timedelta(days=last % 100)
    return OpenInvoice(UUID(int=1000 + last), customer, name, number, due, "DKK", Decimal(owed))


OPEN = (
    invoice("2026-0001", "1250.00"),
    invoice("2026-0002", "500.00"),
    invoice("2026-0003", "1250.00", SYDLYS, "Sydlys Reklame A/S"),
)
NOTHING = Movement(Decimal(1250), "DKK", "", "", "", "", "")


def moved(amount: str, text: str = "", **said: str) -> Movement:
    return replace(NOTHING, amount=Decimal(amount), text=text, **said)


def best(movement: Movement, *invoices: OpenInvoice) -> tuple[str, set[str], dict[str, str], str]:
    """Certainty, reasons, what settles which invoice, and the credit of the best proposal."""
    found = OpenItems(invoices or OPEN).proposals(movement)[0]
    settles = {one.number: str(one.amount) for one in found.allocations}
    return found.certainty, set(found.reasons), settles, str(found.credit)


def test_a_few_digits_of_a_number_are_not_certain() -> None:
    seventh = invoice("INV-7", "1250.00")
    assert best(moved("1250.00", "7 hours"), seventh)[0] == "possible"
    assert best(moved("1250.00", "INV-7"), seventh)[0] == "certain"
    assert best(moved("1250.00", "7 hours", counterparty="Nordlys"), seventh)[0] == "certain"


@pytest.mark.parametrize(
    "text",
    [
        "Faktura 2026-0001",
        "fakt.2026 0001",
        "INV20260001",
        "Betaling 2026/0001 tak",
        "RE: 2026-0001.",
    ],
)
def test_a_number_and_the_amount_that_is_owed_are_certain(text: str) -> None:
    assert best(moved("1250.00", text)) == (
        *("certain", {"number", "amount"}),
        *({"2026-0001": "1250.00"}, "0.00"),
    )


@pytest.mark.parametrize("slip", ["000000202600011", "202600011"])
def test_the_reference_of_a_payment_slip_is_its_number_with_a_check_digit(slip: str) -> None:
    number = slip[:-1]
    checked = next(f"{number}{digit}" for digit in range(10) if is_checked(f"{number}{digit}"))
    certainty, reasons, settles, _ = best(moved("1250.00", reference=f"+71<{checked}+12345678"))
    assert (certainty, "reference" in reasons) == ("certain", True)
    assert settles == {"2026-0001": "1250.00"}
    wrong = f"{number}{(int(checked[-1]) + 1) % 10}"
    assert not any(
        "reference" in one.reasons for one in OpenItems(OPEN).proposals(moved("7", wrong))
    )


def is_checked(digits: str) -> bool:
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def test_two_numbers_and_their_sum_are_certain() -> None:
    assert best(moved("1750.00", "2026-0001 og 2026-0002")) == (
        *("certain", {"number", "amount"}),
        *({"2026-0001": "1250.00", "2026-0002": "500.00"}, "0.00"),
    )


def test_the_end_to_end_id_may_say_the_number() -> None:
    assert best(moved("500.00", end_to_end_id="2026-0002"))[0] == "certain"


@pytest.mark.parametrize(
    ("amount", "how", "settles", "credit"),
    [
        ("1000.00", "part", {"2026-0001": "1000.00"}, "0.00"),
        ("1300.00", "more", {"2026-0001": "1250.00"}, "50.00"),
    ],
)
def test_a_number_with_another_amount_is_likely_a_part_or_more(
    amount: str, how: str, settles: dict[str, str], credit: str
) -> None:
    found = best(moved(amount, "2026-0001"))
    assert found == ("likely", {"number", how}, settles, credit)


def test_numbers_of_two_customers_are_only_possible() -> None:
    assert best(moved("2500.00", "2026-0001 2026-0003"))[0] == "possible"


def test_a_number_of_few_digits_may_be_anything_unless_the_customer_is_named() -> None:
    small = invoice("17", "500.00")
    assert best(moved("500.00", "17 nov"), small)[0] == "possible"
    assert best(moved("500.00", "17 nov", counterparty="NORDLYS"), small)[0] == "certain"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("SYDLYS REKLAME A/S", "likely"),
        ("Sydlys Reklame", "likely"),
        ("Sydlys Rekla", "likely"),
        ("Sydlys", "possible"),
        ("Nordlys", "likely"),
        ("Vestlys ApS", "possible"),
    ],
)
def test_a_name_and_an_amount_are_likely(name: str, found: str) -> None:
    assert best(moved("1250.00", counterparty=name))[0] == found


def test_a_customer_may_pay_the_oldest_invoices_together() -> None:
    certainty, reasons, settles, _ = best(moved("1750.00", counterparty="Nordlys"))
    assert (certainty, reasons) == ("likely", {"name", "sum"})
    assert settles == {"2026-0001": "1250.00", "2026-0002": "500.00"}


def test_an_account_that_a_customer_paid_from_tells_who_it_is() -> None:
    items = OpenItems(OPEN, payers={"DK20": SYDLYS})
    [found] = items.proposals(moved("1250.00", counterparty_account="DK20"))
    assert (found.organization_id, found.reasons) == (SYDLYS, ("account", "amount"))


def test_an_amount_alone_is_possible_and_another_currency_is_nothing() -> None:
    found = OpenItems(OPEN).proposals(moved("1250.00"))
    assert [one.certainty for one in found] == ["possible", "possible"]
    assert OpenItems(OPEN).proposals(replace(moved("1250.00", "2026-0001"), currency="EUR")) == ()


def test_money_that_went_out_is_a_refund_of_that_amount() -> None:
    refund = OpenRefund(UUID(int=9), NORDLYS, "Nordlys ApS", Decimal(80), "DKK", "Kredit 4711")
    items = OpenItems((), refunds=[refund])
    [likely] = items.proposals(moved("-80.00"))
    [sure] = items.proposals(moved("-80.00", "Kredit 4711"))
    assert (likely.certainty, sure.certainty, sure.refund_id) == ("likely", "certain", UUID(int=9))
    assert items.proposals(moved("-81.00")) == ()


def test_money_that_went_out_to_a_customer_with_credit_may_be_that() -> None:
    items = OpenItems((), credits_=[CustomerCredit(NORDLYS, "Nordlys ApS", "DKK", Decimal(100))])
    [found] = items.proposals(moved("-80.00", counterparty="Nordlys ApS"))
    assert (found.certainty, found.reasons) == ("likely", ("credit", "name"))
    assert items.proposals(moved("-101.00", counterparty="Nordlys ApS")) == ()


def test_of_two_movements_for_one_invoice_only_the_first_is_certain() -> None:
    twice = [(number, moved("1250.00", "2026-0001")) for number in (1, 2)]
    assert [number for number, _ in certain(OpenItems(OPEN), twice)] == [1]


def test_ten_thousand_open_invoices_are_searched_in_a_moment() -> None:
    many = [
        invoice(f"2026-{n:05}", f"{n}.50", UUID(int=n % 500), f"Kunde{n % 500} ApS")
        for n in range(1, 10_001)
    ]
    items = OpenItems(many)
    movements = [
        (n, moved(f"{n}.50", f"Kunde{n % 500} faktura 2026-{n:05}")) for n in range(1, 501)
    ]
    assert len(certain(items, movements)) == 500
