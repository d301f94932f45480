"""Time zones in which work can be done."""

from zoneinfo import available_timezones

# Files of a machine's zone database that name no place: its own zone, its default rules, "not set up yet".
ZONES = available_timezones() - {"localtime", "posixrules", "Factory"}
