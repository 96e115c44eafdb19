import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Terraform's JSON notation of a type. */
export type TfType = string | [string, TfType] | ['object', Record<string, TfType>];
export interface Attribute {
  readonly type: TfType;
  readonly required: boolean;
  readonly computed: boolean;
}
export interface Block {
  readonly attributes: Map<string, Attribute>;
  /** Nesting of tfplugin5: 1 single, 2 list, 3 set. */
  readonly blocks: Map<string, { readonly block: Block; readonly nesting: number }>;
}

const ROOT = join(dirname(require.resolve('@cdktf/provider-aws/package.json')), 'lib');
const GETTERS: Record<string, TfType> = {
  String: 'string',
  Number: 'number',
  Boolean: 'bool',
  List: ['list', 'string'],
  StringMap: ['map', 'string'],
  NumberList: ['list', 'number'],
};
const SIMPLE: Record<string, TfType> = { string: 'string', number: 'number', boolean: 'bool', any: 'dynamic' };
const ENTRY = /(\w+): \{\s+value: ([^\n]*),\s+isBlock: (\w+),\s+type: "(\w+)",\s+storageClassType: "(\w+)"/g;

/** Schema of a resource, data source or provider, read from the text of its bindings. What values are allowed is not in them. */
export function schemaOf(module: string): Block {
  const js = readFileSync(join(ROOT, module, 'index.js'), 'utf8').replace(/^\/\/#.*$/gm, '');
  const types = readFileSync(join(ROOT, module, 'index.d.ts'), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const name = /class (\w+) extends cdktf\.Terraform(?:Resource|DataSource|Provider)/.exec(js)?.[1] ?? '';
  return new Reader(js, types).block(name, `${name}Config`, 'synthesizeHclAttributes() {');
}

class Reader {
  constructor(
    private readonly js: string,
    private readonly types: string,
  ) {}

  public block(className: string, config: string, start: string): Block {
    const attributes = new Map<string, Attribute>();
    const blocks: Block['blocks'] = new Map();
    const optional = this.properties(config);
    for (const [, name = '', value = '', isBlock, kind = '', storage = ''] of this.body(start).matchAll(ENTRY)) {
      const property = /(?:this\._|struct\.)(\w+)/.exec(value)?.[1] ?? '';
      const required = optional.get(property) === false;
      const nested = /\b(?<!\.)(\w+)ToHclTerraform/.exec(value.replace(/cdktf\.\w+ToHclTerraform/g, ''))?.[1];
      if (nested) {
        const struct = nested.charAt(0).toUpperCase() + nested.slice(1);
        const inner = this.block(`${struct}OutputReference`, struct, `function ${nested}ToHclTerraform(struct) {`);
        // Blocks that are at most one are lists for Terraform, except timeouts.
        const nesting = struct.endsWith('Timeouts') ? 1 : kind === 'set' ? 3 : 2;
        if (isBlock === 'true') blocks.set(name, { block: inner, nesting });
        else
          attributes.set(name, {
            type: [kind === 'set' ? 'set' : 'list', objectOf(inner)],
            required,
            computed: !required,
          });
      } else {
        const element = SIMPLE[storage.replace(/(List|Set|Map)$/, '')] ?? 'string';
        attributes.set(name, { type: kind === 'simple' ? element : [kind, element], required, computed: !required });
      }
    }
    this.addComputed(className, attributes, blocks);
    return { attributes, blocks };
  }

  private addComputed(className: string, attributes: Map<string, Attribute>, blocks: Block['blocks']): void {
    const body = this.body(`class ${className} extends `, '\n}');
    const add = (name: string, type: TfType) => {
      if (!attributes.has(name) && !blocks.has(name)) attributes.set(name, { type, required: false, computed: true });
    };
    for (const [, tolist, kind = '', name = ''] of body.matchAll(
      /return (cdktf\.Fn\.tolist\()?this\.get(\w+)Attribute\('(\w+)'\)/g,
    )) {
      add(name, tolist ? ['set', 'string'] : (GETTERS[kind] ?? 'string'));
    }
    for (const [, struct = '', name = '', set] of body.matchAll(/new (\w+)List\(this, "(\w+)", (true|false)\)/g)) {
      if (blocks.has(name) || attributes.has(name)) continue;
      const inner = this.block(`${struct}OutputReference`, struct, `function no${struct}`);
      add(name, [set === 'true' ? 'set' : 'list', objectOf(inner)]);
    }
  }

  private body(start: string, end = '// remove undefined attributes'): string {
    const from = this.js.indexOf(start);
    return from < 0 ? '' : this.js.slice(from, this.js.indexOf(end, from));
  }

  /** Property of an interface → whether it may be left out. */
  private properties(name: string): Map<string, boolean> {
    const from = this.types.search(new RegExp(`export interface ${name} `));
    const text = from < 0 ? '' : this.types.slice(from, this.types.indexOf('\n}', from));
    return new Map(
      [...text.matchAll(/^ {4}readonly (\w+)(\??):/gm)].map(([, property = '', mark]) => [property, mark === '?']),
    );
  }
}

function objectOf(block: Block): TfType {
  const fields = [...block.attributes].map(([name, of]) => [name, of.type] as const);
  const nested = [...block.blocks].map(([name, of]) => [name, ['list', objectOf(of.block)] as TfType] as const);
  return ['object', Object.fromEntries([...fields, ...nested])];
}
