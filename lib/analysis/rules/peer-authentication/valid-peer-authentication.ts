import { fields, maybe } from '../../model/json';
import { PEER_AUTHENTICATION } from '../../model/kinds';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { checkSelector } from '../../model/validity/selectors';

export const rule = ruleOfKind('valid-peer-authentication', PEER_AUTHENTICATION, (problems) => {
  const { selector, portLevelMtls } = problems.resource.spec;
  const ports = maybe(portLevelMtls);
  if (ports) {
    const path = 'spec.portLevelMtls';
    const numbers = Object.keys(ports);
    const isGeneral = Object.keys(fields(fields(selector).matchLabels)).length === 0;
    if (isGeneral && numbers.length > 0) problems.error(path, 'portLevelMtls needs a selector with labels');
    if (numbers.length === 0) problems.error(path, 'portLevelMtls names at least one port, or is left out');
    for (const port of numbers) {
      // istiod reads a key as JSON does a number: without sign and leading zeros.
      const isRight = /^[1-9]\d*$/.test(port) && Number(port) <= 65535;
      if (!isRight) problems.error(`${path}.${port}`, 'a port of portLevelMtls is not within 1 to 65535');
    }
  }
  checkSelector(problems, selector);
});
