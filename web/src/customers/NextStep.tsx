import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { rates } from "../api/rates.ts";
import { type Organization, useList } from "../directory/lists.ts";
import { paths, withQuery } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Note } from "../ui/Note.tsx";
import { contactsQuery } from "./Contacts.tsx";
import { gapsOf } from "./customerFields.ts";
import { projectsQuery } from "./Projects.tsx";
import { ratesOf } from "./ratesOf.ts";

/** What an invoice to this customer still waits for, the first of it only; nothing when all is there. */
export function NextStep({ customer }: { readonly customer: Organization }) {
  const may = useMay();
  const contacts = useQuery(contactsQuery(customer.id)).data?.items;
  const projects = useQuery(projectsQuery(customer.id)).data?.items;
  const asked = { params: { query: { on: today(), limit: 500 } } };
  const known = useQuery({ ...rates.query("/v1/rates", asked), enabled: may("see-rates") }).data?.items;
  const merged = useList("organizations").filter((one) => one.merged_into === customer.id);
  if (!contacts || !projects || !may("manage-work") || customer.archived) return null;
  const [gap] = gapsOf(customer, contacts);
  const unpriced =
    known &&
    ratesOf(
      known,
      [customer.id, ...merged.map(({ id }) => id)],
      projects.map(({ id }) => id),
    ).length === 0;
  if (projects.length === 0)
    return <Step>{<Trans>Next: add a project, so that time can be logged here.</Trans>}</Step>;
  if (unpriced) return <RateStep customerId={customer.id} />;
  if (gap === "address")
    return <Step>{<Trans>An invoice needs the customer's street, city and country.</Trans>}</Step>;
  if (gap)
    return (
      <Step>{<Trans>Add the contact who gets the invoices; else they can only be downloaded.</Trans>}</Step>
    );
  return null;
}

function Step({ children }: { readonly children: ReactNode }) {
  return <Note tone="info">{children}</Note>;
}

function RateStep({ customerId }: { readonly customerId: string }) {
  return (
    <Step>
      <Trans>Next: an hourly rate. Without one time cannot be billed.</Trans>{" "}
      <Link to={withQuery(paths.rates, { add: "1", customer: customerId })}>
        <Trans>Set a rate</Trans>
      </Link>
    </Step>
  );
}
