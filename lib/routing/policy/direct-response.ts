import type { VirtualServiceSpecHttpDirectResponse } from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import { checkWhole } from '../value';

/** Largest body that istiod's webhook accepts. */
const LARGEST_BODY = 1_048_576;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * An answer that the proxy gives itself. Set its `content-type` with {@link HeaderChanges}.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse
 */
export class DirectResponse {
  /**
   * Answers with a status and a text.
   *
   * @param status 200–599
   * @param body at most 1 MiB in UTF-8; beyond 100 KiB it burdens every proxy that gets the route. By default there is none.
   * @throws ConfigurationError NumberOutOfRange, BodyTooLarge
   */
  public static of(status: number, body?: string): DirectResponse {
    const at = 'DirectResponse.of';
    checkStatus(status, at);
    if (body === undefined) return new DirectResponse({ status }, 0);
    const size = checkSize(Buffer.byteLength(body), at);
    return new DirectResponse({ status, body: { string: body } }, size);
  }

  /**
   * Answers with a status and bytes.
   *
   * @param status 200–599
   * @param base64 the bytes in base64 with padding; at most 1 MiB when decoded
   * @throws ConfigurationError NumberOutOfRange, BodyTooLarge, BodyNotBase64
   */
  public static ofBytes(status: number, base64: string): DirectResponse {
    const at = 'DirectResponse.ofBytes';
    checkStatus(status, at);
    if (!BASE64.test(base64)) {
      throw new ConfigurationError('BodyNotBase64', { at, problem: 'the body is no base64', value: base64 });
    }
    const size = checkSize(Buffer.byteLength(base64, 'base64'), at);
    return new DirectResponse({ status, body: { bytes: base64 } }, size);
  }

  private constructor(
    private readonly rendered: VirtualServiceSpecHttpDirectResponse,
    /** Size of the body in bytes. */
    public readonly bodySize: number,
  ) {}

  /** @internal */
  public _render(): VirtualServiceSpecHttpDirectResponse {
    return { ...this.rendered };
  }
}

function checkStatus(status: number, at: string): void {
  // istiod's webhook lets 600 through, which the proxy then refuses.
  checkWhole(status, at, { of: 'status', min: 200, max: 599 });
}

function checkSize(bytes: number, at: string): number {
  if (bytes > LARGEST_BODY) {
    throw new ConfigurationError('BodyTooLarge', { at, problem: 'the body is too large', value: `${bytes} bytes` });
  }
  return bytes;
}
