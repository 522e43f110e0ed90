// Contact persons of clients, of whom one at most is the primary one.
import { byName, now } from './store.js';
import { CONTACT, members } from './validation.js';

export class Contacts {
  constructor(store) {
    this.store = store;
  }

  /** Return the contacts of a client, the primary one first. */
  ofClient(client) {
    const found = [...this.store.contacts.values()].filter((contact) => contact.client_id === client.id);
    return found.sort((one, other) => other.is_primary - one.is_primary || byName(one, other));
  }

  find(user, id) {
    return this.store.find(this.store.contacts, user, id);
  }

  client(user, id) {
    return this.store.find(this.store.clients, user, id);
  }

  add({ user, id, json }) {
    const client = this.client(user, id);
    const given = members(json(), CONTACT, ['name']);
    if (given.is_primary) this.demoteOthers(client.id);
    const contact = this.store.add(this.store.contacts, {
      client_id: client.id,
      user_id: user,
      ...{ position: null, email: null, phone: null, is_primary: false },
      ...given,
    });
    client.updated_at = now();
    return { status: 201, body: contact };
  }

  /** Let nobody of a client be primary, as somebody else is about to be; they have not changed otherwise. */
  demoteOthers(clientId) {
    for (const contact of this.ofClient({ id: clientId })) contact.is_primary = false;
  }

  list({ user, id }) {
    return { body: this.ofClient(this.client(user, id)).sort(byName) };
  }

  read({ user, id }) {
    return { body: this.find(user, id) };
  }

  update({ user, id, json }) {
    return { body: this.changed(this.find(user, id), members(json(), CONTACT)) };
  }

  setPrimary({ user, id }) {
    return { body: this.changed(this.find(user, id), { is_primary: true }) };
  }

  changed(contact, given) {
    if (given.is_primary) this.demoteOthers(contact.client_id);
    this.store.clients.get(contact.client_id).updated_at = now();
    return this.store.change(contact, given);
  }

  remove({ user, id }) {
    const contact = this.find(user, id);
    this.store.contacts.delete(contact.id);
    this.store.clients.get(contact.client_id).updated_at = now();
    return { body: `Contact ${id} was deleted.` };
  }
}
