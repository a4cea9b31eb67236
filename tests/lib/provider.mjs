// A real OpenID Connect provider (npm oidc-provider) on loopback: signs in whom the test names, without forms.
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, importJWK, SignJWT, decodeJwt, decodeProtectedHeader } from 'jose';
import { Provider } from 'oidc-provider';

const jwk = async (alg, kid) => ({ ...(await exportJWK((await generateKeyPair(alg, { extractable: true })).privateKey)), kid, alg, use: 'sig' });

export class TestProvider {
  constructor(redirectUri, secret) {
    this.redirectUri = redirectUri;
    this.secret = secret;
    this.person = 'viewer';
    this.amr = ['pwd'];
    this.counts = { keys: 0, token: 0 };
    this.tamper = null; // (claims) => claims: what a broken or hostile provider would sign
  }

  async start() {
    this.server = createServer((request, response) => this.handle(request, response));
    await new Promise((resolve) => { this.server.listen(0, '127.0.0.1', resolve); });
    this.issuer = `http://127.0.0.1:${this.server.address().port}`;
    await this.useKeys('first');
    return this;
  }
  stop() { this.server.closeAllConnections(); this.server.close(); }

  // New signing keys under other names; the old ones are gone. `alg`: which of them signs.
  async useKeys(prefix, alg = 'RS256') {
    this.keys = [];
    for (const name of ['RS256', 'PS256', 'ES256', 'EdDSA']) this.keys.push(await jwk(name, `${prefix}-${name}`));
    this.build(alg);
  }

  build(alg) {
    const test = this;
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: 'hatang', client_secret: this.secret, redirect_uris: [this.redirectUri], grant_types: ['authorization_code'], response_types: ['code'], id_token_signed_response_alg: alg, token_endpoint_auth_method: 'client_secret_basic' }],
      jwks: { keys: this.keys },
      enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA'] },
      pkce: { required: () => true, methods: ['S256'] },
      claims: { openid: ['sub', 'amr', 'acr'], profile: ['preferred_username'] },
      conformIdTokenClaims: false,
      cookies: { keys: ['only for tests'] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id.replace(/^.*:/, '') }) }),
      async loadExistingGrant({ oidc }) {
        const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
        grant.addOIDCScope('openid profile');
        await grant.save();
        return grant;
      },
    });
    provider.use(async (ctx, next) => {
      await next();
      if (ctx.path === '/jwks') test.counts.keys += 1;
      if (ctx.path !== '/token') return;
      test.counts.token += 1;
      if (test.tamper && ctx.body?.id_token) ctx.body.id_token = await test.resign(ctx.body.id_token);
    });
    this.provider = provider;
    this.callback = provider.callback();
  }

  async resign(token) {
    const { alg, kid } = decodeProtectedHeader(token);
    const key = await importJWK(this.keys.find((k) => k.kid === kid), alg);
    const header = { alg, kid };
    return new SignJWT(this.tamper(decodeJwt(token), header)).setProtectedHeader(header).sign(key);
  }

  async handle(request, response) {
    if (!request.url.startsWith('/interaction/')) { this.callback(request, response); return; }
    try {
      await this.provider.interactionFinished(request, response, { login: { accountId: this.person, amr: this.amr } });
    } catch (error) {
      response.writeHead(500);
      response.end(String(error));
    }
  }
}

// A browser as far as redirects and cookies go: one jar a host.
export class Jar {
  constructor() { this.cookies = new Map(); }

  async get(url) {
    const { origin } = new URL(url);
    const mine = this.cookies.get(origin) ?? new Map();
    const response = await fetch(url, { redirect: 'manual', headers: { Cookie: [...mine].map(([k, v]) => `${k}=${v}`).join('; ') } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) mine.delete(name); else mine.set(name, value);
    }
    this.cookies.set(origin, mine);
    return response;
  }

  // Follows redirects until `stop(url)`; gives that address.
  async follow(url, stop) {
    for (let i = 0, at = url; i < 12; i += 1) {
      if (stop(new URL(at))) return at;
      const response = await this.get(at);
      const location = response.headers.get('location');
      if (!location) throw new Error(`${at}: ${response.status} ${(await response.text()).slice(0, 300)}`);
      at = new URL(location, at).href;
    }
    throw new Error('too many redirects');
  }
}
