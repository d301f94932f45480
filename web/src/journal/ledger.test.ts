import { expect, test } from "vitest";
import { ACCOUNTS, accountsOf } from "./ledger.ts";

test("an account that is not named is none", () => {
  const found = accountsOf({ receivables: " 5600 ", cash: " " });
  expect(found.receivables).toBe("5600");
  expect(Object.keys(found)).toEqual([...ACCOUNTS]);
  expect(Object.values(found).filter(Boolean)).toEqual(["5600"]);
});
