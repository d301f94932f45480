import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { rates } from "../api/rates.ts";
import { useList } from "../directory/lists.ts";
import { paths, withQuery } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Note } from "../ui/Note.tsx";
import { billingQuery } from "./billingQuery.ts";
import { type MissingThing, missingForInvoice } from "./missing.ts";
import styles from "./Settings.module.css";

/** What the first invoice still waits for, each with the way there; nothing when all is there. */
export function Missing() {
  const { t } = useLingui();
  const may = useMay();
  const settings = useQuery(billingQuery).data;
  const customers = useList("organizations").length;
  const asked = rates.query("/v1/rates", { params: { query: { limit: 1 } } });
  const known = useQuery({ ...asked, enabled: may("see-rates") }).data?.items;
  if (!settings || !known) return null;
  const things = missingForInvoice({ settings, customers, rates: known.length });
  if (things.length === 0) return null;
  const words: Record<MissingThing, readonly [text: string, to: string]> = {
    name: [t`your name, as it stands on invoices`, paths.billingSettings],
    address: [t`your address`, paths.billingSettings],
    number: [t`your VAT or registration number`, paths.billingSettings],
    payment: [t`payment instructions`, paths.billingSettings],
    customer: [t`a customer`, withQuery(paths.customers, { new: "customer" })],
    rate: [t`an hourly rate`, paths.rates],
  };
  return (
    <Note tone="info">
      <p>
        <Trans>Before the first invoice can be issued, these are missing:</Trans>
      </p>
      <ul className={styles.missing}>
        {things.map((thing) => (
          <li key={thing}>
            <Link to={words[thing][1]}>{words[thing][0]}</Link>
          </li>
        ))}
      </ul>
    </Note>
  );
}
