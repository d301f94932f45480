"""One call of a program: what came, what was answered, and the journal of both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from intuit_double import faults
from intuit_double.decimals import dumps, loads
from intuit_double.refusals import RefusalError
from intuit_double.store import Doc
from intuit_double.world import World

KEPT = 20_000


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Answer:
    status: int
    body: str
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)
    """What the journal shall say about the call besides."""


Perform = Callable[[World, Call, list[Doc]], Answer]


def answered(world: World, call: Call, perform: Perform) -> tuple[Answer, list[Doc]]:
    """Execute a call with the faults that befall it; its effect and its journal entry are one."""
    with world.store.transaction():
        befalling = faults.taken(world, call.name, faults.OF_CALLS)
        answer = _answer(world, call, perform, befalling)
        number = world.store.number("requests")
        answer.headers["intuit_tid"] = f"1-double-{number:08x}"
        _record(world, call, answer, befalling, number)
    return answer, befalling


def _answer(world: World, call: Call, perform: Perform, befalling: list[Doc]) -> Answer:
    for fault in befalling:
        if refusal := faults.refusal(fault):
            return refused(world, refusal)
    if faults.one(befalling, "drop", "before"):
        return Answer(0, "")
    try:
        with world.store.attempt():
            return perform(world, call, befalling)
    except RefusalError as refusal:
        return refused(world, refusal)


def refused(world: World, refusal: RefusalError) -> Answer:
    content_type, text = refusal.body(world.now())
    return Answer(refusal.status, text, content_type, notes={"fault": refusal.code})


def _record(world: World, call: Call, answer: Answer, befalling: list[Doc], number: int) -> None:
    entry = {
        "number": number,
        "time": world.now().isoformat(),
        "method": call.method,
        "path": call.path,
        "query": call.query,
        "traceparent": call.headers.get("traceparent"),
        "body": _readable(call),
        "status": answer.status,
        "injected": [fault["kind"] for fault in befalling],
        **answer.notes,
    }
    world.store.put("requests", f"{number:09}", entry)
    if number > KEPT:
        world.store.delete("requests", f"{number - KEPT:09}")


def _readable(call: Call) -> Any:
    """The body as JSON or text; what the token endpoints got is nobody's business."""
    if "/oauth2/" in call.path:
        return None
    try:
        return loads(call.body) if call.body else None
    except ValueError:
        return call.body.decode(errors="replace")


def json_answer(value: object, status: int = 200, **notes: object) -> Answer:
    return Answer(status, dumps(value), notes=notes)
