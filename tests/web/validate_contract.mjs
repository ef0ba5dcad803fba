// SPDX-License-Identifier: Apache-2.0
// The API's document against the schema of OpenAPI 3.1.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { require, root } from './web_map_case.mjs';

test('the contract is a valid OpenAPI 3.1 document', async () => {
  const { Validator } = await import(pathToFileURL(require.resolve('@seriousme/openapi-schema-validator')));
  const document = JSON.parse(readFileSync(path.join(root, 'src/service/openapi.json'), 'utf8'));
  const validator = new Validator();
  const told = await validator.validate(document);
  assert.deepEqual(told.errors ?? [], []);
  assert.equal(told.valid, true);
  assert.equal(validator.version, '3.1');
  document.paths['/api'].get.responses = 7;
  assert.equal((await new Validator().validate(document)).valid, false);
});
