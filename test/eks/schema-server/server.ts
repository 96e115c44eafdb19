import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';
import { schemaOf, type Block } from './bindings';

/**
 * A stand-in for the AWS provider that knows the schema of the installed bindings and nothing else: no allowed values,
 * no conflicts between arguments, no plan. Terraform attaches to it, so that nothing is downloaded.
 */
export async function serveSchema(types: { resources: readonly string[]; data: readonly string[] }): Promise<{
  readonly env: Record<string, string>;
  readonly stop: () => void;
}> {
  const module = (type: string) => type.replace(/^aws_/, '').replace(/_/g, '-');
  const schema = Buffer.concat([
    field(1, schemaMessage(schemaOf('provider'))),
    ...types.resources.map((type) => field(2, entry(type, schemaOf(module(type))))),
    ...types.data.map((type) => field(3, entry(type, schemaOf(`data-aws-${module(type)}`)))),
  ]);
  const answers: Record<string, Buffer> = {
    GetSchema: schema,
    PrepareProviderConfig: Buffer.alloc(0),
    ValidateResourceTypeConfig: Buffer.alloc(0),
    ValidateDataSourceConfig: Buffer.alloc(0),
    Configure: Buffer.alloc(0),
    Stop: Buffer.alloc(0),
  };
  const bytes = (value: Buffer) => value;
  const service = Object.fromEntries(
    Object.keys(answers).map((name) => [
      name,
      {
        path: `/tfplugin5.Provider/${name}`,
        requestStream: false,
        responseStream: false,
        requestSerialize: bytes,
        requestDeserialize: bytes,
        responseSerialize: bytes,
        responseDeserialize: bytes,
      },
    ]),
  ) as ServiceDefinition;
  const server = new Server();
  server.addService(
    service,
    Object.fromEntries(
      Object.entries(answers).map(([name, answer]) => [
        name,
        (call: { request: Buffer }, done: (error: null, value: Buffer) => void) =>
          // The prepared configuration is the one that was asked about: same message, same field.
          done(null, name === 'PrepareProviderConfig' ? call.request : answer),
      ]),
    ),
  );
  const socket = join(mkdtempSync(join(tmpdir(), 'schema-')), 'provider.sock');
  await new Promise<void>((resolve, reject) =>
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    ),
  );
  const reattach = {
    'hashicorp/aws': {
      Protocol: 'grpc',
      ProtocolVersion: 5,
      Pid: process.pid,
      Test: true,
      Addr: { Network: 'unix', String: socket },
    },
  };
  return { env: { TF_REATTACH_PROVIDERS: JSON.stringify(reattach) }, stop: () => server.forceShutdown() };
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

/** A length-delimited field of Protocol Buffers. */
function field(id: number, content: Buffer | string): Buffer {
  const body = Buffer.from(content);
  return Buffer.concat([varint(id * 8 + 2), varint(body.length), body]);
}

function flag(id: number, value: number | boolean): Buffer {
  return Buffer.concat([varint(id * 8), varint(Number(value))]);
}

function entry(type: string, block: Block): Buffer {
  return Buffer.concat([field(1, type), field(2, schemaMessage(block))]);
}

function schemaMessage(block: Block): Buffer {
  return field(2, blockMessage(block));
}

function blockMessage(block: Block): Buffer {
  const attributes = [...block.attributes].map(([name, of]) =>
    field(
      2,
      Buffer.concat([
        field(1, name),
        field(2, JSON.stringify(of.type)),
        flag(4, of.required),
        flag(5, !of.required),
        flag(6, of.computed),
      ]),
    ),
  );
  const nested = [...block.blocks].map(([name, of]) =>
    field(3, Buffer.concat([field(1, name), field(2, blockMessage(of.block)), flag(3, of.nesting)])),
  );
  return Buffer.concat([...attributes, ...nested]);
}
