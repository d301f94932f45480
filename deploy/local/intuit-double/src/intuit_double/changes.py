"""Change data capture: what was changed or deleted since a time."""

from datetime import UTC, datetime, timedelta

from intuit_double import entities, refusals
from intuit_double.query import ENTITIES
from intuit_double.store import Doc
from intuit_double.world import World

LOOK_BACK = timedelta(days=30)
MOST = 1000


def since(world: World, realm: str, names: str, changed_since: str) -> Doc:
    """The `CDCResponse` entry: one object per entity asked for, empty when it has no change.

    Raises:
        RefusalError: 2030 a time that cannot be read or lies more than 30 days back.
    """
    try:
        time = datetime.fromisoformat(changed_since)
    except ValueError:
        raise refusals.bad_value("changedSince", changed_since) from None
    time = time if time.tzinfo else time.replace(tzinfo=UTC)
    if time < world.now() - LOOK_BACK:
        raise refusals.bad_value("changedSince", "more than 30 days ago")
    left = MOST
    answers = []
    for name in names.split(","):
        found = _changed(world, realm, _known(name.strip()), time)[:left]
        left -= len(found)
        shape = {"startPosition": 1, "maxResults": len(found)}
        answers.append({name.strip(): found, **shape} if found else {})
    return {"QueryResponse": answers}


def _known(name: str) -> str:
    if name not in ENTITIES:
        raise refusals.bad_value("entities", name)
    return name


def _changed(world: World, realm: str, name: str, time: datetime) -> list[Doc]:
    living = entities.everything(world, realm, name)
    deleted = entities.everything(world, realm, f"deleted {name}")
    return [
        doc
        for doc in [*living, *deleted]
        if datetime.fromisoformat(doc["MetaData"]["LastUpdatedTime"]) >= time
    ]
