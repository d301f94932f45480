import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { paths } from "../paths.ts";
import { Note } from "../ui/Note.tsx";
import styles from "./DraftPage.module.css";
import { type Place, placeOf } from "./missing.ts";
import type { Draft } from "./useDraft.ts";

type FieldError = Draft["missing"][number];

/** What an invoice must say by law and this one does not, each with the place where it is mended. */
export function Missing({ draft }: { readonly draft: Draft }) {
  const lacking = draft.missing.filter(({ field }) => field !== "line_count");
  return (
    <>
      {draft.missing.length > lacking.length && <TooLong />}
      {lacking.length > 0 && <Lacking draft={draft} lacking={lacking} />}
    </>
  );
}

/** New prices may split the lines of a draft until they are more than an invoice can have. */
function TooLong() {
  return (
    <Note tone="warn">
      <Trans>It has more than 750 lines, which no invoice can have: group its time otherwise.</Trans>
    </Note>
  );
}

interface LackingProps {
  readonly draft: Draft;
  readonly lacking: readonly FieldError[];
}

function Lacking({ draft, lacking }: LackingProps) {
  return (
    <Note tone="warn">
      <p>
        <Trans>The invoice cannot be issued yet. By law it must say:</Trans>
      </p>
      <ul className={styles.missing}>
        {lacking.map((error) => (
          <Item key={error.field} draft={draft} error={error} />
        ))}
      </ul>
    </Note>
  );
}

function Item({ draft, error }: { readonly draft: Draft; readonly error: FieldError }) {
  const { t } = useLingui();
  const words: Record<string, string> = {
    "seller.name": t`your own name`,
    "seller.address": t`your own address: street, city and country`,
    "seller.vat_number": t`your own VAT or registration number`,
    payment_instructions: t`how to pay`,
    "buyer.name": t`the customer's name`,
    "buyer.address": t`the customer's address: street, city and country`,
    "buyer.vat_number": t`the customer's VAT number, for reverse charge`,
    "buyer.gln": t`the public buyer's EAN number (GLN)`,
    "buyer.code": t`the customer's code, which your numbers hold`,
    purchase_order: t`the public buyer's purchase order number or a reference`,
    lines: t`at least one line`,
    total: t`a total that is not below zero`,
  };
  return (
    <li>
      {words[error.field] ?? error.reason} <Mend draft={draft} place={placeOf(error.field)} />
    </li>
  );
}

function Mend({ draft, place }: { readonly draft: Draft; readonly place: Place }) {
  if (place === "lines") return null;
  return (
    <Link to={place === "seller" ? paths.billingSettings : paths.customer(draft.organization_id)}>
      {place === "seller" ? <Trans>in the settings</Trans> : <Trans>at the customer</Trans>}
    </Link>
  );
}
