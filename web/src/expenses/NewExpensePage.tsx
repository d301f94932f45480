import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { asProblem } from "../api/problem.ts";
import { useWrite } from "../api/useWrite.ts";
import { paths } from "../paths.ts";
import { ButtonLink, IconButton } from "../ui/Button.tsx";
import { CloseIcon } from "../ui/icons.tsx";
import { Card, Page } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import { ExpenseForm } from "./ExpenseForm.tsx";
import { addReceipt, type NewExpense, record } from "./expense.ts";
import { ReceiptPicker } from "./ReceiptPicker.tsx";
import { refusedWords } from "./refusedWords.ts";

/** Records an expense; its receipts go with it. */
export default function NewExpensePage() {
  const { t, i18n } = useLingui();
  const go = useNavigate();
  const [address] = useSearchParams();
  const [files, setFiles] = useState<readonly File[]>([]);
  const save = async (body: NewExpense) => {
    const made = await record(body);
    for (const file of files) {
      try {
        await addReceipt(made.id, file);
      } catch (error) {
        toast(`${file.name}: ${refusedWords(asProblem(error), i18n)}`, { tone: "danger", seconds: null });
      }
    }
    return made;
  };
  const write = useWrite(save, {
    refresh: ["invoicing"],
    onDone: ({ id }) => void go(paths.expense(id), { replace: true }),
  });
  return (
    <Page title={t`New expense`} width="narrow" back={{ to: paths.expenses, label: t`Expenses` }}>
      <Card>
        <ExpenseForm
          expense={null}
          customer={address.get("customer")}
          write={write}
          cancel={
            <ButtonLink to={paths.expenses}>
              <Trans>Cancel</Trans>
            </ButtonLink>
          }
        >
          <ReceiptPicker onChoose={(more) => setFiles([...files, ...more])} />
          <Chosen files={files} onChange={setFiles} />
        </ExpenseForm>
      </Card>
    </Page>
  );
}

interface ChosenProps {
  readonly files: readonly File[];
  readonly onChange: (files: readonly File[]) => void;
}

function Chosen({ files, onChange }: ChosenProps) {
  const { t } = useLingui();
  if (files.length === 0) return null;
  return (
    <ul aria-label={t`Receipts`}>
      {files.map((file, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cameras call every photo the same
        <li key={at} className="row">
          {file.name}
          <IconButton
            name={t`Leave out ${file.name}`}
            onClick={() => onChange(files.filter((one) => one !== file))}
          >
            <CloseIcon size={16} />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
