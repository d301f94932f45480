import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { useList, useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { today } from "../time/clock.ts";
import { Money } from "../ui/Money.tsx";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./Customers.module.css";
import { projectsQuery } from "./Projects.tsx";
import { type Rate, ratesOf } from "./ratesOf.ts";

/** What an hour costs here today; the first that fits the work wins. They are changed under Rates. */
export function Rates({ customerId }: { readonly customerId: string }) {
  const { t } = useLingui();
  const all = useQuery(rates.query("/v1/rates", { params: { query: { on: today(), limit: 500 } } }));
  const projects = useQuery(projectsQuery(customerId)).data?.items.map(({ id }) => id) ?? [];
  const merged = useList("organizations").filter((one) => one.merged_into === customerId);
  const names = [customerId, ...merged.map(({ id }) => id)];
  const change = (
    <Link to={withQuery(paths.rates, { customer: customerId })}>
      <Trans>All rates</Trans>
    </Link>
  );
  return (
    <Section title={t`Rates today`} actions={change}>
      <Card>
        <QueryView query={all} lines={2}>
          {({ items }) => <RateList rates={ratesOf(items, names, projects)} />}
        </QueryView>
      </Card>
    </Section>
  );
}

function RateList({ rates: holding }: { readonly rates: readonly Rate[] }) {
  if (holding.length === 0) {
    return (
      <p className="muted">
        <Trans>No rate holds: time here stays unpriced and cannot be billed.</Trans>
      </p>
    );
  }
  return (
    <ul className={styles.list}>
      {holding.map((rate) => (
        <li key={rate.id}>
          <RateLine rate={rate} />
        </li>
      ))}
    </ul>
  );
}

function RateLine({ rate }: { readonly rate: Rate }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const project = useName("projects");
  const agent = useName("agents");
  const team = useName("teams");
  const kind = useName("serviceTypes");
  const conditions = [
    rate.project_id && project(rate.project_id),
    rate.agent_id && agent(rate.agent_id),
    rate.team_id && team(rate.team_id),
    rate.service_type_id && kind(rate.service_type_id),
  ].filter(Boolean);
  const everything = rate.organization_id ? t`All work for this customer` : t`All work`;
  return (
    <>
      <span>
        {conditions.join(" · ") || everything}
        <span className="muted small"> {t`since ${day(rate.valid_from)}`}</span>
      </span>
      <span>
        <Money value={rate.hourly_rate} /> <span className="muted small">{t`per hour`}</span>
      </span>
    </>
  );
}
