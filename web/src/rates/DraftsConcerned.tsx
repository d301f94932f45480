import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { useName } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Note } from "../ui/Note.tsx";

/** Drafts of customers whose time gets another price: their lines follow it, unless they were set by hand. */
export function DraftsConcerned({ customers }: { readonly customers: readonly string[] }) {
  const name = useName("organizations");
  const may = useMay();
  const query = { state: "draft" as const, limit: 500 };
  const { data } = useQuery({
    ...invoicing.query("/v1/invoices", { params: { query } }),
    enabled: customers.length > 0 && may("see-invoices"),
  });
  const drafts = data?.items.filter((draft) => customers.includes(draft.organization_id)) ?? [];
  if (drafts.length === 0) return null;
  return (
    <Note tone="info">
      <p>
        <Trans>Drafts of these customers may change:</Trans>{" "}
        {drafts.map((draft, place) => (
          <span key={draft.id}>
            {place > 0 && ", "}
            <Link to={paths.draft(draft.id)}>{name(draft.organization_id)}</Link>
          </span>
        ))}
      </p>
    </Note>
  );
}
