"""Rates name only what timer has, which may be on its way."""

import asyncio
from itertools import permutations
from typing import Any
from uuid import UUID

import httpx
import pytest

from contracts.stored import example
from contracts.timer import (
    AgentChanged,
    OrganizationChanged,
    OrganizationMerged,
    ProjectChanged,
    ServiceTypeChanged,
)
from database import new_id
from rates.domain.rules import SCOPE_FIELDS
from services.rates.tests.driver import Driver, rate_body
from services.rates.tests.factories import references
from testkit import OTHER_ACCOUNT, until

EVENTS = [AgentChanged, OrganizationChanged, OrganizationMerged, ProjectChanged, ServiceTypeChanged]


async def _try(driver: Driver, **scope: Any) -> httpx.Response:
    return await driver.client.post("/v1/rates", json=rate_body(**scope))


def _refused(response: httpx.Response) -> list[str]:
    """The fields that a rate was refused for."""
    assert response.status_code == 422, response.text
    problem = response.json()
    assert problem["type"] == "urn:honorar:problem:unknown-reference"
    assert int(response.headers["Retry-After"]) > 0
    assert all("on its way" in error["reason"] for error in problem["errors"])
    return [error["field"] for error in problem["errors"]]


async def test_a_rate_for_what_timer_does_not_have_is_refused_by_field(driver: Driver) -> None:
    known = new_id()
    await driver.consume(*references(agent_id=known))
    unknown = {field: new_id() for field in SCOPE_FIELDS if field != "agent_id"}
    scopes: list[dict[str, UUID]] = [
        {"agent_id": known, **unknown},
        *({field: known} for field in unknown),
    ]
    responses = await asyncio.gather(*(_try(driver, **scope) for scope in scopes))
    assert [_refused(response) for response in responses] == [
        [*unknown],
        *([field] for field in unknown),
    ]
    assert await driver.rates() == []


async def test_what_is_on_its_way_is_waited_for_without_a_connection(driver: Driver) -> None:
    project = new_id()
    setting = asyncio.create_task(_try(driver, project_id=project))
    pool: Any = driver.served.database.engine.pool
    await until(lambda: pool.checkedout() == 1, every=0)  # it looks, and finds nothing
    await until(lambda: pool.checkedout() == 0, every=0)
    assert not setting.done()
    await driver.consume(*references(project_id=project))
    assert (await setting).status_code == 201


async def test_what_another_account_has_is_not_known(driver: Driver) -> None:
    theirs = new_id()
    await driver.consume(*references(OTHER_ACCOUNT, organization_id=theirs))
    assert _refused(await _try(driver, organization_id=theirs)) == ["organization_id"]


async def test_the_same_request_with_the_same_key_is_not_held_to_an_earlier_refusal(
    driver: Driver,
) -> None:
    project, key = new_id(), {"Idempotency-Key": "rate of the new project"}
    body = rate_body(project_id=project)
    _refused(await driver.client.post("/v1/rates", json=body, headers=key))
    await driver.consume(*references(project_id=project))
    first = await driver.client.post("/v1/rates", json=body, headers=key)
    again = await driver.client.post("/v1/rates", json=body, headers=key)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()


async def test_versions_twice_and_in_any_order_make_a_thing_known_archived_or_not(
    driver: Driver,
) -> None:
    for order in permutations(range(2)):
        [first] = references(project_id=(project := new_id()))
        versions = [first, first.model_copy(update={"version": 2, "archived": True})]
        for number in order:
            records = await driver.consume(versions[number])
            await driver.reprocess(records)
            await driver.consume(versions[number])
        assert (await _try(driver, project_id=project)).status_code == 201
    assert await driver.served.dead_letters() == []


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
async def test_the_examples_of_the_contracts_make_things_known(
    driver: Driver, event: type[Any]
) -> None:
    shown = example(event)
    await driver.consume(shown)
    scope = {event.key_field: shown.key}
    assert (await _try(driver, **scope)).status_code == 201
