"""Places in the app that a log-in may lead to."""

import re

HOME = "/"
_LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
"""A path of our own: no host (`//…`), no backslash, which browsers take for a slash, nothing that is not printed."""


def local_path(text: str | None) -> str:
    """The path to go to after log-in: `text` when it is one of ours, else the home page."""
    return text if text and len(text) <= 2000 and _LOCAL.fullmatch(text) else HOME
