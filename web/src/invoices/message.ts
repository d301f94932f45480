import { queryOptions } from "@tanstack/react-query";
import { type NotifierSchemas, notifier } from "../api/notifier.ts";
import { data } from "../api/service.ts";

export type Message = NotifierSchemas["schemas"]["MessageDetailResponse"];

/** The mail of a document with its attempts, and its version for resending. Null where none was made: by hand, or not yet. */
export interface VersionedMessage extends Message {
  readonly etag: string;
}

export function messageQuery(kind: "invoice" | "credit-note", id: string) {
  return queryOptions({
    queryKey: ["notifier", "mail", kind, id],
    queryFn: async (): Promise<VersionedMessage | null> => {
      const query = { kind, subject_id: id, limit: 500 };
      const { items } = await data(notifier.GET("/v1/messages", { params: { query } }));
      const newest = items.at(-1);
      if (!newest) return null;
      const path = { message_id: newest.id };
      const answer = await notifier.GET("/v1/messages/{message_id}", { params: { path } });
      return { ...(answer.data as Message), etag: answer.response.headers.get("etag") ?? "" };
    },
  });
}
