import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryView } from "../api/QueryView.tsx";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Badge } from "../ui/Note.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { ContactDialog } from "./ContactDialog.tsx";
import styles from "./Customers.module.css";

export type Contact = TimerSchemas["schemas"]["ContactResponse"];

export function contactsQuery(customerId: string) {
  const params = { path: { organization_id: customerId }, query: { limit: 500 } };
  return timer.query("/v1/organizations/{organization_id}/contacts", { params });
}

/** The people at a customer; one of them gets the invoices. */
export function Contacts({ customerId }: { readonly customerId: string }) {
  const { t } = useLingui();
  const may = useMay();
  const contacts = useQuery(contactsQuery(customerId));
  const [edited, setEdited] = useState<Contact | "new" | null>(null);
  const add = (
    <Button small off={may.not("manage-work")} onClick={() => setEdited("new")}>
      <Trans>Add contact</Trans>
    </Button>
  );
  return (
    <Section title={t`Contacts`} actions={add}>
      <Card>
        <QueryView query={contacts} lines={2}>
          {({ items }) =>
            items.length ? <People people={items} customerId={customerId} onEdit={setEdited} /> : <Nobody />
          }
        </QueryView>
      </Card>
      {edited && contacts.data && (
        <ContactDialog
          customerId={edited === "new" ? customerId : edited.organization_id}
          contact={edited === "new" ? null : edited}
          first={contacts.data.items.length === 0}
          onClose={() => setEdited(null)}
        />
      )}
    </Section>
  );
}

function Nobody() {
  return (
    <p className="muted">
      <Trans>Nobody yet. Invoices are e-mailed to the billing contact.</Trans>
    </p>
  );
}

interface PeopleProps {
  readonly people: readonly Contact[];
  /** Those of customers that were merged into it do not get its invoices. */
  readonly customerId: string;
  readonly onEdit: (contact: Contact) => void;
}

function People({ people, customerId, onEdit }: PeopleProps) {
  const { t } = useLingui();
  const may = useMay();
  return (
    <ul className={styles.list}>
      {people.map((contact) => (
        <li key={contact.id}>
          <div>
            <div className="row">
              <strong>{contact.name}</strong>
              {contact.billing && contact.organization_id === customerId && (
                <Badge tone="ok">{t`Gets the invoices`}</Badge>
              )}
            </div>
            <div className="muted small">{[contact.email, contact.phone].filter(Boolean).join(" · ")}</div>
          </div>
          <Button
            small
            off={may.not("manage-work")}
            aria-label={t`Edit ${contact.name}`}
            onClick={() => onEdit(contact)}
          >
            <Trans>Edit</Trans>
          </Button>
        </li>
      ))}
    </ul>
  );
}
