import type { NotifierSchemas } from "../api/notifier.ts";

export type ReminderSettings = NotifierSchemas["schemas"]["ReminderSettingsResponse"];
export type ReminderStep = ReminderSettings["steps"][number];
export type Language = ReminderStep["texts"][number]["language"];
type Body = NotifierSchemas["schemas"]["ReminderSettingsRequest"];
type StepBody = Body["steps"][number];

export const LANGUAGES: readonly Language[] = ["da", "en", "de", "nb", "sv"];

/** What a text may name; each is filled in as the reader writes it. */
export const PLACEHOLDERS = [
  "{number}",
  "{customer}",
  "{seller}",
  "{balance}",
  "{total}",
  "{issue_date}",
  "{due_date}",
  "{days_late}",
] as const;

/** The settings as they are sent, with what changes. */
export function bodyOf(settings: ReminderSettings, change: Partial<Body> = {}): Body {
  const { on, due_from, hour, workdays_only } = settings;
  return { on, due_from, hour, workdays_only, steps: settings.steps.map(stepBody), ...change };
}

/** A step with the words that are the account's own. */
export function stepBody({ id, days, on, texts, fee }: ReminderStep): StepBody {
  const own = texts.filter((text) => text.own);
  return {
    id,
    days,
    on,
    fee,
    texts: own.map(({ language, subject, text }) => ({ language, subject, text })),
  };
}

/** The steps with one changed, or added. */
export function withStep(settings: ReminderSettings, step: StepBody): StepBody[] {
  const others = settings.steps.filter(({ id }) => id !== step.id).map(stepBody);
  return [...others, step].sort((one, other) => one.days - other.days);
}

export function withoutStep(settings: ReminderSettings, id: string): StepBody[] {
  return settings.steps.filter((step) => step.id !== id).map(stepBody);
}
