"""Intuit's webhooks: whether one is genuine, and the notifications in it, in either format."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from qbo_sync.domain import UNREADABLE, loads

ENTITIES = {
    name.lower(): name
    for name in ("Invoice", "Payment", "CreditMemo", "Customer", "Item", "Preferences")
}
OPERATIONS = {
    "create": "created",
    "update": "updated",
    "delete": "deleted",
    "merge": "merged",
    "emailed": "emailed",
    "voided": "void",
}


_REALM, _WORD = re.compile(r"[0-9]{1,20}"), re.compile(r"[A-Za-z]{1,50}")
_ENTITY_ID = re.compile(r"[A-Za-z0-9_.:-]{1,50}")


@dataclass(frozen=True)
class Notification:
    """Something of a company changed; `event_key` is the same each time the event is delivered.

    All are short, printable ASCII.
    """

    event_key: str
    realm_id: str
    entity: str
    entity_id: str
    operation: str


@dataclass(frozen=True)
class Webhook:
    """What could be read of a webhook, and the first reason why something could not."""

    notifications: list[Notification]
    problem: str | None = None


def is_genuine(body: bytes, signature: str, verifier_tokens: Sequence[str]) -> bool:
    """Whether `intuit-signature` is base64(HMAC-SHA256(raw body)) under one of the tokens."""
    for token in verifier_tokens:
        digest = hmac.new(token.encode(), body, hashlib.sha256).digest()
        if hmac.compare_digest(base64.b64encode(digest), signature.encode()):
            return True
    return False


def parse(body: bytes) -> Webhook:
    """Read the notifications in a body, whatever it is. CloudEvents is an array, the legacy format an object."""
    try:
        document = loads(body)
        if isinstance(document, list):
            return _read(_cloud_event, [(event,) for event in document])
        return _read(_legacy, _legacy_events(document))
    except UNREADABLE as error:
        return Webhook([], _described(error))


def _read(make: Callable[..., Notification], events: Sequence[tuple[Any, ...]]) -> Webhook:
    found, problem = [], None
    for event in events:
        try:
            found.append(make(*event))
        except UNREADABLE as error:
            problem = problem or _described(error)
    return Webhook(found, problem)


def _legacy_events(document: Any) -> list[tuple[Any, Any]]:
    return [
        (notification["realmId"], entity)
        for notification in document["eventNotifications"]
        for entity in notification["dataChangeEvent"]["entities"]
    ]


def _cloud_event(event: dict[str, Any]) -> Notification:
    _, entity, operation, *_version = str(event["type"]).split(".")
    return _notification(
        event["intuitaccountid"], entity, event["intuitentityid"], operation, [str(event["id"])]
    )


def _legacy(realm_id: object, entity: dict[str, Any]) -> Notification:
    name, entity_id, operation = str(entity["name"]), entity["id"], str(entity["operation"]).lower()
    parts = [str(realm_id), name, str(entity_id), operation, str(entity["lastUpdated"])]
    return _notification(realm_id, name, entity_id, operation, parts)


def _notification(
    realm_id: object, entity: str, entity_id: object, operation: str, key: list[str]
) -> Notification:
    """Make it of `key`, which may be anything, and of parts that are checked."""
    operation = _checked(_WORD, operation)
    return Notification(
        event_key=hashlib.sha256(json.dumps(key).encode()).hexdigest(),
        realm_id=_checked(_REALM, realm_id),
        entity=ENTITIES.get(entity.lower(), _checked(_WORD, entity)),
        entity_id=_checked(_ENTITY_ID, entity_id),
        operation=OPERATIONS.get(operation, operation),
    )


def _checked(pattern: re.Pattern[str], value: object) -> str:
    text = str(value)
    if not pattern.fullmatch(text):
        raise ValueError(f"not as expected: {text[:50]}")
    return text


def _described(error: Exception) -> str:
    """The error in printable ASCII, whatever the document that it quotes."""
    return f"{type(error).__name__}: {ascii(str(error))[:200]}"
