import { expect, test } from "vitest";
import { arrivedTicket } from "./arrivedTicket";

const ticket = { ticket: "ab", methods: ["totp", "recovery"], webauthn: null, expires_at: "2026-11-24T08:30:00Z" };

test("the ticket of single sign-on is read from the fragment", () => {
    expect(arrivedTicket(`#ticket=${encodeURIComponent(JSON.stringify(ticket))}`)).toEqual(ticket);
});

test("anything else is no ticket", () => {
    for (const fragment of ["", "#", "#top", "#ticket=", "#ticket=x", "#ticket=null", "#ticket=%7B%7D", "#ticket=%5B%5D"]) expect(arrivedTicket(fragment)).toBeUndefined();
});
