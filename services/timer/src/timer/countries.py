"""Countries by the names that lists of customers write."""

from collections.abc import Iterator
from functools import cache
from importlib import resources

from timer.names import folded

_NAMES = {
    "danmark": "DK",
    "norge": "NO",
    "sverige": "SE",
    "suomi": "FI",
    "island": "IS",
    "tyskland": "DE",
    "deutschland": "DE",
    "uk": "GB",
    "united kingdom": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "usa": "US",
    "united states of america": "US",
    "holland": "NL",
    "nederland": "NL",
    "the netherlands": "NL",
    "frankrig": "FR",
    "österreich": "AT",
    "schweiz": "CH",
    "polska": "PL",
    "españa": "ES",
    "italia": "IT",
    "czechia": "CZ",
    "ireland": "IE",
}


def country_codes() -> Iterator[tuple[str, str]]:
    """Codes of ISO 3166-1 with their English names, of the table that comes with the time zones."""
    table = resources.files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text("utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            code, _, name = line.partition("\t")
            yield code, name


def country_code(text: str) -> str | None:
    """The code of a country that is written as its code, in English or in its own language."""
    return _by_name().get(folded(text))


@cache
def _by_name() -> dict[str, str]:
    known = dict(country_codes())
    codes = {folded(code): code for code in known}
    return codes | {folded(name): code for code, name in known.items()} | _NAMES
