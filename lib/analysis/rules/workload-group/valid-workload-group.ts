import { fields, list, maybe, number, objects, text } from '../../model/json';
import { WORKLOAD_GROUP } from '../../model/kinds';
import { probeHeaderProblem } from '../../model/validity/header-names';
import type { Problems } from '../../model/validity/problems';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { labelProblems, portProblem } from '../../model/validity/values';

const COUNTS = ['periodSeconds', 'initialDelaySeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'];

export const rule = ruleOfKind('valid-workload-group', WORKLOAD_GROUP, (problems) => {
  const { spec } = problems.resource;
  if (!maybe(spec.template)) {
    problems.error('spec.template', 'a WorkloadGroup needs a template');
    return;
  }
  const [wrong] = labelProblems(fields(spec.metadata).labels);
  if (wrong !== undefined) {
    problems.error('spec.metadata.labels', wrong);
    return;
  }
  const probe = maybe(spec.probe);
  if (probe) checkProbe(problems, probe);
});

function checkProbe(problems: Problems, probe: Readonly<Record<string, unknown>>): void {
  const path = 'spec.probe';
  for (const name of COUNTS) if (number(probe[name]) < 0) problems.error(`${path}.${name}`, `${name} is negative`);
  const [http, tcp, exec] = [maybe(probe.httpGet), maybe(probe.tcpSocket), maybe(probe.exec)];
  if (http) {
    problems.error(`${path}.httpGet.port`, portProblem(http.port));
    const scheme = text(http.scheme);
    if (!['', 'HTTP', 'HTTPS'].includes(scheme))
      problems.error(`${path}.httpGet.scheme`, `scheme "${scheme}" is neither HTTP nor HTTPS`);
    objects(http.httpHeaders).forEach(({ name }, i) =>
      problems.error(`${path}.httpGet.httpHeaders[${i}].name`, probeHeaderProblem(text(name))),
    );
  } else if (tcp) problems.error(`${path}.tcpSocket.port`, portProblem(tcp.port));
  else if (exec) {
    if (list(exec.command).length === 0) problems.error(`${path}.exec.command`, 'exec needs a command');
  } else problems.error(path, 'a probe is httpGet, tcpSocket or exec');
}
