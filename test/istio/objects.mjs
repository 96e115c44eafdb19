// Objects of Istio's kinds to judge: changes to valid ones, and ones made from the schema alone.
import { ANNOTATIONS, FIELDS, LABELS, NAMES, PIECES, POOLS } from './values.mjs';

const TEXTS = Object.values(POOLS)
  .flat()
  .filter((value) => typeof value === 'string' && value.length < 2000);

/** Makes objects of one kind. A place is where a value stands, without numbers and keys: `Gateway.servers[].port.name`. */
export class Objects {
  constructor(random, schemaOf, seeds) {
    Object.assign(this, { random, schemaOf, seeds, donors: new Map(), known: new Map() });
    for (const seed of seeds) {
      this.visit(seed, (parent, key, schema, place) => {
        if (!this.donors.has(place)) this.donors.set(place, []);
        this.donors.get(place).push(parent[key]);
      });
    }
  }

  next() {
    const { random } = this;
    const like = random.pick(this.seeds);
    if (random.chance(20))
      return this.named({ ...this.empty(like), spec: this.object(this.specOf(like), like.kind, 0) });
    const object = structuredClone(like);
    for (let left = random.pick([1, 1, 2, 2, 3, 5]); left > 0; left--) {
      if (random.chance(45)) this.focus(object);
      else this.mutate(object);
    }
    return this.named(object);
  }

  empty({ apiVersion, kind }) {
    return { apiVersion, kind, metadata: { name: 'a', namespace: 'shop' } };
  }

  specOf(like) {
    return this.schemaOf(like).properties.spec;
  }

  /** Now and then another name, namespace, label or annotation. */
  named(object) {
    const { random } = this;
    if (!random.chance(8)) return object;
    const metadata = { ...object.metadata };
    const change = random.below(4);
    if (change === 0) metadata.name = random.pick(NAMES);
    else if (change === 1) metadata.namespace = random.pick(['shop', 'default', 'istio-system', undefined]);
    else {
      const [field, choice] = change === 2 ? ['labels', LABELS] : ['annotations', ANNOTATIONS];
      metadata[field] = { ...metadata[field], [random.pick(choice.keys)]: random.pick(choice.values) };
    }
    return { ...object, metadata };
  }

  poolOf(place) {
    return POOLS[FIELDS.find(([pattern]) => pattern.test(place))?.[1]];
  }

  text(place) {
    const { random } = this;
    const text = this.wholeText(place);
    if (text.length > 2000 || !random.chance(12)) return text;
    const at = random.below(text.length + 1);
    if (random.chance(40)) return text.slice(0, at) + text.slice(at + 1);
    return text.slice(0, at) + random.pick(PIECES) + text.slice(at + random.below(2));
  }

  wholeText(place) {
    const { random } = this;
    const pool = this.poolOf(place);
    if (random.chance(pool ? 3 : 25)) return random.pick(TEXTS);
    const donor = this.donors.has(place) && random.chance(30) ? random.pick(this.donors.get(place)) : undefined;
    if (typeof donor === 'string') return donor;
    return random.pick((pool ?? POOLS.text).filter((value) => typeof value === 'string'));
  }

  value(schema, place, depth) {
    const { random } = this;
    if (!schema) return random.pick(['a', 1, {}, [], true]);
    if (schema.nullable && random.chance(10)) return null;
    if (schema.enum) return random.pick(schema.enum);
    if (depth > 0 && this.donors.has(place) && random.chance(25)) {
      return structuredClone(random.pick(this.donors.get(place)));
    }
    switch (schema.type) {
      case 'object':
        return this.object(schema, place, depth);
      case 'array':
        return Array.from({ length: random.pick([0, 1, 1, 1, 2, 2, 3]) }, () =>
          this.value(schema.items, `${place}[]`, depth + 1),
        );
      case 'string':
        return this.text(place);
      case 'integer':
        return random.pick([...(this.poolOf(place) ?? []), ...POOLS.int].filter((value) => typeof value === 'number'));
      case 'number':
        return random.pick(POOLS.float);
      case 'boolean':
        return random.chance(50);
      default:
        return random.pick([{}, 'a', 1]);
    }
  }

  object(schema, place, depth) {
    const { random } = this;
    const object = {};
    if (!schema.properties) {
      if (typeof schema.additionalProperties !== 'object') return object;
      for (let left = random.pick([0, 1, 1, 2, 2]); left > 0; left--) {
        object[this.text(`${place}{key}`)] = this.value(schema.additionalProperties, `${place}{}`, depth + 1);
      }
      return object;
    }
    const share = depth === 0 ? 40 : depth > 6 ? 10 : random.pick([10, 20, 30, 60]);
    let names = Object.keys(schema.properties).filter(
      (name) => schema.required?.includes(name) || random.chance(share),
    );
    for (const group of alternatives(schema)) {
      const here = names.filter((name) => group.includes(name));
      const one = here.length === 0 ? random.pick(group) : random.pick(here);
      if (here.length === 0 && random.chance(70)) names.push(one);
      // Two of them are refused by the schema; that is tried, too.
      if (here.length > 1 && !random.chance(3)) names = names.filter((name) => !group.includes(name) || name === one);
    }
    for (const name of names) object[name] = this.value(schema.properties[name], `${place}.${name}`, depth + 1);
    return object;
  }

  /** Shows every value of a spec, with its schema and place. */
  visit(manifest, see) {
    const walk = (parent, key, schema, place) => {
      see(parent, key, schema, place);
      const value = parent[key];
      if (typeof value !== 'object' || value === null) return;
      for (const [name, one] of Object.entries(value)) {
        const [own, where] = Array.isArray(value)
          ? [schema?.items, `${place}[]`]
          : schema?.properties
            ? [Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined, `${place}.${name}`]
            : [schema?.additionalProperties, `${place}{}`];
        if (one !== undefined) walk(value, Array.isArray(value) ? Number(name) : name, own, where);
      }
    };
    walk(manifest, 'spec', this.specOf(manifest), manifest.kind);
  }

  /** One change somewhere: another value, one more, one less, an empty one. */
  mutate(manifest) {
    const { random } = this;
    const found = [];
    this.visit(manifest, (...one) => found.push(one));
    const [parent, key, schema, place] = random.pick(found);
    const value = parent[key];
    const isObject = typeof value === 'object' && value !== null;
    switch (random.below(9)) {
      case 0:
      case 1:
        parent[key] = this.value(schema, place, 1);
        return;
      case 2:
        if (parent === manifest) return;
        if (Array.isArray(parent)) parent.splice(key, 1);
        else delete parent[key];
        return;
      case 3:
      case 4:
      case 5:
        if (isObject) this.extend(value, schema, place);
        else parent[key] = this.value(schema, place, 1);
        return;
      case 6:
        parent[key] = Array.isArray(value) ? [] : isObject ? {} : ({ string: '', number: 0 }[typeof value] ?? false);
        return;
      case 7:
        if (this.donors.has(place)) parent[key] = structuredClone(random.pick(this.donors.get(place)));
        return;
      default:
        parent[key] = this.altered(value);
    }
  }

  extend(value, schema, place) {
    const { random } = this;
    if (Array.isArray(value)) {
      const twice = value.length > 0 && random.chance(40);
      value.push(twice ? structuredClone(random.pick(value)) : this.value(schema?.items, `${place}[]`, 1));
    } else if (schema?.properties) {
      const name = random.pick(Object.keys(schema.properties));
      this.makeRoom(value, schema, name);
      value[name] = this.value(schema.properties[name], `${place}.${name}`, 1);
    } else value[this.text(`${place}{key}`)] = this.value(schema?.additionalProperties, `${place}{}`, 1);
  }

  altered(value) {
    const { random } = this;
    if (typeof value === 'boolean') return !value;
    if (typeof value === 'number') return random.pick([-value, value + 1, value - 1, value * 1000]);
    if (Array.isArray(value)) return value.toReversed();
    if (typeof value !== 'string') return value;
    const whole = [value.toUpperCase(), `${value}/`, ` ${value}`, `*${value}`, `${value}.`, value + value, `${value}*`];
    return random.pick([...whole, value.slice(1), value.slice(0, -1)]);
  }

  /** Of alternatives one may be there. */
  makeRoom(object, schema, name) {
    for (const group of alternatives(schema)) {
      if (!group.includes(name) || this.random.chance(3)) continue;
      for (const other of group) if (other !== name) delete object[other];
    }
  }

  /** Sets one place of the schema, however deep it lies: every place has the same chance. */
  focus(manifest) {
    let [parent, key, schema, place] = [manifest, 'spec', this.specOf(manifest), manifest.kind];
    for (const step of this.random.pick(this.places(manifest))) {
      const value = parent[key];
      if (step === '[]') {
        if (!Array.isArray(value) || value.length === 0) parent[key] = [undefined];
        parent = parent[key];
        [key, schema, place] = [this.random.below(parent.length), schema.items, `${place}[]`];
      } else {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) parent[key] = {};
        parent = parent[key];
        if (step === '{}') {
          const keys = Object.keys(parent);
          key = keys.length > 0 && this.random.chance(50) ? this.random.pick(keys) : this.text(`${place}{key}`);
          [schema, place] = [schema.additionalProperties, `${place}{}`];
        } else {
          this.makeRoom(parent, schema, step);
          [key, schema, place] = [step, schema.properties[step], `${place}.${step}`];
        }
      }
      this.complete(parent, key, schema, place);
    }
    parent[key] = this.value(schema, place, this.random.below(2));
  }

  /** What an object that is new on the way cannot be without. */
  complete(parent, key, schema, place) {
    if (!schema?.properties || parent[key] !== undefined) return;
    parent[key] = {};
    for (const name of schema.required ?? []) {
      parent[key][name] = this.value(schema.properties[name], `${place}.${name}`, 1);
    }
  }

  /** Steps to every place of a kind's schema. */
  places(like) {
    const id = `${like.apiVersion}/${like.kind}`;
    if (!this.known.has(id)) {
      const all = [];
      const walk = (schema, steps) => {
        if (typeof schema !== 'object' || steps.length > 14) return;
        all.push(steps);
        for (const name of Object.keys(schema.properties ?? {})) walk(schema.properties[name], [...steps, name]);
        walk(schema.items, [...steps, '[]']);
        walk(schema.additionalProperties, [...steps, '{}']);
      };
      walk(this.specOf(like), []);
      this.known.set(id, all);
    }
    return this.known.get(id);
  }
}

/** Groups of fields of which the schema lets one be there. */
function alternatives(schema) {
  return [schema, ...(schema.allOf ?? [])]
    .filter(({ oneOf }) => oneOf)
    .map(({ oneOf }) => [...new Set(oneOf.flatMap(namesIn))]);
}

function namesIn({ required = [], not, anyOf = [], oneOf = [] }) {
  return [...required, ...(not ? namesIn(not) : []), ...anyOf.flatMap(namesIn), ...oneOf.flatMap(namesIn)];
}
