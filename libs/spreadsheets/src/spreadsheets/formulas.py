"""Text that a spreadsheet would take for a formula: exports put an apostrophe and a space before it.

Kimai does so (`src/Utils/StringHelper.php`), and so does our own export.
"""

_GUARD = "' "
_FORMULA = ("=", "-", "@", "+", "\t", "\n", "\r")
_GUARDED = (*_FORMULA, "'")


def guarded(text: str) -> str:
    """The text as it is written; also where it begins with an apostrophe, so that reading it gives the same again."""
    return _GUARD + text if text.startswith(_GUARDED) else text


def unguarded(text: str) -> str:
    """The text without the guard that an export has put before it."""
    if not text.startswith(_GUARD):
        return text
    rest = text.removeprefix(_GUARD)
    return rest if rest.startswith(_GUARDED) or "dde" in rest.casefold() else text
