import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Badge } from "../ui/Note.tsx";
import { isCurrent, type Membership } from "./memberships.ts";
import styles from "./Teams.module.css";

interface Props {
  readonly memberships: readonly Membership[];
  /** The person in a team's list, the team in a person's. */
  readonly nameOf: (membership: Membership) => string;
  readonly onEdit: (membership: Membership) => void;
}

export function MembershipList({ memberships, nameOf, onEdit }: Props) {
  const { t } = useLingui();
  const off = useMay().not("manage-work");
  return (
    <ul className={styles.list}>
      {memberships.map((membership) => (
        <li key={membership.id}>
          <div>
            <span className="row">
              {nameOf(membership)}
              <State membership={membership} />
            </span>
            <span className="muted small">
              <Days membership={membership} />
            </span>
          </div>
          <Button
            small
            off={off}
            aria-label={t`Change the days of ${nameOf(membership)}`}
            onClick={() => onEdit(membership)}
          >
            <Trans>Change</Trans>
          </Button>
        </li>
      ))}
    </ul>
  );
}

function State({ membership }: { readonly membership: Membership }) {
  const { t } = useLingui();
  if (isCurrent(membership, today())) return null;
  return <Badge>{membership.first_day > today() ? t`To come` : t`Ended`}</Badge>;
}

function Days({ membership: { first_day, last_day } }: { readonly membership: Membership }) {
  const { day, days } = useFormats();
  const first = day(first_day);
  return last_day ? days(first_day, last_day) : <Trans>From {first} on</Trans>;
}
