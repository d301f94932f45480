import { SelectField } from "./Field.tsx";
import { flagOf } from "./flags.ts";

interface Props {
  readonly label: string;
  readonly name: string;
  /** Null: it follows from elsewhere. */
  readonly value: boolean | null;
  /** What null, true and false mean. */
  readonly words: readonly [none: string, yes: string, no: string];
  readonly hint?: string;
  readonly disabled?: boolean;
  /** Where each choice is saved at once; without it the form has it under `name`. */
  readonly onChoose?: (value: boolean | null) => void;
}

/** Yes, no, or nothing said. */
export function FlagField({ value, words: [none, yes, no], onChoose, ...field }: Props) {
  const chosen = value === null ? "" : String(value);
  const held = onChoose
    ? {
        value: chosen,
        onChange: ({ target }: { target: { value: string } }) => onChoose(flagOf(target.value)),
      }
    : { defaultValue: chosen };
  return (
    <SelectField {...field} {...held}>
      <option value="">{none}</option>
      <option value="true">{yes}</option>
      <option value="false">{no}</option>
    </SelectField>
  );
}
