import { type IdentitySchemas, identity } from "../api/identity.ts";
import { ProblemError } from "../api/problem.ts";
import { data } from "../api/service.ts";

export type Passkey = IdentitySchemas["schemas"]["PasskeyResponse"];

const NOT_MADE = { type: "urn:honorar:problem:passkey-not-made", title: "No passkey was made", status: 0 };

export function canHavePasskeys(): boolean {
  return typeof window.PublicKeyCredential?.parseCreationOptionsFromJSON === "function";
}

/** Lets the browser make a passkey and keeps it under a name. Raises a problem when the person or the device says no. */
export async function createPasskey(name: string): Promise<Passkey> {
  const { state, options } = await data(identity.POST("/v1/passkeys/options"));
  const made = await ask(options);
  return data(identity.POST("/v1/passkeys", { body: { state, credential: made, name } }));
}

async function ask(options: unknown): Promise<Record<string, unknown>> {
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
      options as PublicKeyCredentialCreationOptionsJSON,
    );
    const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null;
    if (made) return { ...made.toJSON() };
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
  throw new ProblemError(NOT_MADE);
}
