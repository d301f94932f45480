import { useLingui } from "@lingui/react/macro";
import { problemOfKind } from "../api/problem.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useFormats } from "../i18n/format.ts";
import { Button } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";
import { BankColumnsForm } from "./BankColumnsForm.tsx";
import type { FilePreview } from "./bank.ts";
import type { BankFile } from "./useBankFile.ts";

interface Props {
  readonly file: BankFile;
  readonly preview: FilePreview;
}

/** What the file says and would bring; of columns that are not known, what they hold. */
export function BankFilePreview({ file, preview }: Props) {
  const { t } = useLingui();
  const { lines, new_lines, problems, headers } = preview;
  const readable = lines > 0;
  return (
    <>
      <FileFacts preview={preview} />
      {problems.length > 0 && <Problems problems={problems} />}
      {headers.length > 0 && !readable && <BankColumnsForm file={file} preview={preview} />}
      {readable && <FirstLines preview={preview} />}
      {readable && new_lines > 0 && (
        <div>
          <Button look="primary" busy={file.importing} onClick={file.start}>
            {t`Import ${new_lines} transactions`}
          </Button>
        </div>
      )}
      {readable && new_lines === 0 && <Note tone="ok">{t`There is nothing new in this file.`}</Note>}
    </>
  );
}

/** Why the file cannot be taken as it is read now, each with its line where it is one's. */
function Problems({ problems }: Pick<FilePreview, "problems">) {
  const { t } = useLingui();
  const refusal = useRefusal({ ...problemOfKind("bank-file-refused"), errors: problems });
  const told = ([field, reason]: readonly [string, string]) => {
    const line = /^lines\.(\d+)/.exec(field)?.[1];
    return line ? t`Line ${line}: ${reason}` : reason;
  };
  return (
    <Note tone="danger" alert>
      {[...(refusal?.reasons ?? [])].map((one) => (
        <p key={one[0]}>{told(one)}</p>
      ))}
    </Note>
  );
}

function FileFacts({ preview }: { readonly preview: FilePreview }) {
  const { t } = useLingui();
  const { count } = useFormats();
  const { format, preset, lines, new_lines, left_out } = preview;
  const facts: [string, string][] = [[t`Format`, preset ? `${format}, ${preset}` : format]];
  if (lines > 0) facts.push([t`Transactions`, count(lines)], [t`New`, count(new_lines)]);
  if (left_out > 0) facts.push([t`Not booked yet, left out`, count(left_out)]);
  return (
    <Card>
      <Facts facts={facts} />
    </Card>
  );
}

type Line = FilePreview["first_lines"][number];

function FirstLines({ preview }: { readonly preview: FilePreview }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const columns: Column<Line>[] = [
    { key: "day", head: t`Booked on`, main: true, cell: (line) => day(line.booked_on) },
    { key: "who", head: t`From or to`, cell: (line) => line.counterparty || null },
    { key: "text", head: t`Text`, cell: (line) => [line.reference, line.text].filter(Boolean).join(" · ") },
    { key: "amount", head: t`Amount`, align: "end", cell: (line) => <Money value={line.amount} strong /> },
  ];
  const rows = preview.first_lines;
  return (
    <Section title={t`The first transactions`}>
      <DataTable
        label={t`The first transactions`}
        columns={columns}
        rows={rows}
        rowKey={(line) => `${line.booked_on} ${line.text} ${line.amount.amount} ${rows.indexOf(line)}`}
      />
    </Section>
  );
}
