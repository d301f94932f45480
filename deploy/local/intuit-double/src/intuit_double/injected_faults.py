"""Faults that a test injects: what goes wrong, for which requests, how many times.

kind                when           does
`delay`             before, after  waits `seconds`; `after` has committed already
`drop`              before, after  closes the connection without an answer; `after` has committed
`truncate`          after          sends half of the answer
`status`            before         answers `status` (429, 500, 503 …) with the fault that belongs to it
`refuse`            before         answers `status` (default 400) with Intuit's fault `code`, executes nothing
`answer`            before, after  answers `status` and `body` as they are; `after` has committed
`hold`              before, after  waits until the faults are cleared; `after` has committed
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
    "answer",
    "delay",
    "hold",
    "refuse",
    "drop",
    "truncate",
    "status",
    "fault-200",
    "unauthorized",
    "ignore-requestid",
    "in-progress",
}
WAITS = {"delay", "hold"}
WAITS_BEFORE = {"delay-before", "hold-before"}
WEBHOOK_KINDS = {"webhook-drop", "webhook-duplicate", "webhook-bad-signature", "webhook-reverse"}
KINDS = CALL_KINDS | WEBHOOK_KINDS


def inject(sandbox: Sandbox, request: Doc) -> Doc:
    """Store a fault. `match` is searched in "METHOD /path", `skip` lets the first ones pass.

    Raises FaultError 2030 for a kind that does not exist.
    """
    if request.get("kind") not in KINDS:
        raise errors.bad_value("kind", f"one of {', '.join(sorted(KINDS))}")
    defaults = {"match": "", "times": 1, "skip": 0, "when": "before", "seconds": 1}
    status = 400 if request["kind"] == "refuse" else 503
    number = str(sandbox.store.number("faults"))
    fault = {**defaults, "status": status, **request, "id": number}
    sandbox.store.put("faults", f"{int(fault['id']):06}", fault)
    return fault


def clear(sandbox: Sandbox) -> None:
    """Forget all faults; what is held goes on."""
    for fault in sandbox.store.all("held calls"):
        sandbox.store.delete("held calls", fault["call"])
    for fault in sandbox.store.all("faults"):
        sandbox.store.delete("faults", f"{int(fault['id']):06}")


def take(sandbox: Sandbox, request: str, kinds: Collection[str]) -> list[Doc]:
    """The faults of these kinds that apply to this request; each is used up by one."""
    injected = [fault for fault in sandbox.store.all("faults") if kind(fault) in kinds]
    return [fault for fault in injected if _applies(sandbox, fault, request)]


def hold(sandbox: Sandbox, fault: Doc) -> str:
    """Hold a call until the faults are cleared; returns what `is_held` asks by."""
    call = str(sandbox.store.number("held calls"))
    sandbox.store.put("held calls", call, {**fault, "call": call})
    return call


def is_held(sandbox: Sandbox, call: str) -> bool:
    return sandbox.store.get("held calls", call) is not None


def kind(fault: Doc) -> str:
    """`delay-before` and `hold-before` are apart: the wait comes before the transaction."""
    before = fault["kind"] in WAITS and fault["when"] == "before"
    return f"{fault['kind']}-before" if before else str(fault["kind"])


def error_of(fault: Doc) -> FaultError | None:
    """The error that a fault answers with in place of the API, if it does."""
    match fault["kind"]:
        case "unauthorized":
            return errors.unauthenticated()
        case "in-progress":
            return errors.in_progress()
        case "fault-200":
            return errors.system_failure(200)
        case "refuse":
            return errors.chosen(str(fault.get("code", "6000")), int(fault["status"]))
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
