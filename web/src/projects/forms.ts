import type { TimerSchemas } from "../api/timer.ts";
import { parseDuration } from "../time/duration.ts";
import { flagOf } from "../ui/flags.ts";

type Schemas = TimerSchemas["schemas"];
type Currency = Schemas["CurrencyCode"];
const LONGEST_SECONDS = 10 ** 12;

/** Hours as somebody typed them, in seconds. What is none is sent as it is: the service says why it is refused. */
function hours(form: FormData, name: string): number | null {
  const typed = text(form, name);
  if (!typed) return null;
  return parseDuration(typed, LONGEST_SECONDS) ?? (typed as unknown as number);
}

function text(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}

function number(form: FormData, name: string): number | null {
  const typed = text(form, name);
  return /^\d+$/.test(typed) ? Number(typed) : typed ? (typed as unknown as number) : null;
}

const orNull = (form: FormData, name: string) => text(form, name) || null;

/** A task as its form says. */
export function taskOf(form: FormData) {
  const milestone = form.get("milestone") === "on";
  return {
    name: text(form, "name"),
    planned_start: orNull(form, "planned_start"),
    planned_finish: orNull(form, "planned_finish"),
    estimate_seconds: hours(form, "estimate_seconds"),
    percent_done: text(form, "status") === "done" ? 100 : number(form, "percent_done"),
    status: text(form, "status") as Schemas["TaskResponse"]["status"],
    milestone,
    billable: flagOf(text(form, "billable")),
    parent_id: orNull(form, "parent_id"),
    assignee_ids: form.getAll("assignee_ids").map(String),
    depends_on: form.getAll("depends_on").map(String),
  };
}

/** A project as its form says. */
export function projectOf(form: FormData) {
  const amount = text(form, "budget_money");
  return {
    name: text(form, "name"),
    planned_start: orNull(form, "planned_start"),
    planned_finish: orNull(form, "planned_finish"),
    budget_seconds: hours(form, "budget_seconds"),
    budget_money: amount ? { amount, currency: text(form, "budget_currency") as Currency } : null,
    budget_period: text(form, "budget_period") as Schemas["ProjectResponse"]["budget_period"],
    overspend: text(form, "overspend") as Schemas["ProjectResponse"]["overspend"],
    closed: form.get("closed") === "on",
  };
}
