"""Name list entities: items, and customers with the vendors and employees who share their names."""

from collections.abc import Iterable

from intuit_double import errors
from intuit_double.company import (
    Company,
    accepted_fields,
    check_currency,
    check_length,
    merged,
)
from intuit_double.store import Doc

PEOPLE = ("Customer", "Vendor", "Employee")
PERSON_WRITABLE = {
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
PERSON_READ_ONLY = {"Balance", "BalanceWithJobs", "FullyQualifiedName", "V4IDPseudonym"}
ITEM_WRITABLE = {
    "Active",
    "Description",
    "IncomeAccountRef",
    "Name",
    "SalesTaxCodeRef",
    "Sku",
    "Taxable",
    "Type",
    "UnitPrice",
}
ITEM_READ_ONLY = {"FullyQualifiedName"}


def create_person(company: Company, entity: str, request: Doc) -> Doc:
    """Create a customer, vendor or employee."""
    fields = accepted_fields(request, PERSON_WRITABLE, PERSON_READ_ONLY)
    _check_person(company, fields, request.get("Id"))
    home = {"value": company.settings["currency"]}
    calculated = {"FullyQualifiedName": fields["DisplayName"], "Balance": 0}
    return company.add(entity, {"Active": True, "CurrencyRef": home, **fields, **calculated})


def update_person(company: Company, entity: str, request: Doc) -> Doc:
    stored = company.read_for_update(entity, request)
    changed = merged(stored, request, PERSON_WRITABLE)
    changed.setdefault("CurrencyRef", stored["CurrencyRef"])
    if changed["CurrencyRef"]["value"] != stored["CurrencyRef"]["value"]:
        raise errors.business("The currency of a customer can not be changed.")
    accepted_fields(request, PERSON_WRITABLE, PERSON_READ_ONLY)
    _check_person(company, changed, request["Id"])
    return company.replace(entity, changed)


def create_item(company: Company, entity: str, request: Doc) -> Doc:
    fields = accepted_fields(request, ITEM_WRITABLE, ITEM_READ_ONLY)
    _check_item(company, fields, request.get("Id"))
    calculated = {"FullyQualifiedName": fields["Name"]}
    return company.add(entity, {"Active": True, **fields, **calculated})


def update_item(company: Company, entity: str, request: Doc) -> Doc:
    stored = company.read_for_update(entity, request)
    changed = merged(stored, request, ITEM_WRITABLE)
    accepted_fields(request, ITEM_WRITABLE, ITEM_READ_ONLY)
    _check_item(company, changed, request["Id"])
    return company.replace(entity, changed)


def _check_person(company: Company, fields: Doc, own_id: object) -> None:
    name = fields.get("DisplayName") or ""
    if not str(name).strip():
        raise errors.missing("DisplayName")
    check_length(fields, "DisplayName", 500)
    if any(mark in name for mark in ":\t\n\r"):
        raise errors.bad_value("DisplayName", "a name has no colon, tab or line break")
    _check_email(fields)
    check_currency(company, (fields.get("CurrencyRef") or {}).get("value"))
    _check_unique(company, PEOPLE, "DisplayName", name, own_id)


def _check_item(company: Company, fields: Doc, own_id: object) -> None:
    if not fields.get("Name"):
        raise errors.missing("Name")
    check_length(fields, "Name", 100)
    if ":" in fields["Name"]:
        raise errors.bad_value("Name", "a name has no colon")
    if fields.get("Type") == "Service":
        company.referenced("Account", fields.get("IncomeAccountRef"), "IncomeAccountRef")
    _check_unique(company, ["Item"], "Name", fields["Name"], own_id)


def _check_email(fields: Doc) -> None:
    address = (fields.get("PrimaryEmailAddr") or {}).get("Address")
    if address is None:
        return
    if len(address) > 100:
        raise errors.too_long("PrimaryEmailAddr", 100)
    if "@" not in address or "." not in address:
        raise errors.bad_value("PrimaryEmailAddr", "an address has an @ and a dot")


def _check_unique(
    company: Company, entities: Iterable[str], element: str, name: str, own_id: object
) -> None:
    """Raises 6240 when another entity of these kinds, active or not, has the name in any case."""
    for entity in entities:
        for other in company.all(entity):
            same = other[element].casefold() == name.casefold()
            if same and other["Id"] != str(own_id or ""):
                raise errors.duplicate_name(entity.lower())
