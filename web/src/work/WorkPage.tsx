import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { timer } from "../api/timer.ts";
import { listQuery } from "../directory/lists.ts";
import { workKey } from "../directory/work.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { useMe } from "../session/useMe.ts";
import { today } from "../time/clock.ts";
import { addDays } from "../time/workDate.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Checkbox, TextField } from "../ui/Field.tsx";
import { Badge } from "../ui/Note.tsx";
import { Page } from "../ui/Page.tsx";
import { type Item, type Kind, useItems } from "./items.ts";
import { NewItem } from "./NewItem.tsx";
import { StartButton } from "./StartButton.tsx";
import { matches } from "./search.ts";
import { useMayTicket } from "./useMayTicket.ts";
import styles from "./Work.module.css";
import { WorkTabs } from "./WorkTabs.tsx";

const RECENT_DAYS = 35;
const SHOWN = 100;

/** Finds what to work on: recent first, and by typing. */
export default function WorkPage() {
  const { t } = useLingui();
  const projects = useQuery(listQuery("projects"));
  return (
    <Page title={t`Work`} lead={t`Tasks, tickets and projects that time is spent on.`} actions={<Make />}>
      <WorkTabs />
      <QueryView query={projects}>{() => <Items />}</QueryView>
      <NewItem />
    </Page>
  );
}

function Make() {
  const { t } = useLingui();
  const may = useMay();
  const [, setParams] = useSearchParams();
  const make = (kind: Kind) => setParams({ new: kind });
  const off = may.not("manage-work");
  return (
    <>
      <Button look="primary" off={off} onClick={() => make("task")}>{t`New task`}</Button>
      <Button off={useMayTicket()} onClick={() => make("ticket")}>{t`New ticket`}</Button>
      <Button off={off} onClick={() => make("project")}>{t`New project`}</Button>
    </>
  );
}

function Items() {
  const { t } = useLingui();
  const [params, setParams] = useSearchParams();
  const [typed, all] = [params.get("q") ?? "", params.get("all") === "1"];
  const ask = (q: string, every: boolean) =>
    setParams({ ...(q && { q }), ...(every && { all: "1" }) }, { replace: true });
  const items = useItems(useRecent());
  const found = items.filter((item) => (all || !item.over) && matches(item, typed));
  return (
    <>
      <div className={styles.filters}>
        <TextField
          label={t`Find`}
          name="q"
          type="search"
          placeholder={t`Name, project or customer`}
          value={typed}
          onChange={(event) => ask(event.target.value, all)}
        />
        <Checkbox
          label={t`Archived and closed too`}
          checked={all}
          onChange={(event) => ask(typed, event.target.checked)}
        />
      </div>
      {found.length > 0 ? (
        <ul role="list" className={styles.items} aria-label={t`Work`}>
          {found.slice(0, SHOWN).map((item) => (
            <Row key={item.id} item={item} />
          ))}
        </ul>
      ) : (
        <Nothing none={items.length === 0} />
      )}
      {found.length > SHOWN && (
        <p className="muted">
          <Trans>{found.length - SHOWN} more: type to find them.</Trans>
        </p>
      )}
    </>
  );
}

/** Ids of what I worked on, the last first. */
function useRecent(): readonly string[] {
  const { agentId } = useMe();
  const query = { agent_id: agentId ?? "", first_day: addDays(today(), -RECENT_DAYS), limit: 500 };
  const mine = useQuery({
    ...timer.query("/v1/time-entries", { params: { query } }),
    enabled: agentId !== null,
  });
  const days = mine.data?.items.toSorted((one, other) => (one.work_date < other.work_date ? 1 : -1));
  return days?.map(workKey) ?? [];
}

function Row({ item }: { readonly item: Item }) {
  return (
    <li className={styles.item}>
      <div className={styles.what}>
        <p>
          <Link to={paths.workItem(item.id)}>{item.name}</Link> <KindBadge item={item} />
        </p>
        {item.detail && <p className="muted small">{item.detail}</p>}
      </div>
      <StartButton item={item} small />
    </li>
  );
}

function KindBadge({ item }: { readonly item: Item }) {
  const { t } = useLingui();
  const words: Record<Kind, string> = { task: t`Task`, ticket: t`Ticket`, project: t`Project` };
  return (
    <>
      <Badge tone={item.kind === "ticket" ? "info" : "neutral"}>{words[item.kind]}</Badge>
      {item.over && <Badge tone="warn">{item.kind === "ticket" ? t`Closed` : t`Archived`}</Badge>}
    </>
  );
}

function Nothing({ none }: { readonly none: boolean }) {
  const { t } = useLingui();
  if (none)
    return (
      <EmptyState title={t`No work yet`}>
        <Trans>
          Make a project for a customer, then tasks in it; or a ticket for what somebody asks for.
        </Trans>
      </EmptyState>
    );
  return (
    <EmptyState
      title={t`Nothing is found`}
    >{t`Try fewer letters, or look among what is archived.`}</EmptyState>
  );
}
