import { decode } from '../../../model/envoy/decode';
import type { Problems } from '../../../model/validity/problems';

/** The message that the value of a patch is, by what it is applied to. */
const MESSAGES: ReadonlyMap<string, string> = new Map([
  ['CLUSTER', 'envoy.config.cluster.v3.Cluster'],
  ['LISTENER', 'envoy.config.listener.v3.Listener'],
  ['ROUTE_CONFIGURATION', 'envoy.config.route.v3.RouteConfiguration'],
  ['FILTER_CHAIN', 'envoy.config.listener.v3.FilterChain'],
  ['HTTP_FILTER', 'envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter'],
  ['NETWORK_FILTER', 'envoy.config.listener.v3.Filter'],
  ['VIRTUAL_HOST', 'envoy.config.route.v3.VirtualHost'],
  ['HTTP_ROUTE', 'envoy.config.route.v3.Route'],
  ['EXTENSION_CONFIG', 'envoy.config.core.v3.TypedExtensionConfig'],
  ['BOOTSTRAP', 'envoy.config.bootstrap.v3.Bootstrap'],
  ['LISTENER_FILTER', 'envoy.config.listener.v3.ListenerFilter'],
]);

/** `patch.value`: the message of `applyTo`, as istiod decodes it. */
export function checkPatchValue(problems: Problems, applyTo: string, value: unknown, path: string): void {
  if (value === undefined || value === null) return;
  const message = MESSAGES.get(applyTo);
  if (message === undefined) {
    problems.error(path, `unknown object type for applyTo ${applyTo}`);
    return;
  }
  const { error, unknown, untyped } = decode(message, value, path);
  if (error) problems.error(error.path, error.problem);
  const [first] = unknown;
  if (first !== undefined) {
    const names = unknown.map((field) => `"${field.slice(path.length + 1)}"`).join(', ');
    problems.warning(first, `Envoy has no field ${names} here, and ignores what it does not know; correct the name`);
    // istiod looks at a value no further once it does not know a field of it.
  } else if (untyped.length > 0) {
    const names = untyped.map((name) => `"${name}"`).join(', ');
    problems.warning(path, `using a filter by its name ${names} without typed_config is deprecated; add typed_config`);
  }
}
