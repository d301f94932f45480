import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { DocumentLinks } from "../ui/DocumentLinks.tsx";
import { Duration, Money } from "../ui/Money.tsx";
import { Card, Facts, Page, Section } from "../ui/Page.tsx";
import { CreditLines } from "./CreditLines.tsx";
import type { CreditNote } from "./credit.ts";
import { DeliverySection } from "./DeliverySection.tsx";
import { MemoSection } from "./MemoSection.tsx";
import { Proof } from "./Proof.tsx";

/** One credit note: what it takes back of which invoice, and why. */
export default function CreditNotePage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const path = { credit_note_id: id };
  const query = useQuery(invoicing.query("/v1/credit-notes/{credit_note_id}", { params: { path } }));
  const note = query.data;
  const file = `/invoicing/v1/credit-notes/${id}.pdf`;
  return (
    <Page
      title={note ? t`Credit note ${note.number}` : t`Credit note`}
      back={{ to: paths.creditNotes, label: t`Credit notes` }}
      lead={note?.organization_name}
      actions={note && <DocumentLinks file={file} name={`${note.number}.pdf`} />}
    >
      <QueryView query={query} lines={8}>
        {(read) => (
          <>
            <NoteFacts note={read} />
            <Section title={t`Lines`}>
              <CreditLines note={read} />
            </Section>
            <DeliverySection kind="credit-note" of={read} />
            <MemoSection note={read} />
            <Proof invoice={read} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

function NoteFacts({ note }: { readonly note: CreditNote }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const facts: (readonly [string, ReactNode])[] = [
    [
      t`Corrects invoice`,
      <Link key="invoice" to={paths.invoice(note.invoice_id)}>
        {t`${note.invoice_number} of ${day(note.invoice_date)}`}
      </Link>,
    ],
    [t`Issued`, day(note.issue_date)],
    [t`Reason`, note.reason],
    [t`Credited`, <Money key="total" value={note.total} strong />],
  ];
  if (note.seconds) facts.push([t`Hours given back`, <Duration key="hours" seconds={note.seconds} />]);
  return (
    <Card>
      <Facts facts={facts} />
    </Card>
  );
}
