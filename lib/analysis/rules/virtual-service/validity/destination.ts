import { list, maybe, number, objects, text } from '../../../model/json';
import type { Problems } from '../../../model/validity/problems';
import { isDnsLabel, portProblem, wildcardProblem } from '../../../model/validity/values';
import type { Fields } from '../../../../snapshot';

/** `destination`, wherever one stands. */
export function checkDestination(problems: Problems, value: unknown, path: string): void {
  const destination = maybe(value);
  if (!destination) return;
  const host = text(destination.host);
  problems.error(`${path}.host`, host === '*' ? '"*" is no destination; name a host' : wildcardProblem(host));
  const subset = text(destination.subset);
  if (subset !== '' && !isDnsLabel(subset)) problems.error(`${path}.subset`, `subset "${subset}" is no DNS label`);
  const port = maybe(destination.port);
  if (port) problems.error(`${path}.port.number`, portProblem(port.number));
}

/** `route` of a rule: destinations and their weights. */
export function checkRoute(
  problems: Problems,
  value: unknown,
  path: string,
  more: (route: Fields, path: string) => void = () => undefined,
): void {
  let total = 0;
  objects(value).forEach((route, i) => {
    const at = `${path}[${i}]`;
    if (!maybe(route.destination)) problems.error(`${at}.destination`, 'a route needs a destination');
    more(route, at);
    checkDestination(problems, route.destination, `${at}.destination`);
    const weight = number(route.weight);
    if (weight < 0) problems.error(`${at}.weight`, `weight ${weight} is negative`);
    total += weight;
  });
  if (list(value).length > 1 && total === 0) problems.error(path, 'the weights of several destinations add up to 0');
}
