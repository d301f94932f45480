import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useWrite } from "../api/useWrite.ts";
import { Button } from "../ui/Button.tsx";
import { toast } from "../ui/toasts.ts";
import { approveAll, type Expense } from "./expense.ts";
import { refusedWords } from "./refusedWords.ts";

interface Props {
  /** Those that are ticked and wait. */
  readonly expenses: readonly Expense[];
  readonly onDone: () => void;
}

/** Approves what is ticked, all or none. */
export function ApproveChosen({ expenses, onDone }: Props) {
  const { t, i18n } = useLingui();
  const write = useWrite(() => approveAll(expenses), {
    refresh: ["invoicing"],
    onDone: ({ items }) => {
      toast(t`${plural(items.length, { one: "# expense is approved.", other: "# expenses are approved." })}`);
      onDone();
    },
    onRefused: (problem) => toast(refusedWords(problem, i18n), { tone: "danger" }),
  });
  if (expenses.length === 0) return null;
  return (
    <div>
      <Button look="primary" busy={write.running} onClick={() => void write.run(undefined)}>
        {t`${plural(expenses.length, { one: "Approve # expense", other: "Approve # expenses" })}`}
      </Button>
    </div>
  );
}
