"""What acts do to a book of rules, and what is refused of them: plain rules, no database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count, pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain_errors import FieldError
from money import Money
from rates.domain.acts import Act, Create, End, Replace, Withdraw
from rates.domain.changes import Plan, opposite, plan
from rates.domain.rules import Days, NewRule, Rule, Scope
from services.rates.tests.strategies import acts_on, made, rule_books

NOW = datetime(2026, 4, 1, tzinfo=UTC)
OURS = Scope(agent_id=UUID(int=1))
RATE = made(0, OURS, date(2026, 1, 1), date(2026, 12, 31))
DAY = timedelta(days=1)


def _money(amount: int) -> Money:
    return Money(Decimal(amount), "DKK")


def _replace(first: date, rule: Rule = RATE, number: int = 1) -> Replace:
    return Replace(rule.rule_id, rule.version, _money(500), first, UUID(int=5000 + number))


def _create(first: date, last: date | None = None, scope: Scope = OURS, number: int = 1) -> Create:
    return Create(UUID(int=6000 + number), NewRule(scope, _money(700), first, last))


def _errors(*acts: Act, book: tuple[Rule, ...] = (RATE,)) -> list[FieldError]:
    return list(plan(acts, book, NOW).errors)


def test_another_amount_ends_the_rate_the_day_before_and_takes_its_days() -> None:
    done = plan([_replace(date(2026, 3, 1))], [RATE], NOW)
    ended, begun = done.added
    assert done.superseded == [RATE]
    assert (ended.rule_id, ended.version, ended.valid_to) == (RATE.rule_id, 2, date(2026, 2, 28))
    assert (begun.valid_from, begun.valid_to) == (date(2026, 3, 1), RATE.valid_to)
    assert done.regions == [(OURS, Days(date(2026, 3, 1), RATE.valid_to))]
    assert done.withdrawn == {}


def test_another_amount_from_the_first_day_on_withdraws_the_rate() -> None:
    done = plan([_replace(RATE.valid_from)], [RATE], NOW)
    assert [rule.rule_id for rule in done.added] == [UUID(int=5001)]
    assert done.withdrawn == {RATE.rule_id: 0}


def test_the_amount_of_days_on_which_a_rate_does_not_hold_cannot_be_replaced() -> None:
    field = "acts.0.replace.valid_from"
    assert _errors(_replace(RATE.valid_from - DAY)) == [
        FieldError(field, "must not be before the rate's own first day, 2026-01-01")
    ]
    assert _errors(_replace(date(2027, 1, 1))) == [
        FieldError(field, "the rate ends on 2026-12-31 already")
    ]


def test_everything_that_is_wrong_is_told_by_act_and_field() -> None:
    old = Withdraw(RATE.rule_id, 7)
    gone = End(UUID(int=99), 1, None)
    early = End(RATE.rule_id, 1, date(2025, 1, 1))
    assert {error.field for error in _errors(old, gone, early)} == {
        "acts.0.withdraw.version",
        "acts.1.end.rate_id",
        "acts.2.end.valid_to",
        "acts.2.end.rate_id",  # named by two acts
    }


def test_rates_of_one_combination_that_would_overlap_are_refused() -> None:
    [error] = _errors(_create(date(2026, 6, 1)))
    assert error.field == "acts.0.create.valid_from"
    assert error.reason.startswith(f"overlaps the rate {RATE.rule_id}, which holds from 2026-01-01")
    [error] = _errors(_create(date(2025, 6, 1)))
    assert error.field == "acts.0.create.valid_to"
    other = Scope(team_id=UUID(int=1))
    first, second = (
        _create(date(2026, 1, 1), scope=other),
        _create(date(2026, 5, 1), None, other, 2),
    )
    [error] = _errors(first, second)
    assert (error.field, error.reason) == (
        "acts.1.create.valid_from",
        "overlaps the rate of acts.0, which holds from 2026-01-01",
    )


def test_a_rate_may_take_the_days_that_another_act_frees_whatever_their_order() -> None:
    free, take = End(RATE.rule_id, 1, date(2026, 5, 31)), _create(date(2026, 6, 1))
    assert _errors(free, take) == _errors(take, free) == []
    assert _errors(Withdraw(RATE.rule_id, 1), _create(RATE.valid_from)) == []


def test_an_end_that_is_what_it_was_changes_nothing() -> None:
    done = plan([End(RATE.rule_id, 1, RATE.valid_to)], [RATE], NOW)
    assert (done.added, done.superseded, done.regions) == ([], [], [])


def _after(book: list[Rule], done: Plan) -> list[Rule]:
    gone = {rule.rule_id for rule in done.superseded}
    return [rule for rule in book if rule.rule_id not in gone] + done.added


def _hold(rules: list[Rule]) -> set[object]:
    return {(rule.scope, rule.hourly_rate, rule.valid_from, rule.valid_to) for rule in rules}


@given(st.data(), rule_books())
def test_rules_never_overlap_after_a_change_that_is_not_refused(
    data: st.DataObject, book: list[Rule]
) -> None:
    done = plan(data.draw(acts_on(book)), book, NOW)
    by_day = sorted(_after(book, done), key=lambda rule: (str(rule.scope), rule.valid_from))
    overlapping = any(
        one.scope == other.scope and (one.valid_to is None or other.valid_from <= one.valid_to)
        for one, other in pairwise(by_day)
    )
    assert not (overlapping and not done.errors)


@given(st.data(), rule_books())
def test_the_opposite_of_a_change_brings_back_what_held(
    data: st.DataObject, book: list[Rule]
) -> None:
    done = plan(data.draw(acts_on(book)), book, NOW)
    if done.errors:
        return
    changed = _after(book, done)
    new_ids = (UUID(int=9000 + number) for number in count())
    undone = plan(opposite(done.superseded, done.added, new_ids), changed, NOW + DAY)
    assert undone.errors == []
    assert _hold(_after(changed, undone)) == _hold(book)
