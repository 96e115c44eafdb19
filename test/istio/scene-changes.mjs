// Small changes to sets of manifests, at random: to fields, to objects and to where they live.

const NAMESPACES = ['default', 'istio-system', 'shop', 'foo', 'bar'];
/** What a field of this name may hold beside what others put there; the first pattern that fits counts. */
const VALUES = [
  [/metadata\.namespace$/, [...NAMESPACES, 'kube-system']],
  [/exportTo\[\]$/, ['.', '*', '~', ...NAMESPACES]],
  [/\.gateways\[\]$/, ['mesh', 'istio-system/main', './main', 'shop/main', 'main', 'foo/main.bar', 'default/mesh']],
  [/egress\[\]\.hosts\[\]$/, ['*/*', './*', '~/*', 'shop/*', 'shop/web.shop.svc.cluster.local']],
  [
    /^Gateway\..*hosts\[\]$/,
    ['*', './*', '*/*', 'shop/*', 'shop/*.example.com', 'web.example.com', '*.example.com', '*.com'],
  ],
  [
    /(?:[hH]osts\[\]|\.host)$/,
    [
      '*',
      'web',
      'web.shop',
      'web.shop.svc',
      'web.shop.svc.cluster.local',
      'web.svc',
      '*.shop.svc.cluster.local',
      '*.example.com',
      'web.example.com',
      '*.com',
      'reviews',
      '*.local',
      '10.0.0.1',
      'web.*',
      '',
    ],
  ],
  [/protocol$/, ['HTTP', 'HTTPS', 'TCP', 'TLS', 'GRPC', 'HTTP2', 'MONGO', 'tcp', 'UDP', 'http', '']],
  [/[pP]ort(?:s\[\]\.(?:port|number|targetPort)|\.number)?$/, [80, 443, 8080, 15443, 31400, 9000, 0]],
  [/mode$/, ['SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL', 'DISABLE', 'PASSTHROUGH', 'STRICT']],
  [/resolution$/, ['NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN']],
  [/location$/, ['MESH_EXTERNAL', 'MESH_INTERNAL']],
  [
    /\.name$/,
    ['http', 'http-web', 'tcp-db', 'web', 'main', 'https', 'unnamed', 'grpc-a', 'HTTP-a', 'mesh', 'default', ''],
  ],
  [/addresses\[\]$/, ['10.0.0.1', '10.0.0.0/8', '::1', '240.240.0.1']],
  [/subset$/, ['v1', 'v2', '']],
  [/(?:[lL]abels|selector|matchLabels)\{\}$/, ['web', 'v1', 'v2', 'ingressgateway', 'egressgateway', '']],
];
const KEYS = [
  [
    /annotations\{\}$/,
    [
      'sidecar.istio.io/inject',
      'sidecar.istio.io/proxyImage',
      'networking.istio.io/exportTo',
      'galley.istio.io/analyze-suppress',
      'traffic.sidecar.istio.io/includeInboundPorts',
      'proxy.istio.io/config',
      'networking.istio.io/nonsense',
      'example.com/a',
    ],
  ],
  [/namespace.*labels\{\}$/i, ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode', 'app']],
  [
    /(?:labels|selector|matchLabels)\{\}$/i,
    [
      'app',
      'istio',
      'version',
      'sidecar.istio.io/inject',
      'istio.io/rev',
      'gateway.networking.k8s.io/gateway-name',
      'service.istio.io/canonical-name',
    ],
  ],
];
const ANNOTATION_VALUES = [
  'true',
  'false',
  '*',
  '.',
  'enabled',
  'disabled',
  'default',
  'canary',
  'IST0101',
  'IST0104,IST0101',
  '8080',
  'auto',
  '',
];

/** Sets of manifests that differ a little from those that people wrote. */
export class Changes {
  constructor(random, seeds) {
    Object.assign(this, { random, seeds, donors: new Map(), byKind: new Map(), favoured: new Map() });
    for (const { manifests } of seeds) {
      for (const one of manifests) {
        this.byKind.set(one.kind, [...(this.byKind.get(one.kind) ?? []), one]);
        places(one, (parent, key, place) => {
          if (!this.donors.has(place)) this.donors.set(place, []);
          this.donors.get(place).push(parent[key]);
        });
      }
    }
  }

  /** Starts more often from a set of which an analyzer has something to say; each analyzer as often as every other. */
  favour(analyzer, scene) {
    this.favoured.set(analyzer, [...(this.favoured.get(analyzer) ?? []), scene]);
  }

  next() {
    const { random } = this;
    const groups = [...this.favoured.values()];
    const from = groups.length > 0 && random.chance(75) ? random.pick(groups) : this.seeds;
    const scene = structuredClone(random.pick(from));
    for (let left = random.pick([1, 1, 2, 2, 3, 4, 6]); left > 0; left--) this.change(scene);
    return scene;
  }

  change(scene) {
    const { random } = this;
    const { manifests } = scene;
    if (manifests.length === 0 || random.chance(6)) return this.join(scene);
    if (random.chance(55)) return this.changeField(random.pick(manifests), manifests);
    const at = random.below(manifests.length);
    const one = manifests[at];
    switch (random.below(7)) {
      case 0:
        manifests.splice(at, 1);
        break;
      case 1:
        manifests.push(this.copyOf(one));
        break;
      case 2:
        this.move([one]);
        break;
      case 3:
        this.move(manifests);
        break;
      case 4:
        this.rename(one, manifests);
        break;
      case 5:
        this.label(one);
        break;
      default:
        manifests.push(this.moved(random.pick(this.byKind.get(one.kind)), one));
    }
  }

  /** Objects of another set beside these. */
  join({ manifests }) {
    const { random } = this;
    const other = random.pick(this.seeds).manifests;
    for (const one of other.slice(0, 8)) manifests.splice(random.below(manifests.length + 1), 0, structuredClone(one));
  }

  copyOf(one) {
    const copy = structuredClone(one);
    if (this.random.chance(60)) copy.metadata.name += '-2';
    if (this.random.chance(40)) this.move([copy]);
    if (this.random.chance(50)) this.changeField(copy, []);
    return copy;
  }

  /** The object in the namespace of another. */
  moved(object, { metadata: { namespace } }) {
    const copy = structuredClone(object);
    if (namespace === undefined) delete copy.metadata.namespace;
    else copy.metadata.namespace = namespace;
    return copy;
  }

  move(manifests) {
    const { random } = this;
    const namespace = random.chance(25) ? undefined : random.pick(NAMESPACES);
    for (const { metadata } of manifests) {
      if (namespace === undefined) delete metadata.namespace;
      else metadata.namespace = namespace;
    }
  }

  /** Another name, sometimes that of an object of the same kind. */
  rename(one, manifests) {
    const { random } = this;
    const kin = manifests.filter(({ kind }) => kind === one.kind);
    one.metadata.name = random.chance(50)
      ? random.pick(kin).metadata.name
      : random.pick(['main', 'web', 'default', 'shop']);
  }

  label(one) {
    const { random } = this;
    const field = random.chance(50) ? 'labels' : 'annotations';
    const place = `${one.kind}.metadata.${field}{}`;
    const keys = KEYS.find(([pattern]) => pattern.test(place))[1];
    const like = random.pick(this.byKind.get(one.kind) ?? [one]).metadata[field] ?? {};
    const known = Object.keys(like);
    const key = known.length > 0 && random.chance(30) ? random.pick(known) : random.pick(keys);
    const value = like[key] !== undefined && random.chance(40) ? like[key] : random.pick(ANNOTATION_VALUES);
    one.metadata[field] = { ...one.metadata[field], [key]: value };
  }

  changeField(object, manifests) {
    const { random } = this;
    const all = [];
    places(object, (parent, key, place) => all.push([parent, key, place]));
    if (all.length === 0) return;
    const [parent, key, place] = random.pick(all);
    const value = parent[key];
    const inList = Array.isArray(parent);
    const choice = random.below(11);
    if (choice < 2) {
      if (inList) parent.splice(key, 1);
      else delete parent[key];
    } else if ((choice === 2 || choice === 10) && inList) {
      parent.splice(key, 0, structuredClone(value));
      if (typeof value === 'object') this.changeField({ ...object, metadata: {}, spec: parent[key] }, []);
    } else if (choice === 3 && value !== null && typeof value === 'object') {
      parent[key] = Array.isArray(value) ? [] : {};
    } else if (choice < 6) {
      const near = [];
      for (const one of manifests) places(one, (other, name, at) => sameField(at, place) && near.push(other[name]));
      parent[key] = structuredClone(
        random.pick(near.length > 0 && choice === 4 ? near : (this.donors.get(place) ?? [value])),
      );
    } else {
      const pool = VALUES.find(([pattern]) => pattern.test(place))?.[1].filter((one) => typeof one === typeof value);
      if (pool?.length > 0) parent[key] = random.pick(pool);
      else if (typeof value === 'boolean') parent[key] = !value;
      else if (typeof value !== 'object' && random.chance(40))
        parent[key] = random.pick(this.donors.get(place) ?? [value]);
      else this.changeField(object, manifests);
    }
  }
}

/** Whether two places are the same field of one kind, or two that name the same sort of thing. */
function sameField(one, other) {
  if (one === other) return true;
  const last = (place) => place.slice(place.lastIndexOf('.') + 1);
  return last(one) === last(other) && !/^(?:name|namespace|number|port)$/.test(last(one));
}

const MAPS = /(?:labels|annotations|matchLabels|selector)$/i;
const FIXED = /^\w+\.(?:apiVersion|kind|metadata|metadata\.name)$/;

/** Visits every field: `Gateway.spec.servers[].port.name`, and the keys of maps as `Pod.metadata.labels{}`. */
function places(object, visit) {
  const walk = (parent, key, place) => {
    const value = parent[key];
    if (!FIXED.test(place)) visit(parent, key, place);
    if (Array.isArray(value)) for (let i = value.length - 1; i >= 0; i--) walk(value, i, `${place}[]`);
    else if (value !== null && typeof value === 'object') {
      for (const name of Object.keys(value))
        walk(value, name, MAPS.test(place) && typeof value[name] === 'string' ? `${place}{}` : `${place}.${name}`);
    }
  };
  for (const name of Object.keys(object)) walk(object, name, `${object.kind}.${name}`);
}
