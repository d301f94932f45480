import { type QueryKey, useQueryClient } from "@tanstack/react-query";

/** Reads an object anew once it was saved: what its page does next is done to the version that was saved, not the one before. */
export function useReadAnew(queryKey: QueryKey) {
  const client = useQueryClient();
  return async <Saved>(saved: Saved): Promise<Saved> => {
    await client.refetchQueries({ queryKey });
    return saved;
  };
}
