import { list, text } from '../../model/json';
import { DESTINATION_RULE, NAMESPACE, SERVICE, SERVICE_ENTRY, VIRTUAL_SERVICE } from '../../model/kinds';
import { namespaceJudge } from '../../model/namespaces';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

const ANNOTATION = 'networking.istio.io/exportTo';
const EXPORTED = [VIRTUAL_SERVICE, DESTINATION_RULE, SERVICE_ENTRY] as const;
const NO_NAMES = new Set(['.', '*', '~']);

export const rule: Rule = {
  meta: {
    id: 'export-to-namespace',
    codes: ['CIS0501'],
    level: 'warning',
    description: 'An object is exported to a namespace that does not exist',
    kinds: [NAMESPACE, SERVICE, ...EXPORTED],
  },
  check(context) {
    const isMissing = namespaceJudge(context);
    const check = (resource: Resource, namespace: string, path: string): void => {
      if (NO_NAMES.has(namespace) || !isMissing(namespace)) return;
      context.report({
        resource,
        path,
        message: `Exported to namespace "${namespace}", which does not exist; correct the name, or use "." for its own or "*" for every namespace`,
      });
    };
    for (const resource of EXPORTED.flatMap((kind) => context.ofKind(kind))) {
      list(resource.spec.exportTo).forEach((one, i) => check(resource, text(one), `spec.exportTo[${i}]`));
    }
    for (const resource of context.ofKind(SERVICE)) {
      for (const one of (resource.annotations[ANNOTATION] ?? '').split(',')) {
        check(resource, one.trim(), `metadata.annotations.${ANNOTATION}`);
      }
    }
  },
};
