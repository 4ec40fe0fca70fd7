// Judges what the Java side sends and what the fake shop answers: one line of JSON in, one line out.
import fs from 'node:fs';
import readline from 'node:readline';
import zlib from 'node:zlib';
import {buildClientSchema, execute, parse, validate, visit} from 'graphql';
import {LogSeverity, shopifyApi, ApiVersion} from '@shopify/shopify-api';
import '@shopify/shopify-api/adapters/node';

const schemas = new Map();

function schema(name) {
  if (!schemas.has(name)) {
    const read = JSON.parse(zlib.gunzipSync(fs.readFileSync(`schema/${name}.json.gz`)));
    schemas.set(name, buildClientSchema(read.data ?? read));
  }
  return schemas.get(name);
}

// Shopify demands the directive since 2026-04; a schema cannot say so, and graphql-js does not notice.
function withoutIdempotence(document) {
  const missing = [];
  visit(document, {
    Field(node) {
      if (node.name.value === 'refundCreate' && !node.directives.some((d) => d.name.value === 'idempotent')) {
        missing.push({message: 'refundCreate needs @idempotent'});
      }
    },
  });
  return missing;
}

// "now" of the old fields that a document must not use.
function deprecated(on, document) {
  const found = [];
  const type = (name) => on.getType(name);
  visit(document, {
    FragmentDefinition(node) {
      const fields = type(node.typeCondition.name.value)?.getFields?.() ?? {};
      for (const one of node.selectionSet.selections) {
        const field = one.kind === 'Field' ? fields[one.name.value] : undefined;
        if (field?.deprecationReason) found.push({message: `${one.name.value} is deprecated`});
      }
    },
  });
  return found;
}

async function executed({schema: name, document, variables, root}) {
  const on = schema(name);
  const parsed = parse(document);
  const wrong = [...validate(on, parsed), ...withoutIdempotence(parsed), ...deprecated(on, parsed)];
  if (wrong.length > 0) return {errors: wrong.map((e) => ({message: e.message}))};
  if (!root) return {};
  const answer = await execute({schema: on, document: parsed, variableValues: variables, rootValue: root});
  if (answer.errors) {
    return {errors: answer.errors.map((e) => ({message: e.message, extensions: {code: 'SCHEMA'}}))};
  }
  return {data: answer.data};
}

function library({clientId, secret}) {
  return shopifyApi({
    apiKey: clientId,
    apiSecretKey: secret,
    apiVersion: Object.values(ApiVersion).at(-1),
    scopes: ['write_orders'],
    hostName: 'gateway.example',
    isEmbeddedApp: true,
    logger: {level: LogSeverity.Error},
  });
}

async function webhook(ask) {
  const request = new Request('https://gateway.example/hooks', {method: 'POST', headers: ask.headers, body: ask.body});
  return library(ask).webhooks.validate({rawBody: ask.body, rawRequest: {
    method: 'POST', url: '/hooks', headers: Object.fromEntries(request.headers),
  }});
}

async function session(ask) {
  try {
    return {valid: true, claims: await library(ask).session.decodeSessionToken(ask.token)};
  } catch (error) {
    return {valid: false, why: error.message};
  }
}

async function query(ask) {
  try {
    return {valid: await library(ask).utils.validateHmac(Object.fromEntries(new URLSearchParams(ask.query)))};
  } catch (error) {
    return {valid: false, why: error.message};
  }
}

const work = {execute: executed, webhook, session, query};
for await (const line of readline.createInterface({input: process.stdin})) {
  const ask = JSON.parse(line);
  let answer;
  try {
    answer = await work[ask.do](ask);
  } catch (error) {
    answer = {errors: [{message: String(error?.stack ?? error)}]};
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
