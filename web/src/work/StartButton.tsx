import { Trans, useLingui } from "@lingui/react/macro";
import { useMe } from "../session/useMe.ts";
import { Button } from "../ui/Button.tsx";
import { PlayIcon } from "../ui/icons.tsx";
import type { Item } from "./items.ts";
import { useStart } from "./useStart.ts";

/** Begins to work on it. */
export function StartButton({ item, small }: { readonly item: Item; readonly small?: boolean }) {
  const { t } = useLingui();
  const { agentId } = useMe();
  const start = useStart(item);
  const off = item.over
    ? t`It takes no new time.`
    : agentId
      ? undefined
      : t`You are not set up to log time here.`;
  return (
    <Button
      small={small ?? false}
      look={small ? "plain" : "primary"}
      busy={start.running}
      off={off}
      aria-label={t`Start the timer on ${item.name}`}
      onClick={() => void start.run(undefined)}
    >
      <PlayIcon size={small ? 14 : 18} />
      <Trans>Start</Trans>
    </Button>
  );
}
