import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { useMay } from "./may.ts";
import type { Permission } from "./me.ts";

/** In the place of a screen for those who may not see it: why not. */
export function Denied({ title, lacks }: { readonly title: string; readonly lacks: Permission }) {
  return (
    <Page title={title}>
      <EmptyState title={useMay().not(lacks) ?? ""} />
    </Page>
  );
}
