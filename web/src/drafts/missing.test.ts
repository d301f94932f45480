import { expect, test } from "vitest";
import { placeOf } from "./missing.ts";

test("each missing thing is mended where it belongs", () => {
  expect(placeOf("seller.address")).toBe("seller");
  expect(placeOf("payment_instructions")).toBe("seller");
  expect(placeOf("buyer.vat_number")).toBe("customer");
  expect(placeOf("lines")).toBe("lines");
});
