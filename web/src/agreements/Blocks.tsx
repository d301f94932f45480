import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryView } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { today } from "../time/clock.ts";
import { formatDuration } from "../time/duration.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Badge } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { Amount } from "./Amount.tsx";
import { type Agreement, type Balance, balanceQuery } from "./agreement.ts";
import { Billing } from "./Billing.tsx";

type Block = Balance["blocks"][number];

/** What was bought up front and what is left of it, in the order in which it is drawn down. */
export function Blocks({ agreement }: { readonly agreement: Agreement }) {
  const { t } = useLingui();
  const balance = useQuery(balanceQuery(agreement.id));
  return (
    <Section title={t`Blocks`}>
      <QueryView query={balance}>
        {({ blocks, currency }) =>
          blocks.length === 0 ? <NoBlocks /> : <BlockTable blocks={blocks} currency={currency} />
        }
      </QueryView>
    </Section>
  );
}

function NoBlocks() {
  const { t } = useLingui();
  return (
    <EmptyState title={t`Nothing is bought yet`}>
      <Trans>Sell a block: it is billed at once, and work draws on it when it is paid.</Trans>
    </EmptyState>
  );
}

function BlockTable({ blocks, currency }: { readonly blocks: readonly Block[]; readonly currency: string }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const columns: readonly Column<Block>[] = [
    { key: "bought", head: t`Sold on`, main: true, cell: (block) => day(block.bought_on) },
    {
      key: "size",
      head: t`Of`,
      align: "end",
      cell: ({ seconds, amount }) => <Size seconds={seconds} amount={amount} currency={currency} />,
    },
    {
      key: "left",
      head: t`Left`,
      align: "end",
      cell: (block) => (
        <Size seconds={block.remaining_seconds} amount={block.remaining_amount} currency={currency} />
      ),
    },
    {
      key: "price",
      head: t`Price`,
      align: "end",
      cell: ({ price }) => <Amount amount={price} currency={currency} />,
    },
    {
      key: "expires",
      head: t`Expires after`,
      cell: ({ expires_on }) => (expires_on ? day(expires_on) : t`never`),
    },
    {
      key: "invoice",
      head: t`Invoice`,
      cell: (block) => <Billing {...block} billable_from={block.bought_on} />,
    },
    { key: "state", head: t`State`, cell: (block) => <State block={block} /> },
  ];
  return <DataTable label={t`Blocks`} rows={blocks} rowKey={({ id }) => id} columns={columns} />;
}

interface SizeProps {
  readonly seconds: number | null;
  readonly amount: string | null;
  readonly currency: string;
}

function Size({ seconds, amount, currency }: SizeProps) {
  if (seconds !== null) return formatDuration(seconds);
  return <Amount amount={amount ?? "0"} currency={currency} />;
}

function State({ block: { usable_from, expires_on } }: { readonly block: Block }) {
  const { t } = useLingui();
  const { day } = useFormats();
  if (expires_on && expires_on < today()) return <Badge>{t`Expired`}</Badge>;
  if (usable_from) return <Badge tone="ok">{t`Paid ${day(usable_from)}`}</Badge>;
  return <Badge tone="warn">{t`Not paid yet`}</Badge>;
}
