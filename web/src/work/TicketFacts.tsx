import { useLingui } from "@lingui/react/macro";
import type { Write } from "../api/useWrite.ts";
import { useList, useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { Options, SelectField } from "../ui/Field.tsx";
import { FlagField } from "../ui/FlagField.tsx";
import { Card, Facts } from "../ui/Page.tsx";
import styles from "./Tickets.module.css";
import {
  type Changes,
  nextStatuses,
  PRIORITIES,
  type Priority,
  type Status,
  type Ticket,
  useTicketWords,
} from "./tickets.ts";
import { useAssignees } from "./useAssignees.ts";
import { useMayTicket } from "./useMayTicket.ts";

interface Props {
  readonly ticket: Ticket;
  readonly save: Write<Changes, Ticket>;
}

/** Its fields, each saved when it is chosen. */
export function TicketFacts({ ticket, save }: Props) {
  const may = useMay();
  const off = useMayTicket() !== undefined || ticket.merged_into_id !== null;
  const locked = off || (ticket.status === "closed" && !may("manage-work"));
  return (
    <Card>
      <div className={styles.facts}>
        <States ticket={ticket} save={save} off={locked} />
        <References ticket={ticket} save={save} off={locked} />
      </div>
      <Origin ticket={ticket} />
    </Card>
  );
}

type Editable = Props & { readonly off: boolean };

function States({ ticket, save, off }: Editable) {
  const { t } = useLingui();
  const may = useMay();
  const words = useTicketWords();
  return (
    <>
      <SelectField
        label={t`Status`}
        name="status"
        value={ticket.status}
        disabled={off}
        onChange={({ target }) => void save.run({ status: target.value as Status })}
      >
        {nextStatuses(ticket.status, may("manage-work")).map((status) => (
          <option key={status} value={status}>
            {words.status[status]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t`Priority`}
        name="priority"
        value={ticket.priority}
        disabled={off}
        onChange={({ target }) => void save.run({ priority: target.value as Priority })}
      >
        {PRIORITIES.map((priority) => (
          <option key={priority} value={priority}>
            {words.priority[priority]}
          </option>
        ))}
      </SelectField>
    </>
  );
}

function References({ ticket, save, off }: Editable) {
  const { t } = useLingui();
  const kinds = useList("serviceTypes").filter(({ archived }) => !archived);
  const projects = useList("projects").filter(({ archived }) => !archived);
  const assignee = { id: ticket.assignee_id, name: ticket.assignee_name ?? "" };
  const service = useName("serviceTypes")(ticket.service_type_id);
  const project = useName("projects")(ticket.project_id);
  return (
    <>
      <Reference
        label={t`Taken care of by`}
        name="assignee_id"
        none={t`nobody yet`}
        value={assignee}
        options={useAssignees()}
        off={off}
        onChoose={(assignee_id) => void save.run({ assignee_id })}
      />
      <Reference
        label={t`Kind of work`}
        name="service_type_id"
        none={t`none`}
        value={{ id: ticket.service_type_id, name: service }}
        options={kinds}
        off={off}
        onChoose={(service_type_id) => void save.run({ service_type_id })}
      />
      <Reference
        label={t`Project`}
        name="project_id"
        none={t`none`}
        value={{ id: ticket.project_id, name: project }}
        options={projects}
        off={off}
        onChoose={(project_id) => void save.run({ project_id })}
      />
      <FlagField
        label={t`New time on it`}
        name="billable"
        value={ticket.billable}
        words={[t`As usual`, t`Billable`, t`Not billable`]}
        disabled={off}
        onChoose={(billable) => void save.run({ billable })}
      />
    </>
  );
}

interface Named {
  readonly id: string;
  readonly name: string;
}

interface ReferenceProps {
  readonly label: string;
  readonly name: string;
  /** What stands there when nothing is chosen. */
  readonly none: string;
  readonly value: { readonly id: string | null; readonly name: string };
  readonly options: readonly Named[];
  readonly off: boolean;
  readonly onChoose: (id: string | null) => void;
}

/** One of the account's things, or none; what is chosen stays among the options when it is archived. */
function Reference({ label, name, none, value, options, off, onChoose }: ReferenceProps) {
  const gone = value.id && !options.some(({ id }) => id === value.id);
  return (
    <SelectField
      label={label}
      name={name}
      value={value.id ?? ""}
      disabled={off}
      onChange={({ target }) => onChoose(target.value || null)}
    >
      <option value="">{none}</option>
      {gone && <option value={value.id ?? ""}>{value.name}</option>}
      <Options of={options} />
    </SelectField>
  );
}

function Origin({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const words = useTicketWords();
  const customer = useName("organizations");
  return (
    <Facts
      facts={[
        [t`Who asked`, ticket.requester_name],
        [t`Customer`, customer(ticket.organization_id)],
        [t({ message: "By", context: "channel" }), words.channel[ticket.channel] ?? ticket.channel],
        [t`Asked`, day(ticket.created_at.slice(0, 10))],
      ]}
    />
  );
}
