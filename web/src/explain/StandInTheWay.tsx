import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "../ui/Button.tsx";
import { Note } from "../ui/Note.tsx";
import type { Reason } from "./refusedPrices.ts";
import type { NamedEntry } from "./SetPrices.tsx";

interface Props {
  readonly entries: readonly NamedEntry[];
  readonly refused: ReadonlyMap<string, string>;
  readonly onLeaveOut: () => void;
}

/** The entries that keep all from getting a price, and why; the others can get it without them. */
export function StandInTheWay({ entries, refused, onLeaveOut }: Props) {
  const words: Readonly<Record<string, string>> = useReasonWords();
  if (refused.size === 0) return null;
  const others = entries.length > refused.size;
  const leaveOut = (
    <Button small onClick={onLeaveOut}>
      <Trans>Leave them out</Trans>
    </Button>
  );
  return (
    <Note tone="warn" action={others ? leaveOut : undefined}>
      <p>
        <Plural value={refused.size} one="# entry stands in the way:" other="# entries stand in the way:" />
      </p>
      <ul>
        {[...refused].map(([id, reason]) => (
          <li key={id}>
            {entries.find(({ entry_id }) => entry_id === id)?.name ?? id}: {words[reason] ?? reason}
          </li>
        ))}
      </ul>
    </Note>
  );
}

function useReasonWords(): Readonly<Record<Reason, string>> {
  const { t } = useLingui();
  return {
    "not-found": t`The entry is not known here, or no longer.`,
    "changed-meanwhile": t`Somebody changed its price since.`,
    "price-set": t`A price is set on it already. Change it there.`,
    "entry-billed": t`An invoice bills this time, so its price stays.`,
    "entry-not-billable": t`The time is not billable, or has no customer who would pay for it.`,
  };
}
