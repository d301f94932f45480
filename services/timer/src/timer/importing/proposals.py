"""What an import would have to create beside the entries, and names that look alike."""

from collections import defaultdict
from collections.abc import Iterable

from timer.importing.known import Known
from timer.importing.outcome import Outcome
from timer.importing.report import NewAgent, NewProject, NewTask, ToCreate
from timer.names import folded


def proposals(creates: Iterable[Outcome], known: Known) -> ToCreate:
    """In the order of names; of spellings that fold alike the first one is taken."""
    agents: dict[str, NewAgent] = {}
    organizations: dict[str, str] = {}
    projects: dict[tuple[str, str], NewProject] = {}
    tasks: dict[tuple[str, str, str], NewTask] = {}
    for one in sorted(creates, key=lambda one: (_names(one), one.row.line.name)):
        client, project, task = _names(one)
        if one.agent is None:
            line = one.row.line
            agents.setdefault(line.person, NewAgent(line.name or line.email, line.email))
        if client:
            organizations.setdefault(folded(client), client)
        if project:
            owner = known.organizations.get(folded(client)) or organizations.get(folded(client), "")
            spot = (folded(client), folded(project))
            new = projects.setdefault(spot, NewProject(owner, project, billable=False))
            new.billable |= one.row.line.billable is not False
            name = known.projects.get(spot, new.name)
            tasks.setdefault((*spot, folded(task)), NewTask(owner, name, task))
    return ToCreate(
        agents=list(agents.values()),
        organizations=[name for at, name in organizations.items() if at not in known.organizations],
        projects=[new for at, new in projects.items() if at not in known.projects],
        tasks=[new for at, new in tasks.items() if at not in known.tasks],
    )


def _names(one: Outcome) -> tuple[str, str, str]:
    return one.row.line.client, one.row.line.project, one.task


def near_equal(names: Iterable[str]) -> list[list[str]]:
    """Groups of different spellings that differ only in case, spaces or punctuation."""
    groups: dict[str, set[str]] = defaultdict(set)
    for name in names:
        groups["".join(char for char in folded(name) if char.isalnum())].add(name)
    return sorted(sorted(group) for group in groups.values() if len(group) > 1)
