"""Numbers of businesses are written one way, and refused when their country's rules say that they cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from timer.company_numbers import gln, registration_number, vat_number

COUNTRIES = st.sampled_from(
    [None, "DK", "NO", "SE", "DE", "FR", "GB", "NL", "CH", "US", "ES", "PL", "EL", "IN", "BR", "XX"]
)
TYPED = st.text(st.sampled_from("ADEKLNOSUX0123456789 .-/Å٣"), max_size=30)


@pytest.mark.parametrize(
    ("typed", "country", "stored"),
    [
        ("DK12345674", None, "DK12345674"),
        (" dk 12 34 56 74", "NO", "DK12345674"),
        ("12345674", "DK", "DK12345674"),
        ("DE 136.695/976", "DE", "DE136695976"),
        ("NO 995 525 828", "NO", "NO995525828MVA"),
        ("995525828MVA", "NO", "NO995525828MVA"),
        ("GB 980 7806 84", "GB", "GB980780684"),
        ("XI980780684", "GB", "XI980780684"),
        ("CHE-107.787.577 IVA", "CH", "CHE107787577IVA"),
        ("EL 094259216", "GR", "EL094259216"),
        ("IE6433435F", "IE", "IE6433435F"),
        ("12-3456789", "US", "US123456789"),
    ],
)
def test_a_vat_number_has_its_prefix_and_no_spaces(
    typed: str, country: str | None, stored: str
) -> None:
    assert vat_number(typed, country) == stored
    assert vat_number(stored, country) == stored


@pytest.mark.parametrize(
    ("typed", "country", "reason"),
    [
        ("DK12345678", "DK", "not a VAT number of DK: the number's checksum or check digit is"),
        ("DK1234567", "DK", "not a VAT number of DK: the number has an invalid length"),
        ("12345674", None, "must begin with the letters of its country, such as DK"),
        ("DE12345678A", None, "not a VAT number of DE"),
        ("12345_6", "US", "must be letters of a country, digits and letters"),
    ],
)
def test_a_vat_number_that_cannot_be_is_refused(
    typed: str, country: str | None, reason: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        vat_number(typed, country)
    (error,) = refused.value.fields
    assert error.field == "vat_number"
    assert error.reason.startswith(reason)


@pytest.mark.parametrize(
    ("typed", "country", "stored"),
    [
        ("12 34 56 74", "DK", "12345674"),
        ("DK12345674", "DK", "12345674"),
        ("988 077 917", "NO", "988077917"),
        ("556703-7485", "SE", "5567037485"),
        ("552 008 443", "FR", "552008443"),
        ("732 829 320 00074", "FR", "73282932000074"),
        (" HRB  12345 B ", "DE", "HRB 12345 B"),
        ("01234567", None, "01234567"),
    ],
)
def test_a_registration_number_is_that_of_its_country(
    typed: str, country: str | None, stored: str
) -> None:
    assert registration_number(typed, country) == stored
    assert registration_number(stored, country) == stored


@pytest.mark.parametrize(("typed", "country"), [("12345678", "DK"), ("1", "FR"), ("abc", "NO")])
def test_a_registration_number_that_cannot_be_is_refused(typed: str, country: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        registration_number(typed, country)
    (error,) = refused.value.fields
    assert error.field == "registration_number"
    assert error.reason.startswith(f"not a registration number of {country}: the number")


def test_a_gln_has_13_digits_of_which_the_last_checks_the_others() -> None:
    assert gln("5790 0001 2345 2") == "5790000123452"
    for wrong in ("5790000123451", "579000012345", "73513537", "05790000123452", "579000012345X"):
        with pytest.raises(InvalidInputError):
            gln(wrong)


@given(TYPED, COUNTRIES)
def test_whatever_is_typed_is_stored_one_way_or_refused(typed: str, country: str | None) -> None:
    for check in (vat_number, registration_number):
        try:
            stored = check(typed, country)
        except InvalidInputError:
            continue
        assert check(stored, country) == stored
