import { termsOf } from "../explain/terms.ts";
import type { Values } from "../ui/Form.tsx";
import type { Draft, Texts } from "./useDraft.ts";

/** What a draft is to say beside its lines. What follows the customer or the settings, and was not touched, goes on to. */
export function textsOf(values: Values, draft: Draft): Texts {
  const { reference = "", notes = "", purchase_order = "", payment_instructions = "" } = values;
  const terms = termsOf(values);
  const said = payment_instructions.trim();
  const changed = said !== draft.payment_instructions.trim();
  const as_proposed: NonNullable<Texts["as_proposed"]> = [
    ...(terms ? [] : ["terms" as const]),
    ...(said ? [] : ["payment_instructions" as const]),
  ];
  return {
    reference,
    notes,
    purchase_order: purchase_order.trim(),
    time_appendix: values.time_appendix as Draft["time_appendix"],
    ...(terms ? { terms } : {}),
    ...(said && changed ? { payment_instructions: said } : {}),
    as_proposed,
  };
}
