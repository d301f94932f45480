import { expect, test } from "vitest";
import { type Begun, stepsOf } from "./steps.ts";

const SELLER = {
  seller: { name: "Freja Lund", address: null, vat_number: null, registration_number: null },
  payment_instructions: "",
} as Begun["settings"];
const EMPTY: Begun = {
  logsTime: false,
  customers: [],
  projects: [],
  rates: [],
  entries: [],
  sheets: [],
  settings: SELLER,
  drafts: [],
};
const next = (begun: Partial<Begun>) => stepsOf({ ...EMPTY, ...begun }).find(({ done }) => !done);

test("an account in which nothing is begins with its owner", () => {
  expect(next({})).toEqual({ name: "you", done: false, to: "/" });
});

test("a customer leads to their project, and to their rate", () => {
  const begun = { logsTime: true, customers: [{ id: "c" }] };
  expect(next(begun)?.to).toBe("/customers/c");
  expect(next({ ...begun, projects: [{ id: "p" }] })?.to).toBe("/rates?add=1&customer=c");
});

test.each([
  ["draft", "/week/2026-W48"],
  ["submitted", "/approvals"],
] as const)("a week that is %s waits at %s", (state, to) => {
  const sheets = [{ state, first_day: "2026-11-23" }];
  expect(stepsOf({ ...EMPTY, sheets }).find(({ name }) => name === "approve")).toMatchObject({
    done: false,
    to,
  });
});

test("a seller is filled in when the law finds everything", () => {
  const address = { lines: ["Kajen 4"], postal_code: "1400", city: "København", country: "DK" };
  const done = (settings: Begun["settings"]) =>
    stepsOf({ ...EMPTY, settings }).find(({ name }) => name === "seller")?.done;
  const whole = {
    seller: { ...SELLER.seller, address, vat_number: "DK87654321" },
    payment_instructions: "Account 1234",
  } as Begun["settings"];
  expect(done(SELLER)).toBe(false);
  expect(done({ ...whole, payment_instructions: "" })).toBe(false);
  expect(done(whole)).toBe(true);
});

test("a draft leads to its issue, which is never done here", () => {
  const steps = stepsOf({ ...EMPTY, drafts: [{ id: "d" }] });
  expect(steps.at(-1)).toEqual({ name: "issue", done: false, to: "/drafts/d" });
});
