// Custom fields, and values for them. A client keeps values of known fields by the field's id, so that
// they follow when it is renamed, and all others freely by name.
import { Refusal } from '../serving.js';
import { byName } from './store.js';
import { CUSTOM_FIELD, ENTITIES, members, SAVED_VALUE, suited } from './validation.js';

const NEW = { required: false, default_value: null, placeholder: null, options: null, display_order: null };

export class CustomFields {
  constructor(store) {
    this.store = store;
  }

  of(user, entity) {
    return this.store.of(this.store.fields, user).filter((field) => field.entity === entity).sort(byName);
  }

  find(user, id) {
    return this.store.find(this.store.fields, user, id);
  }

  create({ user, json }) {
    const given = members(json(), CUSTOM_FIELD, ['name', 'type', 'entity']);
    this.demandOptions(given);
    return { status: 201, body: this.store.add(this.store.fields, { user_id: user, ...NEW, ...given }) };
  }

  demandOptions({ type, options }) {
    if (type === 'dropdown' && !options?.length) {
      throw new Refusal(400, 'A dropdown needs options.', { field: 'options' });
    }
  }

  list({ user, id: entity }) {
    if (!ENTITIES.includes(entity)) throw new Refusal(400, `There is no entity ${entity}.`);
    return { body: this.of(user, entity) };
  }

  update({ user, id, json }) {
    const field = this.find(user, id);
    const given = members(json(), CUSTOM_FIELD);
    this.demandOptions({ ...field, ...given });
    return { body: this.store.change(field, given) };
  }

  /** Delete a custom field; clients keep showing what they had under its name. */
  remove({ user, id }) {
    const field = this.find(user, id);
    for (const client of this.store.of(this.store.clients, user)) {
      if (client.known.has(field.id)) client.free.set(field.name, client.known.get(field.id));
      client.known.delete(field.id);
    }
    this.store.fields.delete(field.id);
    return { body: `Custom field ${id} was deleted.` };
  }

  /** Return what a client gives by name: under known fields by their ids, and the rest. */
  sorted(user, given) {
    const fields = new Map(this.of(user, 'client').map((field) => [field.name, field]));
    const entries = Object.entries(given);
    const known = entries.filter(([name]) => fields.has(name)).map(([name, value]) => {
      const field = fields.get(name);
      return [field.id, suited(value, field)];
    });
    return { known: new Map(known), free: new Map(entries.filter(([name]) => !fields.has(name))) };
  }

  /** Return the same of a new client, to whom defaults are given, and who must have what is required. */
  completed(user, given) {
    const found = this.sorted(user, given);
    for (const field of this.of(user, 'client').filter(({ id }) => !found.known.has(id))) {
      if (field.default_value) found.known.set(field.id, suited(field.default_value, field));
      else if (field.required) throw new Refusal(400, `${field.name} is required.`, { field: field.name });
    }
    return found;
  }

  save({ user, params: { entity, id }, json }) {
    if (!ENTITIES.includes(entity)) throw new Refusal(404, `There is no entity ${entity}.`);
    const owner = this.owner(user, entity, id);
    const body = json();
    const sent = Array.isArray(body) ? body : [body];
    if (sent.length === 0) throw new Refusal(400, 'No value is given.');
    const saved = this.keep(sent, (one) => this.checked(user, entity, one), owner);
    const shown = saved.map(({ field, value }) => (
      { custom_field_id: field.id, name: field.name, entity, entity_id: Number(id), value }));
    return { status: 201, body: Array.isArray(body) ? shown : shown[0] };
  }

  /** Return the record whose values are saved; those of other entities are kept elsewhere. */
  owner(user, entity, id) {
    if (entity === 'client') return this.store.find(this.store.clients, user, id);
    if (!/^[1-9]\d*$/.test(id)) throw new Refusal(404, `There is no ${entity} ${id}.`);
    return null;
  }

  checked(user, entity, one) {
    const given = members(one, SAVED_VALUE, ['custom_field_id', 'value']);
    const field = this.find(user, String(given.custom_field_id));
    if (field.entity !== entity) throw new Refusal(404, `There is no such custom field of ${entity}.`);
    return { field, value: suited(given.value, field) };
  }

  /** Keep all values or, where one is refused, none. */
  keep(sent, check, owner) {
    const right = sent.map(check);
    for (const one of right) this.put(owner, one);
    return right;
  }

  put(owner, { field, value }) {
    if (owner !== null) this.store.change(owner, {}).known.set(field.id, value);
  }
}
