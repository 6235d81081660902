// Fails the build when what a visitor's browser fetches grows beyond the limit.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT = 60 * 1024;

const files = readdirSync('dist', { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
let total = 0;
for (const file of files) {
  const path = join(file.parentPath ?? file.path, file.name);
  const size = gzipSync(readFileSync(path), { level: 9 }).length;
  total += size;
  console.log(`${path.padEnd(40)} ${(size / 1024).toFixed(1).padStart(6)} KB gzip`);
}
console.log(`${'together'.padEnd(40)} ${(total / 1024).toFixed(1).padStart(6)} KB gzip of ${LIMIT / 1024}`);
if (total > LIMIT) {
  console.error('The widget has grown too big.');
  process.exit(1);
}
