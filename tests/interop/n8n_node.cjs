// Runs the Invoice Ninja node of n8n-nodes-base, as it comes from npm, in the smallest context that it needs.
//
// node n8n_node.cjs FOLDER URL TOKEN reads one JSON object of parameters by input item from each line of its input and
// writes what the node returns as one line: {"items": [...]} or {"error": "...", "status": 422}.
'use strict';

const http = require('node:http');
const path = require('node:path');
const readline = require('node:readline');

const [folder, url, apiToken] = process.argv.slice(2);
const base = path.join(folder, 'node_modules', 'n8n-nodes-base', 'dist');
const { InvoiceNinja } = require(path.join(base, 'nodes', 'InvoiceNinja', 'InvoiceNinja.node.js'));
const { InvoiceNinjaApi } = require(path.join(base, 'credentials', 'InvoiceNinjaApi.credentials.js'));

const credentials = { url, apiToken, secret: '' };
const agent = new http.Agent({ keepAlive: true });

/** Sends what the options of a request say, as n8n does: parameters added to the address, a body as JSON. */
function send({ method, uri, qs, body, headers }) {
  const address = new URL(uri);
  for (const [name, value] of Object.entries(qs ?? {})) address.searchParams.set(name, value);
  const text = body === undefined ? '' : JSON.stringify(body);
  const sent = { ...headers, 'Content-Length': Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const request = http.request(address, { method, headers: sent, agent }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => {
        const answer = JSON.parse(Buffer.concat(parts).toString() || 'null');
        if (response.statusCode < 400) return resolve(answer);
        const error = new Error(answer.message);
        return reject(Object.assign(error, { statusCode: response.statusCode, error: answer }));
      });
    });
    request.on('error', reject);
    request.end(text);
  });
}

/** Returns the context in which the node runs, with a list of parameters by input item. */
function context(parameters) {
  return {
    getInputData: () => parameters.map((json) => ({ json })),
    getNodeParameter: (name, item) => parameters[item][name],
    getCredentials: async () => credentials,
    getNode: () => ({ name: 'Invoice Ninja', type: 'invoiceNinja', typeVersion: 2, parameters: {} }),
    continueOnFail: () => false,
    helpers: {
      requestWithAuthentication: async (_, options) =>
        send(await new InvoiceNinjaApi().authenticate(credentials, options)),
      returnJsonArray: (data) => [data].flat().map((json) => ({ json })),
      constructExecutionMetaData: (items) => items,
    },
  };
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let told;
    try {
      const [items] = await new InvoiceNinja().execute.call(context(JSON.parse(line)));
      told = { items: items.map((item) => item.json) };
    } catch (error) {
      told = { error: String(error.message), status: Number(error.httpCode ?? 0) };
    }
    process.stdout.write(`${JSON.stringify(told)}\n`);
  }
  agent.destroy();
}

main();
