/** A client, from its creation until it is deleted, through openapi-fetch. */
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { paths } from "./api.js";
import { headers, url } from "./mock.js";

const api = createClient<paths>({ baseUrl: url, headers });

const { data: created } = await api.POST("/clients", {
  body: { type: "client", category: "organization", name: "Zażółć Sp. z o.o.", tags: ["New"] },
});
assert.ok(created);
assert.equal(created.name, "Zażółć Sp. z o.o.");
const params = { path: { id: created.id } };

const { data: contact } = await api.POST("/clients/{client_id}/contacts", {
  params: { path: { client_id: created.id } },
  body: { name: "Łucja Żak", is_primary: true },
});
assert.equal(contact?.is_primary, true);

const { data: read } = await api.GET("/clients/{id}", { params });
assert.deepEqual(read?.tags, ["New"]);
assert.deepEqual(read?.contacts.map((one) => one.name), ["Łucja Żak"]);

const { data: updated } = await api.PUT("/clients/{id}", { params, body: { city: "Łódź", tags: null } });
assert.equal(updated?.city, "Łódź");
assert.equal(updated?.name, created.name);

const { data: found } = await api.GET("/clients/search", { params: { query: { query: "Zażółć" } } });
assert.deepEqual(found?.map((one) => [one.id, one.city]), [[created.id, "Łódź"]]);

const { response } = await api.DELETE("/clients/{id}", { params });
assert.ok(response.ok);
const { data: gone, error } = await api.GET("/clients/{id}", { params });
assert.equal(gone, undefined);
assert.equal(typeof error?.error, "string");
