import { expect, test } from "vitest";
import { fileName } from "./saveFile.ts";

test("a file's name has letters of every script and digits, and hyphens for the rest", () => {
  expect(fileName("Lind & Søn A/S 2026-03-01.pdf")).toBe("Lind-Søn-A-S-2026-03-01.pdf");
  expect(fileName("佐藤 花子.pdf")).toBe("佐藤-花子.pdf");
});
