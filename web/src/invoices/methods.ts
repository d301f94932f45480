import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Payment } from "./invoice.ts";

/** How money comes in. */
export const METHODS: Record<Payment["method"], MessageDescriptor> = {
  bank: msg`Bank transfer`,
  card: msg`Card`,
  cash: msg`Cash`,
  qbo: msg`QuickBooks`,
  other: msg`Other`,
};
