import { useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { Link } from "react-router";
import { timer } from "../api/timer.ts";
import { type Organization, useName } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./Customers.module.css";

/** Customers with words that begin as typed; the server knows accents, domains and numbers. */
export function useFound(typed: string): Organization[] {
  const search = useDeferredValue(typed);
  const found = useQuery({
    ...timer.query("/v1/organizations", { params: { query: { search, limit: 200 } } }),
    enabled: search !== "",
    placeholderData: keepPreviousData,
  });
  return [...(found.data?.items ?? [])];
}

/** People with such a name or address, and where they are. */
export function FoundPeople({ typed }: { readonly typed: string }) {
  const { t } = useLingui();
  const search = useDeferredValue(typed);
  const nameOf = useName("organizations");
  const found = useQuery({
    ...timer.query("/v1/contacts", { params: { query: { search, limit: 20 } } }),
    placeholderData: keepPreviousData,
  });
  const people = found.data?.items ?? [];
  if (people.length === 0) return null;
  return (
    <Section title={t`People`}>
      <Card>
        <ul className={styles.list}>
          {people.map(({ id, name, email, organization_id }) => (
            <li key={id}>
              <div>
                <strong>{name}</strong>
                <div className="muted small">{email}</div>
              </div>
              <Link to={paths.customer(organization_id)}>{nameOf(organization_id)}</Link>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}
