import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { invoicing } from "../api/invoicing.ts";
import { useMay } from "../session/may.ts";

const Steps = lazy(() => import("./Steps.tsx"));
const ISSUED = { params: { query: { state: "issued", limit: 1 } } } as const;

/** For the owner until the first invoice is issued, on screens that bring the words of this folder. */
export function GettingStarted() {
  const enabled = useMay()("manage-account");
  const issued = useQuery({ ...invoicing.query("/v1/invoices", ISSUED), enabled }).data?.items;
  if (issued?.length !== 0) return null;
  return (
    <Suspense fallback={null}>
      <Steps />
    </Suspense>
  );
}
