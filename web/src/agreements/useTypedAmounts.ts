import { useLingui } from "@lingui/react/macro";
import { typedAmount } from "../i18n/typedAmount.ts";
import type { Values } from "../ui/Form.tsx";

const TYPED = /-typed$/;

/** What a form holds while somebody types, with amounts as they will be sent: their fields follow a moment later. */
export function useTypedAmounts(): (values: Values) => Values {
  const { i18n } = useLingui();
  return (values) => {
    const amounts = Object.entries(values)
      .filter(([name]) => TYPED.test(name))
      .map(([name, typed]) => [name.replace(TYPED, ""), typedAmount(typed, i18n.locale) ?? typed]);
    return { ...values, ...Object.fromEntries(amounts) };
  };
}
