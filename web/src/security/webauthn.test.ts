import { expect, it } from "vitest";
import { assertionJson, base64urlOf, bytesOf, creationOptions, registrationJson, requestOptions } from "./webauthn";

const buffer = (...bytes: number[]) => new Uint8Array(bytes).buffer;

it("reads and writes base64url of any length, with the two letters that differ from base64", () => {
    expect(base64urlOf(buffer(0xfb, 0xff, 0xfe))).toBe("-__-");
    for (let length = 0; length < 70; length += 1) {
        const bytes = buffer(...Array.from({ length }, (_, i) => (i * 37 + 251) % 256));
        const text = base64urlOf(bytes);
        expect(text).toMatch(/^[A-Za-z0-9_-]*$/);
        expect([...new Uint8Array(bytesOf(text))]).toEqual([...new Uint8Array(bytes)]);
    }
});

it("turns the options of the server into those of the browser", () => {
    const made = creationOptions({
        rp: { id: "localhost", name: "Hạ Tầng" },
        user: { id: "AQ", name: "an", displayName: "An" },
        challenge: "AQID",
        pubKeyCredParams: [{ type: "public-key", alg: -7 }],
        excludeCredentials: [{ id: "BAU", type: "public-key", transports: ["usb"] }],
        attestation: "none",
    });
    expect(new Uint8Array(made.challenge as ArrayBuffer)).toEqual(new Uint8Array([1, 2, 3]));
    expect(new Uint8Array(made.user.id as ArrayBuffer)).toEqual(new Uint8Array([1]));
    expect(new Uint8Array(made.excludeCredentials?.[0]?.id as ArrayBuffer)).toEqual(new Uint8Array([4, 5]));
    expect(made.attestation).toBe("none");
    const asked = requestOptions({ challenge: "AQID", rpId: "localhost", userVerification: "preferred" });
    expect(asked.rpId).toBe("localhost");
    expect(asked.allowCredentials).toBeUndefined();
});

it("gives what the browser answered as JSON", () => {
    const base = { id: "AQ", rawId: buffer(1), type: "public-key", authenticatorAttachment: null, getClientExtensionResults: () => ({}) };
    const registered = registrationJson({
        ...base,
        response: { clientDataJSON: buffer(2), attestationObject: buffer(3), getTransports: () => ["internal"] },
    } as unknown as PublicKeyCredential);
    expect(registered).toEqual({
        id: "AQ",
        rawId: "AQ",
        type: "public-key",
        clientExtensionResults: {},
        response: { clientDataJSON: "Ag", attestationObject: "Aw", transports: ["internal"] },
    });
    const asserted = assertionJson({
        ...base,
        response: { clientDataJSON: buffer(2), authenticatorData: buffer(3), signature: buffer(4), userHandle: null },
    } as unknown as PublicKeyCredential);
    expect(asserted["response"]).toEqual({ clientDataJSON: "Ag", authenticatorData: "Aw", signature: "BA" });
});
