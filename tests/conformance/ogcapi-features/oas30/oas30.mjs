// The interface description is OpenAPI 3.0 and describes what is served.
import assert from 'node:assert/strict';
import { Client } from '../../../lib/client.mjs';

const base = 'http://www.opengis.net/spec/ogcapi-features-1/1.0';

export const tests = [{
  requirement: `${base}/req/oas30/oas-definition-2`,
  async run({ server }) {
    const api = await new Client(server).call('GET', '/ogc/api');
    assert.match(api.openapi, /^3\.0\.\d$/);
    const references = [...JSON.stringify(api).matchAll(/"\$ref":"#\/components\/(\w+)\/([\w-]+)"/g)];
    assert.ok(references.length > 50);
    for (const [, kind, name] of references) assert.ok(api.components[kind]?.[name], `${kind}/${name}`);
    const ids = new Set();
    for (const [path, methods] of Object.entries(api.paths))
      for (const [method, operation] of Object.entries(methods)) {
        assert.ok(!ids.has(operation.operationId), operation.operationId);
        ids.add(operation.operationId);
        assert.ok(Object.keys(operation.responses).length >= 2, `${method} ${path}`);
        const described = operation.parameters.map((p) => (p.$ref ? api.components.parameters[p.$ref.split('/').at(-1)] : p)).filter((p) => p.in === 'path').map((p) => p.name);
        assert.deepEqual(described, [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]), `${method} ${path}`);
      }
    // 3.1 words have no place in a 3.0 document.
    assert.doesNotMatch(JSON.stringify(api), /"type":\[|"examples":\[|jsonSchemaDialect|"const":/);
  },
}, {
  requirement: `${base}/req/oas30/completeness`,
  async run({ server, values }) {
    const api = await new Client(server).call('GET', '/ogc/api');
    const served = await new Client(server).call('GET', '/api/v1/openapi.json');
    const shape = (path) => path.replace(/\{\w+\}/g, '{}');
    const expected = Object.entries(served.paths).filter(([path]) => path.startsWith('/ogc') && path !== '/ogc/style.css' && Object.values(served.paths[path])[0].operationId.startsWith('registry.'))
      .flatMap(([path, methods]) => Object.keys(methods).map((m) => `${m} ${shape(path.slice(4) || '/')}`));
    const described = Object.entries(api.paths).flatMap(([path, methods]) => Object.keys(methods).map((m) => `${m} ${shape(path)}`));
    assert.deepEqual(described.sort(), expected.sort());
    const client = await Client.as(server, 'viewer');
    for (const [path, methods] of Object.entries(api.paths)) {
      if (!methods.get) continue;
      const { status, headers } = await client.request('GET', `/ogc${path === '/' ? '' : path}`.replace('{collectionId}', 'car_park').replace('{featureId}', values.park_a));
      assert.equal(status, 200, path);
      const answer = methods.get.responses['200'];
      const types = Object.keys(answer.$ref ? api.components.responses[answer.$ref.split('/').at(-1)].content : answer.content);
      const type = headers.get('content-type').split(';')[0];
      assert.ok(types.includes(type) || type === 'application/vnd.oai.openapi+json', `${path}: ${type}`);
    }
  },
}, {
  requirement: `${base}/req/core/conformance-success`,
  async run({ server }) {
    const { conformsTo } = await new Client(server).call('GET', '/ogc/conformance');
    for (const wanted of ['ogcapi-features-1/1.0/conf/core', 'ogcapi-features-1/1.0/conf/oas30', 'ogcapi-features-1/1.0/conf/html', 'ogcapi-features-1/1.0/conf/geojson', 'ogcapi-features-2/1.0/conf/crs',
      'ogcapi-features-3/1.0/conf/filter', 'ogcapi-features-3/1.0/conf/features-filter', 'ogcapi-features-3/1.0/conf/queryables', 'cql2/1.0/conf/cql2-text', 'cql2/1.0/conf/cql2-json',
      'ogcapi-features-4/1.0/conf/create-replace-delete', 'ogcapi-features-4/1.0/conf/update', 'ogcapi-features-5/1.0/conf/schemas'])
      assert.ok(conformsTo.includes(`http://www.opengis.net/spec/${wanted}`), wanted);
    assert.equal(new Set(conformsTo).size, conformsTo.length);
  },
}];
