// Reads one callback as JSON from standard input, verifies both of its signatures, prints what they say.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { Webhook } from 'standardwebhooks';

const callback = JSON.parse(readFileSync(0, 'utf8'));
const body = Buffer.from(callback.body, 'base64');
const result = {};
try {
  const token = callback.headers.authorization.replace(/^Bearer /, '');
  const { payload } = await jwtVerify(token, createLocalJWKSet(callback.jwks), {
    issuer: callback.issuer,
    audience: callback.audience,
    algorithms: ['ES256'],
    requiredClaims: ['jti', 'iat', 'exp', 'body_sha256'],
  });
  const hash = createHash('sha256').update(body).digest('base64url');
  result.jwt = payload.body_sha256 === hash ? payload.jti : 'another body';
} catch (refused) {
  result.jwt = `refused: ${refused.code ?? refused.message}`;
}
try {
  const event = new Webhook(callback.secret).verify(body.toString('utf8'), callback.headers);
  result.webhook = event.id;
} catch (refused) {
  result.webhook = `refused: ${refused.message}`;
}
console.log(JSON.stringify(result));
