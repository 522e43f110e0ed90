// What can be made wrong on purpose, by replacing methods of the honest server.
import { TEXTS } from './attributes.js';

export const FAULTS = {
  'order-within-the-page-only': (clients) => {
    clients.page = (found, compare, offset, limit) => found.slice(offset, offset + limit).sort(compare);
  },
  'previous-before-the-start': (clients) => {
    clients.previous = (offset, limit) => offset - limit;
  },
  'refused-update-stored': (clients) => {
    const { accepted } = clients;
    clients.accepted = (sent, former) => {
      try {
        return accepted.call(clients, sent, former);
      } catch (refusal) {
        const texts = TEXTS.filter((name) => former && typeof sent[name] === 'string');
        for (const name of texts) former[name] = sent[name];
        throw refusal;
      }
    };
  },
  'self-employed-without-first-name': (clients) => {
    const { neededNames } = clients;
    clients.neededNames = (kind) => (
      kind === 'self_employed' ? ['company_name', 'last_name'] : neededNames(kind));
  },
  'total-counts-the-page': (clients) => {
    clients.total = (found, page) => page.length;
  },
};
