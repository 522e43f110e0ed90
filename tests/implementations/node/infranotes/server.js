// An InfraNotes server, written from the document. Where that leaves a choice it takes another than
// the Python one beside it: it answers 201 on create and a text on delete, lists by name, shows optional
// members as null, hides other users' records (404), tells UTC to the millisecond, gives random ids,
// merges `custom_fields`, takes null for not sent and refuses unknown members, wants type, category and
// names, folds repeated tags, enforces `required` and fills in defaults, keeps digits as numbers,
// searches widely, caps `limit` at 100 and refuses 0, answers 405 to a wrong method, and so on.
import { application, plant, serve } from '../serving.js';
import { Clients } from './clients.js';
import { Contacts } from './contacts.js';
import { CustomFields } from './custom_fields.js';
import { FAULTS } from './faults.js';
import { Store } from './store.js';
import { Tokens } from './tokens.js';

const store = new Store();
const tokens = new Tokens();
const contacts = new Contacts(store);
const customFields = new CustomFields(store);
const clients = new Clients(store, contacts, customFields);
plant(FAULTS, { tokens, clients, contacts, customFields });

const RESOURCES = [
  ['/api/clients', { GET: (call) => clients.list(call), POST: (call) => clients.create(call) }],
  ['/api/clients/search', { GET: (call) => clients.search(call) }],
  ['/api/clients/:id', {
    GET: (call) => clients.read(call),
    PUT: (call) => clients.update(call),
    DELETE: (call) => clients.remove(call),
  }],
  ['/api/clients/:id/contacts', { GET: (call) => contacts.list(call), POST: (call) => contacts.add(call) }],
  ['/api/contacts/:id', {
    GET: (call) => contacts.read(call),
    PUT: (call) => contacts.update(call),
    DELETE: (call) => contacts.remove(call),
  }],
  ['/api/contacts/:id/primary', { PUT: (call) => contacts.setPrimary(call) }],
  ['/api/custom-fields', { POST: (call) => customFields.create(call) }],
  ['/api/custom-fields/:id', {
    GET: (call) => customFields.list(call),
    PUT: (call) => customFields.update(call),
    DELETE: (call) => customFields.remove(call),
  }],
  ['/api/custom-field-values/:entity/:id', { POST: (call) => customFields.save(call) }],
];

const app = application(
  RESOURCES,
  (request) => tokens.user(request),
  ({ message, details }) => ({ error: message, ...details }),
);
const credentials = { token: tokens.issue(41), other_token: tokens.issue(97), secret: tokens.secret };
serve(app, credentials, () => store.size);
