// JSON Web Tokens, signed with HS256 and a secret that is new whenever the server starts.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../serving.js';

const now = () => Math.floor(Date.now() / 1000);

const encode = (content) => Buffer.from(JSON.stringify(content)).toString('base64url');

function decode(part) {
  try {
    return JSON.parse(Buffer.from(part, 'base64url')) ?? {};
  } catch {
    return {};
  }
}

export class Tokens {
  secret = randomBytes(32).toString('hex');

  issue(user, seconds = 3600) {
    const claims = { iss: 'notes', user_id: user, iat: now(), exp: now() + seconds };
    const signed = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`;
    return `${signed}.${this.signature(signed).toString('base64url')}`;
  }

  signature(text) {
    return createHmac('sha256', this.secret).update(text).digest();
  }

  /** Return the user whose token the Authorization header of a request carries. */
  user(request) {
    const [, token] = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
    if (!token) throw new Refusal(401, 'A bearer token is needed.');
    const claims = this.claims(token);
    if (this.hasExpired(claims)) throw new Refusal(401, 'The token has expired.');
    return claims.user_id;
  }

  claims(token) {
    const [header, content, signature, ...rest] = token.split('.');
    const given = Buffer.from(signature ?? '', 'base64url');
    const right = this.signature(`${header}.${content}`);
    const valid = given.length === right.length && timingSafeEqual(given, right);
    if (!valid || rest.length > 0 || decode(header).alg !== 'HS256') {
      throw new Refusal(401, 'The token is not valid.');
    }
    return decode(content);
  }

  hasExpired(claims) {
    return !(claims.exp > now());
  }
}
