// Second factors in software: an authenticator app and a security key, as node:crypto can play them.
import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

function fromBase32(text) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...text].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

// RFC 6238 at a time in ms.
export function totp(secret, at = Date.now()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// CBOR of numbers, text, bytes and Maps.
function cbor(value) {
  const head = (major, n) => (n < 24 ? Buffer.from([(major << 5) | n]) : n < 256 ? Buffer.from([(major << 5) | 24, n]) : Buffer.from([(major << 5) | 25, n >> 8, n & 255]));
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Map) return Buffer.concat([head(5, value.size), ...[...value].flatMap(([k, v]) => [cbor(k), cbor(v)])]);
  return Buffer.concat([head(2, value.length), value]);
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
const base64url = (bytes) => Buffer.from(bytes).toString('base64url');

// One key of one algorithm: 'ES256', 'RS256' or 'EdDSA'.
export class SecurityKey {
  constructor(algorithm = 'ES256') {
    this.id = randomBytes(32);
    this.count = 0;
    const made = { ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }), RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }), EdDSA: () => generateKeyPairSync('ed25519') }[algorithm]();
    this.secret = made.privateKey;
    this.hash = algorithm === 'EdDSA' ? null : 'sha256';
    const jwk = made.publicKey.export({ format: 'jwk' });
    const part = (name) => Buffer.from(jwk[name], 'base64url');
    this.cose = {
      ES256: () => new Map([[1, 2], [3, -7], [-1, 1], [-2, part('x')], [-3, part('y')]]),
      RS256: () => new Map([[1, 3], [3, -257], [-1, part('n')], [-2, part('e')]]),
      EdDSA: () => new Map([[1, 1], [3, -8], [-1, 6], [-2, part('x')]]),
    }[algorithm]();
  }

  authenticatorData(rpId, more = Buffer.alloc(0)) {
    const head = Buffer.alloc(5);
    head[0] = more.length ? 0x45 : 0x05; // user present and verified, attested data
    head.writeUInt32BE(this.count, 1);
    return Buffer.concat([sha256(rpId), head, more]);
  }

  // RegistrationResponseJSON for PublicKeyCredentialCreationOptionsJSON.
  register(options, origin) {
    const clientData = Buffer.from(JSON.stringify({ type: 'webauthn.create', challenge: options.challenge, origin, crossOrigin: false }));
    const length = Buffer.from([this.id.length >> 8, this.id.length & 255]);
    const authData = this.authenticatorData(options.rp.id, Buffer.concat([Buffer.alloc(16), length, this.id, cbor(this.cose)]));
    const attestation = cbor(new Map([['fmt', 'none'], ['attStmt', new Map()], ['authData', authData]]));
    return { id: base64url(this.id), rawId: base64url(this.id), type: 'public-key', response: { clientDataJSON: base64url(clientData), attestationObject: base64url(attestation) }, clientExtensionResults: {} };
  }

  // AuthenticationResponseJSON for PublicKeyCredentialRequestOptionsJSON.
  assert(options, origin) {
    this.count += 1;
    const clientData = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge: options.challenge, origin, crossOrigin: false }));
    const authenticatorData = this.authenticatorData(options.rpId);
    const signature = sign(this.hash, Buffer.concat([authenticatorData, sha256(clientData)]), this.secret);
    return { id: base64url(this.id), rawId: base64url(this.id), type: 'public-key', response: { clientDataJSON: base64url(clientData), authenticatorData: base64url(authenticatorData), signature: base64url(signature) }, clientExtensionResults: {} };
  }
}
