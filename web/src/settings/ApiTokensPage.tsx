import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { identity } from "../api/identity.ts";
import { asProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { usePages } from "../api/usePages.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState, Loading } from "../ui/EmptyState.tsx";
import { Card } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import { ApiTokenLine } from "./ApiTokenLine.tsx";
import { type NewToken, NewTokenDialog } from "./NewTokenDialog.tsx";
import styles from "./Settings.module.css";
import { SettingsPages } from "./SettingsPages.tsx";
import { TokenOnce } from "./TokenOnce.tsx";

/** Keys for programs: each with roles of its own, and gone the moment it is revoked. */
export default function ApiTokensPage() {
  const { t } = useLingui();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<NewToken | null>(null);
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      <Trans>New token</Trans>
    </Button>
  );
  return (
    <SettingsPages
      title={t`API tokens`}
      lead={t`For programs that work with your data: scripts, spreadsheets, other systems.`}
    >
      {made && <TokenOnce made={made} onClose={() => setMade(null)} />}
      <Tokens add={add} />
      {adding && (
        <NewTokenDialog
          onClose={() => setAdding(false)}
          onMade={(token) => {
            setAdding(false);
            setMade(token);
          }}
        />
      )}
    </SettingsPages>
  );
}

function Tokens({ add }: { readonly add: React.ReactNode }) {
  const { t } = useLingui();
  const tokens = usePages(identity.pages("/v1/api-tokens"));
  if (tokens.error) return <ProblemNote problem={asProblem(tokens.error)} retry={tokens.retry} />;
  if (tokens.loading) return <Loading label={t`Loading…`} />;
  if (tokens.items.length === 0) {
    return (
      <EmptyState title={t`No tokens yet`} action={add}>
        <Trans>
          A token lets a program call the API with the roles that you choose. You can revoke it at any time.
        </Trans>
      </EmptyState>
    );
  }
  return (
    <>
      <div>{add}</div>
      <Card>
        <ul className={styles.list}>
          {tokens.items.map((token) => (
            <ApiTokenLine key={token.id} token={token} />
          ))}
        </ul>
        <Pager more={tokens.more} loading={tokens.loadingMore} />
      </Card>
    </>
  );
}
