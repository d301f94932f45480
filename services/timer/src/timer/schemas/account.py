"""The account's settings."""

from datetime import date
from typing import Literal

from pydantic import Field

import web
from contracts.timer import DEFAULT_ACCOUNT_SETTINGS
from timer.account_settings import TIMER_LIMIT_SECONDS
from timer.capacity import USUAL_WEEK
from timer.missing_timesheet import DAYS_TO_HAND_IN
from timer.schemas.fields import (
    Complete,
    HolidayRegion,
    Partial,
    TimeZone,
    WorkingWeek,
)
from timer.sheet_period import PeriodKind
from timer.time_span import LONGEST_SECONDS

Language = Literal["en", "da", "de", "nb", "sv"]


class SettingsRequest(web.RequestModel):
    """What the account chooses, for all services."""

    time_zone: TimeZone
    """IANA name of the zone in which days begin and end for those who have none of their own."""
    currency: web.CurrencyCode
    """The currency of customers who have none of their own."""
    language: Language = DEFAULT_ACCOUNT_SETTINGS.language
    """The language of documents and mails where a customer has no other."""
    allow_self_approval: bool = False
    """Whether people may approve their own timesheets, for those who work alone. Only an owner changes it."""
    allow_overlaps: bool = False
    """Whether timed entries of one agent may overlap, however they come."""
    holiday_region: HolidayRegion | None = None
    """Whose public holidays are days off: a country (`DK`) or a part of one (`DE-BY`), as `/holiday-regions` lists them."""
    working_week: WorkingWeek = USUAL_WEEK
    """Seconds of work on each weekday, from Monday, of agents who have no working hours of their own."""
    timer_limit_seconds: int = Field(default=TIMER_LIMIT_SECONDS, ge=3600, le=LONGEST_SECONDS)
    """A timer that runs for longer than this seems forgotten: its agent is asked."""
    sheet_period: PeriodKind = "week"
    """What a timesheet is of: an ISO week, half a month (up to the 15th, and the rest) or a month. Another begins after the
    present period, so that no timesheet changes."""
    days_to_hand_in: int | None = Field(default=DAYS_TO_HAND_IN, ge=0, le=31)
    """So many days people have after a period's end to hand in its time. On the morning after, at 8, those who have not are
    told by e-mail, once. Null: nobody is."""
    lock_after_days: int | None = Field(default=None, ge=0, le=366)
    """So many days after a period's end its time is locked: then only managers add, change or delete it, and the timesheet's
    history says so. Null: never."""


class SettingsReplacement(SettingsRequest, Complete):
    """All fields, also those that stay as they are."""


class SettingsPatch(SettingsRequest, Partial):
    """The fields that change."""


class SettingsResponse(web.ResponseModel):
    """What holds in the account."""

    version: int
    """Counts the changes; the number in the `ETag`. 0: the defaults, nothing was chosen yet."""
    time_zone: str
    """IANA name of the zone in which days begin and end for those who have none of their own."""
    currency: str
    """Code of the currency (ISO 4217) of customers who have none of their own."""
    language: Language
    """The language of documents and mails where a customer has no other."""
    allow_self_approval: bool
    """Whether people may approve their own timesheets."""
    allow_overlaps: bool
    """Whether timed entries of one agent may overlap, however they come."""
    holiday_region: str | None
    """Whose public holidays are days off; null: nobody's."""
    working_week: list[int]
    """Seconds of work on each weekday, from Monday, of agents who have no working hours of their own."""
    timer_limit_seconds: int
    """A timer that runs for longer than this seems forgotten."""
    sheet_period: PeriodKind
    """What a timesheet is of, from `sheet_period_from` on."""
    sheet_period_from: date | None
    """The first day of the periods that were chosen last; null: there were never others."""
    days_to_hand_in: int | None
    """How many days people have after a period's end to hand in its time before they are told; null: nobody is told."""
    lock_after_days: int | None
    """How many days after a period's end agents may still change its time; null: always."""
