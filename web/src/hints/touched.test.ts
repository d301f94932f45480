import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { KINDS, type Kind, touches } from "./touched.ts";

const hint = (...kinds: string[]) => new Set(kinds as Kind[]);

test("a kind touches the queries that show it, with all beneath their address", () => {
  const sheets = hint("timer.timesheets");
  expect(touches(sheets, ["timer", "waiting-sheets"])).toBe(true);
  expect(touches(sheets, ["timer", "/v1/timesheets", null])).toBe(true);
  expect(touches(sheets, ["timer", "/v1/timesheets/{sheet_id}", {}])).toBe(true);
  expect(touches(sheets, ["invoicing", "/v1/billable-time", null, "pages"])).toBe(true);
});

test("other queries stay as they are", () => {
  const sheets = hint("timer.timesheets");
  expect(touches(sheets, ["timer", "/v1/timer"])).toBe(false);
  expect(touches(sheets, ["timer", "/v1/settings", null])).toBe(false);
  expect(touches(sheets, ["identity", "me"])).toBe(false);
  expect(touches(hint(), ["timer", "/v1/timesheets", null])).toBe(false);
});

test("a kind of a later version touches nothing", () => {
  expect(touches(hint("planning.bookings"), ["timer", "/v1/timesheets", null])).toBe(false);
});

test("the kinds are those that the document of the stream names", () => {
  const document = readFileSync("../docs/api/identity.json", "utf8");
  const [, list = ""] = /a JSON list of kinds: (.*?)\. A comment/.exec(document) ?? [];
  expect(list.split(", ").sort()).toEqual(KINDS.map((kind) => `\`${kind}\``).sort());
});
