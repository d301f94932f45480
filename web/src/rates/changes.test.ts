import { expect, test } from "vitest";
import { fieldOfForm, share } from "./changes.ts";

test("a field of an act is that of the form", () => {
  expect(fieldOfForm("acts.0.replace.hourly_rate.amount")).toBe("hourly_rate.amount");
  expect(fieldOfForm("acts.12.end.valid_to")).toBe("valid_to");
  expect(fieldOfForm("acts")).toBe("acts");
});

test("a change is done when it says so, however many entries came meanwhile", () => {
  const progress = { entries: 10, entries_done: 4, prices_changed: 4, finished_at: null };
  expect(share(progress)).toBe(0.4);
  expect(share({ ...progress, entries_done: 12 })).toBe(1);
  expect(share({ ...progress, finished_at: "2026-03-01T10:00:00Z" })).toBe(1);
  expect(share({ ...progress, entries: 0, entries_done: 0 })).toBe(1);
});
