import { list, text, texts } from '../../model/json';
import { DESTINATION_RULE, NAMESPACE, SERVICE, SERVICE_ENTRY, VIRTUAL_SERVICE } from '../../model/kinds';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

const ANNOTATION = 'networking.istio.io/exportTo';
const EXPORTED = [VIRTUAL_SERVICE, DESTINATION_RULE, SERVICE_ENTRY] as const;

export const rule: Rule = {
  meta: {
    id: 'export-to-namespace',
    codes: ['CIS0501'],
    level: 'warning',
    description: 'An object is exported to a namespace that does not exist',
    kinds: [NAMESPACE, SERVICE, ...EXPORTED],
  },
  check(context) {
    // Without any Namespace among the manifests, they are made elsewhere.
    const isTold = context.ofKind(NAMESPACE).length > 0;
    const used = new Set(context.snapshot.resources.map(({ namespace }) => namespace));
    const check = (resource: Resource, namespace: string, path: string): void => {
      if (['', '.', '*', '~'].includes(namespace) || used.has(namespace) || !isTold) return;
      if (isMissing(context, namespace)) context.report({ resource, path, message: messageOf(namespace) });
    };
    for (const resource of EXPORTED.flatMap((kind) => context.ofKind(kind))) {
      list(resource.spec.exportTo).forEach((one, i) => check(resource, text(one), `spec.exportTo[${i}]`));
    }
    for (const resource of context.ofKind(SERVICE)) {
      const scopes = texts((resource.annotations[ANNOTATION] ?? '').split(','));
      for (const one of scopes) check(resource, one.trim(), `metadata.annotations.${ANNOTATION}`);
    }
  },
};

function isMissing(context: RuleContext, namespace: string): boolean {
  return context.isMissing(NAMESPACE, '', namespace);
}

function messageOf(namespace: string): string {
  return `Exported to namespace "${namespace}", which does not exist; correct the name, or use "." for its own or "*" for every namespace`;
}
