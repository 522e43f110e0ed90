// The records of all users in memory.
import { randomInt } from 'node:crypto';
import { Refusal } from '../serving.js';

const names = new Intl.Collator('en');

/** Compare records by name, and those of one name by id. */
export const byName = (one, other) => names.compare(one.name, other.name) || one.id - other.id;

export const now = () => new Date().toISOString();

export class Store {
  clients = new Map();
  contacts = new Map();
  fields = new Map();

  get size() {
    return this.clients.size + this.contacts.size + this.fields.size;
  }

  /** Keep a new record under an id by which nobody can tell how many there are. */
  add(table, members) {
    let id;
    do id = randomInt(1, 2 ** 40); while (table.has(id));
    const record = { id, ...members, created_at: now(), updated_at: now() };
    table.set(id, record);
    return record;
  }

  change(record, members) {
    return Object.assign(record, members, { updated_at: now() });
  }

  /** Return a user's record; another user's does not exist for this one. */
  find(table, user, id) {
    const record = /^[1-9]\d*$/.test(id) ? table.get(Number(id)) : undefined;
    if (record?.user_id !== user) throw new Refusal(404, `There is no record ${id}.`);
    return record;
  }

  of(table, user) {
    return [...table.values()].filter((record) => record.user_id === user);
  }
}
