import type { paths } from "./schema/qbo-sync.ts";
import { service } from "./service.ts";

export const qboSync = service<paths>("qbo-sync");
export type { components as QboSyncSchemas } from "./schema/qbo-sync.ts";
