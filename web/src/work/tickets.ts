import { useLingui } from "@lingui/react/macro";
import type { TimerSchemas } from "../api/timer.ts";
import type { Tone } from "../ui/Note.tsx";

type Schemas = TimerSchemas["schemas"];
export type Ticket = Schemas["TicketResponse"];
export type ListedTicket = Schemas["ListedTicketResponse"];
export type Changes = Schemas["TicketPatch"];
export type Status = Ticket["status"];
export type Priority = Ticket["priority"];

export const STATUSES: readonly Status[] = ["new", "open", "waiting", "solved", "closed"];
export const PRIORITIES: readonly Priority[] = ["low", "normal", "high", "urgent"];
export const CHANNELS = ["phone", "email", "chat", "meeting", "other"] as const;

export const STATUS_TONES: Record<Status, Tone> = {
  new: "info",
  open: "warn",
  waiting: "neutral",
  solved: "ok",
  closed: "neutral",
};

/** What a status may become: agents work on tickets, managers also close them and open them again. */
export function nextStatuses(status: Status, manages: boolean): readonly Status[] {
  if (status === "closed") return manages ? ["open", "closed"] : ["closed"];
  return STATUSES.filter((next) => next === status || (next !== "new" && (next !== "closed" || manages)));
}

/** The words for what the API says in codes. */
export function useTicketWords() {
  const { t } = useLingui();
  const status: Record<Status, string> = {
    new: t({ message: "New", context: "ticket" }),
    open: t({ message: "Open", context: "ticket" }),
    waiting: t({ message: "Waiting", context: "ticket" }),
    solved: t({ message: "Solved", context: "ticket" }),
    closed: t({ message: "Closed", context: "ticket" }),
  };
  const priority: Record<Priority, string> = {
    low: t({ message: "Low", context: "priority" }),
    normal: t({ message: "Normal", context: "priority" }),
    high: t({ message: "High", context: "priority" }),
    urgent: t({ message: "Urgent", context: "priority" }),
  };
  const channel: Record<string, string> = {
    form: t`Public form`,
    api: t`API`,
    email: t`E-mail`,
    phone: t`Telephone`,
    chat: t`Chat`,
    meeting: t`Meeting`,
    other: t({ message: "Other", context: "channel" }),
  };
  return { status, priority, channel };
}
