"""Which program's list of customers a file is, and which of our fields each column holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from domain_errors import InvalidInputError
from spreadsheets.formulas import unguarded
from timer.importing.column_mapping import ColumnMapping, remembered
from timer.importing.csv_file import CsvFile
from timer.importing.errors import DoubleColumnError, MissingColumnsError, UnknownSourceError

Source = Literal["quickbooks", "harvest", "kimai", "onedesk", "other"]
QUICKBOOKS: Final = "quickbooks"
HARVEST: Final = "harvest"
KIMAI: Final = "kimai"
ONEDESK: Final = "onedesk"
OTHER: Final = "other"
_SIGNS: Mapping[Source, Sequence[frozenset[str]]] = {
    KIMAI: (frozenset({"customer", "account", "company"}), frozenset({"customer", "timezone"})),
    HARVEST: (frozenset({"client name"}),),
    ONEDESK: (
        frozenset({"organization", "domains"}),
        frozenset({"organization", "first name"}),
        frozenset({"email", "first name", "last name"}),
    ),
    QUICKBOOKS: (
        frozenset({"name", "company"}),
        frozenset({"customer full name"}),
        frozenset({"customer", "company name"}),
        frozenset({"name", "resale number"}),
    ),
}
"""Headers by which a program's lists are known, the first match counts."""
_COMMON: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "customer", "customer name", "client", "client name", "organization", "organisation",
             "organization name", "customer full name", "kunde", "navn", "firma", "kundenavn"),
    "address": ("address", "street", "street address", "billing address", "adresse"),
    "postal_code": ("zip", "zip code", "postal code", "postcode", "postnummer", "postnr", "plz"),
    "city": ("city", "town", "by", "ort"),
    "country": ("country", "land"),
    "vat_number": ("vat", "vat number", "vat-id", "vat id", "tax", "resale number", "cvr", "momsnr", "ust-idnr"),
    "registration_number": ("registration number", "company number", "company no", "cvr-nr"),
    "gln": ("gln", "ean"),
    "code": ("code", "customer code", "customer number", "kundenr", "kundenummer", "kundekode"),
    "language": ("language", "sprog"),
    "currency": ("currency", "valuta"),
    "email_domains": ("domains", "domain", "email domains", "website domain"),
    "notes": ("notes", "note", "comment"),
    "contact_name": ("contact", "contact name", "full name"),
    "contact_first_name": ("first name", "fornavn"),
    "contact_last_name": ("last name", "efternavn"),
    "contact_email": ("email", "e-mail", "email address", "main email"),
    "contact_phone": ("phone", "phone numbers", "telephone", "telefon"),
}  # fmt: skip
_COUNTRIES: Mapping[str, str] = {"cvr": "DK", "cvr-nr": "DK"}
"""Headers that say whose numbers stand below them."""
FIELDS = tuple(_COMMON)
_FIELD_OF = {name: field for field, names in _COMMON.items() for name in names}
SAMPLES = 3
NAME_NEEDED = "the name of the customer"


@dataclass(frozen=True, slots=True)
class Columns:
    """`places` are those of our fields in the header; `mapping` is the name of what was remembered of these headers."""

    source: Source
    header: tuple[str, ...]
    places: Mapping[str, int]
    mapping: str | None = None

    def cell(self, cells: Sequence[str], field: str) -> str:
        """The trimmed cell, without the guard against formulas; empty for a column that the file lacks."""
        place = self.places.get(field)
        return "" if place is None else unguarded(cells[place].strip())

    def name(self, field: str) -> str:
        """The field's column as the file writes it."""
        return self.header[self.places[field]] if field in self.places else field

    def country(self, field: str) -> str | None:
        """Whose numbers the field's column has by its name."""
        return _COUNTRIES.get(self.name(field).strip().casefold())


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column as it was understood, with the first of what it holds."""

    header: str
    field: str | None
    samples: list[str]


def recognise(
    header: Sequence[str], chosen: Mapping[str, str], mappings: Iterable[ColumnMapping] = ()
) -> Columns:
    """Find our fields, or take them as `chosen`: columns by field. Raises FileError."""
    columns = (
        Columns(OTHER, tuple(header), _chosen_places(header, chosen))
        if chosen
        else understood(header, mappings)
    )
    if not names_customers(columns.places.keys()):
        raise MissingColumnsError(f"no column holds {NAME_NEEDED}: say which one does", "columns")
    return columns


def names_customers(fields: Set[str]) -> bool:
    """Whether columns of these fields tell one customer from another."""
    return bool(fields & {"name", "contact_email"})


def understood(header: Sequence[str], mappings: Iterable[ColumnMapping]) -> Columns:
    """What nobody chooses: by what the account remembers of these headers, else by their names."""
    mapping = remembered(header, mappings)
    if mapping is None:
        return Columns(source_of(header), tuple(header), _places(header))
    names = [name.strip().casefold() for name in header]
    places = {field: names.index(name.casefold()) for field, name in mapping.columns.items()}
    return Columns(OTHER, tuple(header), places, mapping.name)


def chosen(columns: Sequence[str]) -> dict[str, str]:
    """Columns by field, each written `field=Header of the column`. Raises `InvalidInputError`."""
    pairs = [column.partition("=") for column in columns]
    found = {field: header.strip() for field, _, header in pairs}
    if len(found) < len(pairs) or not all(found.values()):
        raise InvalidInputError("columns", "each must be field=header, and each field named once")
    return found


def source_of(header: Sequence[str]) -> Source:
    """The program whose headers these are."""
    names = {name.casefold() for name in header}
    for source, signs in _SIGNS.items():
        if any(sign <= names for sign in signs):
            return source
    return OTHER


def seen(file: CsvFile, columns: Columns) -> Iterator[SeenColumn]:
    """What the columns hold that are understood so."""
    first = [record.cells for record in islice(file.records(), SAMPLES) if not record.error]
    fields = {place: field for field, place in columns.places.items()}
    for place, header in enumerate(file.header):
        yield SeenColumn(header, fields.get(place), [cells[place][:80] for cells in first])


def known_headers(cells: Sequence[str]) -> int:
    """How many of these are names of columns."""
    return sum(cell.strip().casefold() in _FIELD_OF for cell in cells)


def _places(header: Sequence[str]) -> dict[str, int]:
    """The first column that is called like a field; Kimai's company is the name only where nothing else is."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        field = _FIELD_OF.get(name.strip().casefold())
        if field and field not in places:
            places[field] = place
    return places


def _chosen_places(header: Sequence[str], chosen: Mapping[str, str]) -> dict[str, int]:
    places = {}
    for field, name in chosen.items():
        if field not in FIELDS:
            known = ", ".join(FIELDS)
            raise UnknownSourceError(f"{field!r} is no field; there are {known}", "columns")
        if name not in header:
            raise MissingColumnsError(f"the file has no column {name!r}", "columns")
        places[field] = header.index(name)
    if len(set(places.values())) < len(places):
        raise DoubleColumnError("one column is chosen for two fields", "columns")
    return places
