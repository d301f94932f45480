import { expect, test } from "vitest";
import { formats } from "./format.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

test("money keeps each of its digits, however many they are", () => {
  const amount = { amount: "12345678901234567.89", currency: "DKK" };
  expect(plain(formats("da").money(amount))).toBe("12.345.678.901.234.567,89 DKK");
  expect(plain(formats("en").money(amount))).toBe("DKK 12,345,678,901,234,567.89");
  expect(plain(formats("en").money({ amount: "-0.50", currency: "EUR" }))).toBe("-EUR 0.50");
  expect(plain(formats("da").money({ amount: "1500", currency: "JPY" }))).toBe("1.500 JPY");
});

test("days are shown as they are, in whatever zone the browser stands", () => {
  expect(formats("en").day("2026-11-25")).toBe("25 Nov 2026");
  expect(formats("da").month("2026-11-01")).toBe("november 2026");
});
