import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { useName } from "../directory/lists.ts";
import { paths, withQuery } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Duration } from "../ui/Money.tsx";
import { type Bucket, type Buckets, draftable } from "./buckets.ts";

type Sums = InvoicingSchemas["schemas"]["UnbilledSums"];
interface Props {
  readonly customers: readonly Buckets[];
  readonly sums: Sums;
}

export function CustomersTable({ customers, sums }: Props) {
  const { t } = useLingui();
  const columns = useColumns(sums);
  return (
    <DataTable
      label={t`Unbilled time by customer`}
      columns={columns}
      rows={customers}
      rowKey={(one) => one.organization_id ?? "none"}
      totals={{
        customer: t`All customers`,
        ready: <Opener bucket="ready" seconds={draftable(sums)} />,
        "held-back": <Opener bucket="held-back" seconds={sums.held_back} />,
        unpriced: <Opener bucket="unpriced" seconds={sums.unpriced} />,
        held: <Opener bucket="held" seconds={sums.held} />,
        claimed: <Opener bucket="claimed" seconds={sums.claimed_by_drafts} />,
        "written-off": <Opener bucket="written-off" seconds={sums.written_off} />,
      }}
    />
  );
}

function useColumns(sums: Sums): readonly Column<Buckets>[] {
  const { t } = useLingui();
  const name = useName("organizations");
  const opener = (bucket: Bucket, secondsOf: (one: Buckets) => number) => (one: Buckets) => (
    <Opener
      bucket={bucket}
      customer={one.organization_id}
      seconds={secondsOf(one)}
      of={name(one.organization_id)}
    />
  );
  const heldBack: Column<Buckets> = {
    key: "held-back",
    head: t`Held back`,
    align: "end",
    cell: opener("held-back", (one) => one.held_back),
  };
  const held: Column<Buckets> = {
    key: "held",
    head: t`Held by an agreement`,
    align: "end",
    cell: opener("held", (one) => one.held),
  };
  const writtenOff: Column<Buckets> = {
    key: "written-off",
    head: t`Written off`,
    align: "end",
    cell: opener("written-off", (one) => one.written_off),
  };
  return [
    {
      key: "customer",
      head: t`Customer`,
      main: true,
      cell: (one) => (one.organization_id ? name(one.organization_id) : t`No customer`),
    },
    { key: "ready", head: t`Ready`, align: "end", cell: opener("ready", draftable) },
    ...(sums.held_back > 0 ? [heldBack] : []),
    {
      key: "unpriced",
      head: t`Without a price`,
      align: "end",
      cell: opener("unpriced", (one) => one.unpriced),
    },
    ...(sums.held > 0 ? [held] : []),
    {
      key: "claimed",
      head: t`On drafts`,
      align: "end",
      cell: opener("claimed", (one) => one.claimed_by_drafts),
    },
    ...(sums.written_off > 0 ? [writtenOff] : []),
    {
      key: "draft",
      head: t`Draft`,
      acts: true,
      align: "end",
      cell: (one) => <DraftButton customer={one.organization_id} />,
    },
  ];
}

interface OpenerProps {
  readonly bucket: Bucket;
  readonly seconds: number;
  readonly customer?: string | null;
  readonly of?: string;
}

/** The hours of a bucket; leads to its entries. */
function Opener({ bucket, seconds, customer, of }: OpenerProps) {
  if (seconds === 0) return <span className="muted">–</span>;
  return (
    <Link to={withQuery(paths.billing, { bucket, customer })}>
      <Duration seconds={seconds} />
      {of && <span className="visually-hidden"> {of}</span>}
    </Link>
  );
}

function DraftButton({ customer }: { readonly customer: string | null }) {
  const { t } = useLingui();
  const off = useMay().not("change-invoices");
  const name = useName("organizations")(customer);
  const label = (
    <>
      {t`Draft`}
      <span className="visually-hidden"> {name}</span>
    </>
  );
  if (!customer) return null;
  if (off)
    return (
      <Button small off={off}>
        {label}
      </Button>
    );
  return (
    <ButtonLink small to={withQuery(paths.billing, { draft: customer })}>
      {label}
    </ButtonLink>
  );
}
