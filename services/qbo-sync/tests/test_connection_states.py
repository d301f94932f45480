"""The states of a connection: which change leads from which to which."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qbo_factories import COMPANY

from qbo_sync.domain import connection
from qbo_sync.domain.connection import (
    AUTHORIZED,
    COMPANY_READ,
    COMPANY_REFUSED,
    COMPANY_TAKEN,
    COMPANY_UNREADABLE,
    DISCONNECTED,
    GRANT_ENDED,
    REVOKED,
    STATES,
    USABLE,
    State,
    Transition,
)

TRANSITIONS: list[Transition] = [t for t in vars(connection).values() if isinstance(t, Transition)]


def after(state: State, changes: list[Transition]) -> list[State]:
    """The states that a connection goes through; what its state does not allow changes nothing."""
    states = [state]
    for change in changes:
        states.append(change.target if change.allows(states[-1]) else states[-1])
    return states


walks = st.lists(st.sampled_from(TRANSITIONS), max_size=30)


def test_the_table_names_every_state_as_a_source_and_as_a_target() -> None:
    assert {t.target for t in TRANSITIONS} == set(STATES)
    assert {state for t in TRANSITIONS for state in t.sources} == set(STATES)
    assert set(USABLE) < set(STATES)


@given(st.sampled_from(STATES), walks)
def test_whatever_happens_an_admin_can_authorize_us_again(
    start: State, changes: list[Transition]
) -> None:
    assert AUTHORIZED.allows(after(start, changes)[-1])


@given(st.sampled_from(STATES), walks)
def test_whatever_happens_the_connection_can_be_ended(
    start: State, changes: list[Transition]
) -> None:
    assert after(start, [*changes, DISCONNECTED, REVOKED])[-1] == "disconnected"


@given(walks)
def test_a_connection_is_connected_only_by_reading_the_company_after_an_authorization(
    changes: list[Transition],
) -> None:
    states = after("disconnected", changes)
    for index, state in enumerate(states):
        if state == "connected":
            made = [c for c, before in zip(changes, states, strict=False) if c.allows(before)]
            assert AUTHORIZED in made[:index]
            assert COMPANY_READ in made[:index]


@given(walks.filter(lambda changes: AUTHORIZED not in changes))
def test_only_an_authorization_leads_out_of_a_connection_that_is_over(
    changes: list[Transition],
) -> None:
    assert after("disconnected", changes)[-1] == "disconnected"
    assert after("reauth_required", changes)[-1] not in USABLE
    assert after("disconnecting", changes)[-1] in ("disconnecting", "disconnected")


@pytest.mark.parametrize("change", [COMPANY_READ, COMPANY_TAKEN, GRANT_ENDED])
def test_what_calls_lead_to_happens_to_usable_connections_alone(change: Transition) -> None:
    assert [state for state in STATES if change.allows(state)] == list(USABLE)


def test_a_company_that_answered_is_not_given_up_for_a_failed_reading() -> None:
    assert not COMPANY_UNREADABLE.allows("connected")
    assert not COMPANY_REFUSED.allows("connected")


@pytest.mark.parametrize(
    ("changes", "currency", "kept"),
    [
        ({}, "DKK", True),
        ({}, "EUR", False),
        ({"multi_currency": True}, "EUR", True),
        ({"home_currency": None}, "EUR", True),
    ],
)
def test_a_company_keeps_its_currency_or_many(
    changes: dict[str, Any], currency: str, kept: bool
) -> None:
    assert replace(COMPANY, **changes).keeps(currency) is kept


@pytest.mark.parametrize(
    ("changes", "named"),
    [({}, True), ({"uses_sales_tax": False}, False), ({"country": "US"}, False)],
)
def test_tax_codes_are_named_where_tax_is_used_outside_the_us(
    changes: dict[str, Any], named: bool
) -> None:
    assert replace(COMPANY, **changes).names_tax_codes is named
