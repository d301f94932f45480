import { useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { today } from "../time/clock.ts";
import fields from "../ui/Field.module.css";
import { Field, SelectField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import type { Asked } from "./receivables.ts";

/** On which day, seen how, and in what order; all of it stands in the address. */
export function Standing({ asked }: { readonly asked: Asked }) {
  const { t } = useLingui();
  const [address, setAddress] = useSearchParams();
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(address);
    if (value) next.set(name, value);
    else next.delete(name);
    setAddress(next, { replace: true });
  };
  return (
    <FormRow>
      <Field label={t`At the end of`} name="as_of" optional={t`or now`}>
        {(control) => (
          <input
            {...control}
            className={fields.control}
            type="date"
            max={today()}
            value={asked.asOf ?? ""}
            onChange={(event) => change("as_of", event.target.value)}
          />
        )}
      </Field>
      {asked.asOf && (
        <SelectField
          label={t`Counting`}
          name="by"
          value={asked.dated ? "dated" : ""}
          onChange={(event) => change("by", event.target.value)}
        >
          <option value="">{t`what was recorded by then`}</option>
          <option value="dated">{t`what bears a date until then`}</option>
        </SelectField>
      )}
      <SelectField
        label={t`Order`}
        name="sort"
        value={asked.sort}
        onChange={(event) => change("sort", event.target.value)}
      >
        <option value="name">{t`By name`}</option>
        <option value="total">{t`Most owed first`}</option>
        <option value="overdue">{t`Most overdue first`}</option>
        <option value="days_late">{t`Longest overdue first`}</option>
        <option value="credit">{t`Most credit first`}</option>
      </SelectField>
    </FormRow>
  );
}
