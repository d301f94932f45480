"""What an agreement may not be, and how one version follows another."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain_errors import InvalidInputError, NotFoundError
from rates.domain.agreements import AgreementOverlapError, check_apart
from rates.domain.terms import Coverage, Indexing, Rollover
from services.rates.tests.agreements import FIRST_DAY, agreement, block, milestone, terms

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
ONE, OTHER = UUID(int=1), UUID(int=2)
MINIMUM, SPEND, HOURS, AMOUNT, FIXED = (
    "monthly-minimum",
    "spend-minimum",
    "prepaid-hours",
    "prepaid-amount",
    "fixed-price",
)


@pytest.mark.parametrize("kind", [MINIMUM, SPEND, HOURS, AMOUNT, FIXED])
def test_the_plain_one_of_each_kind_is_valid(kind: str) -> None:
    agreement(kind).check()


@pytest.mark.parametrize(
    ("kind", "field", "changes"),
    [
        (MINIMUM, "name", {"name": " "}),
        (MINIMUM, "currency", {"currency": "XXX"}),
        (MINIMUM, "last_day", {"last_day": date(2025, 12, 31)}),
        (MINIMUM, "last_day", {"renews_months": 12}),
        (MINIMUM, "renews_months", {"last_day": MAY, "renews_months": 0}),
        (MINIMUM, "terms", {"terms": ()}),
        (MINIMUM, "terms.0.valid_from", {"terms": (terms(MAY, "1"),)}),
        (MINIMUM, "terms.1.valid_from", {"terms": (terms(FIRST_DAY, "1"),) * 2}),
        (
            MINIMUM,
            "terms.1.valid_from",
            {"terms": (terms(FIRST_DAY, "1"), terms(JUNE, "1")), "last_day": MAY},
        ),
        (MINIMUM, "terms.0.amount", {"terms": (terms(FIRST_DAY, "-1"),)}),
        (MINIMUM, "terms.0.amount", {"terms": (terms(FIRST_DAY, "NaN"),)}),
        (MINIMUM, "terms.0.amount", {"terms": (terms(FIRST_DAY, "1.005"),)}),
        (MINIMUM, "terms.0.amount", {"terms": (terms(FIRST_DAY, "1.5"),), "currency": "JPY"}),
        (MINIMUM, "terms.0.included_seconds", {"terms": (terms(FIRST_DAY, "1", -1),)}),
        (SPEND, "terms.0.included_seconds", {"terms": (terms(FIRST_DAY, "1", 1),)}),
        (MINIMUM, "rollover.cap_seconds", {"rollover": Rollover("all", 5)}),
        (MINIMUM, "rollover.cap_seconds", {"rollover": Rollover("none", 5)}),
        (MINIMUM, "rollover.cap_seconds", {"rollover": Rollover("capped")}),
        (MINIMUM, "rollover.cap_seconds", {"rollover": Rollover("capped", 0)}),
        (MINIMUM, "rollover.expiry_months", {"rollover": Rollover("none", None, 1)}),
        (MINIMUM, "rollover.expiry_months", {"rollover": Rollover("all", None, 0)}),
        (SPEND, "rollover", {"rollover": Rollover("all")}),
        (MINIMUM, "indexing.percent", {"indexing": Indexing(Decimal(0))}),
        (MINIMUM, "indexing.day", {"indexing": Indexing(Decimal(2), 1)}),
        (MINIMUM, "indexing.month", {"indexing": Indexing(Decimal(2), None, 1)}),
        (MINIMUM, "indexing.day", {"indexing": Indexing(Decimal(2), 2, 30)}),
        (HOURS, "indexing", {"indexing": Indexing(Decimal(2))}),
        (SPEND, "in_advance", {"in_advance": True}),
        (HOURS, "prorate", {"prorate": True}),
        (HOURS, "terms", {"terms": (terms(FIRST_DAY, "1"),)}),
        (MINIMUM, "blocks", {"blocks": (block(1, 5),)}),
        (HOURS, "blocks", {"blocks": (block(1, 5), block(1, 6))}),
        (HOURS, "blocks.0.seconds", {"blocks": (block(1),)}),
        (HOURS, "blocks.0.seconds", {"blocks": (block(1, 0),)}),
        (HOURS, "blocks.0.amount", {"blocks": (block(1, 5, amount=Decimal(5)),)}),
        (HOURS, "blocks.0.price", {"blocks": (block(1, 5, price=Decimal(-1)),)}),
        (HOURS, "blocks.0.expires_on", {"blocks": (block(1, 5, expires_on=date(2025, 1, 1)),)}),
        (HOURS, "blocks.0.bought_on", {"blocks": (block(1, 5, bought_on=date(2025, 1, 1)),)}),
        (HOURS, "blocks.0.bought_on", {"blocks": (block(1, 5),), "first_day": MAY}),
        (AMOUNT, "blocks.0.amount", {"blocks": (block(1, amount=Decimal(0)),)}),
        (AMOUNT, "blocks.0.amount", {"blocks": (block(1),)}),
        (AMOUNT, "blocks.0.seconds", {"blocks": (block(1, 5, amount=Decimal(5)),)}),
        (FIXED, "milestones", {"milestones": ()}),
        (FIXED, "milestones", {"milestones": (milestone(1), milestone(1))}),
        (FIXED, "milestones.0.amount", {"milestones": (milestone(1, "-5"),)}),
        (MINIMUM, "milestones", {"milestones": (milestone(1),)}),
    ],
)
def test_what_an_agreement_may_not_be(kind: str, field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError) as refused:
        agreement(kind, **changes).check()
    assert [error.field for error in refused.value.fields] == [field]


def test_new_terms_replace_those_of_later_days() -> None:
    first = agreement()
    later = first.with_terms(terms(JUNE, "1200", 20)).with_terms(terms(MAY, "1100", 20))
    assert [one.valid_from for one in later.terms] == [FIRST_DAY, MAY]
    assert later.version == 3


def test_an_ended_agreement_renews_itself_no_more_and_has_no_terms_of_after_its_end() -> None:
    renewing = agreement(last_day=MAY, renews_months=12).with_terms(terms(JUNE, "1200", 20))
    assert renewing.holds_on(date(2030, 1, 1))
    ended = renewing.ended(date(2026, 5, 31))
    assert (ended.ends_on, ended.renews_months, len(ended.terms)) == (date(2026, 5, 31), None, 1)
    assert not ended.holds_on(JUNE)


def test_an_agreement_cannot_end_before_it_begins() -> None:
    with pytest.raises(InvalidInputError):
        agreement().ended(date(2025, 12, 31))


def test_a_block_can_be_used_from_its_payment_to_its_expiry() -> None:
    bought = agreement(HOURS).with_block(block(1, 5, usable_from=None, expires_on=JUNE))
    assert not bought.blocks[0].usable_on(MAY)
    paid = bought.paid(ONE, MAY)
    assert [paid.blocks[0].usable_on(day) for day in (FIRST_DAY, MAY, JUNE)] == [False, True, True]
    assert not paid.blocks[0].usable_on(date(2026, 6, 2))
    with pytest.raises(NotFoundError):
        paid.paid(OTHER, MAY)


def test_a_milestone_is_reached_on_a_day() -> None:
    reached = agreement(FIXED).reached(ONE, MAY)
    assert reached.milestones[0].reached_on == MAY
    with pytest.raises(NotFoundError):
        reached.reached(OTHER, MAY)


@pytest.mark.parametrize(
    ("changes", "apart"),
    [
        ({}, False),
        ({"first_day": MAY}, False),
        ({"kind": SPEND}, True),
        ({"currency": "EUR"}, True),
        ({"coverage": Coverage((ONE,))}, True),
        ({"last_day": date(2026, 2, 28)}, False),
        ({"first_day": date(2026, 4, 1)}, True),
    ],
)
def test_no_two_agreements_charge_months_of_the_same_work(
    changes: dict[str, Any], apart: bool
) -> None:
    first = agreement(last_day=date(2026, 3, 31))
    if changes == {"first_day": MAY}:
        first = replace(first, renews_months=12)
    other = agreement(number=1, **changes)
    if apart:
        check_apart(other, [first, other])
    else:
        with pytest.raises(AgreementOverlapError):
            check_apart(other, [first])


def test_coverage_in_another_order_is_the_same() -> None:
    one, same = Coverage((ONE, OTHER), (ONE,)), Coverage((OTHER, ONE), (ONE,))
    assert one.same_as(same)
    assert [each.breadth for each in (one, Coverage((ONE,)), Coverage((), (ONE,)), Coverage())] == [
        0,
        1,
        2,
        3,
    ]
