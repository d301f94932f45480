import { useLingui } from "@lingui/react/macro";
import { ABSENCE_KINDS, type Absence } from "../directory/absenceKinds.ts";
import { useName } from "../directory/lists.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Badge, type Tone } from "../ui/Note.tsx";
import { AbsenceActions } from "./AbsenceActions.tsx";
import { useAbsenceWords } from "./useAbsenceWords.ts";

interface Props {
  readonly absences: readonly Absence[];
  /** Whether everybody's are shown, to somebody who decides. */
  readonly manages: boolean;
}

const TONES: Record<Absence["state"], Tone> = { requested: "warn", approved: "ok", declined: "neutral" };

export function AbsenceTable({ absences, manages }: Props) {
  const { t, i18n } = useLingui();
  const nameOf = useName("agents");
  const { states, when } = useAbsenceWords();
  const person: Column<Absence> = {
    key: "person",
    head: t`Person`,
    main: true,
    cell: ({ agent_id }) => nameOf(agent_id),
  };
  const columns: Column<Absence>[] = [
    ...(manages ? [person] : []),
    { key: "days", head: t`Days`, main: !manages, cell: when },
    { key: "kind", head: t`Kind`, cell: ({ kind }) => i18n._(ABSENCE_KINDS[kind]) },
    {
      key: "state",
      head: t`State`,
      cell: ({ state }) => <Badge tone={TONES[state]}>{states[state]}</Badge>,
    },
    { key: "note", head: t`Note`, cell: ({ note, answer }) => answer || note || null },
    {
      key: "acts",
      head: t`Decide`,
      acts: true,
      cell: (absence) => (
        <AbsenceActions absence={absence} manages={manages} name={nameOf(absence.agent_id)} />
      ),
    },
  ];
  return <DataTable label={t`Absences`} columns={columns} rows={absences} rowKey={({ id }) => id} />;
}
