// The clients of all accounts in memory, and what can be done with them.
import { randomInt } from 'node:crypto';
import { Refusal } from '../serving.js';
import { accepted, ATTRIBUTES, neededNames } from './attributes.js';
import { comparison, condition, link, pageOf } from './listing.js';

const SHOWN = ['id', ...ATTRIBUTES];

export class Clients {
  records = new Map();
  deleted = new Set();

  neededNames(kind) {
    return neededNames(kind);
  }

  find(user, text) {
    const client = /^\d+$/.test(text) ? this.records.get(Number(text)) : undefined;
    if (!client) throw new Refusal(404, 'Nie ma takiego klienta.');
    if (client.user !== user) throw new Refusal(403, 'To klient innego konta.');
    return client;
  }

  /** Return the attributes of a body, which stand under `client`. */
  sent(json) {
    const client = json()?.client;
    if (typeof client !== 'object' || client === null || Array.isArray(client)) {
      throw new Refusal(400, 'Brakuje obiektu client.');
    }
    return client;
  }

  create({ user, json }) {
    const client = this.accepted(this.sent(json));
    const created = this.keep({ ...client, id: this.newId(), user });
    return { status: 201, body: this.shown(created) };
  }

  accepted(sent, former) {
    return accepted(sent, former, (kind) => this.neededNames(kind));
  }

  newId() {
    const id = randomInt(1, 2 ** 40);
    return this.records.has(id) || this.deleted.has(id) ? this.newId() : id;
  }

  keep(client) {
    this.records.set(client.id, client);
    return client;
  }

  read({ user, id, query }) {
    const client = this.find(user, id);
    return { body: this.shown(client, this.fields(query)) };
  }

  update({ user, id, json }) {
    if (this.deleted.has(Number(id))) throw new Refusal(410, 'Tego klienta już nie ma.');
    const client = this.find(user, id);
    const sent = this.sent(json);
    if (Object.keys(sent).length === 0) throw new Refusal(400, 'Nie ma czego zmienić.');
    const { id: own, user: owner } = client;
    return { body: this.shown(this.keep({ ...this.accepted(sent, client), id: own, user: owner })) };
  }

  remove({ user, id }) {
    const client = this.find(user, id);
    this.records.delete(client.id);
    this.deleted.add(client.id);
    return { status: 204 };
  }

  list({ user, query, origin }) {
    const fields = this.fields(query);
    const found = this.matching(user, query);
    const { offset, limit } = pageOf(query);
    const page = this.page(found, comparison(query.get('order')), offset, limit);
    const metainfo = {
      count: page.length,
      total_count: this.total(found, page),
      next: link(origin, query, offset + limit, limit),
      previous: link(origin, query, this.previous(offset, limit), limit),
    };
    return { body: { metainfo, entities: page.map((client) => this.shown(client, fields)) } };
  }

  matching(user, query) {
    const conditions = [...query].map(([key, value]) => condition(key, value));
    return [...this.records.values()].filter((client) =>
      client.user === user && conditions.every((meets) => meets(client)));
  }

  page(found, compare, offset, limit) {
    return found.sort(compare).slice(offset, offset + limit);
  }

  total(found, _page) {
    return found.length;
  }

  previous(offset, limit) {
    return Math.max(0, offset - limit);
  }

  /** Return the attributes that a request asks for. */
  fields(query) {
    const named = query.get('fields')?.split(',') ?? SHOWN;
    const unknown = named.filter((name) => !SHOWN.includes(name));
    if (unknown.length > 0) throw new Refusal(400, `Nie ma pola ${unknown.join(', ')}.`);
    return ['id', ...named];
  }

  shown(client, fields = SHOWN) {
    return Object.fromEntries(fields.map((name) => [name, client[name]]));
  }
}
