"""The accounting API: which call means what, bearer tokens, and the replay by requestid."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs

from intuit_double import (
    changes,
    companies,
    customers,
    entities,
    faults,
    invoices,
    items,
    payments,
    query,
    refusals,
    tokens,
)
from intuit_double.calls import Answer, Call, json_answer
from intuit_double.decimals import loads
from intuit_double.store import Doc
from intuit_double.world import World

Write = Callable[[World, str, str, Doc], Doc]
PATH = re.compile(r"/v3/company/(?P<realm>[^/]+)/(?P<resource>[a-z]+)(?:/(?P<id>[^/]+))?$")
WRITES: dict[str, dict[str, Write]] = {
    "Customer": {"create": customers.create, "update": customers.update},
    "Vendor": {"create": customers.create, "update": customers.update},
    "Employee": {"create": customers.create, "update": customers.update},
    "Item": {"create": items.create, "update": items.update},
    "Invoice": {
        "create": invoices.create,
        "update": invoices.update,
        "void": invoices.void,
        "delete": invoices.delete,
    },
    "Payment": {
        "create": payments.create,
        "update": payments.update,
        "void": payments.void,
        "delete": payments.delete,
    },
}
NAMES = {name.lower(): name for name in query.ENTITIES}
OLDEST_MINOR = 75


def perform(world: World, call: Call, befalling: list[Doc]) -> Answer:
    """Answer a call below `/v3/company`."""
    match = PATH.match(call.path)
    if match is None:
        raise refusals.bad_value("path", call.path)
    realm = match["realm"]
    tokens.check(world, call.headers.get("authorization", ""), realm)
    replay = _replay(world, call, realm, befalling)
    if replay is not None:
        return replay
    answer = _performed(world, call, realm, match["resource"], match["id"])
    answer.notes |= {"realm": realm, "minorversion": _minor(call)}
    requestid = call.query.get("requestid")
    if requestid and call.method == "POST":
        world.store.put(f"{realm}/requestid", requestid, {"body": answer.body})
        answer.notes["requestid"] = requestid
    return answer


def _replay(world: World, call: Call, realm: str, befalling: list[Doc]) -> Answer | None:
    """The first successful answer to this requestid, whatever became of the object since."""
    requestid = call.query.get("requestid")
    if not requestid or call.method != "POST":
        return None
    if len(requestid) > 50:
        raise refusals.too_long("requestid", 50)
    first = world.store.get(f"{realm}/requestid", requestid)
    if first is None or faults.one(befalling, "ignore-requestid"):
        return None
    return Answer(200, first["body"], notes={"requestid": requestid, "replayed": True})


def _performed(
    world: World, call: Call, realm: str, resource: str, entity_id: str | None
) -> Answer:
    if resource == "query":
        text = call.query.get("query") or call.body.decode()
        return _envelope(world, "QueryResponse", query.answer(world, realm, text))
    if resource == "cdc":
        names, since = call.query.get("entities", ""), call.query.get("changedSince", "")
        return _envelope(world, "CDCResponse", [changes.since(world, realm, names, since)])
    if resource == "companyinfo":
        return _envelope(world, "CompanyInfo", companies.info(world, realm))
    if resource == "preferences":
        return _envelope(world, "Preferences", companies.preferences(world, realm))
    if resource not in NAMES:
        raise refusals.bad_value("resource", resource)
    entity = NAMES[resource]
    if call.method == "GET":
        return _envelope(world, entity, entities.read(world, realm, entity, entity_id))
    return _envelope(world, entity, _written(world, call, realm, entity))


def _written(world: World, call: Call, realm: str, entity: str) -> Doc:
    try:
        request = loads(call.body)
    except ValueError:
        raise refusals.bad_value("body", "not JSON") from None
    if not isinstance(request, dict):
        raise refusals.bad_value("body", "not an object")
    verb = call.query.get("operation") or ("update" if request.get("Id") else "create")
    if call.query.get("include") == "void":
        verb = "void"
    write = WRITES.get(entity, {}).get(verb)
    if write is None:
        raise refusals.bad_value("operation", f"{verb} of {entity}")
    return write(world, realm, entity, request)


def _envelope(world: World, name: str, content: object) -> Answer:
    return json_answer({name: content, "time": entities.stamp(world)})


def _minor(call: Call) -> int:
    """Versions below 75 are gone: they are served as 75."""
    given = call.query.get("minorversion", "")
    return max(OLDEST_MINOR, int(given)) if given.isdigit() else OLDEST_MINOR


def first_values(query_string: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query_string).items()}
