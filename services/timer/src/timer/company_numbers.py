"""Numbers by which authorities and networks know a business: checked by their country's rules, stored without spaces.

The rules, check digits included, are those of the library `python-stdnum`.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

from stdnum import ean
from stdnum.exceptions import ValidationError
from stdnum.util import get_cc_module

from domain_errors import InvalidInputError
from timer.countries import country_codes

_MODULES: Mapping[str, str] = {"EL": "gr", "XI": "gb"}
"""Countries whose VAT prefix is not their ISO code."""
_SUFFIXES: Mapping[str, str] = {"NO": "MVA"}
"""What belongs to the number and is often left out."""
_REGISTERS: Mapping[str, tuple[str, ...]] = {
    "AT": ("at.businessid",),
    "BE": ("be.vat",),
    "CH": ("ch.uid",),
    "DK": ("dk.cvr",),
    "EE": ("ee.registrikood",),
    "FI": ("fi.ytunnus",),
    "FR": ("fr.siren", "fr.siret"),
    "NO": ("no.orgnr",),
    "PL": ("pl.regon",),
    "SE": ("se.orgnr",),
}
"""Registers of businesses whose numbers can be checked; those of other countries are taken as they are typed."""
_SEPARATORS = re.compile(r"[\s.\-/]+")
_SHAPE = re.compile(r"[A-Z]{2}[0-9A-Z+*]{2,20}")
_GLN_DIGITS = 13
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,7}")
_PREFIXES = frozenset((*(code for code, _ in country_codes()), *_MODULES))


NUMBERS = ("vat_number", "registration_number", "gln", "code")


def checks(country: str | None) -> Mapping[str, Callable[[str], str]]:
    """How the numbers of a business in this country are checked, by their fields."""
    return {
        "vat_number": partial(vat_number, country=country),
        "registration_number": partial(registration_number, country=country),
        "gln": gln,
        "code": code,
    }


def vat_number(text: str, country: str | None) -> str:
    """The VAT number with its country's prefix, `DK12345674`; `country` is whose prefix it lacks, when it lacks one.

    Raises `InvalidInputError`.
    """
    number = _SEPARATORS.sub("", text).upper()
    prefix = number[:2]
    if prefix not in _PREFIXES and prefix != country:
        if country is None:
            raise InvalidInputError(
                "vat_number", "must begin with the letters of its country, such as DK"
            )
        prefix, number = country, country + number
    suffix = _SUFFIXES.get(prefix, "")
    if suffix and not number.endswith(suffix):
        number += suffix
    if not _SHAPE.fullmatch(number):
        raise InvalidInputError("vat_number", "must be letters of a country, digits and letters")
    rules = get_cc_module(_MODULES.get(prefix, prefix).lower(), "vat")
    if rules is None:
        return number
    checked = _checked("vat_number", number, rules, f"not a VAT number of {prefix}")
    return checked if checked.startswith(prefix) else prefix + checked


def registration_number(text: str, country: str | None) -> str:
    """The number in the register of businesses of `country`. Raises `InvalidInputError`."""
    names = _REGISTERS.get(country or "", ())
    for name in names:
        rules = import_module(f"stdnum.{name}")
        what = f"not a registration number of {country}"
        try:
            return _checked("registration_number", text, rules, what)
        except InvalidInputError:
            if name == names[-1]:
                raise
    return " ".join(text.split())


def gln(text: str) -> str:
    """A global location number (EAN), by which public buyers receive invoices: 13 digits. Raises `InvalidInputError`."""
    number = _checked("gln", text, ean, "not a GLN (EAN)")
    if len(number) != _GLN_DIGITS:
        raise InvalidInputError("gln", f"not a GLN (EAN): it has {_GLN_DIGITS} digits")
    return number


def code(text: str) -> str:
    """A short code of the account's own for a customer, in capitals, which numbers of invoices can hold.

    Raises `InvalidInputError`.
    """
    found = text.strip().upper()
    if not _CODE.fullmatch(found):
        raise InvalidInputError("code", "must be at most eight letters, digits and hyphens")
    return found


def _checked(field: str, text: str, rules: Any, otherwise: str) -> str:
    try:
        return str(rules.validate(text))
    except ValidationError as error:
        reason = str(error).removeprefix("The ").removesuffix(".")
        raise InvalidInputError(field, f"{otherwise}: the {reason}") from None
