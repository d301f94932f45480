import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useFormats } from "../i18n/format.ts";
import { today } from "../time/clock.ts";
import { TextField } from "../ui/Field.tsx";
import { isLongAgo } from "./longAgo.ts";

/** The date of a document; a slip of the keys makes one of another year, which nobody can take back. */
export function IssueDateField() {
  const { t } = useLingui();
  const { day } = useFormats();
  const [date, setDate] = useState("");
  return (
    <TextField
      label={t`Date`}
      name="issue_date"
      type="date"
      optional={t`today, unless given`}
      value={date}
      onChange={({ target }) => setDate(target.value)}
      hint={
        isLongAgo(date, today()) &&
        t`${day(date)} is long ago: it would be in the VAT and the numbers of that time, for good.`
      }
    />
  );
}
