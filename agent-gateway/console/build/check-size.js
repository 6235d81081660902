// The first load (what index.html names, and what that imports at once) must stay below the limit, gzipped.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const outDir = fileURLToPath(new URL('../dist', import.meta.url));
const LIMIT = 250 * 1024;
const html = readFileSync(join(outDir, 'index.html'), 'utf8');
const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1]);
const size = (file) => gzipSync(readFileSync(join(outDir, file))).length;
const total = named.reduce((sum, file) => sum + size(file), gzipSync(html).length);

for (const file of named) {
  console.log(`${String(Math.round(size(file) / 1024)).padStart(5)} KiB  ${file}`);
}
console.log(`${String(Math.round(total / 1024)).padStart(5)} KiB  first load, gzipped (limit ${LIMIT / 1024} KiB)`);
if (named.length === 0 || total > LIMIT) {
  console.error('The first load is too large.');
  process.exit(1);
}
