import { useLingui } from "@lingui/react/macro";
import { today } from "../time/clock.ts";
import { Badge } from "../ui/Note.tsx";
import { type Agreement, standingOn } from "./agreement.ts";

export function StandingBadge({ agreement }: { readonly agreement: Agreement }) {
  const { t } = useLingui();
  const standing = standingOn(agreement, today());
  const words = { coming: t`Later`, holds: t`Holds`, over: t`Ended` };
  const tones = { coming: "info", holds: "ok", over: "neutral" } as const;
  return <Badge tone={tones[standing]}>{words[standing]}</Badge>;
}
