import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import styles from "./Expenses.module.css";
import type { Expense } from "./expense.ts";
import { StateBadge } from "./StateBadge.tsx";

interface Props {
  readonly expenses: readonly Expense[];
  /** The ids of those that are ticked; without it nothing can be. */
  readonly chosen?: ReadonlySet<string>;
  readonly onChoose?: (chosen: ReadonlySet<string>) => void;
}

/** Expenses, each leading to its own screen. */
export function ExpenseTable({ expenses, chosen, onChoose }: Props) {
  const { t } = useLingui();
  const { day } = useFormats();
  const person = useName("agents");
  const columns: readonly Column<Expense>[] = [
    {
      key: "what",
      head: t`Expense`,
      main: true,
      cell: ({ id, description }) => <Link to={paths.expense(id)}>{description}</Link>,
    },
    { key: "customer", head: t`Customer`, cell: ({ organization_name }) => organization_name },
    { key: "day", head: t`Day`, cell: ({ spent_on }) => day(spent_on) },
    { key: "who", head: t`By whom`, wide: true, cell: ({ agent_id }) => person(agent_id) || "–" },
    { key: "state", head: t`State`, cell: ({ state }) => <StateBadge state={state} /> },
    {
      key: "receipts",
      head: t`Receipts`,
      align: "end",
      cell: ({ receipts }) => receipts.length || t`none`,
    },
    { key: "amount", head: t`Amount`, align: "end", cell: ({ amount }) => <Money value={amount} strong /> },
  ];
  const tick: Column<Expense> = {
    key: "choose",
    head: t`Choose`,
    acts: true,
    cell: ({ id, state, description }) =>
      chosen && onChoose && state === "submitted" ? (
        <input
          type="checkbox"
          className={styles.tick}
          aria-label={t`Approve ${description}`}
          checked={chosen.has(id)}
          onChange={() => onChoose(toggled(chosen, id))}
        />
      ) : null,
  };
  const mayTick = onChoose && expenses.some(({ state }) => state === "submitted");
  return (
    <DataTable
      label={t`Expenses`}
      columns={mayTick ? [...columns, tick] : columns}
      rows={expenses}
      rowKey={({ id }) => id}
    />
  );
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const others = new Set(chosen);
  if (!others.delete(id)) others.add(id);
  return others;
}
