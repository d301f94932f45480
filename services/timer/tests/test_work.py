"""What time is spent on: what is left out follows from what is named."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from timer.work import ReferencedWork, Work, WorkReference, billable_by_default, fill_in

ORGANIZATION, PROJECT, TASK, TICKET, KIND = (UUID(int=number) for number in range(1, 6))
OTHER = UUID(int=99)
PERHAPS = st.sampled_from([None, True, False])

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


@given(PERHAPS, PERHAPS)
def test_the_project_decides_what_is_billable_else_the_kind_of_work_else_it_is(
    project: bool | None, kind: bool | None
) -> None:
    nearest = next((said for said in (project, kind) if said is not None), True)
    assert billable_by_default(project, kind) is nearest


@given(st.booleans(), PERHAPS, PERHAPS)
def test_the_agent_can_always_set_it(said: bool, project: bool | None, kind: bool | None) -> None:
    stored = ReferencedWork(
        project_id=PROJECT,
        project_billable=project,
        service_type_id=KIND,
        service_type_billable=kind,
    )
    assert fill_in(WorkReference(project_id=PROJECT, billable=said), stored).billable is said


@given(st.text(max_size=50), st.lists(st.text(max_size=9), max_size=5))
def test_words_are_the_callers_own(description: str, tags: list[str]) -> None:
    work = fill_in(WorkReference(description=description, tags=tuple(tags)), ReferencedWork())
    assert (work.description, work.tags) == (description, tuple(tags))
