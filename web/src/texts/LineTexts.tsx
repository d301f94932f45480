import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ProblemNote } from "../api/QueryView.tsx";
import type { Write } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { EditIcon, TrashIcon } from "../ui/icons.tsx";
import { Section } from "../ui/Page.tsx";
import { LANGUAGE_NAMES } from "../ui/regions.ts";
import { type LineText, withoutText, withText } from "./lineTexts.ts";
import { TextForm } from "./TextForm.tsx";
import { useGroupingWords } from "./useGroupingWords.ts";

interface Props {
  readonly texts: readonly LineText[];
  readonly save: Write<readonly LineText[], unknown>;
  /** What holds where there is no text. */
  readonly otherwise: string;
}

/** What lines of time say, for each grouping and language. */
export function LineTexts({ texts, save, otherwise }: Props) {
  const { t } = useLingui();
  const [place, setPlace] = useState<number | null>(null);
  const off = useMay().not("change-invoices");
  const columns = useColumns(texts, setPlace, (at) => void save.run(withoutText(texts, at)), off);
  const close = () => setPlace(null);
  const keep = async (text: LineText) => {
    if (place !== null && (await save.run(withText(texts, place, text)))) close();
  };
  const add = (
    <Button small off={off} onClick={() => setPlace(texts.length)}>
      {t`New text`}
    </Button>
  );
  return (
    <Section title={t`Texts of lines`} actions={add}>
      {texts.length > 0 ? (
        <DataTable
          label={t`Texts of lines`}
          columns={columns}
          rows={texts}
          rowKey={({ group_by, language }) => `${group_by} ${language}`}
        />
      ) : (
        <EmptyState title={t`No texts yet`}>{otherwise}</EmptyState>
      )}
      {place === null && <ProblemNote problem={save.problem} />}
      <Dialog title={t`Text of a line`} open={place !== null} onClose={close}>
        {place !== null && (
          <TextForm text={texts[place] ?? null} place={place} save={save} onSave={keep} onCancel={close} />
        )}
      </Dialog>
    </Section>
  );
}

function useColumns(
  texts: readonly LineText[],
  onEdit: (place: number) => void,
  onRemove: (place: number) => void,
  off: string | undefined,
): readonly Column<LineText>[] {
  const { t } = useLingui();
  const groupings = useGroupingWords();
  return [
    { key: "text", head: t`Text`, main: true, cell: ({ text }) => text },
    { key: "grouping", head: t`One line for each`, cell: ({ group_by }) => groupings[group_by] },
    {
      key: "language",
      head: t`Language`,
      cell: ({ language }) => (language ? LANGUAGE_NAMES[language] : t`All`),
    },
    {
      key: "change",
      head: t`Change`,
      acts: true,
      align: "end",
      cell: (one) => (
        <>
          <IconButton name={t`Change ${one.text}`} off={off} onClick={() => onEdit(texts.indexOf(one))}>
            <EditIcon />
          </IconButton>
          <IconButton name={t`Remove ${one.text}`} off={off} onClick={() => onRemove(texts.indexOf(one))}>
            <TrashIcon />
          </IconButton>
        </>
      ),
    },
  ];
}
