import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { InvoicingSchemas } from "../api/invoicing.ts";

export type PaymentMethod = InvoicingSchemas["schemas"]["PaymentResponse"]["method"];

/** How money comes in. */
export const PAYMENT_METHODS: Record<PaymentMethod, MessageDescriptor> = {
  bank: msg`Bank transfer`,
  card: msg`Card`,
  cash: msg`Cash`,
  qbo: msg`QuickBooks`,
  other: msg`Other`,
};
