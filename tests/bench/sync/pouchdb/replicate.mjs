// The rows of a file from one PouchDB to another by way of a PouchDB server over HTTP, in batches of 1,000.
//   node replicate.mjs FOLDER-OF-NODE_MODULES ROWS.jsonl WORK
// Prints: seconds by the wall, seconds of CPU, bytes that the writing side sent, bytes that the reading side received.
import { readFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [folder, rowsFile, work] = process.argv.slice(2);
const require = createRequire(join(resolve(folder), 'index.js'));
const PouchDB = require('pouchdb');
const express = require('express');
console.log = console.error;

mkdirSync(join(work, 'server'), { recursive: true });
const Server = PouchDB.defaults({ prefix: join(work, 'server') + '/' });
const app = express();
app.use('/db', require('express-pouchdb')(Server, { inMemoryConfig: true, logPath: join(work, 'log.txt') }));
const server = createServer(app);
const sockets = new Set();
server.on('connection', (socket) => sockets.add(socket));
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const bytes = () => {
  let sent = 0, received = 0;
  for (const socket of sockets) {
    sent += socket.bytesRead;
    received += socket.bytesWritten;
  }
  return { sent, received };
};

const rows = readFileSync(rowsFile, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const remote = `http://127.0.0.1:${server.address().port}/db/marks`;
const author = new PouchDB(join(work, 'author'));
for (let i = 0; i < rows.length; i += 1000) await author.bulkDocs(rows.slice(i, i + 1000));

const options = { batch_size: 1000 };
const cpuBefore = process.cpuUsage();
const begun = performance.now();
await author.replicate.to(remote, options);
const pushed = bytes();
const reader = new PouchDB(join(work, 'reader'));
await reader.replicate.from(remote, options);
const seconds = (performance.now() - begun) / 1000;
const cpu = process.cpuUsage(cpuBefore);
const pulled = bytes();
const held = (await reader.info()).doc_count;
if (held !== rows.length) {
  console.error(`${held} of ${rows.length} rows arrived`);
  process.exit(1);
}
process.stdout.write(
  `${seconds} ${(cpu.user + cpu.system) / 1e6} ${pushed.sent} ${pulled.received - pushed.received}\n`);
process.exit(0);
