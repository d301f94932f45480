"""Public holidays by country and part of a country, as the `holidays` library knows them."""

import warnings
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays

SEPARATOR = "-"
"""Between a country (ISO 3166-1) and a part of it that has holidays of its own (mostly ISO 3166-2): `DE-BY`."""
PARTS_BY_COUNTRY: Mapping[str, tuple[str, ...]] = {
    country: tuple(dict.fromkeys(parts))
    for country, parts in sorted(holidays.list_supported_countries(include_aliases=False).items())
}


def is_region(region: str) -> bool:
    """Whether the holidays of this country, or of this part of one, are known."""
    country, separator, part = region.partition(SEPARATOR)
    parts = PARTS_BY_COUNTRY.get(country)
    return parts is not None and (part in parts if separator else True)


def public_holidays(region: str | None, first: date, last: date, language: str) -> dict[date, str]:
    """The holidays from `first` to `last`, both included, with their names; none for no region.

    Names are in `language` where the library has them, else in the country's own.
    """
    if region is None:
        return {}
    return {
        day: name
        for year in range(first.year, last.year + 1)
        for day, name in _of_year(region, year, language).items()
        if first <= day <= last
    }


@lru_cache(maxsize=1024)
def _of_year(region: str, year: int, language: str) -> Mapping[date, str]:
    country, _, part = region.partition(SEPARATOR)
    subdivision = part or None
    plain = holidays.country_holidays(country, subdiv=subdivision)
    spoken = (tag for tag in plain.supported_languages if tag.partition("_")[0] == language)
    named = holidays.country_holidays(
        country, subdiv=subdivision, language=next(spoken, plain.default_language)
    )
    with warnings.catch_warnings():  # of years for which a country has announced nothing
        warnings.simplefilter("ignore", UserWarning)
        named.get(date(year, 1, 1))  # fills the year in
    return {day: name for day, name in sorted(named.items()) if day.year == year}
