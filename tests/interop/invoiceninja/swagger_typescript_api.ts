/** A client, from its creation until it is deleted, through swagger-typescript-api. */
import assert from "node:assert/strict";
import { Api } from "./api.js";
import { headers, url } from "./mock.js";

// It does not see that responses which are referred to are JSON.
const api = new Api({ baseUrl: url, baseApiParams: { headers, format: "json" } });

const { data: created } = await api.clients.storeClient({
  name: "Zażółć",
  country_id: "616",
  contacts: [{ first_name: "Łucja", email: "lucja@example.com" }],
});
const id = created.data?.id;
assert.ok(id);

const { data: read } = await api.clients.showClient(id);
assert.equal(read.data?.name, "Zażółć");

const { data: updated } = await api.clients.updateClient(id, { name: "Jaźń" });
assert.equal(updated.data?.name, "Jaźń");

const { data: listed } = await api.clients.getClients({ name: "jaźń" });
assert.deepEqual(listed.data?.map((one) => one.id), [id]);

await api.clients.deleteClient(id);
const { data: deleted } = await api.clients.showClient(id);
assert.equal(deleted.data?.is_deleted, true);
