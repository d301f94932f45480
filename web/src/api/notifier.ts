import type { paths } from "./schema/notifier.ts";
import { service } from "./service.ts";

export const notifier = service<paths>("notifier");
export type { components as NotifierSchemas } from "./schema/notifier.ts";
