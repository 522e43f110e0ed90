// Clients, and the values that they have under custom fields.
import { Refusal } from '../serving.js';
import { byName } from './store.js';
import { CLIENT, CLIENT_TYPES, members, SEARCHABLE, whole } from './validation.js';

const MOST = 100;

const unique = (texts) => [...new Set(texts)];
const same = (one, other) => one?.toLowerCase() === other.toLowerCase();

export class Clients {
  constructor(store, contacts, customFields) {
    Object.assign(this, { store, contacts, customFields });
  }

  find(user, id) {
    return this.store.find(this.store.clients, user, id);
  }

  create({ user, json }) {
    const given = members(json(), CLIENT, ['type', 'category', 'name']);
    const values = this.customFields.completed(user, given.custom_fields ?? {});
    const client = this.store.add(this.store.clients, {
      ...Object.fromEntries(Object.keys(CLIENT).map((name) => [name, null])),
      user_id: user,
      ...this.tidied({ tags: [], categories: [], ...given }),
      ...values,
    });
    return { status: 201, body: this.shown(client) };
  }

  read({ user, id }) {
    const client = this.find(user, id);
    return { body: { ...this.shown(client), contacts: this.contacts.ofClient(client) } };
  }

  update({ user, id, json }) {
    const client = this.find(user, id);
    const given = this.tidied(members(json(), CLIENT));
    const { known, free } = this.customFields.sorted(user, given.custom_fields ?? {});
    for (const [field, value] of known) client.known.set(field, value);
    for (const [name, value] of free) client.free.set(name, value);
    return { body: this.shown(this.changed(client, given)) };
  }

  /** Let a client have what was given; the rest stays. */
  changed(client, given) {
    return this.store.change(client, given);
  }

  remove({ user, id }) {
    const client = this.find(user, id);
    for (const contact of this.contacts.ofClient(client)) this.store.contacts.delete(contact.id);
    this.store.clients.delete(client.id);
    return { body: `Client ${id} was deleted.` };
  }

  list({ user, query }) {
    const [type, category, country, tag] = ['type', 'category', 'country', 'tag'].map((name) => query.get(name));
    if (type !== null && !CLIENT_TYPES.includes(type)) {
      throw new Refusal(400, `type must be ${CLIENT_TYPES.join(' or ')}.`, { field: 'type' });
    }
    const found = this.store.of(this.store.clients, user).filter((client) =>
      (type === null || client.type === type)
      && (category === null || [client.category, ...client.categories].some((one) => same(one, category)))
      && (country === null || same(client.country, country))
      && (tag === null || client.tags.some((one) => same(one, tag))));
    const [offset, limit] = [whole(query, 'offset', 0, 0), whole(query, 'limit', 50, 1)];
    const page = this.page(found.sort(byName), offset, limit);
    return { body: page.map((client) => this.shown(client)) };
  }

  page(clients, offset, limit) {
    return clients.slice(offset, offset + Math.min(limit, MOST));
  }

  search({ user, query }) {
    const term = query.get('query');
    if (!term) throw new Refusal(400, 'query is missing.', { field: 'query' });
    const found = this.store.of(this.store.clients, user).filter((client) => this.mentions(client, term));
    const page = this.page(found.sort(byName), 0, whole(query, 'limit', 10, 1));
    return { body: page.map((client) => this.shown(client)) };
  }

  /** Whether a term occurs in what a client says of itself, banking details aside. */
  mentions(client, term) {
    const texts = [...SEARCHABLE.map((name) => client[name] ?? ''), ...client.tags, ...client.categories];
    return texts.some((text) => text.toLowerCase().includes(term.toLowerCase()));
  }

  tidied(given) {
    const lists = ['tags', 'categories'].filter((name) => given[name]);
    return { ...given, ...Object.fromEntries(lists.map((name) => [name, unique(given[name])])) };
  }

  shown({ known, free, ...client }) {
    const named = [...known].map(([id, value]) => [this.store.fields.get(id).name, value]);
    return { ...client, custom_fields: Object.fromEntries([...free, ...named]) };
  }
}
