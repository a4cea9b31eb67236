// Random requests from an OpenAPI document: values that fit their schema, values that nearly do, and hostile ones.
const hostile = ["'", '"', "';--", "' or '1'='1", '$1', '%', '%_%', '\\', '../../etc/passwd', '<script>alert(1)</script>', '${7*7}', '{{7*7}}', '\u0000', '\u202e', '\ud800', 'ế'.repeat(300),
  'a'.repeat(5_000), '٣', 'NaN', 'Infinity', '-0', '1e400', '9223372036854775808', '-1', '0x10', 'null', '[]', '{}', ' ', '', '\r\nX-A: b', '2026-02-30T25:61:61Z', '0001-01-01T00:00:00Z', '99999-01-01T00:00:00Z'];
const numbers = [0, 1, -1, 2, 3, 7, 100, 1000, 1001, 2 ** 31, 2 ** 53, -(2 ** 53), 1e18, 1e308, -1e308, 0.1, 1.5];

export class Random {
  constructor(seed) { this.state = seed >>> 0; }
  next() {  // mulberry32
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  below(n) { return Math.floor(this.next() * n); }
  pick(list) { return list[this.below(list.length)]; }
  chance(p) { return this.next() < p; }
}

export function operationsOf(document) {
  const out = [];
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) out.push({ path, method: method.toUpperCase(), ...operation });
  return out.filter((o) => !o['x-websocket']);
}

function valueOf(random, schema, document, depth = 0) {
  if (!schema || random.chance(0.06)) return random.pick([null, true, random.pick(numbers), random.pick(hostile), [], {}, [[[]]], { a: { b: {} } }]);
  if (schema.$ref) return valueOf(random, document.components.schemas[schema.$ref.split('/').at(-1)], document, depth);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return valueOf(random, random.pick(choices), document, depth);
  if (schema.enum) return random.chance(0.1) ? random.pick(hostile) : random.pick(schema.enum);
  const type = Array.isArray(schema.type) ? random.pick(schema.type) : schema.type;
  switch (type) {
    case 'boolean': return random.chance(0.5);
    case 'integer': return random.chance(0.6) ? 1 + random.below(20) : random.pick(numbers);
    case 'number': return random.chance(0.5) ? random.next() * 100 : random.pick(numbers);
    case 'null': return null;
    case 'array': return Array.from({ length: random.below(4) }, () => valueOf(random, schema.items, document, depth + 1));
    case 'object': {
      const out = {};
      if (depth > 6) return out;
      for (const [name, field] of Object.entries(schema.properties ?? {}))
        if (random.chance(schema.required?.includes(name) ? 0.95 : 0.4)) out[name] = valueOf(random, field, document, depth + 1);
      if (random.chance(0.05)) out[random.pick(['x', '__proto__', 'constructor', ''])] = 1;
      return out;
    }
    default: {
      if (schema.format === 'date-time' && random.chance(0.7)) return new Date(Date.now() - random.below(10 ** 9)).toISOString();
      return random.chance(0.4) ? random.pick(hostile) : random.pick(['bridge', 'road', 'viewer', 'Cầu Long Biên', 'internal', '00004', 'a', 'hà nội', '105.8,21,105.9,21.1', 'temperature', 'i3']);
    }
  }
}

const plain = (text) => encodeURIComponent(String(text).toWellFormed?.() ?? String(text).replace(/[\ud800-\udfff]/g, '?'));

export function requestOf(random, operation, document) {
  const path = operation.path.replace(/\{([a-z_0-9]+)\}/gi, () => (random.chance(0.75) ? 1 + random.below(20) : plain(random.pick(hostile))));
  const query = [];
  for (const p of (operation.parameters ?? []).filter((q) => q.in === 'query'))
    if (random.chance(0.35)) query.push(`${p.name}=${plain(JSON.stringify(valueOf(random, p.schema, document)).replace(/^"|"$/g, ''))}`);
  const content = operation.requestBody?.content;
  let body, type = 'application/json';
  if (content) {
    type = Object.keys(content)[0];
    body = type.includes('json') ? JSON.stringify(valueOf(random, content[type].schema, document)) : String(random.pick(hostile));
    if (random.chance(0.05)) body = body.slice(0, random.below(body.length + 1));
    if (random.chance(0.02)) body = '['.repeat(random.below(3_000));
  }
  const headers = {};
  if (body !== undefined) headers['Content-Type'] = random.chance(0.03) ? random.pick(['text/plain', 'application/json; charset=utf-7', '']) : type === '*/*' ? 'application/json' : type;
  if (random.chance(0.5)) headers['If-Match'] = random.pick(['"1"', '"2"', '*', 'W/"1"', '"99999999999999999999"', 'x']);
  if (random.chance(0.1)) headers['Idempotency-Key'] = random.pick(['a', 'b', 'x'.repeat(300)]);
  return { method: operation.method, target: query.length ? `${path}?${query.join('&')}` : path, body: ['GET', 'HEAD'].includes(operation.method) ? undefined : body, headers };
}
