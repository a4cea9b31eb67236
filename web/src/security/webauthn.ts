import type { CreationOptionsJson, CredentialDescriptorJson, RequestOptionsJson } from "@/api/security";

// The JSON forms of WebAuthn level 3 carry bytes as base64url; browsers that lack parse…FromJSON and toJSON get the same.

export function bytesOf(base64url: string): ArrayBuffer {
    const binary = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = new Uint8Array(new ArrayBuffer(binary.length));
    for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
    return bytes.buffer;
}

export function base64urlOf(buffer: ArrayBuffer): string {
    let binary = "";
    for (const byte of new Uint8Array(buffer)) binary += String.fromCharCode(byte);
    return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const descriptor = (each: CredentialDescriptorJson): PublicKeyCredentialDescriptor => ({
    id: bytesOf(each.id),
    type: "public-key",
    ...(each.transports ? { transports: each.transports as AuthenticatorTransport[] } : {}),
});

export function creationOptions(json: CreationOptionsJson): PublicKeyCredentialCreationOptions {
    const { excludeCredentials, challenge, user, ...rest } = json;
    return {
        ...(rest as Omit<PublicKeyCredentialCreationOptions, "challenge" | "user">),
        challenge: bytesOf(challenge),
        user: { ...user, id: bytesOf(user.id) },
        ...(excludeCredentials ? { excludeCredentials: excludeCredentials.map(descriptor) } : {}),
    };
}

export function requestOptions(json: RequestOptionsJson): PublicKeyCredentialRequestOptions {
    const { allowCredentials, challenge, ...rest } = json;
    return {
        ...(rest as Omit<PublicKeyCredentialRequestOptions, "challenge">),
        challenge: bytesOf(challenge),
        ...(allowCredentials ? { allowCredentials: allowCredentials.map(descriptor) } : {}),
    };
}

type Parts = Record<string, unknown>;

const common = (credential: PublicKeyCredential): Parts => ({
    id: credential.id,
    rawId: base64urlOf(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    ...(credential.authenticatorAttachment ? { authenticatorAttachment: credential.authenticatorAttachment } : {}),
});

/** RegistrationResponseJSON. */
export function registrationJson(credential: PublicKeyCredential): Parts {
    const response = credential.response as AuthenticatorAttestationResponse;
    return {
        ...common(credential),
        response: {
            clientDataJSON: base64urlOf(response.clientDataJSON),
            attestationObject: base64urlOf(response.attestationObject),
            transports: response.getTransports?.() ?? [],
        },
    };
}

/** AuthenticationResponseJSON. */
export function assertionJson(credential: PublicKeyCredential): Parts {
    const response = credential.response as AuthenticatorAssertionResponse;
    return {
        ...common(credential),
        response: {
            clientDataJSON: base64urlOf(response.clientDataJSON),
            authenticatorData: base64urlOf(response.authenticatorData),
            signature: base64urlOf(response.signature),
            ...(response.userHandle ? { userHandle: base64urlOf(response.userHandle) } : {}),
        },
    };
}

/** Browsers offer keys to secure origins alone: HTTPS, or this very machine. */
export const keysWork = (): boolean => typeof PublicKeyCredential !== "undefined" && window.isSecureContext;

/** Makes a key; throws DOMException when the person declines. */
export async function makeKey(json: CreationOptionsJson): Promise<Parts> {
    const made = await navigator.credentials.create({ publicKey: creationOptions(json) });
    return registrationJson(made as PublicKeyCredential);
}

export async function askKey(json: RequestOptionsJson): Promise<Parts> {
    const used = await navigator.credentials.get({ publicKey: requestOptions(json) });
    return assertionJson(used as PublicKeyCredential);
}
