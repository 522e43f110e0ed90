// An inFakt server, written from the document. Where that leaves a choice it takes another than the
// Python one beside it: it shows unset texts as empty and days as numbers, gives random ids, sorts as
// a Polish dictionary does and by any attribute, filters by every text and ignores what it does not know,
// clamps `limit`, links to /api/v3, refuses unknown `fields`, takes the key from the query too, answers
// 403 for another account's clients, 404 without `.json`, 405 to a wrong method, 410 to an update of
// what was deleted, checks countries, postal codes, e-mail addresses and check digits, tells all
// problems at once, a text for each, and so on.
import { randomBytes } from 'node:crypto';
import { application, plant, Refusal, serve } from '../serving.js';
import { Clients } from './clients.js';
import { FAULTS } from './faults.js';

const credentials = { token: randomBytes(20).toString('hex'), other_token: randomBytes(20).toString('hex') };
const accounts = new Map([[credentials.token, 'first'], [credentials.other_token, 'second']]);

function account(request) {
  const key = request.get('X-inFakt-ApiKey') ?? request.query.get('api_key');
  if (!key) throw new Refusal(401, 'Musisz podać klucz API.');
  if (!accounts.has(key)) throw new Refusal(401, 'Klucz API który podałeś jest nieprawidłowy.');
  return accounts.get(key);
}

const clients = new Clients();
plant(FAULTS, clients);

const update = (call) => clients.update(call);
const RESOURCES = [
  [['/v3/clients.json', '/api/v3/clients.json'], {
    GET: (call) => clients.list(call),
    POST: (call) => clients.create(call),
  }],
  [['/v3/clients/:id.json', '/api/v3/clients/:id.json'], {
    GET: (call) => clients.read(call),
    PUT: update,
    PATCH: update,
    DELETE: (call) => clients.remove(call),
  }],
];

const app = application(RESOURCES, account, ({ status, message, details }) => (
  status === 422 ? { errors: details } : { error: message }));
serve(app, credentials, () => clients.records.size);
