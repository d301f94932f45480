import { expect, test } from "vitest";
import { padded } from "./padded.ts";

test("an amount has the decimals of its currency, and keeps those that it has", () => {
  expect(padded("9000", "DKK")).toBe("9000.00");
  expect(padded("9000.5", "DKK")).toBe("9000.50");
  expect(padded("9000.1234", "DKK")).toBe("9000.1234");
  expect(padded("9000", "JPY")).toBe("9000");
});
