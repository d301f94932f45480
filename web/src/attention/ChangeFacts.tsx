import { useLingui } from "@lingui/react/macro";
import { useWorkNames } from "../directory/work.ts";
import { useFormats } from "../i18n/format.ts";
import type { Change } from "../offline/change.ts";
import { browserZone } from "../time/clock.ts";
import { formatDuration } from "../time/duration.ts";
import { Facts } from "../ui/Page.tsx";

/** What somebody entered, in words. */
export function ChangeFacts({ change: { wish } }: { readonly change: Change }) {
  const { t } = useLingui();
  const { moment, day } = useFormats();
  const nameOf = useWorkNames();
  if (wish.kind === "remove" || wish.kind === "discard")
    return <Facts facts={[[t`What`, t`Delete an entry`]]} />;
  const work = wish.kind === "start" ? wish.work : wish.body;
  const at = wish.kind === "start" ? wish.startedAt : wish.body.started_at;
  const when = at
    ? moment(at, browserZone())
    : wish.kind === "record" && wish.body.work_date
      ? day(wish.body.work_date)
      : "–";
  const { label, detail } = nameOf({
    organization_id: null,
    project_id: null,
    task_id: null,
    ticket_id: null,
    ...work,
  });
  return (
    <Facts
      facts={[
        [t`Note`, work.description || "–"],
        [t`Work`, [label, detail].filter(Boolean).join(" · ") || "–"],
        [t`When`, when],
        [t`Duration`, wish.kind === "record" ? formatDuration(wish.body.seconds) : "–"],
      ]}
    />
  );
}
