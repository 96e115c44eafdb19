import { maybe, text } from '../../model/json';
import { TRAFFIC_EXTENSION } from '../../model/kinds';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { checkTargets } from '../../model/validity/selectors';
import { checkPorts, checkWasm } from './validity/wasm';

const MOST_CODE = 65536;

export const rule = ruleOfKind('valid-traffic-extension', TRAFFIC_EXTENSION, (problems) => {
  const [wasm, lua] = [maybe(problems.resource.spec.wasm), maybe(problems.resource.spec.lua)];
  if ((wasm === undefined) === (lua === undefined)) problems.error('spec', 'exactly one of wasm and lua must be set');
  checkTargets(problems);
  if (lua) {
    const size = Buffer.byteLength(text(lua.inlineCode));
    if (size === 0) problems.error('spec.lua.inlineCode', 'inlineCode is empty');
    if (size > MOST_CODE) problems.error('spec.lua.inlineCode', 'inlineCode is over 64 KiB');
  }
  if (wasm) checkWasm(problems, wasm, 'spec.wasm');
  checkPorts(problems);
});
