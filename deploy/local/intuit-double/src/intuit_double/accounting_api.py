"""The accounting API: the operation of each request, bearer tokens, and the replay by requestid."""

import re
from collections.abc import Callable

from intuit_double import (
    change_data_capture,
    credit_memos,
    errors,
    injected_faults,
    invoices,
    name_lists,
    oauth,
    payments,
    query,
    sandbox_companies,
)
from intuit_double.api_calls import ApiRequest, ApiResponse, json_response
from intuit_double.company import Company
from intuit_double.decimals import loads
from intuit_double.sandbox import Sandbox
from intuit_double.store import Doc

Write = Callable[[Company, str, Doc], Doc]
PATH = re.compile(
    r"/v3/company/(?P<realm>[^/]+)/(?P<resource>[a-z]+)(?:/(?P<id>[^/]+)(?P<send>/send)?)?$"
)
PERSON: dict[str, Write] = {
    "create": name_lists.create_person,
    "update": name_lists.update_person,
}
WRITES: dict[str, dict[str, Write]] = {
    "Customer": PERSON,
    "Vendor": PERSON,
    "Employee": PERSON,
    "Item": {"create": name_lists.create_item, "update": name_lists.update_item},
    "Invoice": {
        "create": invoices.create,
        "update": invoices.update,
        "void": invoices.void,
        "delete": invoices.delete,
    },
    "CreditMemo": {"create": credit_memos.create, "delete": credit_memos.delete},
    "Payment": {
        "create": payments.create,
        "update": payments.update,
        "void": payments.void,
        "delete": payments.delete,
    },
}
NAMES = {name.lower(): name for name in query.ENTITIES}
OLDEST_MINOR_VERSION = 75


def execute(sandbox: Sandbox, request: ApiRequest, faults: list[Doc]) -> ApiResponse:
    """Execute a request below `/v3/company`."""
    match = PATH.match(request.path)
    if match is None:
        raise errors.bad_value("path", request.path)
    company = Company(sandbox, match["realm"])
    oauth.check(company, request.headers.get("authorization", ""))
    requestid = request.query.get("requestid") if request.method == "POST" else None
    if requestid:
        replay = _replay(company, requestid, faults)
        if replay is not None:
            return replay
    if match["send"]:
        response = _send(company, request, match["resource"], match["id"])
    else:
        response = _execute(company, request, match["resource"], match["id"])
    response.log_fields |= {"realm": company.realm, "minorversion": _minor_version(request)}
    if requestid:
        sandbox.store.put(company.collection("requestid"), requestid, {"body": response.body})
        response.log_fields["requestid"] = requestid
    return response


def _replay(company: Company, requestid: str, faults: list[Doc]) -> ApiResponse | None:
    """The first successful response to this requestid, whatever became of the entity since."""
    if len(requestid) > 50:
        raise errors.too_long("requestid", 50)
    first = company.find("requestid", requestid)
    if first is None or injected_faults.find(faults, "ignore-requestid"):
        return None
    return ApiResponse(200, first["body"], log_fields={"requestid": requestid, "replayed": True})


def _execute(
    company: Company, request: ApiRequest, resource: str, entity_id: str | None
) -> ApiResponse:
    if resource == "query":
        text = request.query.get("query") or request.body.decode()
        return _envelope(company, "QueryResponse", query.execute(company, text))
    if resource == "cdc":
        names, since = request.query.get("entities", ""), request.query.get("changedSince", "")
        changes = change_data_capture.changes(company, names, since)
        return _envelope(company, "CDCResponse", [changes])
    if resource == "companyinfo":
        return _envelope(company, "CompanyInfo", sandbox_companies.info(company))
    if resource == "preferences":
        return _envelope(company, "Preferences", sandbox_companies.preferences(company))
    if resource == "exchangerate":
        currency, day = (request.query.get(n, "") for n in ("sourcecurrencycode", "asofdate"))
        rate = sandbox_companies.exchange_rate(company, currency, day)
        return _envelope(company, "ExchangeRate", rate)
    if resource not in NAMES:
        raise errors.bad_value("resource", resource)
    entity = NAMES[resource]
    if request.method == "GET":
        found = company.read(entity, entity_id)
        company.check_given("read", entity, [found])
        return _envelope(company, entity, found)
    return _envelope(company, entity, _write(company, request, entity))


def _send(company: Company, request: ApiRequest, resource: str, entity_id: str) -> ApiResponse:
    if resource != "invoice" or request.method != "POST":
        raise errors.bad_value("operation", f"send of {resource}")
    sent = invoices.send(company, entity_id, request.query.get("sendTo", ""))
    return _envelope(company, "Invoice", sent)


def _write(company: Company, request: ApiRequest, entity: str) -> Doc:
    try:
        body = loads(request.body)
    except ValueError:
        raise errors.bad_value("body", "not JSON") from None
    if not isinstance(body, dict):
        raise errors.bad_value("body", "not an object")
    operation = request.query.get("operation") or ("update" if body.get("Id") else "create")
    if request.query.get("include") == "void":
        operation = "void"
    write = WRITES.get(entity, {}).get(operation)
    if write is None:
        raise errors.bad_value("operation", f"{operation} of {entity}")
    return write(company, entity, body)


def _envelope(company: Company, name: str, content: object) -> ApiResponse:
    return json_response({name: content, "time": company.sandbox.timestamp()})


def _minor_version(request: ApiRequest) -> int:
    """Versions below 75 are gone: they are served as 75."""
    minor = request.query.get("minorversion", "")
    return max(OLDEST_MINOR_VERSION, int(minor)) if minor.isdigit() else OLDEST_MINOR_VERSION
