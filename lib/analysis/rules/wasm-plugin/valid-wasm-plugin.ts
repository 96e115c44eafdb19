import { WASM_PLUGIN } from '../../model/kinds';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { checkTargets } from '../../model/validity/selectors';
import { checkPorts, checkWasm } from './validity/wasm';

export const rule = ruleOfKind('valid-wasm-plugin', WASM_PLUGIN, (problems) => {
  checkTargets(problems);
  checkWasm(problems, problems.resource.spec, 'spec');
  checkPorts(problems);
});
