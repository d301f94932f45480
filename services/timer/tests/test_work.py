"""What time is spent on: what is left out follows from what is named."""

from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from timer.work import (
    BillableSource,
    ReferencedWork,
    Work,
    WorkReference,
    billable_by_default,
    fill_in,
)

ORGANIZATION, PROJECT, TASK, TICKET, KIND = (UUID(int=number) for number in range(1, 6))
OTHER = UUID(int=99)

STORED_PROJECT = ReferencedWork(
    project_id=PROJECT, project_organization_id=ORGANIZATION, project_billable=True
)
STORED_TASK = ReferencedWork(
    task_id=TASK,
    item_project_id=PROJECT,
    project_id=PROJECT,
    project_organization_id=ORGANIZATION,
    project_billable=False,
    service_type_id=KIND,
    service_type_billable=True,
)
STORED_TICKET = ReferencedWork(
    ticket_id=TICKET,
    item_organization_id=ORGANIZATION,
    service_type_id=KIND,
    service_type_billable=False,
)


def test_nothing_named_is_billable_work_for_nobody() -> None:
    assert fill_in(WorkReference(), ReferencedWork()) == Work()


def test_a_project_brings_its_customer() -> None:
    work = fill_in(WorkReference(project_id=PROJECT), STORED_PROJECT)
    assert work == Work(organization_id=ORGANIZATION, project_id=PROJECT)


def test_a_task_brings_its_project_its_customer_and_its_kind_of_work() -> None:
    work = fill_in(WorkReference(task_id=TASK), STORED_TASK)
    assert (work.organization_id, work.project_id) == (ORGANIZATION, PROJECT)
    assert (work.service_type_id, work.billable) == (KIND, False)


def test_a_ticket_brings_the_customer_of_its_requester_and_its_kind_of_work() -> None:
    work = fill_in(WorkReference(ticket_id=TICKET), STORED_TICKET)
    assert (work.organization_id, work.ticket_id) == (ORGANIZATION, TICKET)
    assert (work.service_type_id, work.billable) == (KIND, False)


def test_the_customer_who_is_named_goes_before_those_that_follow() -> None:
    stored = ReferencedWork(
        organization_id=OTHER,
        ticket_id=TICKET,
        item_organization_id=ORGANIZATION,
        project_id=PROJECT,
        project_organization_id=ORGANIZATION,
        project_billable=True,
    )
    named = WorkReference(organization_id=OTHER, ticket_id=TICKET, project_id=PROJECT)
    assert fill_in(named, stored).organization_id == OTHER


def test_the_requesters_customer_goes_before_the_projects() -> None:
    stored = ReferencedWork(
        ticket_id=TICKET,
        item_organization_id=ORGANIZATION,
        project_id=PROJECT,
        project_organization_id=OTHER,
        project_billable=True,
    )
    work = fill_in(WorkReference(ticket_id=TICKET, project_id=PROJECT), stored)
    assert work.organization_id == ORGANIZATION


@pytest.mark.parametrize(
    ("named", "field"),
    [
        (WorkReference(organization_id=OTHER), "organization_id"),
        (WorkReference(project_id=OTHER), "project_id"),
        (WorkReference(task_id=OTHER), "task_id"),
        (WorkReference(ticket_id=OTHER), "ticket_id"),
        (WorkReference(service_type_id=OTHER), "service_type_id"),
        (WorkReference(task_id=TASK, ticket_id=TICKET), "ticket_id"),
    ],
)
def test_what_does_not_exist_is_refused_by_its_field(named: WorkReference, field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        fill_in(named, ReferencedWork())
    assert [error.field for error in refused.value.fields] == [field]


def test_a_task_of_another_project_is_refused() -> None:
    stored = ReferencedWork(
        task_id=TASK, item_project_id=PROJECT, project_id=OTHER, project_billable=True
    )
    with pytest.raises(InvalidInputError) as refused:
        fill_in(WorkReference(task_id=TASK, project_id=OTHER), stored)
    assert refused.value.fields[0].reason == "the task belongs to another project"


_ALL = tuple(product((None, True, False), repeat=4))
"""What task or ticket, project, kind of work and customer say, each with each."""
_SOURCES: tuple[BillableSource, ...] = ("work_item", "project", "service_type", "organization")
Said = tuple[bool | None, bool | None, bool | None, bool | None]


def _stored(said: Said) -> ReferencedWork:
    item, project, kind, customer = said
    return ReferencedWork(
        task_id=TASK,
        item_project_id=PROJECT,
        item_billable=item,
        project_id=PROJECT,
        project_billable=project,
        service_type_id=KIND,
        service_type_billable=kind,
        organization_id=ORGANIZATION,
        project_organization_id=ORGANIZATION,
        organization_billable=customer,
    )


@pytest.mark.parametrize("said", _ALL)
def test_the_nearest_that_says_decides_what_is_billable_else_it_is(said: Said) -> None:
    nearest = next(
        ((flag, source) for flag, source in zip(said, _SOURCES, strict=True) if flag is not None),
        (True, "default"),
    )
    item, project, kind, customer = said
    found = billable_by_default(
        work_item=item, project=project, service_type=kind, organization=customer
    )
    assert found == nearest
    work = fill_in(WorkReference(task_id=TASK), _stored(said))
    assert (work.billable, work.billable_source) == nearest


@given(st.booleans(), st.sampled_from(_ALL))
def test_the_agent_can_always_set_it(flag: bool, said: Said) -> None:
    work = fill_in(WorkReference(task_id=TASK, billable=flag), _stored(said))
    assert work.billable is flag


@given(st.booleans(), st.sampled_from(_ALL), st.sampled_from(_ALL))
def test_work_that_stays_keeps_the_flag_whatever_is_said_meanwhile(
    flag: bool, before: Said, now: Said
) -> None:
    named = WorkReference(task_id=TASK)
    given = fill_in(WorkReference(task_id=TASK, billable=flag), _stored(before))
    assert fill_in(named, _stored(now), given) == given


@given(st.text(max_size=50), st.lists(st.text(max_size=9), max_size=5))
def test_words_are_the_callers_own(description: str, tags: list[str]) -> None:
    work = fill_in(WorkReference(description=description, tags=tuple(tags)), ReferencedWork())
    assert (work.description, work.tags) == (description, tuple(tags))
