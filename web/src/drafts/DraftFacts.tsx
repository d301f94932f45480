import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useTermsWords } from "../explain/terms.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { Duration } from "../ui/Money.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";
import { EditTexts } from "./EditTexts.tsx";
import { TaxChoice } from "./TaxChoice.tsx";
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
            [t`Tax`, <TaxChoice key="tax" draft={draft} />],
            [t`Purchase order number`, draft.purchase_order ?? "–"],
            [t`Reference`, draft.reference || "–"],
            [t`Payment terms`, <Due key="due" draft={draft} />],
            [t`Notes`, draft.notes || "–"],
            [t`Payment instructions`, <Instructions key="pay" draft={draft} />],
          ]}
        />
      </Card>
    </Section>
  );
}

/** When it is due, and who says so. */
function Due({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const words = useTermsWords();
  const { terms, terms_of, due_if_issued_today } = draft;
  if (!terms) return null;
  const late = terms.kind === "fixed-date" && !due_if_issued_today;
  return (
    <span>
      {words(terms)}{" "}
      <span className="muted small">
        {late && t`That day has passed: choose another.`}
        {due_if_issued_today && terms.kind !== "fixed-date" && t`${day(due_if_issued_today)} if issued today`}
        {terms_of === "customer" && ` · ${t`agreed with the customer`}`}
      </span>
    </span>
  );
}

function Instructions({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const { payment_instructions, payment_instructions_of } = draft;
  return (
    <span>
      {payment_instructions || t`Not known`}
      {payment_instructions_of === "customer" && (
        <span className="muted small"> {t`agreed with the customer`}</span>
      )}
    </span>
  );
}
