"""The queue of change notifications, their two formats and their signature."""

import base64
import hashlib
import hmac
from uuid import UUID, uuid5

from intuit_double.decimals import dumps
from intuit_double.sandbox import Sandbox
from intuit_double.store import Doc

EVENT_IDS = UUID("7c0d2b41-5b6c-4a3a-9d0e-6f4be1a0d5aa")
SUBSCRIBED_ENTITIES = {"Invoice", "Payment", "CreditMemo", "Customer", "Item", "Preferences"}
LEGACY_OPERATIONS = {
    "created": "Create",
    "updated": "Update",
    "deleted": "Delete",
    "void": "Void",
    "merged": "Merge",
    "emailed": "Emailed",
}


def enqueue(sandbox: Sandbox, realm: str, entity: str, entity_id: str, operation: str) -> None:
    """Queue a notification, when there is a webhook address and the company is connected to the app."""
    company = sandbox.store.get("companies", realm)
    if not sandbox.webhook_settings["url"] or not company or not company.get("connected"):
        return
    if entity not in SUBSCRIBED_ENTITIES:
        return
    number = sandbox.store.number("webhook events")
    event = {
        "number": number,
        "realm": realm,
        "entity": entity,
        "id": entity_id,
        "operation": operation,
        "time": sandbox.now().isoformat(),
    }
    sandbox.store.put("webhook events", f"{number:09}", event)


def body(events: list[Doc], style: str) -> str:
    """The events as Intuit writes them: `cloudevents`, or `legacy` until May 2026."""
    if style == "cloudevents":
        return dumps([_cloud_event(event) for event in events])
    realms = sorted({event["realm"] for event in events})
    return dumps({"eventNotifications": [_legacy(realm, events) for realm in realms]})


def signature(text: bytes, verifier_token: str) -> str:
    """The `intuit-signature` header: base64 of HMAC-SHA256 over the raw body."""
    digest = hmac.new(verifier_token.encode(), text, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _cloud_event(event: Doc) -> Doc:
    return {
        "specversion": "1.0",
        "id": str(uuid5(EVENT_IDS, f"{event['realm']}/{event['number']}/{event['time']}")),
        "source": "intuit.double",
        "type": f"qbo.{event['entity'].lower()}.{event['operation']}.v1",
        "datacontenttype": "application/json",
        "time": event["time"],
        "intuitentityid": event["id"],
        "intuitaccountid": event["realm"],
        "data": {},
    }


def _legacy(realm: str, events: list[Doc]) -> Doc:
    entities = [
        {
            "name": event["entity"],
            "id": event["id"],
            "operation": LEGACY_OPERATIONS[event["operation"]],
            "lastUpdated": event["time"],
        }
        for event in events
        if event["realm"] == realm
    ]
    return {"realmId": realm, "dataChangeEvent": {"entities": entities}}
