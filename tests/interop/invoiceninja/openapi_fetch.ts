/** A client, from its creation until it is purged, through openapi-fetch. */
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { paths } from "./api.js";
import { headers, url } from "./mock.js";

const api = createClient<paths>({ baseUrl: url, headers });

const { data: created } = await api.POST("/clients", {
  body: { name: "Zażółć", country_id: "616", contacts: [{ first_name: "Łucja", email: "lucja@example.com" }] },
});
assert.ok(created?.data);
const { id } = created.data;
assert.equal(created.data.contacts[0]?.is_primary, true);
const params = { path: { id } };

const { data: read } = await api.GET("/clients/{id}", { params: { ...params, query: { include: "activities" } } });
assert.equal(read?.data?.name, "Zażółć");
assert.ok(Array.isArray(read?.data?.activities));

const { data: updated } = await api.PUT("/clients/{id}", {
  params,
  body: { name: "Jaźń", contacts: created.data.contacts.map((one) => ({ id: one.id, email: one.email ?? "" })) },
});
assert.equal(updated?.data?.name, "Jaźń");
assert.equal(updated?.data?.contacts[0]?.id, created.data.contacts[0]?.id);

const { data: archived } = await api.POST("/clients/bulk", { body: { action: "archive", ids: [id] } });
assert.ok(archived?.data?.[0]?.archived_at);
const { data: listed } = await api.GET("/clients", { params: { query: { status: "archived", name: "jaźń" } } });
assert.deepEqual(listed?.data?.map((one) => one.id), [id]);
assert.equal(listed?.meta?.pagination?.total, 1);

const { response } = await api.DELETE("/clients/{id}", { params });
assert.equal(response.status, 200);
const { data: deleted } = await api.GET("/clients/{id}", { params });
assert.equal(deleted?.data?.is_deleted, true);
