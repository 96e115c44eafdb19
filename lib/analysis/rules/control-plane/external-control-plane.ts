import { isIP } from 'node:net';
import { fields, maybe, objects, text } from '../../model/json';
import { MUTATING_WEBHOOK, VALIDATING_WEBHOOK } from '../../model/kinds';
import type { Fields, Resource } from '../../../snapshot';
import type { Report, Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'external-control-plane',
    codes: ['IST0163', 'IST0164'],
    level: 'warning',
    description:
      "A webhook of Istio's calls an external control plane at no address, at a broken one, or by IP address",
    kinds: [VALIDATING_WEBHOOK, MUTATING_WEBHOOK],
    istioctl: 'externalcontrolplane.ExternalControlPlaneAnalyzer',
  },
  check({ ofKind, report }) {
    const validators = ofKind(VALIDATING_WEBHOOK).filter(
      ({ name }) => name === 'istiod-default-validator' || name.startsWith('istio-validator'),
    );
    const injectors = ofKind(MUTATING_WEBHOOK).filter(({ name }) => name.startsWith('istio-sidecar-injector'));
    for (const resource of [...validators, ...injectors]) {
      for (const webhook of objects(resource.manifest.webhooks)) {
        const found = findingOf(resource, webhook);
        if (found) report(found);
      }
    }
  },
};

function findingOf(resource: Resource, webhook: Fields): Report | undefined {
  const name = text(webhook.name);
  const { url, service } = fields(webhook.clientConfig);
  if (typeof url !== 'string') {
    return maybe(service) ? undefined : invalid(resource, '', name, 'is blank');
  }
  const host = hostOf(url);
  if (host === undefined) return invalid(resource, url, name, 'was provided in an invalid format');
  if (isIP(host) === 0) return undefined;
  return {
    resource,
    code: 'IST0164',
    level: 'info',
    message: `The address (${url}) that was provided for the webhook (${name}) to reach the ingress gateway on the external control plane cluster is an IP address. This is not recommended for a production environment.`,
  };
}

function invalid(resource: Resource, url: string, name: string, why: string): Report {
  return {
    resource,
    code: 'IST0163',
    message: `The hostname (${url}) that was provided for the webhook (${name}) to reach the ingress gateway on the external control plane cluster ${why}. Traffic may not flow properly.`,
  };
}

/** Host of a URL, brackets of IPv6 left out; empty where it has none; undefined where the text is no URL. */
function hostOf(url: string): string | undefined {
  // Control characters and blanks in the authority, or a `%` that escapes nothing, are what Go refuses.
  if (/[\u0000-\u001f\u007f]/.test(url) || /%(?![0-9a-fA-F]{2})/.test(url) || /^:|^[0-9][^/?#]*:/.test(url))
    return undefined;
  const authority = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/([^/?#]*)/.exec(url)?.[1];
  if (authority === undefined) return '';
  const own = authority.slice(authority.lastIndexOf('@') + 1);
  const parsed = /^(?:\[([^\]]*)\]|([^:\s]*))(?::(\d*))?$/.exec(own);
  return parsed ? (parsed[1] ?? parsed[2] ?? '') : undefined;
}
