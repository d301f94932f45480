import { Trans, useLingui } from "@lingui/react/macro";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import styles from "./PeopleTable.module.css";
import { PersonStateBadge, Roles } from "./PersonBadges.tsx";
import type { Person } from "./people.ts";

interface Props {
  readonly people: readonly Person[];
  readonly onOpen: (id: string) => void;
}

/** One row for each person; the name opens what can be changed about them. */
export function PeopleTable({ people, onOpen }: Props) {
  const { t } = useLingui();
  if (people.length === 0) {
    return (
      <EmptyState title={t`Nobody is inactive.`}>
        <Trans>Who no longer logs time can be made inactive; what they logged stays.</Trans>
      </EmptyState>
    );
  }
  const columns: Column<Person>[] = [
    {
      key: "name",
      head: t`Name`,
      main: true,
      cell: ({ id, name }) => (
        <button type="button" className={styles.name} aria-haspopup="dialog" onClick={() => onOpen(id)}>
          {name}
        </button>
      ),
    },
    {
      key: "email",
      head: t`E-mail address`,
      wide: true,
      cell: ({ email }) => (email ? <span className={styles.email}>{email}</span> : null),
    },
    {
      key: "roles",
      head: t`Roles`,
      cell: ({ member }) => (member ? <Roles roles={member.roles} /> : null),
    },
    {
      key: "time",
      head: t`Logs time`,
      cell: ({ agent, name }) =>
        agent ? <TimeOf agentName={agent.name} name={name} active={agent.active} /> : null,
    },
    { key: "state", head: t`State`, cell: ({ state }) => <PersonStateBadge state={state} /> },
  ];
  return <DataTable label={t`People`} columns={columns} rows={people} rowKey={({ id }) => id} />;
}

function TimeOf({ agentName, name, active }: { agentName: string; name: string; active: boolean }) {
  if (!active) return <Trans>No longer</Trans>;
  return agentName === name ? <Trans>Yes</Trans> : <Trans>As {agentName}</Trans>;
}
