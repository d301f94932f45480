"""Public holidays of a country or of a part of it, as the `holidays` library knows them."""

import logging
import warnings
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays

log = logging.getLogger(__name__)


def is_public_holiday(region: str | None, day: date) -> bool:
    """Whether the day is a public holiday of the country (`DK`) or part of one (`DE-BY`); never where it is not known."""
    return region is not None and day in _of_year(region, day.year)


@lru_cache(maxsize=1024)
def _of_year(region: str, year: int) -> Mapping[date, str]:
    country, _, part = region.partition("-")
    with warnings.catch_warnings():  # of years for which a country has announced nothing
        warnings.simplefilter("ignore", UserWarning)
        try:
            return holidays.country_holidays(country, subdiv=part or None, years=year)
        except NotImplementedError:
            log.warning("no public holidays are known of %s", region)
            return {}
