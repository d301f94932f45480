import { useLingui } from "@lingui/react/macro";
import { SelectField } from "../ui/Field.tsx";
import { ABOVE } from "./above.ts";

interface Props {
  /** The discount's line of the form, as its fields are called: `lines.<at>`. */
  readonly name: string;
  /** The place of the line above that charges something; null where there is none. */
  readonly above: number | null;
  readonly ofLine: boolean;
}

/** What a discount is taken off: everything, or just the line above. */
export function TakenOff({ name, above, ofLine }: Props) {
  const { t } = useLingui();
  return (
    <SelectField label={t`Taken off`} name={`${name}.of_line`} defaultValue={ofLine ? ABOVE : ""}>
      <option value="">{t`the whole`}</option>
      {above !== null && <option value={ABOVE}>{t`line ${above}, above`}</option>}
    </SelectField>
  );
}
