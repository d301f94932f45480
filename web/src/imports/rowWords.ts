import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Tone } from "../ui/Note.tsx";
import type { Outcome } from "./report.ts";

export const OUTCOMES: Record<Outcome, { readonly label: MessageDescriptor; readonly tone: Tone }> = {
  create: { label: msg`New`, tone: "ok" },
  unchanged: { label: msg`Here already`, tone: "neutral" },
  conflict: { label: msg`Refused`, tone: "danger" },
  skipped: { label: msg`Left out`, tone: "warn" },
  error: { label: msg`Not readable`, tone: "danger" },
};

/** Why a row is refused or left out, by the API's name of it. */
export const KINDS: Readonly<Record<string, MessageDescriptor>> = {
  unknown_agent: msg`Nobody here has this name or e-mail address.`,
  running: msg`Its timer was still running when the file was written.`,
  zero: msg`It has no time.`,
  already_invoiced: msg`It was invoiced elsewhere.`,
  break: msg`It is a break.`,
  not_time: msg`It is no work: a holiday, leave or an expense.`,
  changed: msg`It was imported before and differs now; what is stored stays.`,
  probably_edited: msg`It looks like an entry that was imported before and edited since.`,
  overlaps_existing: msg`It overlaps with time that this person has already.`,
  timesheet_closed: msg`The timesheet was handed in.`,
  in_the_future: msg`It lies more than a day ahead.`,
  inactive_agent: msg`This person is no longer active.`,
  archived_work: msg`The customer, project or task is archived.`,
  nonexistent_time: msg`Its time does not exist: the clock was put forward.`,
  too_long: msg`It is longer than 24 hours.`,
};

/** What to know about the file as a whole. */
export const WARNINGS: Readonly<Record<string, MessageDescriptor>> = {
  nothing_to_import: msg`There is nothing new in this file.`,
  encoding: msg`The file is not in UTF-8. Look whether names with accents are right.`,
  nothing_billable: msg`No row is billable. If that is wrong, set it on the projects before you import.`,
  rounded_report: msg`All durations are rounded. Export again with rounding switched off to get the true time.`,
  double_hour: msg`The hour came twice that night; the first was taken.`,
  resaved_by_spreadsheet: msg`A spreadsheet saved this file again; durations of 24 hours and more are lost in it.`,
  span_differs: msg`Duration and end minus start differ; the duration counts.`,
};

/** Reasons of cells that cannot be read. Others are shown as the service says them. */
export const CELLS: Readonly<Record<string, MessageDescriptor>> = {
  "no start date": msg`There is no start date.`,
  "nobody is named": msg`Nobody is named.`,
  "not a duration": msg`This is not a duration.`,
  "not a time of day": msg`This is not a time of day.`,
  "not a word for yes or no": msg`This is neither yes nor no.`,
  "ends before it starts": msg`It ends before it starts.`,
  "neither a duration nor a start": msg`There is neither a duration nor a start.`,
};

/** Why a file as a whole cannot be read, by the problem's type. */
export const FILE_PROBLEMS: Readonly<Record<string, MessageDescriptor>> = {
  "missing-file": msg`No file arrived. Choose it again.`,
  "not-csv": msg`This is a spreadsheet, a PDF or an archive. Export the report as CSV.`,
  "unknown-encoding": msg`The text of this file cannot be read. Export it again as CSV in UTF-8.`,
  "empty-file": msg`The file is empty.`,
  "no-columns": msg`The first line has no columns. Is this the export's CSV file?`,
  "open-quote": msg`A quotation mark is opened and never closed, so the rest of the file cannot be read.`,
  "too-many-rows": msg`The file has too many rows. Export shorter periods.`,
  "too-many-columns": msg`The file has more columns than any export.`,
  "row-too-long": msg`A row is longer than any export writes.`,
  "too-much-work": msg`The file takes too long to read. Export shorter periods.`,
  "unknown-source": msg`The program that wrote this file is not known. Say below what its columns hold.`,
  "double-column": msg`Two columns have the same meaning. Export the file again.`,
  "missing-columns": msg`Columns are missing. Export the detailed report, not the summary.`,
  "unknown-decimal": msg`Choose a comma or a point.`,
  "decimal-mark": msg`The numbers can be read in two ways. Say below which is right.`,
  "unknown-date-format": msg`Choose one of the ways of writing dates.`,
  "date-format": msg`The dates can be read in two ways. Say below which is right.`,
  "unknown-time-zone": msg`This is not a time zone.`,
  "data-moved": msg`Something changed since you looked. Read the file again.`,
  "project-budget-spent": msg`The budget of a project is used up, and it refuses more time.`,
};
