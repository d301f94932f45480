"""Faults that a test orders: what goes wrong, for which requests, how many times.

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

from intuit_double import refusals
from intuit_double.refusals import RefusalError
from intuit_double.store import Doc
from intuit_double.world import World

OF_CALLS = {
    "delay",
    "drop",
    "truncate",
    "status",
    "fault-200",
    "unauthorized",
    "ignore-requestid",
    "in-progress",
}
OF_WEBHOOKS = {"webhook-drop", "webhook-duplicate", "webhook-bad-signature", "webhook-reverse"}
KINDS = OF_CALLS | OF_WEBHOOKS


def order(world: World, wanted: Doc) -> Doc:
    """Remember a fault. `match` is searched in "METHOD /path", `skip` lets the first ones pass.

    Raises:
        RefusalError: 2030, a kind that does not exist.
    """
    if wanted.get("kind") not in KINDS:
        raise refusals.bad_value("kind", f"one of {', '.join(sorted(KINDS))}")
    usual = {"match": "", "times": 1, "skip": 0, "when": "before", "seconds": 1, "status": 503}
    fault = {**usual, **wanted, "id": str(world.store.number("faults"))}
    world.store.put("faults", f"{int(fault['id']):06}", fault)
    return fault


def clear(world: World) -> None:
    for fault in world.store.all("faults"):
        world.store.delete("faults", f"{int(fault['id']):06}")


def taken(world: World, request: str, kinds: Collection[str]) -> list[Doc]:
    """The faults of these kinds that befall this request; each has one time less to go."""
    ordered = [fault for fault in world.store.all("faults") if kind(fault) in kinds]
    return [fault for fault in ordered if _befalls(world, fault, request)]


def kind(fault: Doc) -> str:
    """`delay-before` is apart: the wait comes before the transaction."""
    before = fault["kind"] == "delay" and fault["when"] == "before"
    return "delay-before" if before else str(fault["kind"])


def refusal(fault: Doc) -> RefusalError | None:
    """What a fault answers in place of the API, if it does."""
    match fault["kind"]:
        case "unauthorized":
            return refusals.unauthenticated()
        case "in-progress":
            return refusals.in_progress()
        case "fault-200":
            return refusals.system_failure(200)
        case "status" if fault["status"] == 429:
            return refusals.throttled()
        case "status":
            return refusals.system_failure(int(fault["status"]))
    return None


def one(faults: Iterable[Doc], kind: str, when: str = "") -> Doc | None:
    return next((f for f in faults if f["kind"] == kind and when in (f["when"], "")), None)


def _befalls(world: World, fault: Doc, request: str) -> bool:
    if not re.search(fault["match"], request):
        return False
    key = f"{int(fault['id']):06}"
    if fault["skip"] > 0:
        world.store.put("faults", key, {**fault, "skip": fault["skip"] - 1})
        return False
    if fault["times"] > 1:
        world.store.put("faults", key, {**fault, "times": fault["times"] - 1})
    else:
        world.store.delete("faults", key)
    return True
