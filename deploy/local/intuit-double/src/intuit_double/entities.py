"""What all entities share: ids, SyncToken, MetaData, references, change notifications."""

from collections.abc import Collection
from typing import Any

from intuit_double import refusals, webhooks
from intuit_double.store import Doc
from intuit_double.world import World

BOOKKEEPING = {"Id", "SyncToken", "MetaData", "domain", "sparse", "status"}


def collection(realm: str, entity: str) -> str:
    return f"{realm}/{entity}"


def everything(world: World, realm: str, entity: str) -> list[Doc]:
    return world.store.all(collection(realm, entity))


def find(world: World, realm: str, entity: str, entity_id: object) -> Doc | None:
    return world.store.get(collection(realm, entity), str(entity_id))


def read(world: World, realm: str, entity: str, entity_id: object) -> Doc:
    """The entity.

    Raises:
        RefusalError: 610, it is not there.
    """
    found = find(world, realm, entity, entity_id)
    if found is None:
        raise refusals.not_found(f"{entity} {entity_id}")
    return found


def add(world: World, realm: str, entity: str, fields: Doc) -> Doc:
    """Store a new entity under the company's next id of its kind, and tell the subscriber."""
    time = stamp(world)
    new = {
        **fields,
        "Id": str(world.store.number(collection(realm, entity))),
        "SyncToken": "0",
        "domain": "QBO",
        "sparse": False,
        "MetaData": {"CreateTime": time, "LastUpdatedTime": time},
    }
    world.store.put(collection(realm, entity), new["Id"], new)
    webhooks.announce(world, realm, entity, new["Id"], "created")
    return new


def replace(world: World, realm: str, entity: str, changed: Doc, verb: str = "updated") -> Doc:
    """Store the changed entity with the next SyncToken, and tell the subscriber."""
    changed["SyncToken"] = str(int(changed["SyncToken"]) + 1)
    changed["MetaData"] = {**changed["MetaData"], "LastUpdatedTime": stamp(world)}
    world.store.put(collection(realm, entity), changed["Id"], changed)
    webhooks.announce(world, realm, entity, changed["Id"], verb)
    return changed


def remove(world: World, realm: str, entity: str, entity_id: str) -> Doc:
    """Delete it; a tombstone stays for the change-data-capture answer."""
    world.store.delete(collection(realm, entity), entity_id)
    tombstone = {
        "domain": "QBO",
        "status": "Deleted",
        "Id": entity_id,
        "MetaData": {"LastUpdatedTime": stamp(world)},
    }
    world.store.put(collection(realm, f"deleted {entity}"), entity_id, tombstone)
    webhooks.announce(world, realm, entity, entity_id, "deleted")
    return {"domain": "QBO", "status": "Deleted", "Id": entity_id}


def stored_for_change(world: World, realm: str, entity: str, request: Doc) -> Doc:
    """The entity that a request names by Id and the current SyncToken.

    Raises:
        RefusalError: 2020, 610, or 5010 when the SyncToken is any other.
    """
    if "SyncToken" not in request:
        raise refusals.missing("SyncToken")
    stored = read(world, realm, entity, request["Id"])
    if str(request["SyncToken"]) != stored["SyncToken"]:
        raise refusals.stale()
    return stored


def merged(stored: Doc, request: Doc, writable: Collection[str]) -> Doc:
    """A sparse request changes what it names; a full one blanks what it leaves out."""
    kept = (
        stored if request.get("sparse") else {k: v for k, v in stored.items() if k not in writable}
    )
    return {**kept, **{k: v for k, v in request.items() if k in writable}}


def check_properties(request: Doc, known: Collection[str]) -> None:
    for name in request:
        if name not in known and name not in BOOKKEEPING:
            raise refusals.unknown_property(name)


def check_length(request: Doc, element: str, limit: int) -> None:
    if len(str(request.get(element) or "")) > limit:
        raise refusals.too_long(element, limit)


def referenced(world: World, realm: str, entity: str, reference: Any, element: str) -> Doc:
    """What a `{"value": id}` points to.

    Raises:
        RefusalError: 2020 not given, 2500 no such id, 610 it is inactive.
    """
    if not isinstance(reference, dict) or not reference.get("value"):
        raise refusals.missing(element)
    found = find(world, realm, entity, reference["value"])
    if found is None:
        raise refusals.invalid_reference(element, str(reference["value"]))
    if found.get("Active") is False:
        raise refusals.not_found(f"{entity} {reference['value']}")
    return found


def stamp(world: World) -> str:
    return world.now().isoformat(timespec="milliseconds")
