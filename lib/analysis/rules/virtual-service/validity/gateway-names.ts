import { fqdnProblem, isDnsLabel } from '../../../model/validity/values';
import type { Problems } from '../../../model/validity/problems';

/** `gateways` of a VirtualService or of a match. The first name without namespace ends the check, as it does in Istio. */
export function checkGatewayNames(problems: Problems, names: readonly string[], path: string): void {
  for (const [i, name] of names.entries()) {
    const at = `${path}[${i}]`;
    const slash = name.indexOf('/');
    if (slash < 0) {
      if (name.includes('.')) {
        const [first = '', second = ''] = name.split('.');
        problems.warning(at, `gateway "${name}" is in the old form; write "${second}/${first}"`);
      }
      problems.error(at, fqdnProblem(name));
      return;
    }
    const [namespace, own] = [name.slice(0, slash), name.slice(slash + 1)];
    if (namespace === '' || own === '')
      problems.error(at, 'a gateway is named by namespace/name, neither of them empty');
    if (!isDnsLabel(namespace)) problems.error(at, `"${namespace}" is no namespace of a gateway`);
    if (!isDnsLabel(own)) problems.error(at, `"${own}" is no name of a gateway`);
  }
}
