import { expect, test } from "vitest";
import type { Agent } from "../directory/lists.ts";
import type { Member } from "../directory/members.ts";
import { approvalHints, type Invitation, isLastOwner, mayManage, peopleOf, rolesToGive } from "./people.ts";

const NOW = "2026-11-25T12:00:00Z";

function member(id: string, changes: Partial<Member> = {}): Member {
  return {
    id,
    person_id: `person of ${id}`,
    email: `${id}@studio.example`,
    name: id,
    language: "da",
    roles: ["agent"],
    agent_id: null,
    state: "active",
    version: 1,
    created_at: "2026-11-01T08:00:00Z",
    ...changes,
  };
}

function agent(id: string, changes: Partial<Agent> = {}): Agent {
  const rest = { aliases: [], time_zone: "Europe/Copenhagen", holiday_region: null, active: true };
  return { id, version: 1, name: id, email: null, ...rest, ...changes };
}

function invitation(member_id: string, expires_at: string): Invitation {
  const rest = { email: "", name: "", roles: [], created_at: "2026-11-20T08:00:00Z" };
  return { id: `invitation of ${member_id}`, member_id, expires_at, ...rest };
}

test("a member who is an agent is one person; agents without access stand among them", () => {
  const people = peopleOf(
    [member("ida", { agent_id: "a1" }), member("mette")],
    [agent("a1"), agent("bo"), agent("luca", { active: false })],
    [],
    NOW,
  );
  expect(people.map(({ name, state }) => [name, state])).toEqual([
    ["bo", "no-access"],
    ["ida", "active"],
    ["luca", "inactive"],
    ["mette", "active"],
  ]);
  expect(people[1]?.agent?.id).toBe("a1");
});

test("an invitation that nobody answered in time is shown as such", () => {
  const invited = [member("ida", { state: "invited" }), member("bo", { state: "invited" })];
  const sent = [invitation("ida", "2026-11-25T11:59:59Z"), invitation("bo", "2026-11-27T08:00:00Z")];
  const people = peopleOf(invited, [], sent, NOW);
  expect(people.map(({ name, state }) => [name, state])).toEqual([
    ["bo", "invited"],
    ["ida", "expired"],
  ]);
});

test("who has not told their name is called by their address", () => {
  expect(peopleOf([member("ida", { name: "" })], [], [], NOW)[0]?.name).toBe("ida@studio.example");
});

test("managers lead agents and clients, owners everybody", () => {
  expect(rolesToGive(["manager"])).toEqual(["agent", "client"]);
  expect(mayManage(["manager"], member("ida"))).toBe(true);
  expect(mayManage(["manager"], member("bo", { roles: ["agent", "billing"] }))).toBe(false);
  expect(mayManage(["owner"], member("bo", { roles: ["owner"] }))).toBe(true);
});

test("the last owner is the one without another who can come in", () => {
  const [ida, bo] = [member("ida", { roles: ["owner"] }), member("bo", { roles: ["owner"] })];
  expect(isLastOwner([ida, bo], ida)).toBe(false);
  expect(isLastOwner([ida, { ...bo, state: "suspended" }], ida)).toBe(true);
  expect(isLastOwner([ida, member("luca")], member("luca"))).toBe(false);
});

test("hints say when time would stay unapproved", () => {
  const owner = member("mette", { roles: ["owner"], agent_id: "a1" });
  const manager = member("bo", { roles: ["manager"], agent_id: "a2" });
  expect(approvalHints([owner], true)).toEqual([]);
  expect(approvalHints([owner, member("ida")], false)).toEqual([{ kind: "alone", member: owner }]);
  expect(approvalHints([owner, manager], false)).toEqual([]);
  const noAgent = { ...manager, agent_id: null };
  expect(approvalHints([owner, noAgent], false)).toEqual([
    { kind: "alone", member: owner },
    { kind: "unknown", member: noAgent },
  ]);
});
