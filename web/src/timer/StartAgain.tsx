import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { data } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import { useWorkNames, type WorkName, workKey } from "../directory/work.ts";
import type { WorkBody } from "../offline/change.ts";
import { now } from "../time/clock.ts";
import { uuid7 } from "../time/uuid7.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { KeptIcon, StarIcon } from "../ui/icons.tsx";
import styles from "./StartAgain.module.css";

type Favourite = TimerSchemas["schemas"]["FavouriteResponse"];
type Recent = TimerSchemas["schemas"]["RecentWorkResponse"];
type Work = Omit<Recent, "work_date">;

const MOST_RECENT = 5;
const STEP = 10;

interface Props {
  readonly onStart: (work: WorkBody) => void;
}

/** Favourites and recent work: one touch starts it, a star keeps it. */
export function StartAgain({ onStart }: Props) {
  const { t } = useLingui();
  const favourites = useQuery({ ...timer.query("/v1/work/favourites"), meta: { keep: true } });
  const recent = useQuery({ ...timer.query("/v1/work/recent"), meta: { keep: true } });
  const nameOf = useWorkNames();
  const kept = favourites.data?.items ?? [];
  const others = (recent.data?.items ?? []).filter((one) => !kept.some((known) => same(known, one)));
  const last = kept.at(-1)?.position ?? 0;
  return (
    <ul role="list" className={styles.list} aria-label={t`Start again`}>
      {kept.map((one) => (
        <Choice
          key={one.id}
          work={one}
          name={nameOf(one)}
          favourite={one}
          onStart={onStart}
          position={one.position}
        />
      ))}
      {others.slice(0, MOST_RECENT).map((one) => (
        <Choice
          key={keyOf(one)}
          work={one}
          name={nameOf(one)}
          favourite={null}
          onStart={onStart}
          position={last + STEP}
        />
      ))}
    </ul>
  );
}

interface ChoiceProps extends Props {
  readonly work: Work;
  readonly name: WorkName;
  readonly favourite: Favourite | null;
  readonly position: number;
}

function Choice({ work, name: { label, detail }, favourite, position, onStart }: ChoiceProps) {
  const { t } = useLingui();
  const name = [work.description, label].filter(Boolean).join(" · ") || (detail ?? "");
  const keep = useWrite(() => (favourite ? forget(favourite.id) : put(work, position)), {
    refresh: ["timer"],
  });
  return (
    <li className={styles.choice}>
      <Button small look="quiet" title={detail} onClick={() => onStart(bodyOf(work))}>
        {name}
      </Button>
      <IconButton
        name={favourite ? t`Keep ${name} no longer` : t`Keep ${name}`}
        onClick={() => void keep.run(undefined)}
      >
        {favourite ? <KeptIcon size={16} /> : <StarIcon size={16} />}
      </IconButton>
    </li>
  );
}

function bodyOf({ organization_id, project_id, task_id, ticket_id, service_type_id, description }: Work) {
  const work = { organization_id, project_id, task_id, ticket_id, service_type_id };
  return { ...work, description, tags: [] };
}

function put(work: Work, position: number): Promise<unknown> {
  const { tags: _, ...body } = bodyOf(work);
  const params = { path: { favourite_id: uuid7(now()) } };
  return data(timer.PUT("/v1/work/favourites/{favourite_id}", { params, body: { ...body, position } }));
}

function forget(id: string): Promise<unknown> {
  const params = { path: { favourite_id: id } };
  return data(timer.DELETE("/v1/work/favourites/{favourite_id}", { params }));
}

function same(one: Work, other: Work): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf(work: Work): string {
  return `${workKey(work)} ${work.service_type_id ?? ""}`;
}
