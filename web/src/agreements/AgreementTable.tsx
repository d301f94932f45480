import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useName } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { today } from "../time/clock.ts";
import { DataTable } from "../ui/DataTable.tsx";
import type { Agreement } from "./agreement.ts";
import { NextChargeCell } from "./NextCharge.tsx";
import { Standing } from "./Standing.tsx";
import { StandingBadge } from "./StandingBadge.tsx";
import { toldOf } from "./told.ts";
import { useChargeWords } from "./useChargeWords.ts";
import { useKindWords } from "./useKindWords.ts";

export function AgreementTable({ agreements }: { readonly agreements: readonly Agreement[] }) {
  const { t } = useLingui();
  const customer = useName("organizations");
  const kinds = useKindWords();
  const charges = useChargeWords();
  return (
    <DataTable
      label={t`Agreements`}
      rows={agreements}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "name",
          head: t`Agreement`,
          main: true,
          cell: ({ id, name, organization_id }) => (
            <div>
              <Link to={paths.agreement(id)}>{name}</Link>
              <div className="muted small">{customer(organization_id)}</div>
            </div>
          ),
        },
        { key: "kind", head: t`Kind`, cell: ({ kind }) => kinds[kind].name },
        { key: "charges", head: t`What it charges`, cell: (one) => charges(toldOf(one, today())) },
        { key: "used", head: t`This month`, cell: (one) => <Standing agreement={one} /> },
        {
          key: "next",
          head: t`Next charge`,
          align: "end",
          cell: (one) => <NextChargeCell agreement={one} />,
        },
        { key: "state", head: t`State`, cell: (one) => <StandingBadge agreement={one} /> },
      ]}
    />
  );
}
