import { useLingui } from "@lingui/react/macro";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { Money } from "../ui/Money.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";

type Box = InvoicingSchemas["schemas"]["VatBoxResponse"];

/** The fields of the Danish return that follow for certain; by their Danish names, as the return has them. */
export function Boxes({ boxes }: { readonly boxes: readonly Box[] }) {
  const { t } = useLingui();
  if (boxes.length === 0) return null;
  const names: Record<string, string> = {
    salgsmoms: t`Output VAT (Salgsmoms)`,
    "rubrik-b-ydelser": t`Services to businesses in the EU (Rubrik B – ydelser)`,
  };
  return (
    <Section title={t`For the return`}>
      <Card>
        <Facts
          facts={boxes.map(({ name, currency, amount }) => [
            names[name] ?? name,
            <Money key={`${name} ${currency}`} value={amount} strong />,
          ])}
        />
        <p className="muted small">
          {t`Box C and purchases are yours to fill in. Amounts in other currencies than that of the return must be converted.`}
        </p>
      </Card>
    </Section>
  );
}
