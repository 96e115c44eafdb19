import { fields, objects, text } from '../../model/json';
import { DEPLOYMENT, REQUEST_AUTHENTICATION } from '../../model/kinds';
import { fullName } from '../../model/names';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

const SETTING = 'BLOCKED_CIDRS_IN_JWKS_URIS';
const MOST_NAMES = 5;

export const rule: Rule = {
  meta: {
    id: 'jwks-fetch',
    codes: ['IST0175'],
    level: 'warning',
    description: 'istiod fetches the keys of RequestAuthentications from any address, also one inside the network',
    kinds: [DEPLOYMENT, REQUEST_AUTHENTICATION],
    istioctl: 'authn.BlockedCIDRsAnalyzer',
  },
  check({ ofKind, report }) {
    const policies = ofKind(REQUEST_AUTHENTICATION).map(fullName);
    if (policies.length === 0) return;
    const more = policies.length > MOST_NAMES ? `, and ${policies.length - MOST_NAMES} more` : '';
    for (const resource of ofKind(DEPLOYMENT)) {
      if (resource.labels.app !== 'istiod' || hasSetting(resource)) continue;
      report({
        resource,
        message: `${policies.length} RequestAuthentication resource(s) found (${policies.slice(0, MOST_NAMES).join(', ')}${more}) but ${SETTING} is not configured on istiod; set it to the ranges that must not be fetched from`,
      });
    }
  },
};

function hasSetting({ spec }: Resource): boolean {
  return objects(fields(fields(spec.template).spec).containers).some(({ env }) =>
    objects(env).some(({ name, value }) => text(name) === SETTING && text(value) !== ''),
  );
}
