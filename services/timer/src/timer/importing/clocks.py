"""Times of day as exports write them: 24-hour or AM/PM, with or without seconds."""

import re
from datetime import time

CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AaPp])\.?[Mm]\.?)?")


def clock(text: str) -> time:
    """12 AM is 0 h, 12 PM is 12 h. ValueError says what is wrong."""
    match = CLOCK.fullmatch(text)
    if not match:
        raise ValueError(damage(text) or "not a time of day")
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            raise ValueError("not a time of day: AM and PM go with 1 to 12")
        hour = hour % 12 + (12 if match[4] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError("not a time of day")
    return time(hour, minute, second)


def has_seconds(text: str) -> bool:
    return text.count(":") > 1


def damage(text: str) -> str | None:
    """What a spreadsheet did to a cell, when it looks like that."""
    if re.fullmatch(r"\d{4,5}([.,]\d+)?|0[.,]\d{3,}", text):
        return "looks like a spreadsheet's serial number; export again and do not re-save the file"
    if text.startswith("'"):
        return "starts with a spreadsheet's apostrophe; export again and do not re-save the file"
    return None
