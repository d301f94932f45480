import { identity } from "../api/identity.ts";
import { ProblemError, problemOfKind } from "../api/problem.ts";
import { data } from "../api/service.ts";

/** Whether this browser can log in with a passkey. */
export const takesPasskeys = typeof PublicKeyCredential !== "undefined";

/** Lets the browser's passkey of whoever sits here answer. Raises `ProblemError`. */
export async function logInWithPasskey() {
  const { state, options } = await data(identity.POST("/v1/login/passkey/options"));
  const credential = await answer(options as unknown as PublicKeyCredentialRequestOptionsJSON);
  return data(identity.POST("/v1/login/passkey", { body: { state, credential } }));
}

async function answer(options: PublicKeyCredentialRequestOptionsJSON): Promise<Record<string, unknown>> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  try {
    const made = await navigator.credentials.get({ publicKey });
    if (made instanceof PublicKeyCredential) return { ...made.toJSON() };
  } catch {
    // Whoever closes the browser's dialog, or has no passkey, comes here.
  }
  throw new ProblemError(problemOfKind("passkey-cancelled"));
}
