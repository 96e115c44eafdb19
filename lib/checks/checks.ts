import type { IConstruct } from 'constructs';
import { ConfigurationError } from '../errors';
import { stateOf } from './state';

const CODE = /^[A-Z]{3}\d{4}$/;

/**
 * The analysis of a whole App at synth: a mistake in any manifest of it, whoever wrote it, fails the synth.
 *
 * Every construct of this library registers it; an App without one can do so itself.
 */
export class Checks {
  /** Checks the App that a construct belongs to at every synth. Does nothing the second time. */
  public static register(scope: IConstruct): void {
    stateOf(scope).register();
  }

  /** The checks of a construct and everything below it. */
  public static of(scope: IConstruct): Checks {
    return new Checks(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Accepts a finding on the objects of this construct and of everything below it, also of what is added later.
   *
   * Written to the manifests as annotations (`galley.istio.io/analyze-suppress` and the reason), so that the CLI, the plugin
   * and istioctl accept it too. A suppression that nothing needs is reported.
   *
   * @param code the finding's code, e.g. `IST0101`
   * @param reason why it is accepted, one line
   * @throws ConfigurationError SuppressionCodeMalformed, SuppressionReasonMissing
   */
  public suppress(code: string, reason: string): void {
    const at = this.scope;
    if (!CODE.test(code)) {
      throw new ConfigurationError('SuppressionCodeMalformed', { at, problem: 'code is malformed', value: code });
    }
    if (reason.trim() === '' || /[\r\n]/.test(reason)) {
      throw new ConfigurationError('SuppressionReasonMissing', {
        at,
        problem: `suppression of ${code} gives no reason`,
        value: reason,
      });
    }
    const state = stateOf(this.scope);
    state.suppressions.push({ scope: this.scope, code, reason: reason.trim() });
    state.register();
  }

  /**
   * Switches the checks of the whole App off, e.g. to measure what they cost.
   */
  public disable(): void {
    stateOf(this.scope).disabled = true;
  }
}
