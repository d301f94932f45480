import type { paths } from "./schema/identity.ts";
import { service } from "./service.ts";

export const identity = service<paths>("identity");
export type { components as IdentitySchemas } from "./schema/identity.ts";
