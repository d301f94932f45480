import { expect, test } from "vitest";
import { problemOfKind } from "../api/problem.ts";
import { refusedBy } from "./refused.ts";

test("time that lacks nothing but approval is counted", () => {
  const none = problemOfKind("no-time-to-sign");
  const days = "no time that is asked for from 2026-10-05 to 2026-10-11";
  expect(refusedBy({ ...none, detail: `${days}; 12 entries are not approved yet` })).toEqual({
    kind: "no-time",
    waiting: 12,
  });
  expect(refusedBy({ ...none, detail: days })).toEqual({ kind: "no-time", waiting: 0 });
});

test("what cannot be printed is named once, by entry where it is one's", () => {
  const reason = "no font has the character “🂡” (U+1F0A1)";
  const errors = [
    "organization",
    "time_entries.a.work",
    "time_entries.a.description",
    "time_entries.b.agent",
  ];
  const problem = {
    ...problemOfKind("text-not-printable"),
    errors: errors.map((field) => ({ field, reason })),
  };
  expect(refusedBy(problem)).toEqual({
    kind: "unprintable",
    character: "“🂡” (U+1F0A1)",
    entries: ["a", "b"],
    others: ["organization"],
  });
});

test("other problems are shown as everywhere", () => {
  expect(refusedBy(problemOfKind("too-many-entries"))).toEqual({ kind: "too-many" });
  expect(refusedBy(problemOfKind("invalid-input"))).toBeNull();
});
