"""What an agreement charges, as plain rules: when it is billed, and the line that bills it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.charges import (
    AgreementCharge,
    ChargeCandidate,
    ChargeState,
    Covered,
    charges_not_ready,
    line_of,
    state_of,
)
from invoicing.domain.lines import shrink
from invoicing.domain.prices import PriceNotUnderstoodError, Segment, held_seconds, segments_of
from invoicing.domain.tax import Tax
from invoicing.printing.sheet import sheet
from services.invoicing.tests.test_sheet import CONTENT, TIME

TODAY = date(2026, 10, 1)
STANDARD = Tax("standard", Decimal(25))
FEE = AgreementCharge(
    charge_id=UUID(int=1),
    version=1,
    agreement_id=UUID(int=2),
    organization_id=UUID(int=3),
    kind="fee",
    name="Care,\n September",
    first_day=date(2026, 9, 1),
    last_day=date(2026, 9, 30),
    amount=Decimal(18000),
    currency="DKK",
    in_advance=False,
    billable_from=TODAY,
    included_seconds=72_000,
)
LINE_ID = UUID(int=9)


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "billable"),
        ({"billable_from": date(2026, 10, 2)}, "waiting"),
        ({"billable_from": None}, "waiting"),
        ({"cancelled": True}, "nothing"),
        ({"kind": "true-up", "amount": Decimal(0)}, "nothing"),
        ({"kind": "true-up", "amount": Decimal("0.01")}, "billable"),
        ({"amount": Decimal(0)}, "billable"),
    ],
)
def test_how_far_a_charge_is_billed(changed: dict[str, Any], state: ChargeState) -> None:
    charge = replace(FEE, **changed)
    assert state_of(charge, billed=False, on_draft=False, today=TODAY) == state
    assert charge.is_billable(TODAY) == (state == "billable")
    assert state_of(charge, billed=True, on_draft=True, today=TODAY) == "drafted"
    assert state_of(charge, billed=True, on_draft=False, today=TODAY) == "billed"


@pytest.mark.parametrize(
    ("candidate", "currency", "reason"),
    [
        (ChargeCandidate(FEE, True, None, False), "DKK", None),
        (ChargeCandidate(FEE, False, None, False), "DKK", "is another customer's"),
        (ChargeCandidate(FEE, True, LINE_ID, True), "DKK", "is on another draft"),
        (ChargeCandidate(FEE, True, LINE_ID, False), "DKK", "is on an issued invoice"),
        (ChargeCandidate(FEE, True, None, False), "EUR", "is in DKK: draft in that currency"),
        (
            ChargeCandidate(replace(FEE, cancelled=True), True, None, False),
            *("DKK", "is not to be billed after all"),
        ),
        (
            ChargeCandidate(replace(FEE, billable_from=None), True, None, False),
            *("DKK", "cannot be billed yet"),
        ),
        (
            ChargeCandidate(replace(FEE, kind="true-up", amount=Decimal(0)), True, None, False),
            *("DKK", "has nothing to charge"),
        ),
    ],
)
def test_why_a_charge_cannot_be_on_a_draft(
    candidate: ChargeCandidate, currency: str, reason: str | None
) -> None:
    assert candidate.reason_against(currency, TODAY) == reason


def test_named_charges_are_refused_each_by_its_place() -> None:
    ids = [UUID(int=n) for n in range(3)]
    error = charges_not_ready(ids, {ids[0]: None, ids[1]: "is in DKK"})
    assert error
    assert [one.field for one in error.fields] == ["charge_ids.1", "charge_ids.2"]
    assert charges_not_ready(ids[:1], {ids[0]: None}) is None


def test_the_line_of_a_charge_has_its_amount_its_name_and_the_time_that_it_covers() -> None:
    line = line_of(FEE, LINE_ID, Covered(3600, 4500), 2, STANDARD)
    assert (line.kind, line.description, line.amount) == (
        "agreement",
        "Care, September",
        Decimal("18000.00"),
    )
    assert (line.seconds, line.billed_seconds, line.included_seconds) == (3600, 4500, 72_000)
    assert (line.hourly_rate, line.formula, line.rolled_over_seconds) == (None, None, None)
    assert line_of(FEE, LINE_ID, Covered(), 1, STANDARD).seconds is None


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.data())
def test_a_line_that_loses_time_charges_the_same(
    seconds: int, billed: int, data: st.DataObject
) -> None:
    line = line_of(FEE, LINE_ID, Covered(seconds, billed), 1, STANDARD)
    lost = data.draw(st.integers(1, seconds))
    left = shrink(line, lost, min(lost, billed), "DKK")
    assert (left.amount, left.seconds or 0) == (line.amount, seconds - lost)
    assert (left.seconds is None) == (left.billed_seconds is None)


@pytest.mark.parametrize(
    ("covered", "rolled_over", "language", "said"),
    [
        (Covered(), 0, "en", "1–30 Sept 2026 · 20:00 hours included"),
        (Covered(66_600, 66_600), 0, "en", "1–30 Sept 2026 · 18:30 of 20:00 hours used"),
        (
            Covered(66_600, 66_630),
            7200,
            "en",
            "1–30 Sept 2026 · 18:30:30 of 20:00 hours used, 2:00 of them rolled over",
        ),
        (
            Covered(66_600, 66_600),
            7200,
            "da",
            "1.–30. sep. 2026 · 18:30 af 20:00 timer brugt, heraf 2:00 overført",
        ),
    ],
)
def test_a_line_prints_its_days_and_how_much_of_what_is_included_was_used(
    covered: Covered, rolled_over: int, language: str, said: str
) -> None:
    charge = replace(FEE, rolled_over_seconds=rolled_over)
    line = line_of(charge, LINE_ID, covered, 1, STANDARD)
    [printed] = sheet(replace(CONTENT, language=language, lines=(line,)))["lines"]["rows"]
    assert (printed["detail"], printed["numbers"][:-1]) == (said, [])


def test_a_block_prints_the_day_on_which_it_is_bought_and_time_no_such_detail() -> None:
    bought = replace(FEE, kind="block", last_day=date(2028, 8, 31), included_seconds=None)
    block = line_of(bought, LINE_ID, Covered(60, 60), 1, STANDARD)
    printed = sheet(replace(CONTENT, language="en", lines=(block, TIME)))["lines"]["rows"]
    assert [line["detail"] for line in printed] == ["1 September 2026", ""]


def test_what_agreements_cover_is_held_and_what_exceeds_them_is_not() -> None:
    charge_id, rate = UUID(int=1), Decimal(100)
    segments = (
        Segment(0, 10, 10, rate),
        Segment(10, 30, 30, rate, "included", charge_id),
        Segment(30, 60, 30, rate, "overage", charge_id),
        Segment(60, 65, 5, rate, "prepaid", charge_id),
    )
    assert segments_of(segments, 65) == segments
    assert held_seconds(segments) == 25


def test_time_that_an_agreement_covers_and_nobody_charges_is_not_understood() -> None:
    with pytest.raises(PriceNotUnderstoodError):
        segments_of((Segment(0, 10, 10, Decimal(1), "included"),), 10)
