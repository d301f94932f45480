"""Items: what invoice lines sell."""

from intuit_double import refusals
from intuit_double.entities import (
    add,
    check_length,
    check_properties,
    everything,
    merged,
    referenced,
    replace,
    stored_for_change,
)
from intuit_double.store import Doc
from intuit_double.world import World

WRITABLE = {
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


def create(world: World, realm: str, entity: str, request: Doc) -> Doc:
    fields = {k: v for k, v in request.items() if k in WRITABLE}
    _check(world, realm, request, fields)
    return add(
        world, realm, entity, {"Active": True, **fields, "FullyQualifiedName": fields["Name"]}
    )


def update(world: World, realm: str, entity: str, request: Doc) -> Doc:
    stored = stored_for_change(world, realm, entity, request)
    changed = merged(stored, request, WRITABLE)
    _check(world, realm, request, changed)
    return replace(world, realm, entity, changed)


def _check(world: World, realm: str, request: Doc, fields: Doc) -> None:
    check_properties(request, WRITABLE | {"FullyQualifiedName"})
    if not fields.get("Name"):
        raise refusals.missing("Name")
    check_length(fields, "Name", 100)
    if ":" in fields["Name"]:
        raise refusals.bad_value("Name", "a name has no colon")
    if fields.get("Type") == "Service":
        referenced(world, realm, "Account", fields.get("IncomeAccountRef"), "IncomeAccountRef")
    for holder in everything(world, realm, "Item"):
        same = holder["Name"].casefold() == fields["Name"].casefold()
        if same and holder["Id"] != str(request.get("Id") or ""):
            raise refusals.duplicate_name("item")
