import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { listQuery, type Team } from "../directory/lists.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { MoveDialog } from "./MoveDialog.tsx";
import { PeopleTabs } from "./PeopleTabs.tsx";
import { TeamCard } from "./TeamCard.tsx";
import { TeamDialog } from "./TeamDialog.tsx";

/** Who works together, and since when. */
export default function TeamsPage() {
  const { t } = useLingui();
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const teams = useQuery(listQuery("teams"));
  const [edited, setEdited] = useState<Team | "new" | null>(null);
  const [movedTo, setMovedTo] = useState<string | null>(null);
  const archived = search.get("show") === "archived";
  const add = (
    <Button look="primary" off={may.not("manage-work")} onClick={() => setEdited("new")}>
      <Trans>New team</Trans>
    </Button>
  );
  return (
    <Page
      title={t`Teams`}
      lead={t`Somebody is in one team on any day, or in none.`}
      actions={teams.data?.length ? add : null}
    >
      <PeopleTabs />
      <QueryView query={teams}>
        {(all) =>
          all.length ? (
            <>
              <div>
                <Choice
                  label={t`Which teams`}
                  name="show"
                  value={archived ? "archived" : "current"}
                  options={[
                    ["current", t`Current`],
                    ["archived", t`Archived`],
                  ]}
                  onChange={(show) => setSearch(show === "archived" ? { show } : {}, { replace: true })}
                />
              </div>
              {all
                .filter((team) => team.archived === archived)
                .map((team) => (
                  <TeamCard
                    key={team.id}
                    team={team}
                    onEdit={() => setEdited(team)}
                    onAdd={() => setMovedTo(team.id)}
                  />
                ))}
            </>
          ) : (
            <EmptyState title={t`No teams yet`} action={add}>
              <Trans>Teams show who works together, and how much each team worked.</Trans>
            </EmptyState>
          )
        }
      </QueryView>
      {edited && <TeamDialog team={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
      {movedTo && <MoveDialog teamId={movedTo} onClose={() => setMovedTo(null)} />}
    </Page>
  );
}
