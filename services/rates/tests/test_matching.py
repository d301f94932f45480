"""Laws of the winning rule, for every set of rules and every piece of work."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from rates.domain.matching import Work, candidates, match, match_candidates, winning_rule
from rates.domain.overrides import Override
from rates.domain.rules import SCOPE_FIELDS, Rule, Scope
from services.rates.tests.strategies import (
    days,
    made,
    merged,
    overrides,
    rule_books,
    work_scopes,
    works,
)

DAY = date(2026, 3, 2)


@given(rule_books(), works | works.map(merged), st.randoms())
def test_the_order_of_the_rules_does_not_matter(
    book: list[Rule], work: Work, chance: random.Random
) -> None:
    shuffled = list(book)
    chance.shuffle(shuffled)
    assert winning_rule(shuffled, work) == winning_rule(book, work)


@given(rule_books(), works)
def test_no_two_rules_that_match_weigh_the_same(book: list[Rule], work: Work) -> None:
    weights = [
        rule.weight
        for rule in book
        if rule.scope.covers(work.scope) and rule.holds_on(work.work_date)
    ]
    assert len(weights) == len(set(weights))


@given(rule_books(), works)
def test_there_is_one_winner_exactly_when_a_rule_matches(book: list[Rule], work: Work) -> None:
    judged = candidates(book, work)
    won = [candidate.rule for candidate in judged if candidate.won]
    matching = any(candidate.rule.holds_on(work.work_date) for candidate in judged)
    assert len(won) == (1 if matching else 0)
    assert won[:1] == [rule for rule in [winning_rule(book, work)] if rule]


@given(rule_books(), works)
def test_the_winner_weighs_more_than_every_other_match(book: list[Rule], work: Work) -> None:
    best = winning_rule(book, work)
    for rule in book:
        if rule != best and rule.scope.covers(work.scope) and rule.holds_on(work.work_date):
            assert best is not None
            assert best.weight > rule.weight


@given(rule_books(), works, overrides)
def test_a_price_that_somebody_set_is_above_all_rules(
    book: list[Rule], work: Work, override: Override
) -> None:
    found = match_candidates(book, replace(work, override=override))
    by_rules = match_candidates(book, work)
    if by_rules.unpriced_reason in ("not-billable", "no-organization"):
        assert found == by_rules
        return
    assert (found.override, found.rule, found.unpriced_reason) == (override, None, None)
    assert [one.rule for one in found.candidates] == [one.rule for one in by_rules.candidates]
    assert not any(one.won for one in found.candidates)
    for one in found.candidates:
        told = one.why == "a manager set the price: agreed on the phone"
        assert told == one.rule.holds_on(work.work_date)


@given(rule_books(), works, st.integers(0, 13))
def test_taking_away_a_loser_changes_nothing(book: list[Rule], work: Work, number: int) -> None:
    best = winning_rule(book, work)
    rest = [rule for rule in book if rule == best or rule.rule_id != UUID(int=1000 + number)]
    assert winning_rule(rest, work) == best


def test_each_combination_has_a_weight_of_its_own() -> None:
    every = [
        Scope(**dict.fromkeys(chosen, UUID(int=1)))
        for size in range(len(SCOPE_FIELDS) + 1)
        for chosen in combinations(SCOPE_FIELDS, size)
    ]
    assert len({scope.weight for scope in every}) == len(every) == 2 ** len(SCOPE_FIELDS)


def test_one_project_outweighs_everything_else_together() -> None:
    one_id = UUID(int=1)
    work = Work(Scope(*[one_id] * 5), DAY)
    project, rest = made(1, Scope(project_id=one_id)), made(2, Scope(None, *[one_id] * 4))
    assert (project.weight, rest.weight) == (16, 15)
    assert winning_rule([rest, project], work) == project


def test_the_first_and_the_last_day_are_included() -> None:
    rule = made(1, Scope(), DAY, DAY + timedelta(days=1))
    held = [rule.holds_on(DAY + timedelta(days=number)) for number in (-1, 0, 1, 2)]
    assert held == [False, True, True, False]


def test_a_rule_that_names_something_does_not_cover_work_without_it() -> None:
    rule = made(1, Scope(project_id=UUID(int=1)))
    assert match([rule], Work(Scope(organization_id=UUID(int=9)), DAY)) == "no-rate"


@given(rule_books(), work_scopes, days)
def test_work_that_is_not_billable_or_has_no_organization_has_no_price(
    book: list[Rule], scope: Scope, day: date
) -> None:
    nobody = Scope(scope.project_id, None, scope.agent_id, scope.service_type_id)
    assert match(book, Work(scope, day, billable=False)) == "not-billable"
    assert match(book, Work(nobody, day)) == "no-organization"


def test_every_candidate_has_its_reason() -> None:
    customer = UUID(int=2)
    default = made(1, Scope())
    special = made(2, Scope(organization_id=customer))
    future = made(3, Scope(agent_id=UUID(int=3)), DAY + timedelta(days=1))
    work = Work(Scope(organization_id=customer, agent_id=UUID(int=3)), DAY)
    assert [(v.rule, v.won, v.why) for v in candidates([default, special, future], work)] == [
        (special, True, "the most specific rule on 2026-03-02: weight 8"),
        (future, False, "not valid on 2026-03-02: from 2026-03-03"),
        (default, False, "less specific: weight 0 is below 8"),
    ]


@given(rule_books(), works)
def test_after_a_merging_time_of_both_costs_the_same(book: list[Rule], work: Work) -> None:
    both = [
        replace(work, scope=replace(work.scope, organization_id=one))
        for one in (UUID(int=1), UUID(int=2))
    ]
    prices = [match(book, merged(one)) for one in both]
    assert prices[0] == prices[1]
    before = [match(book, one) for one in both]
    assert prices[0] in before
    if isinstance(before[0], Rule) and before[0].scope.organization_id == UUID(int=1):
        assert prices[0] == before[0] or prices[0].weight > before[0].weight  # type: ignore[union-attr]


def test_of_rules_that_weigh_the_same_that_of_the_customer_that_stays_holds() -> None:
    ours, theirs = (
        made(1, Scope(organization_id=UUID(int=1))),
        made(2, Scope(organization_id=UUID(int=2))),
    )
    work = merged(Work(Scope(organization_id=UUID(int=2)), DAY))
    first, second = candidates([theirs, ours], work)
    assert (first.rule, first.won) == (ours, True) or (second.rule, second.won) == (ours, True)
    assert match([theirs], work) == theirs
    assert {one.why for one in (first, second) if not one.won} == {
        "made for a customer that was merged into one with a rate of its own"
    }
