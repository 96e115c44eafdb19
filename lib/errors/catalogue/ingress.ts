import { entries } from './entry';

/** Mistakes that lib/ingress refuses. */
export const ingress = entries({
  CredentialElsewhere: {
    allowed: "a Secret in the namespace of the gateway's Pods",
    fix: 'create the Secret there: a gateway reads no other namespace',
  },
  RedirectToNothing: {
    allowed: 'a redirect for hosts with TLS',
    fix: 'give the host a certificate by `tls`, or serve it plain',
  },
  RoutesEmpty: { allowed: 'at least one route', fix: 'add one with route(match, target)' },
  RouteDuplicate: {
    allowed: 'one route for each kind of request',
    fix: 'remove one of the two, or make their matches differ',
  },
});
