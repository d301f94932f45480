import { expect, test } from "vitest";
import { filterOf, issuable, ofChosen, progressOf, viewOf } from "./outcome.ts";
import type { Run, RunCustomer } from "./useRun.ts";

test("an address that names no view shows all", () => {
  expect(viewOf("failed")).toBe("failed");
  expect(viewOf("paid")).toBe("all");
  expect(filterOf("all")).toEqual({});
  expect(filterOf("attention")).toEqual({ attention: true });
  expect(filterOf("nothing")).toEqual({ outcome: "nothing" });
});

test("what is issued, on its way or discarded is not issued again", () => {
  const states = ["draft", "issuing", "issued", "failed", "discarded"];
  const customer = { drafts: states.map((state) => ({ state })) } as unknown as RunCustomer;
  expect(issuable([customer]).map(({ state }) => state)).toEqual(["draft", "failed"]);
});

test("progress is of customers while drafting, of invoices while issuing", () => {
  const counts = { customers: 10, waiting: 4, issued: 3, issuing: 5 };
  expect(progressOf({ state: "drafting", counts } as Run)).toEqual({ done: 6, of: 10 });
  expect(progressOf({ state: "issuing", counts } as Run)).toEqual({ done: 3, of: 8 });
  expect(progressOf({ state: "finished", counts } as Run)).toBeNull();
});

test("a run without a period issues drafts that somebody chose", () => {
  expect(ofChosen({ first_day: null } as Run)).toBe(true);
  expect(ofChosen({ first_day: "2026-09-01" } as Run)).toBe(false);
});
