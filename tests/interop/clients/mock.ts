/** Where the mock is, and what a request to it has to carry: the driver says so. */
const given: { url: string; headers: Record<string, string> } = JSON.parse(process.argv[2] ?? "{}");

export const { url, headers } = given;
