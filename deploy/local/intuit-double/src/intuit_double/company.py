"""A company and its entities: ids, SyncToken, MetaData, references, change notifications."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from intuit_double import errors, webhooks
from intuit_double.sandbox import Sandbox
from intuit_double.store import Doc

METADATA = {"Id", "SyncToken", "MetaData", "domain", "sparse", "status"}


@dataclass(frozen=True)
class Company:
    """The company with the id `realm`. Methods raise FaultError for what QuickBooks refuses."""

    sandbox: Sandbox
    realm: str

    @property
    def settings(self) -> Doc:
        """What the company was created with. Raises 610 when there is no such company."""
        found = self.sandbox.store.get("companies", self.realm)
        if found is None:
            raise errors.not_found(f"Company {self.realm}")
        return found

    def collection(self, entity: str) -> str:
        return f"{self.realm}/{entity}"

    def all(self, entity: str) -> list[Doc]:
        return self.sandbox.store.all(self.collection(entity))

    def find(self, entity: str, entity_id: object) -> Doc | None:
        return self.sandbox.store.get(self.collection(entity), str(entity_id))

    def read(self, entity: str, entity_id: object) -> Doc:
        """The entity. Raises 610 when it is not there."""
        found = self.find(entity, entity_id)
        if found is None:
            raise errors.not_found(f"{entity} {entity_id}")
        return found

    def referenced(self, entity: str, reference: Any, element: str) -> Doc:
        """What a `{"value": id}` refers to. Raises 2020 when not given, 2500 for no such id, 610 when inactive."""
        if not isinstance(reference, dict) or not reference.get("value"):
            raise errors.missing(element)
        found = self.find(entity, reference["value"])
        if found is None:
            raise errors.invalid_reference(element, str(reference["value"]))
        if found.get("Active") is False:
            raise errors.not_found(f"{entity} {reference['value']}")
        return found

    def read_for_update(self, entity: str, request: Doc) -> Doc:
        """The entity that a request names by Id and current SyncToken. Raises 2020, 610, or 5010 when it is stale."""
        if "SyncToken" not in request:
            raise errors.missing("SyncToken")
        stored = self.read(entity, request["Id"])
        if str(request["SyncToken"]) != stored["SyncToken"]:
            raise errors.stale()
        return stored

    def break_entity(self, entity: str, entity_id: str, request: Doc) -> Doc:
        """From now on the entity cannot be given, `in` some of `cdc`, `query` and `read`; in nothing: it can again."""
        self.read(entity, entity_id)
        broken = {"in": request.get("in", ["cdc", "query", "read"])}
        self.sandbox.store.put(self.collection(f"broken {entity}"), entity_id, broken)
        return broken

    def check_given(self, where: str, entity: str, docs: Iterable[Doc]) -> None:
        """Raises FaultError 4002 when one of the entities cannot be given there."""
        for doc in docs:
            broken = self.find(f"broken {entity}", doc["Id"])
            if broken and where in broken["in"]:
                raise errors.cannot_give(entity)

    def put(self, entity: str, doc: Doc) -> None:
        """Store an entity as it is, without a new SyncToken or a notification."""
        self.sandbox.store.put(self.collection(entity), doc["Id"], doc)

    def add(self, entity: str, fields: Doc) -> Doc:
        """Store a new entity under the company's next id of its kind, and notify the app."""
        time = self.sandbox.timestamp()
        new = {
            **fields,
            "Id": str(self.sandbox.store.number(self.collection(entity))),
            "SyncToken": "0",
            "domain": "QBO",
            "sparse": False,
            "MetaData": {"CreateTime": time, "LastUpdatedTime": time},
        }
        self.put(entity, new)
        self._notify(entity, new["Id"], "created")
        return new

    def replace(self, entity: str, changed: Doc, operation: str = "updated") -> Doc:
        """Store the changed entity with the next SyncToken, and notify the app."""
        changed["SyncToken"] = str(int(changed["SyncToken"]) + 1)
        changed["MetaData"] = {
            **changed["MetaData"],
            "LastUpdatedTime": self.sandbox.timestamp(),
        }
        self.put(entity, changed)
        self._notify(entity, changed["Id"], operation)
        return changed

    def delete(self, entity: str, entity_id: str) -> Doc:
        """Delete an entity and notify the app; a tombstone stays for change data capture."""
        self.sandbox.store.delete(self.collection(entity), entity_id)
        deleted = {"domain": "QBO", "status": "Deleted", "Id": entity_id}
        time = {"MetaData": {"LastUpdatedTime": self.sandbox.timestamp()}}
        self.put(f"deleted {entity}", {**deleted, **time})
        self._notify(entity, entity_id, "deleted")
        return deleted

    def _notify(self, entity: str, entity_id: str, operation: str) -> None:
        webhooks.enqueue(self.sandbox, self.realm, entity, entity_id, operation)


def accepted_fields(request: Doc, writable: Collection[str], read_only: Collection[str]) -> Doc:
    """The writable properties of a request. Raises 2010 for a property that does not exist."""
    for name in request:
        if name not in writable and name not in read_only and name not in METADATA:
            raise errors.unknown_property(name)
    return {name: value for name, value in request.items() if name in writable}


def merged(stored: Doc, request: Doc, writable: Collection[str]) -> Doc:
    """A sparse request changes what it names; a full one blanks what it leaves out."""
    sparse = bool(request.get("sparse"))
    unchanged = {k: v for k, v in stored.items() if sparse or k not in writable}
    return {**unchanged, **{k: v for k, v in request.items() if k in writable}}


def check_length(request: Doc, element: str, limit: int) -> None:
    """Raises 2050 when the element is longer."""
    if len(str(request.get(element) or "")) > limit:
        raise errors.too_long(element, limit)


def check_currency(company: Company, currency: str | None) -> None:
    """Raises 6000 for a foreign currency in a company that has only its own."""
    settings = company.settings
    if currency and currency != settings["currency"] and not settings["multi_currency"]:
        raise errors.business("Multi Currency should be enabled to perform this operation.")
