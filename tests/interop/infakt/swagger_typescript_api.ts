/** A client, from its creation until it is deleted, through swagger-typescript-api. */
import assert from "node:assert/strict";
import { Api, BusinessActivityKind } from "./api.js";
import { headers, url } from "./mock.js";

const api = new Api({ baseUrl: url, baseApiParams: { headers } });

const { data: created } = await api.clientsJson.createClient({
  client: {
    business_activity_kind: BusinessActivityKind.SelfEmployed,
    company_name: "Wąwóz",
    first_name: "Łucja",
    last_name: "Żak",
    country: "PL",
  },
});
const { data: read } = await api.clients.getClient(created.id);
assert.equal(read.last_name, "Żak");

const { data: updated } = await api.clients.updateClient(created.id, { client: { city: "Łódź" } });
assert.equal(updated.city, "Łódź");
assert.equal(updated.company_name, "Wąwóz");

const { data: found } = await api.clientsJson.listClients({ limit: 100 });
assert.deepEqual(found.entities.map((one) => [one.id, one.city]), [[created.id, "Łódź"]]);

await api.clients.deleteClient(created.id);
await assert.rejects(api.clients.getClient(created.id), { status: 404 });
