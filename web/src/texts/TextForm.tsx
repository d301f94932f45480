import { useLingui } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import type { Write } from "../api/useWrite.ts";
import { Button } from "../ui/Button.tsx";
import { SelectField, TextArea } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { LANGUAGE_NAMES } from "../ui/regions.ts";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { Example } from "./Example.tsx";
import { GROUPINGS, type GroupBy, type LineText, placesOf } from "./lineTexts.ts";
import { useGroupingWords, usePlaceWords } from "./useGroupingWords.ts";

interface Props {
  /** The text that is changed; null: a new one. */
  readonly text: LineText | null;
  /** Where it stands among all. */
  readonly place: number;
  readonly save: Write<readonly LineText[], unknown>;
  readonly onSave: (text: LineText) => Promise<void>;
  readonly onCancel: () => void;
}

/** One text, with what may be named in it, and how a line would read. */
export function TextForm({ text, place, save, onSave, onCancel }: Props) {
  const { t } = useLingui();
  const groupings = useGroupingWords();
  const [group_by, setGroupBy] = useState<GroupBy>(text?.group_by ?? "work_item");
  const [language, setLanguage] = useState(text?.language ?? null);
  const [typed, setTyped] = useState(text?.text ?? "");
  const area = useRef<HTMLDivElement>(null);
  const insert = (name: string) => {
    setTyped(`${typed}${typed && !/\s$/.test(typed) ? " " : ""}{${name}}`);
    area.current?.querySelector("textarea")?.focus();
  };
  return (
    <Form
      onSubmit={() => void onSave({ group_by, language, text: typed })}
      refusal={useRefusal(save.problem)}
    >
      <FormRow>
        <SelectField
          label={t`One line for each`}
          name={`line_texts.${place}.group_by`}
          value={group_by}
          onChange={({ target }) => setGroupBy(target.value as GroupBy)}
        >
          {GROUPINGS.map((one) => (
            <option key={one} value={one}>
              {groupings[one]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t`Language of the document`}
          name={`line_texts.${place}.language`}
          value={language ?? ""}
          onChange={({ target }) => setLanguage((target.value || null) as LineText["language"])}
        >
          <option value="">{t`All`}</option>
          {Object.entries(LANGUAGE_NAMES).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </SelectField>
      </FormRow>
      <div ref={area}>
        <TextArea
          label={t`Text`}
          name={`line_texts.${place}.text`}
          value={typed}
          maxLength={300}
          rows={2}
          onChange={({ target }) => setTyped(target.value)}
        />
      </div>
      <Places group_by={group_by} onInsert={insert} />
      <Example group_by={group_by} language={language} text={typed} />
      <SubmitOrCancel busy={save.running} onCancel={onCancel}>
        {t`Save`}
      </SubmitOrCancel>
    </Form>
  );
}

/** What lines of the grouping have, to be put into the text. */
function Places({
  group_by,
  onInsert,
}: {
  readonly group_by: GroupBy;
  readonly onInsert: (name: string) => void;
}) {
  const { t } = useLingui();
  const words = usePlaceWords();
  return (
    <div className="row">
      <span className="muted small">{t`Put in`}</span>
      {placesOf(group_by).map((place) => (
        <Button key={place} small onClick={() => onInsert(place)}>
          {words[place]}
        </Button>
      ))}
    </div>
  );
}
