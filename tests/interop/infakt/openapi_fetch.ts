/** A client, from its creation until it is deleted, through openapi-fetch. */
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { paths } from "./api.js";
import { headers, url } from "./mock.js";

// It knows the types of the spec, but not how lists are written in a query.
const querySerializer = { array: { style: "form", explode: false } } as const;
const api = createClient<paths>({ baseUrl: url, headers, querySerializer });

const { data: created } = await api.POST("/clients.json", {
  body: {
    client: {
      business_activity_kind: "private_person",
      first_name: "Łucja",
      last_name: "Żak",
      country: "PL",
      same_forward_address: true,
    },
  },
});
assert.ok(created);
assert.equal(created.first_name, "Łucja");
const params = { path: { id: created.id } };

const { data: read } = await api.GET("/clients/{id}.json", {
  params: { ...params, query: { fields: ["first_name", "last_name"] } },
});
assert.deepEqual(read, { id: created.id, first_name: "Łucja", last_name: "Żak" });

const { data: updated } = await api.PUT("/clients/{id}.json", {
  params,
  body: { client: { company_name: "Wąwóz", city: "Łódź" } },
});
assert.equal(updated?.city, "Łódź");
assert.equal(updated?.last_name, "Żak");

const { data: found } = await api.GET("/clients.json", {
  params: { query: { q: { company_name_cont: "ąwó" }, order: "id asc", limit: 5 } },
});
assert.deepEqual(found?.entities.map((one) => [one.id, one.city]), [[created.id, "Łódź"]]);
assert.equal(found?.metainfo.total_count, 1);

const { response } = await api.DELETE("/clients/{id}.json", { params });
assert.equal(response.status, 204);
const gone = await api.GET("/clients/{id}.json", { params });
assert.equal(gone.data, undefined);
assert.equal(gone.response.status, 404);
