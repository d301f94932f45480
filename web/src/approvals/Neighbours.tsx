import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useName } from "../directory/lists.ts";
import { paths, withQuery } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { useCommands } from "../ui/commands.ts";
import { BackIcon, NextIcon } from "../ui/icons.tsx";
import { inOrder, neighbours } from "./order.ts";
import { type Sheet, waitingQuery } from "./sheets.ts";

/** The sheets before and after, in the order of the list that one came from. */
export function useNeighbours(id: string, agent: string | null) {
  const name = useName("agents");
  const waiting = useQuery(waitingQuery).data ?? [];
  const mine = waiting.filter(({ sheet }) => !agent || sheet.agent_id === agent);
  return neighbours(
    inOrder(mine, name).map(({ sheet }) => sheet),
    id,
  );
}

export function Neighbours({ id, agent }: { readonly id: string; readonly agent: string | null }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { previous, next } = useNeighbours(id, agent);
  const go = (sheet: Sheet) => void navigate(withQuery(paths.sheet(sheet.id), { agent }));
  useCommands([
    ...(next ? [{ id: "next-sheet", label: t`Next timesheet`, key: "j", run: () => go(next) }] : []),
    ...(previous
      ? [{ id: "previous-sheet", label: t`Previous timesheet`, key: "k", run: () => go(previous) }]
      : []),
  ]);
  return (
    <>
      {previous && (
        <ButtonLink to={withQuery(paths.sheet(previous.id), { agent })}>
          <BackIcon size={16} />
          <Trans>Previous</Trans>
        </ButtonLink>
      )}
      {next && (
        <ButtonLink to={withQuery(paths.sheet(next.id), { agent })}>
          <Trans>Next</Trans>
          <NextIcon size={16} />
        </ButtonLink>
      )}
    </>
  );
}
