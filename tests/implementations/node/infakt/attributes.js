// The attributes of a client: what is accepted, how it is kept, what is refused. Blank is not set, which
// is an empty text, apart from `days_to_payment`.
import { Refusal } from '../serving.js';

const MAILING = ['mailing_company_name', 'mailing_street', 'mailing_city', 'mailing_postal_code'];
export const TEXTS = ['company_name', 'street', 'street_number', 'flat_number', 'city', 'country',
  'postal_code', 'nip', 'phone_number', 'web_site', 'email', 'note', 'receiver', ...MAILING,
  'invoice_note', 'first_name', 'last_name'];
const WORDS = {
  business_activity_kind: ['private_person', 'self_employed', 'other_business'],
  payment_method: ['transfer', 'cash', 'card', 'barter', 'check', 'bill_of_sale', 'delivery',
    'compensation', 'accredited', 'paypal', 'instalment_sale', 'payu', 'tpay', 'przelewy24', 'dotpay',
    'other'],
};
export const ATTRIBUTES = [...TEXTS, ...Object.keys(WORDS), 'days_to_payment', 'same_forward_address'];

const BLANK = {
  ...Object.fromEntries(ATTRIBUTES.map((name) => [name, ''])),
  days_to_payment: null,
  same_forward_address: true,
};

const countries = new Intl.DisplayNames(['pl'], { type: 'region', fallback: 'none' });
const isPostalCode = (text) => /^\d{2}-\d{3}$/.test(text);

// What a text that is set has to look like.
const FORMS = {
  country: (text) => /^[A-Z]{2}$/.test(text) && countries.of(text) !== undefined,
  postal_code: isPostalCode,
  mailing_postal_code: isPostalCode,
  email: (text) => /^[^\s@]+@[^\s@]+$/.test(text),
};

/** Return the names that a client of a kind has to have. */
export function neededNames(kind) {
  if (kind === 'private_person') return ['first_name', 'last_name'];
  if (kind === 'self_employed') return ['company_name', 'first_name', 'last_name'];
  return kind === 'other_business' ? ['company_name'] : [];
}

/** Whether a Polish tax number, with or without prefix and separators, has the right check digit. */
function isNip(text) {
  const digits = text.replace(/^PL|[ -]/g, '');
  if (!/^\d{10}$/.test(digits)) return false;
  const sum = [6, 5, 7, 2, 3, 4, 5, 6, 7].reduce((total, weight, at) => total + weight * digits[at], 0);
  return sum % 11 === Number(digits[9]);
}

function isRight(name, value) {
  if (name === 'same_forward_address') return typeof value === 'boolean';
  if (name === 'days_to_payment') return Number.isInteger(value) || typeof value === 'string';
  if (WORDS[name]) return WORDS[name].includes(value);
  return typeof value === 'string' && (FORMS[name]?.(value) ?? true);
}

// An empty text stands for none of everything but the yes or no.
const isBlank = (name, value) => value === null || (value === '' && name !== 'same_forward_address');

/** Return a value as it is kept; days that are negative or no number count as none. */
function kept(name, value) {
  if (name !== 'days_to_payment') return value;
  return /^\d{1,6}$/.test(value) ? Number(value) : null;
}

function problemsOf(client, needed) {
  const names = ['country', ...needed].filter((name) => client[name].trim() === '');
  const problems = Object.fromEntries(names.map((name) => [name, 'nie może być puste']));
  const polishNumber = client.country === 'PL' && client.nip !== '';
  return polishNumber && !isNip(client.nip) ? { ...problems, nip: 'ma złą cyfrę kontrolną' } : problems;
}

/** Return a client as the attributes that were sent make it, from a former one if there is one. */
export function accepted(sent, former, needs) {
  const { client_business_activity_kind: alias, ...plain } = sent;
  const given = alias === undefined ? plain : { business_activity_kind: alias, ...plain };
  const client = { ...BLANK, ...former };
  const problems = {};
  for (const name of ATTRIBUTES.filter((one) => given[one] !== undefined)) {
    const value = given[name];
    if (isBlank(name, value)) client[name] = BLANK[name];
    else if (isRight(name, value)) client[name] = kept(name, value);
    else problems[name] = 'ma nieprawidłową wartość';
  }
  if (client.same_forward_address) for (const name of MAILING) client[name] = '';
  const all = { ...problemsOf(client, needs(client.business_activity_kind)), ...problems };
  if (Object.keys(all).length > 0) throw new Refusal(422, 'Klient nie jest poprawny.', all);
  return client;
}
