"""Billable flags in the words that exports use for them."""

YES = frozenset({"yes", "1", "true", "ja", "oui", "sim", "sí", "si", "tak", "kyllä", "はい"})
NO = frozenset(
    {"no", "0", "", "false", "nein", "nej", "nei", "nee", "non", "não", "nie", "ei", "いいえ"}
)


def billable(text: str) -> bool:
    """ValueError for a word we do not know: money is not guessed."""
    word = text.strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError("not a word for yes or no")
