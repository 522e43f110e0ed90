// What both servers have in common: JSON over HTTP, refusals, faults from the command line, and a
// life that ends with standard input, so that whoever started them can leave no orphan behind.
import express from 'express';

/** The request is answered with this status; `details` are the API's own. */
export class Refusal extends Error {
  constructor(status, message, details = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

/** Return the body as JSON. Express would replace what is not UTF-8; here it is refused. */
function json(request) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch {
    throw new Refusal(400, 'The body is not JSON in UTF-8, labelled as such.');
  }
}

function endpoint(methods) {
  return (request, response) => {
    const handle = methods[request.method];
    if (!handle) {
      response.set('Allow', Object.keys(methods).join(', '));
      throw new Refusal(405, `${request.method} is not possible here.`);
    }
    const { query, params } = request;
    const origin = `${request.protocol}://${request.get('host')}`;
    const call = { user: response.locals.user, id: params.id, params, query, origin };
    const { status = 200, body } = handle({ ...call, json: () => json(request) });
    if (body === undefined) response.status(status).end();
    else response.status(status).json(body);
  };
}

/**
 * Return an application: `resources` maps paths to handlers by method, `authenticate` tells the user
 * of a request, `errorBody` how the API words a refusal.
 */
export function application(resources, authenticate, errorBody) {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', (text) => new URLSearchParams(text ?? ''));
  const identify = (request, response, next) => {
    response.locals.user = authenticate(request);
    next();
  };
  const read = express.raw({ type: 'application/json', limit: '1mb' });
  for (const [paths, methods] of resources) app.all(paths, identify, read, endpoint(methods));
  app.use(() => {
    throw new Refusal(404, 'There is nothing at this path.');
  });
  app.use((error, request, response, next) => {
    const status = error.status ?? 500;
    if (status >= 500) console.error(error);
    const told = status < 500 ? error.message : 'Something went wrong.';
    response.status(status).json(errorBody(new Refusal(status, told, error.details)));
  });
  return app;
}

/** Let the faults that the command line names replace methods of what they are planted in. */
export function plant(faults, ...subjects) {
  for (const name of process.argv.slice(2)) {
    if (!faults[name]) throw new Error(`No fault ${name}; there are ${Object.keys(faults).join(', ')}`);
    faults[name](...subjects);
  }
}

/** Serve on a free port, telling where and how; in the end tell how many records are left. */
export function serve(app, credentials, countRecords) {
  const server = app.listen(0, '127.0.0.1', () => {
    const url = `http://127.0.0.1:${server.address().port}`;
    console.log(JSON.stringify({ url, ...credentials }));
  });
  process.stdin.resume().on('end', () => {
    console.log(JSON.stringify({ left: countRecords() }));
    server.close();
    server.closeAllConnections();
  });
}
