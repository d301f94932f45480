"""Public holidays, where they are known."""

from datetime import date

import pytest

from timer.calendar import FIRST_DAY, LAST_DAY
from timer.public_holidays import PARTS_BY_COUNTRY, is_region, public_holidays

EASTER = date(2026, 4, 2), date(2026, 4, 6)


@pytest.mark.parametrize("region", ["DK", "DE", "DE-BY", "GB-SCT", "US-CA", "FR-Zone A"])
def test_countries_and_their_parts_are_regions(region: str) -> None:
    assert is_region(region)


@pytest.mark.parametrize("region", ["", "dk", "XX", "DK-84", "DE-", "-BY", "DE-by", "Denmark"])
def test_what_has_no_known_holidays_is_none(region: str) -> None:
    assert not is_region(region)


def test_names_are_in_the_language_that_is_asked_for_where_it_is_known() -> None:
    assert list(public_holidays("DK", *EASTER, "da").values()) == [
        "Skærtorsdag",
        "Langfredag",
        "Påskedag",
        "Anden påskedag",
    ]
    assert public_holidays("DK", *EASTER, "en")[date(2026, 4, 3)] == "Good Friday"
    assert public_holidays("DE", *EASTER, "da")[date(2026, 4, 3)] == "Karfreitag"


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    epiphany = date(2026, 1, 6), date(2026, 1, 6)
    assert public_holidays("DE", *epiphany, "en") == {}
    assert list(public_holidays("DE-BY", *epiphany, "en")) == [epiphany[0]]


def test_both_ends_of_a_period_belong_to_it_and_years_are_crossed() -> None:
    turn = public_holidays("DK", date(2026, 12, 26), date(2027, 1, 1), "en")
    assert list(turn) == [date(2026, 12, 26), date(2027, 1, 1)]
    assert public_holidays(None, date(2026, 12, 26), date(2027, 1, 1), "en") == {}


def test_every_region_answers_for_every_year_in_which_there_is_work() -> None:
    for country, parts in PARTS_BY_COUNTRY.items():
        for region in (country, *(f"{country}-{part}" for part in parts[:2])):
            for day in (FIRST_DAY, LAST_DAY):
                found = public_holidays(region, day, day, "en")
                assert all(name for name in found.values())
