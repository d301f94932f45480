import { expect, test } from "vitest";
import { bodyOf, type ReminderSettings, stepBody, withoutStep, withStep } from "./reminderSteps.ts";

const settings: ReminderSettings = {
  version: 3,
  on: true,
  due_from: "2026-01-01",
  hour: 8,
  workdays_only: true,
  holiday_region: "DK",
  steps: [
    {
      id: "a",
      days: 1,
      on: true,
      fee: { amount: "100.00", currency: "DKK" },
      texts: [
        { language: "da", subject: "Hov", text: "Betal", own: true },
        { language: "en", subject: "Reminder", text: "Pay", own: false },
      ],
    },
    { id: "b", days: 8, on: false, texts: [], fee: null },
  ],
};

test("what is sent has the account's own words alone", () => {
  expect(stepBody(settings.steps[0] as never).texts).toEqual([
    { language: "da", subject: "Hov", text: "Betal" },
  ]);
  expect(stepBody(settings.steps[0] as never).fee).toEqual({ amount: "100.00", currency: "DKK" });
  expect(bodyOf(settings, { on: false })).toMatchObject({ on: false, hour: 8, due_from: "2026-01-01" });
});

test("a step takes the place of the one with its id, and stands by its day", () => {
  const changed = { id: "b", days: -2, on: true, texts: [] };
  expect(withStep(settings, changed).map(({ id, days }) => [id, days])).toEqual([
    ["b", -2],
    ["a", 1],
  ]);
  expect(withStep(settings, { ...changed, id: "c", days: 3 }).map(({ id }) => id)).toEqual(["a", "c", "b"]);
  expect(withoutStep(settings, "a").map(({ id }) => id)).toEqual(["b"]);
});
