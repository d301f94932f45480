import { queryOptions } from "@tanstack/react-query";
import { isProblem } from "../api/problem.ts";
import { data } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { activate, LANGUAGES, preferredLanguage } from "../i18n/activate.ts";

export type PublicForm = TimerSchemas["schemas"]["PublicFormResponse"];

/** The form; when it is there, the page speaks the account's language. */
export function formQuery(slug: string) {
  return queryOptions({
    queryKey: ["timer", "request-form", slug],
    queryFn: async ({ signal }): Promise<PublicForm> => {
      const form = await fetchForm(slug, signal);
      await activate(LANGUAGES.find((one) => form.language.startsWith(one)) ?? preferredLanguage());
      return form;
    },
    // A new token while somebody types would be no gain: one that is too old is fetched anew on sending.
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
    refetchOnWindowFocus: false,
    retry: false,
  });
}

function fetchForm(slug: string, signal?: AbortSignal): Promise<PublicForm> {
  const params = { path: { slug } };
  return data(timer.GET("/v1/request-forms/{slug}", { params, ...(signal && { signal }) }));
}

/** Sends what was typed; a token that grew too old meanwhile is replaced, and nothing typed is lost. */
export async function sendRequest(slug: string, typed: FormData, token: string): Promise<{ number: number }> {
  try {
    return await send(slug, typed, token);
  } catch (error) {
    if (!isProblem(error, "form-expired") && !isProblem(error, "form-token-unknown")) throw error;
    const { token: anew } = await fetchForm(slug);
    await new Promise((resolve) => setTimeout(resolve, SHORTEST_MILLISECONDS));
    return send(slug, typed, anew);
  }
}

/** A form is not taken sooner after it was fetched. */
const SHORTEST_MILLISECONDS = 3_200;

function send(slug: string, typed: FormData, token: string) {
  typed.set("token", token);
  const params = { path: { slug } };
  return data(timer.POST("/v1/request-forms/{slug}/requests", { params, body: typed as never }));
}
