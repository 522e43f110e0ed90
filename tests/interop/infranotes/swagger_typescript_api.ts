/** A client, from its creation until it is deleted, through swagger-typescript-api. */
import assert from "node:assert/strict";
import { Api, ClientCategory, ClientType } from "./api.js";
import { headers, url } from "./mock.js";

// It does not see that responses which are referred to are JSON.
const api = new Api({ baseUrl: url, baseApiParams: { headers, format: "json" } });

const { data: created } = await api.clients.createClient({
  type: ClientType.Client,
  category: ClientCategory.Organization,
  name: "Zażółć Sp. z o.o.",
});
const { data: contact } = await api.clients.addContact(created.id, { name: "Łucja Żak", is_primary: true });
assert.equal(contact.client_id, created.id);

const { data: read } = await api.clients.getClient(created.id);
assert.equal(read.name, "Zażółć Sp. z o.o.");
assert.deepEqual(read.contacts.map((one) => one.name), ["Łucja Żak"]);

const { data: updated } = await api.clients.updateClient(created.id, { city: "Łódź" });
assert.equal(updated.city, "Łódź");
assert.equal(updated.name, created.name);

const { data: found } = await api.clients.searchClients({ query: "Zażółć" });
assert.deepEqual(found.map((one) => [one.id, one.city]), [[created.id, "Łódź"]]);

await api.clients.deleteClient(created.id);
await assert.rejects(api.clients.getClient(created.id), { status: 404 });
