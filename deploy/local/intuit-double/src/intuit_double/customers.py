"""Customers, and the vendors and employees who share their name space."""

from intuit_double import companies, refusals
from intuit_double.entities import (
    add,
    check_length,
    check_properties,
    everything,
    merged,
    replace,
    stored_for_change,
)
from intuit_double.store import Doc
from intuit_double.world import World

NAMED = ("Customer", "Vendor", "Employee")
WRITABLE = {
    "Active",
    "BillAddr",
    "CompanyName",
    "CurrencyRef",
    "DisplayName",
    "FamilyName",
    "GivenName",
    "Notes",
    "PreferredDeliveryMethod",
    "PrimaryEmailAddr",
    "PrimaryPhone",
    "PrimaryTaxIdentifier",
    "PrintOnCheckName",
    "ResaleNum",
    "SalesTermRef",
    "ShipAddr",
    "Taxable",
    "WebAddr",
}
READ_ONLY = {"Balance", "BalanceWithJobs", "FullyQualifiedName", "V4IDPseudonym"}


def create(world: World, realm: str, entity: str, request: Doc) -> Doc:
    fields = {k: v for k, v in request.items() if k in WRITABLE}
    _check(world, realm, request, fields)
    home = {"value": companies.company(world, realm)["currency"]}
    fields = {"Active": True, "CurrencyRef": home, **fields}
    fields["FullyQualifiedName"] = fields["DisplayName"]
    return add(world, realm, entity, {**fields, "Balance": 0})


def update(world: World, realm: str, entity: str, request: Doc) -> Doc:
    stored = stored_for_change(world, realm, entity, request)
    changed = merged(stored, request, WRITABLE)
    changed.setdefault("CurrencyRef", stored["CurrencyRef"])
    if changed["CurrencyRef"]["value"] != stored["CurrencyRef"]["value"]:
        raise refusals.business("The currency of a customer can not be changed.")
    _check(world, realm, request, changed)
    return replace(world, realm, entity, changed)


def _check(world: World, realm: str, request: Doc, fields: Doc) -> None:
    check_properties(request, WRITABLE | READ_ONLY)
    if not str(fields.get("DisplayName") or "").strip():
        raise refusals.missing("DisplayName")
    name = fields["DisplayName"]
    check_length(fields, "DisplayName", 500)
    if any(mark in name for mark in ":\t\n\r"):
        raise refusals.bad_value("DisplayName", "a name has no colon, tab or line break")
    _check_email(fields)
    _check_currency(world, realm, fields)
    _check_unique(world, realm, name, request.get("Id"))


def _check_email(fields: Doc) -> None:
    address = (fields.get("PrimaryEmailAddr") or {}).get("Address")
    if address is None:
        return
    if len(address) > 100:
        raise refusals.too_long("PrimaryEmailAddr", 100)
    if "@" not in address or "." not in address:
        raise refusals.bad_value("PrimaryEmailAddr", "an address has an @ and a dot")


def _check_currency(world: World, realm: str, fields: Doc) -> None:
    its = companies.company(world, realm)
    wanted = (fields.get("CurrencyRef") or {}).get("value", its["currency"])
    if wanted != its["currency"] and not its["multi_currency"]:
        raise refusals.business("Multi Currency should be enabled to perform this operation.")


def _check_unique(world: World, realm: str, name: str, own_id: object) -> None:
    """Active or not, customer or not, whatever the case: a name is taken once."""
    for entity in NAMED:
        for holder in everything(world, realm, entity):
            same = holder["DisplayName"].casefold() == name.casefold()
            if same and holder["Id"] != str(own_id or ""):
                raise refusals.duplicate_name(entity.lower())
