"""Intuit's webhooks: whether one is genuine, and the notifications in it, in either format."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qbo_sync.domain import loads

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


class UnreadableWebhookError(ValueError):
    """Genuine, but not in a format we know."""


@dataclass(frozen=True)
class Notification:
    """Something of a company changed; `event_key` is the same each time the event is delivered."""

    event_key: str
    realm_id: str
    entity: str
    entity_id: str
    operation: str


def is_genuine(body: bytes, signature: str, verifier_tokens: Sequence[str]) -> bool:
    """Whether `intuit-signature` is base64(HMAC-SHA256(raw body)) under one of the tokens."""
    for token in verifier_tokens:
        digest = hmac.new(token.encode(), body, hashlib.sha256).digest()
        if hmac.compare_digest(base64.b64encode(digest), signature.encode()):
            return True
    return False


def parse(body: bytes) -> list[Notification]:
    """The notifications in a body. CloudEvents is an array, the legacy format an object.

    Raises:
        UnreadableWebhookError: it is neither.
    """
    try:
        document = loads(body)
        if isinstance(document, list):
            return [_cloud_event(event) for event in document]
        return [
            _legacy(str(notification["realmId"]), entity)
            for notification in document["eventNotifications"]
            for entity in notification["dataChangeEvent"]["entities"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableWebhookError(f"{type(error).__name__}: {error}") from error


def _cloud_event(event: dict[str, Any]) -> Notification:
    _, entity, operation, *_version = str(event["type"]).split(".")
    return Notification(
        event_key=str(event["id"]),
        realm_id=str(event["intuitaccountid"]),
        entity=ENTITIES.get(entity, entity),
        entity_id=str(event["intuitentityid"]),
        operation=OPERATIONS.get(operation, operation),
    )


def _legacy(realm_id: str, entity: dict[str, Any]) -> Notification:
    name, operation = str(entity["name"]), str(entity["operation"]).lower()
    parts = (realm_id, name, str(entity["id"]), operation, str(entity["lastUpdated"]))
    return Notification(
        event_key=hashlib.sha256("\n".join(parts).encode()).hexdigest(),
        realm_id=realm_id,
        entity=ENTITIES.get(name.lower(), name),
        entity_id=str(entity["id"]),
        operation=OPERATIONS.get(operation, operation),
    )
