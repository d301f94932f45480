"""Change data capture: the entities that were changed or deleted since a time."""

from datetime import UTC, datetime, timedelta

from intuit_double import errors
from intuit_double.company import Company
from intuit_double.query import ENTITIES
from intuit_double.store import Doc

LOOK_BACK = timedelta(days=30)
MOST_ENTITIES = 1000


def changes(company: Company, names: str, changed_since: str) -> Doc:
    """The `CDCResponse` entry: one object per requested entity, empty when it has no change.

    Raises FaultError 2030 for a time that cannot be read or lies more than 30 days back.
    """
    time = _time(changed_since)
    if time < company.sandbox.now() - LOOK_BACK:
        raise errors.bad_value("changedSince", "more than 30 days ago")
    left = MOST_ENTITIES
    responses = []
    for name in (name.strip() for name in names.split(",")):
        found = _changed(company, name, time)[:left]
        company.check_given("cdc", name, found)
        left -= len(found)
        page = {"startPosition": 1, "maxResults": len(found)}
        responses.append({name: found, **page} if found else {})
    return {"QueryResponse": responses}


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise errors.bad_value("changedSince", text) from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _changed(company: Company, name: str, time: datetime) -> list[Doc]:
    if name not in ENTITIES:
        raise errors.bad_value("entities", name)
    return [
        doc
        for doc in [*company.all(name), *company.all(f"deleted {name}")]
        if datetime.fromisoformat(doc["MetaData"]["LastUpdatedTime"]) >= time
    ]
