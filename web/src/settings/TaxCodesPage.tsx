import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { useKnownTaxNames } from "../explain/taxCodeName.ts";
import { useTaxWords } from "../explain/taxWords.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Badge } from "../ui/Note.tsx";
import { SettingsPages } from "./SettingsPages.tsx";
import { TaxCodeDialog } from "./TaxCodeDialog.tsx";
import { TaxRateDialog } from "./TaxRateDialog.tsx";
import type { TaxCode } from "./taxCodes.ts";

type Act = { readonly what: "edit" | "rate"; readonly code: TaxCode } | { readonly what: "new" };

/** How things are taxed: a few codes come with the seller's country. */
export default function TaxCodesPage() {
  const { t } = useLingui();
  const may = useMay();
  const [act, setAct] = useState<Act | null>(null);
  const codes = useQuery(invoicing.query("/v1/tax-codes"));
  const columns = useColumns(setAct);
  const close = () => setAct(null);
  return (
    <SettingsPages
      title={t`Tax codes`}
      lead={t`They come with your country. Drafts propose them; invoices keep theirs for ever.`}
    >
      <div className="row">
        <Button look="primary" off={may.not("change-invoices")} onClick={() => setAct({ what: "new" })}>
          <Trans>New tax code</Trans>
        </Button>
      </div>
      <QueryView query={codes} lines={5}>
        {({ tax_codes }) => (
          <DataTable label={t`Tax codes`} columns={columns} rows={tax_codes} rowKey={({ code }) => code} />
        )}
      </QueryView>
      {act?.what === "new" && <TaxCodeDialog code={null} onClose={close} />}
      {act?.what === "edit" && <TaxCodeDialog code={act.code} onClose={close} />}
      {act?.what === "rate" && <TaxRateDialog code={act.code} onClose={close} />}
    </SettingsPages>
  );
}

function useColumns(onAct: (act: Act) => void): Column<TaxCode>[] {
  const { t } = useLingui();
  const words = useTaxWords();
  const known = useKnownTaxNames();
  return [
    { key: "code", head: t`Code`, main: true, cell: (one) => <Name of={one} /> },
    { key: "name", head: t`Name`, cell: (one) => known[one.name] ?? one.name },
    { key: "tax", head: t`Tax`, cell: (one) => <Rates of={one} now={words(one.category, one.rate)} /> },
    {
      key: "ledger",
      head: t`In the ledger`,
      cell: (one) => [one.ledger_account, one.ledger_code].filter(Boolean).join(" · ") || null,
    },
    {
      key: "acts",
      head: t`Change`,
      acts: true,
      align: "end",
      cell: (one) => <Acts code={one} onAct={onAct} />,
    },
  ];
}

function Name({ of }: { readonly of: TaxCode }) {
  const { t } = useLingui();
  return (
    <span className="row">
      {of.code}
      {of.retired && <Badge>{t`Retired`}</Badge>}
    </span>
  );
}

/** Today's rate, and those to come. */
function Rates({ of, now }: { readonly of: TaxCode; readonly now: string }) {
  const { t } = useLingui();
  const { day, percent } = useFormats();
  const coming = of.rates.filter(({ valid_from }) => valid_from > today());
  return (
    <span>
      {now}
      {coming.map(({ valid_from, rate }) => {
        const later = percent(rate);
        const from = day(valid_from);
        return (
          <span key={valid_from} className="muted small">
            {" "}
            {t`${later} from ${from}`}
          </span>
        );
      })}
    </span>
  );
}

function Acts({ code, onAct }: { readonly code: TaxCode; readonly onAct: (act: Act) => void }) {
  const { t } = useLingui();
  const off = useMay().not("change-invoices");
  return (
    <>
      {code.category === "standard" && (
        <Button
          small
          off={off}
          aria-label={t`New rate of ${code.code}`}
          onClick={() => onAct({ what: "rate", code })}
        >
          <Trans>New rate</Trans>
        </Button>
      )}{" "}
      <Button small off={off} aria-label={t`Edit ${code.code}`} onClick={() => onAct({ what: "edit", code })}>
        <Trans>Edit</Trans>
      </Button>
    </>
  );
}
