import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryView } from "../api/QueryView.tsx";
import { listQuery, type ServiceType } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Badge } from "../ui/Note.tsx";
import { Card } from "../ui/Page.tsx";
import { ServiceTypeDialog } from "./ServiceTypeDialog.tsx";
import styles from "./Settings.module.css";
import { SettingsPages } from "./SettingsPages.tsx";

/** Kinds of work: support, development, travel. They can have rates of their own. */
export default function ServiceTypesPage() {
  const { t } = useLingui();
  const may = useMay();
  const kinds = useQuery(listQuery("serviceTypes"));
  const [edited, setEdited] = useState<ServiceType | "new" | null>(null);
  const add = (
    <Button look="primary" off={may.not("manage-work")} onClick={() => setEdited("new")}>
      <Trans>New kind of work</Trans>
    </Button>
  );
  return (
    <SettingsPages
      title={t`Kinds of work`}
      lead={t`Support, development, travel: time of a kind can have a rate of its own, and a line on invoices.`}
    >
      <QueryView query={kinds}>
        {(all) =>
          all.length ? (
            <>
              <div className="row">
                {add}
                <ButtonLink to={paths.rates}>
                  <Trans>Their rates</Trans>
                </ButtonLink>
              </div>
              <Card>
                <Kinds kinds={all} onEdit={setEdited} />
              </Card>
            </>
          ) : (
            <EmptyState title={t`No kinds of work yet`} action={add}>
              <Trans>You need none to begin. They are for work with prices of its own.</Trans>
            </EmptyState>
          )
        }
      </QueryView>
      {edited && (
        <ServiceTypeDialog kind={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      )}
    </SettingsPages>
  );
}

interface KindsProps {
  readonly kinds: readonly ServiceType[];
  readonly onEdit: (kind: ServiceType) => void;
}

function Kinds({ kinds, onEdit }: KindsProps) {
  const { t } = useLingui();
  const may = useMay();
  return (
    <ul className={styles.list}>
      {kinds.map((kind) => (
        <li key={kind.id}>
          <span className="row">
            {kind.name}
            {!kind.billable && <Badge>{t`Not billable`}</Badge>}
            {kind.archived && <Badge>{t`Archived`}</Badge>}
          </span>
          <Button
            small
            off={may.not("manage-work")}
            aria-label={t`Edit ${kind.name}`}
            onClick={() => onEdit(kind)}
          >
            <Trans>Edit</Trans>
          </Button>
        </li>
      ))}
    </ul>
  );
}
