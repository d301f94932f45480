import { Trans, useLingui } from "@lingui/react/macro";
import { useQueries } from "@tanstack/react-query";
import { invoicing } from "../api/invoicing.ts";
import { useFormats } from "../i18n/format.ts";
import { today } from "../time/clock.ts";
import { TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { Duration } from "../ui/Money.tsx";
import { draftable, likelyMonth, type Month, monthsUntil } from "./buckets.ts";
import styles from "./Period.module.css";

const MONTHS = 6;
const OWN = "own";
const NO_TIME = "none";

/** The first day of a month, days of one's own, or no time at all; null: the likely month. */
export type PeriodChoice = string | null;

interface Props {
  readonly customer: string;
  readonly chosen: PeriodChoice;
  readonly onChoose: (chosen: PeriodChoice) => void;
}

/** The months that have ready time, days of one's own, or none. In the form as `first_day` and `last_day`. */
export function Period({ customer, chosen, onChoose }: Props) {
  const { t } = useLingui();
  const { month: monthName } = useFormats();
  const months = monthsUntil(today(), MONTHS);
  const ready = useReady(customer, months).map(({ data }) => data && draftable(data.sums));
  const likely = likelyMonth(months, ready);
  const value = chosen ?? likely.first;
  const month = months.find(({ first }) => first === value);
  const offered = months.filter(
    ({ first }, index) => first === value || index < 2 || (ready[index] ?? 0) > 0,
  );
  return (
    <fieldset className={styles.period}>
      <legend>
        <Trans>Period</Trans>
      </legend>
      {offered.map(({ first }) => (
        <Option key={first} value={first} chosen={value} onChoose={onChoose}>
          {monthName(first)} <Duration seconds={ready[months.findIndex((one) => one.first === first)] ?? 0} />
        </Option>
      ))}
      <Option value={OWN} chosen={value} onChoose={onChoose}>
        {t`Other days`}
      </Option>
      <Option value={NO_TIME} chosen={value} onChoose={onChoose}>
        {t`No time: other lines only`}
      </Option>
      {month && <Hidden month={month} />}
      {value === OWN && (
        <FormRow>
          <TextField label={t`First day`} name="first_day" type="date" defaultValue={likely.first} />
          <TextField label={t`Last day`} name="last_day" type="date" defaultValue={likely.last} />
        </FormRow>
      )}
    </fieldset>
  );
}

interface OptionProps extends Omit<Props, "customer"> {
  readonly value: string;
  readonly children: React.ReactNode;
}

function Option({ value, chosen, onChoose, children }: OptionProps) {
  return (
    <label className={styles.option}>
      <input type="radio" name="period" checked={value === chosen} onChange={() => onChoose(value)} />
      <span className={styles.text}>{children}</span>
    </label>
  );
}

function Hidden({ month }: { readonly month: Month }) {
  return (
    <>
      <input type="hidden" name="first_day" value={month.first} />
      <input type="hidden" name="last_day" value={month.last} />
    </>
  );
}

/** Whether it is still being asked which month is meant: a draft of the wrong one would have nothing to bill. */
export function usePeriodPending(customer: string): boolean {
  return useReady(customer, monthsUntil(today(), MONTHS)).some(({ isPending }) => isPending);
}

function useReady(customer: string, months: readonly Month[]) {
  const queries = months.map(({ first, last }) =>
    invoicing.query("/v1/billable-time", {
      params: { query: { organization_id: customer, first_day: first, last_day: last, limit: 1 } },
    }),
  );
  return useQueries({ queries });
}
