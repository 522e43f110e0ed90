// What can be made wrong on purpose, by replacing methods of the honest server.

export const FAULTS = {
  'expired-tokens-accepted': ({ tokens }) => {
    tokens.hasExpired = () => false;
  },
  'offset-counted-in-pages': ({ clients }) => {
    const { page } = clients;
    clients.page = (found, offset, limit) => page(found, offset * limit, limit);
  },
  'search-heeds-case': ({ clients }) => {
    clients.mentions = (client, term) => client.name.includes(term);
  },
  'two-primaries-after-update': ({ contacts }) => {
    const { update } = contacts;
    contacts.update = (call) => {
      const { demoteOthers } = contacts;
      contacts.demoteOthers = () => {};
      try {
        return update.call(contacts, call);
      } finally {
        contacts.demoteOthers = demoteOthers;
      }
    };
  },
  'update-drops-unsent-members': ({ clients }) => {
    const { changed } = clients;
    clients.changed = (client, given) => changed.call(clients, client, { notes: null, city: null, ...given });
  },
  'values-kept-up-to-the-bad-one': ({ customFields }) => {
    customFields.keep = (sent, check, owner) => sent.map((one) => {
      const right = check(one);
      customFields.put(owner, right);
      return right;
    });
  },
};
