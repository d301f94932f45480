"""Projects: created and changed; a budget that is new or other is counted anew."""

from uuid import UUID

from database import Session
from domain_errors import check_version
from timer.commands import master_data
from timer.commands.master_data import Values
from timer.queries.master_data import PROJECTS, get
from timer.store import spent_budgets
from timer.store.tables.work import Project
from timer.task import check_planned


async def create_project(session: Session, values: Values) -> Project:
    """Make a project."""
    check_planned(values["planned_start"], values["planned_finish"])
    return await master_data.create(session, PROJECTS, values)


async def update_project(
    session: Session, project_id: UUID, values: Values, *, expected: int | None
) -> Project:
    """Change what `values` name; nothing happens when nothing is different."""
    project = await get(session, PROJECTS, project_id, lock=True)
    check_version(expected, project.version)
    planned = (
        values.get(name, getattr(project, name)) for name in ("planned_start", "planned_finish")
    )
    check_planned(*planned)
    before = project.budget
    saved = await master_data.save(session, project, values)
    if not saved.budget.is_counted_as(before):
        await spent_budgets.count_anew(session, project_id)
    return saved
