// What bodies and parameters may contain. Whoever sends null sends nothing; whoever sends a member
// that is not documented has made a mistake, and is told so.
import { Refusal } from '../serving.js';

export const ENTITIES = ['client', 'invoice', 'expense', 'project'];
export const CLIENT_TYPES = ['client', 'vendor'];

const isText = (value) => typeof value === 'string';
const isName = (value) => isText(value) && value.trim() !== '';
const isBoolean = (value) => typeof value === 'boolean';
const isTexts = (value) => Array.isArray(value) && value.every(isText);
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isPlain = (value) => isText(value) || isBoolean(value) || Number.isFinite(value);
const isPlainOrNull = (value) => value === null || isPlain(value);
const oneOf = (choices) => (value) => choices.includes(value);
const all = (names, rule) => Object.fromEntries(names.map((name) => [name, rule]));

const PLAIN_TEXTS = ['contact_name', 'email', 'phone', 'address', 'city', 'state', 'postal_code',
  'country', 'tax_number', 'company_registration_number', 'notes', 'website'];
const BANKING = ['bank_name', 'account_name', 'account_number', 'iban', 'swift'];

export const SEARCHABLE = ['name', ...PLAIN_TEXTS];

export const CLIENT = {
  type: oneOf(CLIENT_TYPES),
  category: oneOf(['individual', 'organization']),
  name: isName,
  ...all([...PLAIN_TEXTS, ...BANKING], isText),
  default_currency: (value) => isText(value) && /^([A-Z]{3})?$/.test(value),
  payment_terms_id: Number.isSafeInteger,
  custom_fields: (value) => isObject(value) && Object.values(value).every(isPlainOrNull),
  categories: isTexts,
  tags: isTexts,
};

export const CONTACT = {
  name: isName,
  ...all(['position', 'email', 'phone'], isText),
  is_primary: isBoolean,
};

export const CUSTOM_FIELD = {
  name: isName,
  type: oneOf(['text', 'number', 'date', 'dropdown', 'checkbox']),
  entity: oneOf(ENTITIES),
  required: isBoolean,
  ...all(['default_value', 'placeholder'], isText),
  options: isTexts,
  display_order: Number.isSafeInteger,
};

export const SAVED_VALUE = { custom_field_id: Number.isSafeInteger, value: isPlain };

/** Return the members of a body that are given, all of them right, none of the needed missing. */
export function members(body, rules, needed = []) {
  if (!isObject(body)) throw new Refusal(400, 'An object is needed.');
  const given = Object.entries(body).filter(([, value]) => value !== null);
  for (const [field, value] of given) {
    if (!Object.hasOwn(rules, field)) throw new Refusal(400, `${field} is not known.`, { field });
    if (!rules[field](value)) throw new Refusal(400, `${field} is not right.`, { field });
  }
  const found = Object.fromEntries(given);
  for (const field of needed) {
    if (!Object.hasOwn(found, field)) throw new Refusal(400, `${field} is missing.`, { field });
  }
  return found;
}

/** Return a whole number of the query that is at least `least`. */
export function whole(query, field, byDefault, least) {
  const text = query.get(field) ?? String(byDefault);
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
    throw new Refusal(400, `${field} must be a whole number from ${least}.`, { field });
  }
  return Number(text);
}

const isDay = (value) => {
  if (!isText(value) || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
};

const TRUTH = new Map([[true, true], ['true', true], [false, false], ['false', false]]);

// How a value of each type of custom field is kept; undefined is none that suits it.
const KEPT = {
  text: (value) => (isText(value) ? value : undefined),
  // Digits that a number would not show again stay text.
  number: (value) => {
    if (!isText(value)) return Number.isFinite(value) ? value : undefined;
    if (!/^[+-]?\d+(\.\d+)?$/.test(value)) return undefined;
    return String(Number(value)) === value ? Number(value) : value;
  },
  date: (value) => (isDay(value) ? value : undefined),
  dropdown: (value, field) => (field.options.includes(value) ? value : undefined),
  checkbox: (value) => TRUTH.get(value),
};

/** Return a value as it is kept under a custom field. */
export function suited(value, field) {
  const kept = KEPT[field.type](value, field);
  if (kept === undefined) {
    throw new Refusal(400, `${field.name} can not have this value.`, { field: field.name });
  }
  return kept;
}
