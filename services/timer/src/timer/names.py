"""Names that differ only in case, spaces or Unicode form are one name."""

import unicodedata


def folded(name: str) -> str:
    """What names are compared by; never shown."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
