"""The languages that documents are printed in, and how each writes days; and hours, which are the same in all."""

from datetime import date

from babel import Locale
from babel.dates import format_date, format_interval

LOCALES = {
    "da": Locale("da", "DK"),
    "de": Locale("de", "DE"),
    "en": Locale("en", "GB"),
    "nb": Locale("nb", "NO"),
    "sv": Locale("sv", "SE"),
}
LANGUAGES = frozenset(LOCALES)
_BOKMAL = frozenset({"no", "nn"})
"""Norwegian, as a whole or the other written one: who reads it reads this."""


def language_of(tag: str, otherwise: str) -> str:
    """The language that we can print for a BCP 47 tag, else another."""
    primary = tag.lower().replace("_", "-").split("-")[0]
    if primary in _BOKMAL:
        return "nb"
    return primary if primary in LANGUAGES else otherwise


def written_day(day: date, locale: Locale) -> str:
    """A date in full: 5. oktober 2026."""
    return format_date(day, "long", locale)


def written_days(first: date, last: date, locale: Locale) -> str:
    """A period: 1.–30. sep. 2026."""
    if first == last:
        return written_day(first, locale)
    return str(format_interval(first, last, "yMMMd", locale=locale))


def hours(seconds: int) -> str:
    """Time as text, so that the reader can add it up: 0:50, and 0:50:30 where whole minutes do not do."""
    minutes, rest = divmod(seconds, 60)
    text = f"{minutes // 60}:{minutes % 60:02}"
    return f"{text}:{rest:02}" if rest else text
