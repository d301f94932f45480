import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { today } from "../time/clock.ts";
import styles from "../ui/Button.module.css";
import { ButtonLink } from "../ui/Button.tsx";
import { Downloads } from "../ui/Downloads.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import fields from "../ui/Field.module.css";
import { Field } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { Page } from "../ui/Page.tsx";
import { Collection } from "./Collection.tsx";
import { day, type Statement } from "./receivables.ts";
import { StatementTable } from "./StatementTable.tsx";
import { Transfers } from "./Transfers.tsx";

/** What a customer was asked for and what came in over a period, with what is owed after each. */
export function StatementPage({ customer }: { readonly customer: string }) {
  const { t } = useLingui();
  const name = useName("organizations")(customer);
  const period = usePeriod();
  const query = useQuery(
    invoicing.query("/v1/customers/{organization_id}/statement", {
      params: { path: { organization_id: customer }, query: period },
    }),
  );
  return (
    <Page
      title={t`Statement: ${name}`}
      back={{ to: paths.receivables, label: t`Receivables` }}
      actions={
        <>
          <ButtonLink to={withQuery(paths.invoices, { customer })}>{t`Invoices`}</ButtonLink>
          <ButtonLink to={withQuery(paths.newPayment, { customer })} look="primary">
            {t`Record a payment`}
          </ButtonLink>
        </>
      }
    >
      <QueryView query={query}>
        {(statement) => (
          <>
            <Period statement={statement} />
            <Files customer={customer} statement={statement} />
            {statement.currencies.length === 0 && (
              <EmptyState title={t`Nothing was invoiced or paid in this period.`} />
            )}
            {statement.currencies.map((part) => (
              <StatementTable key={part.currency} part={part} />
            ))}
          </>
        )}
      </QueryView>
      <Transfers customer={customer} />
      <Collection customer={customer} />
    </Page>
  );
}

/** The days in the address; without any, those of the API. */
function usePeriod() {
  const [address] = useSearchParams();
  const first = day(address.get("first_day"));
  const last = day(address.get("last_day"));
  return { ...(first ? { first_day: first } : {}), ...(last ? { last_day: last } : {}) };
}

function Period({ statement: { first_day, last_day } }: { readonly statement: Statement }) {
  const { t } = useLingui();
  const [address, setAddress] = useSearchParams();
  const change = (changed: Record<string, string>) => {
    const next = { customer: address.get("customer") ?? "", first_day, last_day, ...changed };
    if (next.first_day && next.last_day && next.first_day <= next.last_day)
      setAddress(next, { replace: true });
  };
  const input = (name: "first_day" | "last_day", label: string, value: string) => (
    <Field label={label} name={name}>
      {(control) => (
        <input
          {...control}
          key={value}
          className={fields.control}
          type="date"
          max={today()}
          defaultValue={value}
          onBlur={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <FormRow>
      {input("first_day", t`From`, first_day)}
      {input("last_day", t`To`, last_day)}
    </FormRow>
  );
}

function Files({ customer, statement }: { readonly customer: string; readonly statement: Statement }) {
  const { t } = useLingui();
  const { days } = useFormats();
  const { first_day, last_day } = statement;
  const file = `/invoicing/v1/customers/${customer}/statement`;
  const period = { first_day, last_day };
  return (
    <div className="spread">
      <p>{days(first_day, last_day)}</p>
      <div className="row">
        <Downloads label={t`Download`} file={file} query={period} />
        <a
          className={styles.button}
          href={`${file}.pdf?${new URLSearchParams(period)}`}
          target="_blank"
          rel="noreferrer"
        >
          {t`Open the PDF`}
        </a>
      </div>
    </div>
  );
}
