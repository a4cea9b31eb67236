// Steps of an import and an export, as the screens take them; and small files made on the spot.
import { deflateRawSync, crc32 } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';

const running = ['inspecting', 'checking', 'importing', 'undoing'];

export async function settled(client, id, limitMs = 120_000) {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(50)) {
    const seen = await client.call('GET', `/api/v1/imports/${id}`);
    if (!running.includes(seen.state)) return seen;
  }
  throw new Error(`import ${id} does not end`);
}

export async function upload(client, fileName, bytes, part = 8 << 20) {
  const content = Buffer.from(bytes);
  let seen = await client.call('POST', '/api/v1/imports', { file_name: fileName, bytes: content.length });
  while (seen.received < content.length)
    seen = await client.call('PUT', `/api/v1/imports/${seen.id}/content?offset=${seen.received}`, content.subarray(seen.received, seen.received + part), { 'Content-Type': 'application/octet-stream' });
  return seen;
}

export async function step(client, id, name) {
  await client.call('POST', `/api/v1/imports/${id}/${name}`, {});
  return settled(client, id);
}

export async function inspected(client, fileName, bytes) {
  const sent = await upload(client, fileName, bytes);
  return step(client, sent.id, 'inspection');
}

// The whole way; gives the import after its commit.
export async function imported(client, fileName, bytes, settings) {
  const seen = await inspected(client, fileName, bytes);
  if (seen.state !== 'inspected') throw new Error(`${fileName}: ${JSON.stringify(seen.error)}`);
  await client.call('PUT', `/api/v1/imports/${seen.id}/settings`, { layer: seen.layers[0].name, crs: seen.layers[0].crs ?? undefined, ...settings });
  const checked = await step(client, seen.id, 'check');
  if (checked.state !== 'checked') throw new Error(`${fileName}: ${JSON.stringify(checked.error)}`);
  return step(client, seen.id, 'commit');
}

export async function exported(client, request, limitMs = 120_000) {
  let seen = await client.call('POST', '/api/v1/exports', request);
  for (const end = Date.now() + limitMs; Date.now() < end && ['queued', 'running'].includes(seen.state); await sleep(50)) seen = await client.call('GET', `/api/v1/exports/${seen.id}`);
  if (seen.state !== 'ready') throw new Error(`export ${JSON.stringify(seen)}`);
  const response = await fetch(`${client.server.url}/api/v1/exports/${seen.id}/content`, { headers: { Authorization: `Bearer ${client.token}` } });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.status !== 200 || bytes.length !== seen.bytes) throw new Error(`download: ${response.status}, ${bytes.length} of ${seen.bytes} bytes`);
  return { ...seen, content: bytes, headers: response.headers };
}

// A zip of {name: bytes}. `lies`: what the directory says of the size of every entry.
export function zip(files, { lies } = {}) {
  const parts = [], directory = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(text), packed = deflateRawSync(bytes), label = Buffer.from(name);
    const size = lies ?? bytes.length;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); common.writeUInt16LE(0x800, 2); common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10); common.writeUInt32LE(packed.length, 14); common.writeUInt32LE(size, 18); common.writeUInt16LE(label.length, 22);
    parts.push(Buffer.from('PK\x03\x04'), common, label, packed);
    const rest = Buffer.alloc(16);
    rest.writeUInt32LE(offset, 12);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), common.subarray(0, 24), Buffer.alloc(2), rest.subarray(2), label);
    offset += 30 + label.length + packed.length;
  }
  const body = Buffer.concat(parts), index = Buffer.concat(directory), end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8); end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(index.length, 12); end.writeUInt32LE(body.length, 16);
  return Buffer.concat([body, index, end]);
}

// A DBF table of text columns, in bytes as given.
export function dbf(columns, rows) {
  const width = 40, record = 1 + columns.length * width, header = 32 + 32 * columns.length + 1;
  const out = Buffer.alloc(header + record * rows.length + 1, 0x20);
  out.fill(0, 0, header);
  out[0] = 3; out[1] = 126; out[2] = 11; out[3] = 29;
  out.writeUInt32LE(rows.length, 4); out.writeUInt16LE(header, 8); out.writeUInt16LE(record, 10);
  columns.forEach((name, i) => {
    out.write(name, 32 + 32 * i, 'latin1');
    out.write('C', 32 + 32 * i + 11, 'latin1');
    out[32 + 32 * i + 16] = width;
  });
  out[header - 1] = 0x0d;
  rows.forEach((row, r) => columns.forEach((_, i) => Buffer.from(row[i]).copy(out, header + r * record + 1 + i * width)));
  out[out.length - 1] = 0x1a;
  return out;
}

// A shapefile of points with its index.
export function points(coordinates) {
  const header = (length) => {
    const h = Buffer.alloc(100);
    h.writeInt32BE(9994, 0); h.writeInt32BE(length / 2, 24); h.writeInt32LE(1000, 28); h.writeInt32LE(1, 32);
    const xs = coordinates.map((c) => c[0]), ys = coordinates.map((c) => c[1]);
    h.writeDoubleLE(Math.min(...xs), 36); h.writeDoubleLE(Math.min(...ys), 44); h.writeDoubleLE(Math.max(...xs), 52); h.writeDoubleLE(Math.max(...ys), 60);
    return h;
  };
  const shp = [header(100 + 28 * coordinates.length)], shx = [header(100 + 8 * coordinates.length)];
  coordinates.forEach(([x, y], i) => {
    const record = Buffer.alloc(28), place = Buffer.alloc(8);
    record.writeInt32BE(i + 1, 0); record.writeInt32BE(10, 4); record.writeInt32LE(1, 8); record.writeDoubleLE(x, 12); record.writeDoubleLE(y, 20);
    place.writeInt32BE((100 + 28 * i) / 2, 0); place.writeInt32BE(10, 4);
    shp.push(record); shx.push(place);
  });
  return { shp: Buffer.concat(shp), shx: Buffer.concat(shx) };
}
