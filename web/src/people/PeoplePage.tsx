import { Trans, useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { PlusIcon } from "../ui/icons.tsx";
import { Page } from "../ui/Page.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { ApprovalHints } from "./ApprovalHints.tsx";
import { InviteDialog } from "./InviteDialog.tsx";
import { PeopleTable } from "./PeopleTable.tsx";
import { PeopleTabs } from "./PeopleTabs.tsx";
import { PersonDrawer } from "./PersonDrawer.tsx";
import { usePeople } from "./usePeople.ts";

/** Who comes in, as what, and whose time is logged. */
export default function PeoplePage() {
  const { t } = useLingui();
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const people = usePeople();
  const open = (name: "invite" | "person", value: string) =>
    setSearch((now) => ({ ...Object.fromEntries(now), [name]: value }));
  const close = () =>
    setSearch((now) => {
      now.delete("invite");
      now.delete("person");
      return now;
    });
  const inactive = search.get("show") === "inactive";
  return (
    <Page
      title={t`People`}
      actions={
        <Button look="primary" off={may.not("invite-members")} onClick={() => open("invite", "new")}>
          <PlusIcon size={16} />
          <Trans>Invite</Trans>
        </Button>
      }
    >
      <PeopleTabs />
      <QueryView query={people}>
        {(all) => (
          <>
            <ApprovalHints />
            <div>
              <Choice
                label={t`Which people`}
                name="show"
                value={inactive ? "inactive" : "current"}
                options={[
                  ["current", t`Current`],
                  ["inactive", t`No longer here`],
                ]}
                onChange={(show) => setSearch(show === "inactive" ? { show } : {}, { replace: true })}
              />
            </div>
            <PeopleTable
              people={all.filter(({ state }) => (state === "inactive") === inactive)}
              onOpen={(id) => open("person", id)}
            />
            <PersonDrawer
              person={all.find(({ id }) => id === search.get("person"))}
              onClose={close}
              onInvite={(agentId) => setSearch({ invite: agentId })}
            />
            <InviteDialog invited={search.get("invite")} people={all} onClose={close} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
