import { expect, test } from "vitest";
import { nextStatuses } from "./tickets.ts";

test("an agent works on a ticket and a manager also closes it", () => {
  expect(nextStatuses("new", false)).toEqual(["new", "open", "waiting", "solved"]);
  expect(nextStatuses("open", true)).toEqual(["open", "waiting", "solved", "closed"]);
});

test("what is closed only a manager opens", () => {
  expect(nextStatuses("closed", false)).toEqual(["closed"]);
  expect(nextStatuses("closed", true)).toEqual(["open", "closed"]);
});
