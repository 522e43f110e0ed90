// What a list shows: which clients, in which order, from where to where, and where it goes on.
import { ATTRIBUTES, TEXTS } from './attributes.js';

const polish = new Intl.Collator('pl');
const digits = (text) => text.replace(/\D/g, '');
const NUMBERS = ['id', 'days_to_payment'];

const PREDICATES = {
  eq: (text, value) => text === value,
  cont: (text, value) => text.toLowerCase().includes(value.toLowerCase()),
  null: (text, value) => (text === '') === (value === 'true'),
};

/** Return a test of clients for `q[attribute_predicate]`; a condition that is not understood keeps all. */
export function condition(key, value) {
  const [, name, predicate] = /^q\[(\w+)_(eq|cont|null)\]$/.exec(key) ?? [];
  if (name === 'clean_nip') return ({ nip }) => PREDICATES[predicate](digits(nip), digits(value));
  if (!TEXTS.includes(name)) return () => true;
  return (client) => PREDICATES[predicate](client[name], value);
}

/** Return a comparison of clients; those without a value come last, whatever the direction. */
export function comparison(order) {
  const [, name, direction] = /^(\w+)(?: (asc|desc))?$/.exec(order ?? '') ?? [];
  if (!['id', ...ATTRIBUTES].includes(name)) return comparison('company_name asc');
  const isBlank = (client) => [null, ''].includes(client[name]);
  const compare = NUMBERS.includes(name)
    ? (one, other) => one[name] - other[name]
    : (one, other) => polish.compare(one[name], other[name]);
  const sign = direction === 'desc' ? -1 : 1;
  return (one, other) => isBlank(one) - isBlank(other) || sign * compare(one, other) || one.id - other.id;
}

const whole = (text, least, byDefault) => (
  /^\d{1,9}$/.test(text ?? '') && Number(text) >= least ? Number(text) : byDefault);

export const pageOf = (query) => ({
  offset: whole(query.get('offset'), 0, 0),
  limit: Math.min(whole(query.get('limit'), 1, 10), 100),
});

/** Return the address of the page at an offset. */
export function link(origin, query, offset, limit) {
  const kept = new URLSearchParams(query);
  kept.delete('api_key');
  kept.set('limit', limit);
  kept.set('offset', offset);
  return `${origin}/api/v3/clients.json?${kept}`;
}
