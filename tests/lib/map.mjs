// Where a place of the earth is on the screen of the map page, and clicks there.
import { setTimeout as sleep } from 'node:timers/promises';

const TILE_PX = 512;
const east = (lon, zoom) => ((lon + 180) / 360) * TILE_PX * 2 ** zoom;
const south = (lat, zoom) => ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * TILE_PX * 2 ** zoom;

export class MapPage {
  constructor(page, server) {
    this.page = page;
    this.server = server;
  }

  // Opens the map at a place and waits until it is drawn.
  async open(view, query = '') {
    this.view = view;
    await this.page.goto(`${this.server.url}/map?at=${view.join(',')}${query}`);
    await this.still();
  }

  // Until the map has all that it asks for and has drawn it.
  async still() {
    await this.page.locator('.desk-map[data-ready][aria-busy="false"]').first().waitFor();
  }

  async at([lon, lat]) {
    const box = await this.page.locator('.desk-map').first().boundingBox();
    const [centreLon, centreLat, zoom] = this.view;
    return [box.x + box.width / 2 + east(lon, zoom) - east(centreLon, zoom), box.y + box.height / 2 + south(lat, zoom) - south(centreLat, zoom)];
  }

  async click(place, options = {}) {
    const [x, y] = await this.at(place);
    await this.page.mouse.move(x, y);
    await this.page.mouse.click(x, y, options);
  }

  // Drags what lies at `from` to a few pixels beside `to`, as a hand would.
  async drag(from, to, [dx, dy] = [0, 0]) {
    const [x1, y1] = await this.at(from);
    const [x2, y2] = await this.at(to);
    await this.page.mouse.move(x1, y1);
    await this.page.mouse.down();
    for (let i = 1; i <= 8; i += 1) await this.page.mouse.move(x1 + ((x2 + dx - x1) * i) / 8, y1 + ((y2 + dy - y1) * i) / 8);
  }

  // Milliseconds until a click there finds the named work, or no longer finds it.
  async until(place, name, there, limitMs) {
    const begin = performance.now();
    for (;;) {
      await this.click(place);
      await sleep(60);
      const shown = (await this.page.locator('.desk-panel').textContent()).includes(name);
      if (shown === there) return performance.now() - begin;
      if (performance.now() - begin > limitMs) throw new Error(`after ${limitMs} ms a click ${there ? 'does not find' : 'still finds'} ${name}`);
    }
  }
}
