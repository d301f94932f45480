import { Trans } from "@lingui/react/macro";
import type { Day } from "../time/workDate.ts";
import { Badge } from "../ui/Note.tsx";
import { standing } from "./order.ts";

interface Props {
  readonly rule: Parameters<typeof standing>[0];
  readonly on: Day;
}

/** Whether a rule holds on a day, will, or did. */
export function StandingBadge({ rule, on }: Props) {
  const now = standing(rule, on);
  if (now === "coming")
    return (
      <Badge tone="info">
        <Trans>Later</Trans>
      </Badge>
    );
  return now === "over" ? (
    <Badge>
      <Trans>Ended</Trans>
    </Badge>
  ) : (
    <Badge tone="ok">
      <Trans>Holds</Trans>
    </Badge>
  );
}
