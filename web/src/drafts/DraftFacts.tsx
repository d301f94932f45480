import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { paths } from "../paths.ts";
import { Duration } from "../ui/Money.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";
import { EditTexts } from "./EditTexts.tsx";
import type { Draft } from "./useDraft.ts";

/** Who is charged, and what the draft says beside its lines. */
export function DraftFacts({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const { buyer } = draft;
  const address = buyer.address;
  const lines = address ? [...address.lines, `${address.postal_code} ${address.city}`, address.country] : [];
  return (
    <Section title={t`On the invoice`} actions={<EditTexts draft={draft} />}>
      <Card>
        <Facts
          facts={[
            [
              t`Customer`,
              <Link key="customer" to={paths.customer(draft.organization_id)}>
                {buyer.name}
              </Link>,
            ],
            [t`Address`, lines.join(", ") || t`Not known`],
            [t`VAT number`, buyer.vat_number ?? t`Not known`],
            [t`Time`, <Duration key="time" seconds={draft.seconds} />],
            [t`Reference`, draft.reference || "–"],
            [t`Notes`, draft.notes || "–"],
            [t`Payment instructions`, draft.payment_instructions || t`Not known`],
          ]}
        />
      </Card>
    </Section>
  );
}
