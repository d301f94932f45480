import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { timer } from "../api/timer.ts";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import type { Refused } from "./refused.ts";

const MOST_SHOWN = 3;

type Texts = Extract<Refused, { kind: "unprintable" }> & { readonly customerId: string };

/** Which character no font has, and where it is mended. */
export function Unprintable({ character, entries, others, customerId }: Texts) {
  const { t } = useLingui();
  const places: Record<string, readonly [words: string, to: string]> = {
    seller: [t`Your name or address`, paths.billingSettings],
    organization: [t`The customer's name or address`, paths.customer(customerId)],
  };
  return (
    <>
      <p>
        <Trans>The character {character} cannot be printed. Replace it here:</Trans>
      </p>
      <ul>
        {others.map((other) => {
          const [words, to] = places[other] ?? [t`The name of the project or of who approved it`, null];
          return <li key={other}>{to ? <Link to={to}>{words}</Link> : words}</li>;
        })}
        {entries.slice(0, MOST_SHOWN).map((id) => (
          <li key={id}>
            <Entry id={id} />
          </li>
        ))}
        {entries.length > MOST_SHOWN && (
          <li>
            <Plural value={entries.length - MOST_SHOWN} one="and # more entry" other="and # more entries" />
          </li>
        )}
      </ul>
    </>
  );
}

/** The entry, and its sheet for those who see it. */
function Entry({ id }: { readonly id: string }) {
  const { day } = useFormats();
  const nameOf = useName("agents");
  const may = useMay();
  const entry = useQuery(
    timer.query("/v1/time-entries/{entry_id}", { params: { path: { entry_id: id } } }),
  ).data;
  if (!entry) return "…";
  const words = `${day(entry.work_date)} · ${nameOf(entry.agent_id)} · ${entry.description}`;
  return may("approve-time") ? <Link to={paths.sheet(entry.timesheet_id)}>{words}</Link> : words;
}
