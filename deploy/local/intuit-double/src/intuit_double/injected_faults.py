"""Faults that a test injects: what goes wrong, for which requests, how many times.

kind                when           does
`delay`             before, after  waits `seconds`; `after` has committed already
`drop`              before, after  closes the connection without an answer; `after` has committed
`truncate`          after          sends half of the answer
`status`            before         answers `status` (429, 500, 503 …) with the fault that belongs to it
`fault-200`         before         answers 200 with a Fault in the body
`unauthorized`      before         answers 401 as the gateway does
`ignore-requestid`  -              executes although the requestid was seen before
`in-progress`       before         answers 600, duplicate request id
`webhook-drop`, `webhook-duplicate`, `webhook-bad-signature`, `webhook-reverse`  of one delivery
"""

import re
from collections.abc import Collection, Iterable

from intuit_double import errors
from intuit_double.errors import FaultError
from intuit_double.sandbox import Sandbox
from intuit_double.store import Doc

CALL_KINDS = {
    "delay",
    "drop",
    "truncate",
    "status",
    "fault-200",
    "unauthorized",
    "ignore-requestid",
    "in-progress",
}
WEBHOOK_KINDS = {"webhook-drop", "webhook-duplicate", "webhook-bad-signature", "webhook-reverse"}
KINDS = CALL_KINDS | WEBHOOK_KINDS


def inject(sandbox: Sandbox, request: Doc) -> Doc:
    """Store a fault. `match` is searched in "METHOD /path", `skip` lets the first ones pass.

    Raises FaultError 2030 for a kind that does not exist.
    """
    if request.get("kind") not in KINDS:
        raise errors.bad_value("kind", f"one of {', '.join(sorted(KINDS))}")
    defaults = {"match": "", "times": 1, "skip": 0, "when": "before", "seconds": 1, "status": 503}
    fault = {**defaults, **request, "id": str(sandbox.store.number("faults"))}
    sandbox.store.put("faults", f"{int(fault['id']):06}", fault)
    return fault


def clear(sandbox: Sandbox) -> None:
    for fault in sandbox.store.all("faults"):
        sandbox.store.delete("faults", f"{int(fault['id']):06}")


def take(sandbox: Sandbox, request: str, kinds: Collection[str]) -> list[Doc]:
    """The faults of these kinds that apply to this request; each is used up by one."""
    injected = [fault for fault in sandbox.store.all("faults") if kind(fault) in kinds]
    return [fault for fault in injected if _applies(sandbox, fault, request)]


def kind(fault: Doc) -> str:
    """`delay-before` is apart: the wait comes before the transaction."""
    before = fault["kind"] == "delay" and fault["when"] == "before"
    return "delay-before" if before else str(fault["kind"])


def error_of(fault: Doc) -> FaultError | None:
    """The error that a fault answers with in place of the API, if it does."""
    match fault["kind"]:
        case "unauthorized":
            return errors.unauthenticated()
        case "in-progress":
            return errors.in_progress()
        case "fault-200":
            return errors.system_failure(200)
        case "status" if fault["status"] == 429:
            return errors.throttled()
        case "status":
            return errors.system_failure(int(fault["status"]))
    return None


def find(faults: Iterable[Doc], kind: str, when: str = "") -> Doc | None:
    return next((f for f in faults if f["kind"] == kind and when in (f["when"], "")), None)


def _applies(sandbox: Sandbox, fault: Doc, request: str) -> bool:
    if not re.search(fault["match"], request):
        return False
    key = f"{int(fault['id']):06}"
    if fault["skip"] > 0:
        sandbox.store.put("faults", key, {**fault, "skip": fault["skip"] - 1})
        return False
    if fault["times"] > 1:
        sandbox.store.put("faults", key, {**fault, "times": fault["times"] - 1})
    else:
        sandbox.store.delete("faults", key)
    return True
