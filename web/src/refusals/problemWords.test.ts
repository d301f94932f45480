import { readdirSync, readFileSync } from "node:fs";
import { setupI18n } from "@lingui/core";
import { describe, expect, it } from "vitest";
import { fieldWords, hasWords } from "./problemWords.ts";
import { REASONS } from "./reasonWords.ts";

/** Told in other words by the screens that meet them: of log-ins, QuickBooks, imports, public forms, signed timesheets. */
const ELSEWHERE = [
  "login/problems.ts",
  "quickbooks/outcome.ts",
  "imports/rowWords.ts",
  "requests/RequestForm.tsx",
  "signing/refused.ts",
];
/** Nobody who uses the app meets them: signed webhooks, calendar programs, streams that the app itself closes. */
const NEVER = ["signature-not-valid", "too-many-reads", "too-many-streams"];

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

describe("problems", () => {
  const told = ELSEWHERE.map((path) => read(`../${path}`)).join("\n");
  const services = readdirSync(new URL("../../../docs/api/", import.meta.url)).filter((name) =>
    name.endsWith(".json"),
  );

  it.each(services)("of %s are told in the reader's language", (name) => {
    const found = new Set(
      [...read(`../../../docs/api/${name}`).matchAll(/urn:honorar:problem:([a-z0-9-]+)/g)].map(
        ([, kind]) => kind as string,
      ),
    );
    const silent = [...found].filter(
      (kind) => !hasWords(kind) && !told.includes(`"${kind}"`) && !NEVER.includes(kind),
    );
    expect(silent).toEqual([]);
  });
});

describe("reasons", () => {
  const words = (reason: string) => REASONS.find(([pattern]) => pattern.test(reason))?.[1].message;

  it.each([
    [
      "must be above 0, with at most 13 digits and 4 decimals",
      "Must be more than 0, with at most 13 digits and 4 decimals.",
    ],
    [
      "must be above 0, with the decimals of DKK",
      "Must be more than 0, with no more decimals than the currency has.",
    ],
    ["Input should be greater than or equal to 1970-01-01", "Not before {value}."],
    ["Input should be greater than or equal to 0", "Must be {value} or more."],
    ["is empty", "The file is empty."],
    ["is no XML: no element found: line 1", "The XML of the file is broken. Fetch it from the bank again."],
    ["is in the future; today is 2026-11-27", "This lies in the future."],
    ["is before the invoice, of 2026-11-02", "Lies before the invoice, which is of {value}."],
    ["is before the issue date", "Lies before the invoice's date."],
  ])("“%s” is told", (reason, told) => {
    expect(words(reason)).toBe(told);
  });
});

describe("fields", () => {
  it("of a list whose parts are refused are those of the parts", () => {
    const errors = [
      { field: "lines.0.price", reason: "Field required" },
      { field: "lines", reason: "Tuple should have at least 1 item after validation, not 0" },
    ];
    const problem = { type: "urn:honorar:problem:invalid-input", title: "", status: 422, errors };
    expect([...fieldWords(problem, setupI18n({ locale: "en", messages: { en: {} } })).keys()]).toEqual([
      "lines.0.price",
    ]);
    const alone = { ...problem, errors: errors.slice(1) };
    expect([...fieldWords(alone, setupI18n({ locale: "en", messages: { en: {} } })).keys()]).toEqual([
      "lines",
    ]);
  });
});
