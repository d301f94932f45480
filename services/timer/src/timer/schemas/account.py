"""What an account has chosen."""

from typing import Literal

import web
from contracts.timer import DEFAULT_ACCOUNT_SETTINGS
from timer.schemas.fields import TimeZone

Language = Literal["en", "da"]


class SettingsRequest(web.RequestModel):
    """`allow_self_approval` is for those who work alone, and only an owner changes it; `currency` is ISO 4217."""

    time_zone: TimeZone
    currency: web.CurrencyCode
    language: Language = DEFAULT_ACCOUNT_SETTINGS.language
    allow_self_approval: bool = False
    allow_overlaps: bool = False


class SettingsResponse(web.ResponseModel):
    """`version` 0: the defaults, nothing was chosen yet."""

    version: int
    time_zone: str
    currency: str
    language: Language
    allow_self_approval: bool
    allow_overlaps: bool
