// Meshes and requests that are a little different from given ones.

/** Manifests with one or two changes in Istio's objects; what Kubernetes' API server would refuse is not made. */
export function changedManifests(manifests, random) {
  const changed = structuredClone(manifests);
  for (let left = 1 + random.below(2); left > 0; left--) {
    const istios = changed.filter(({ apiVersion }) => apiVersion.includes('istio.io'));
    if (istios.length > 0) change(random.pick(istios), changed, random);
  }
  return changed;
}

function change(manifest, all, random) {
  const namespaces = all.flatMap(({ metadata }) => metadata?.namespace ?? []);
  if (random.chance(6)) all.splice(all.indexOf(manifest), 1);
  else if (random.chance(5))
    all.push({ ...structuredClone(manifest), metadata: { ...manifest.metadata, name: `${manifest.metadata.name}-b` } });
  else if (random.chance(6)) manifest.metadata.namespace = random.pick(namespaces);
  else if (random.chance(4)) manifest.spec.exportTo = random.pick([['.'], ['*'], [random.pick(namespaces)]]);
  else changeField(manifest.spec, all, random);
}

function changeField(spec, all, random) {
  const places = placesIn(spec);
  if (places.length === 0) return;
  const { parent, key, name } = random.pick(places);
  if (random.chance(25)) {
    if (Array.isArray(parent)) parent.splice(key, 1);
    else delete parent[key];
    return;
  }
  if (random.chance(15) && Array.isArray(parent)) {
    parent.push(structuredClone(random.pick(parent)));
    return;
  }
  const others = all.flatMap((one) => placesIn(one.spec ?? {})).filter((one) => one.name === name);
  const other = random.pick(others);
  const value = other.parent[other.key];
  const same = typeof value === typeof parent[key] && Array.isArray(value) === Array.isArray(parent[key]);
  if (value !== undefined && same) parent[key] = structuredClone(value);
}

/** Every value below an object, with the name of the field that it is of or in. */
function placesIn(value, name = '') {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const own = Array.isArray(value) ? name : key;
    return [{ parent: value, key, name: own }, ...placesIn(value[key], own)];
  });
}

/** Eight requests like given ones, some of them for another host, port or address of the mesh, by another protocol or path. */
export function changedRequests(requests, manifests, random) {
  const places = manifests.flatMap((one) => placesIn(one.spec ?? {}));
  const valuesOf = (...names) =>
    places.filter(({ name }) => names.includes(name)).map(({ parent, key }) => parent[key]);
  const services = manifests.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata);
  const hosts = [
    ...valuesOf('host', 'hosts')
      .filter((one) => typeof one === 'string')
      .map((one) => one.replace(/^[^/]*\//, '').replace('*', 'w')),
    ...services.flatMap(({ name, namespace }) => [
      name,
      `${name}.${namespace}`,
      `${name}.${namespace}.svc.cluster.local`,
    ]),
  ];
  const ports = valuesOf('number', 'port').filter((one) => typeof one === 'number');
  const addresses = valuesOf('clusterIP', 'addresses').filter((one) => /^[\d.]+$/.test(one));
  return Array.from({ length: 8 }, (_, index) => {
    const request = { ...structuredClone(random.pick(requests)), verdict: undefined, why: undefined };
    if (random.chance(35) && hosts.length > 0) Object.assign(request, { host: random.pick(hosts), sni: undefined });
    if (random.chance(20) && ports.length > 0) request.port = random.pick(ports);
    if (random.chance(20) && addresses.length > 0) request.address = random.pick(addresses);
    if (random.chance(10)) request.protocol = random.pick(['http', 'http2', 'tcp']);
    if (random.chance(10)) request.tls = random.pick(['tls', undefined]);
    if (random.chance(10)) request.path = random.pick(['/', '/a', '/api/v1', '/status/200', '/x?y=1']);
    request.host ||= request.address || 'unknown.example';
    if (random.chance(10)) request.host += `:${request.port}`;
    return { ...request, id: String(index) };
  });
}
