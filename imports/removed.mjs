/** Kinds, versions and fields that are in the old schemas and no longer in the new ones; for the reader of a version bump. */
export function removedSince(before, after) {
  const removed = [];
  for (const [file, text] of before) {
    if (!file.includes('/') || !file.endsWith('.json')) continue;
    const old = JSON.parse(text);
    const kind = `${old.group}/${old.kind}`;
    const now = after.has(file) ? JSON.parse(after.get(file)) : undefined;
    if (!now) {
      removed.push(`kind ${kind}`);
      continue;
    }
    for (const [version, index] of Object.entries(old.versions)) {
      if (!(version in now.versions)) {
        removed.push(`version ${kind} ${version}`);
        continue;
      }
      const fields = new Set(fieldsOf(now.schemas[now.versions[version]]));
      for (const field of fieldsOf(old.schemas[index])) {
        if (!fields.has(field)) removed.push(`field ${kind} ${version} ${field}`);
      }
    }
  }
  return removed;
}

function fieldsOf(schema, path = '') {
  if (schema === null || typeof schema !== 'object') return [];
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, of]) => {
    const field = path === '' ? name : `${path}.${name}`;
    return [field, ...fieldsOf(of, field)];
  });
  return [...own, ...fieldsOf(schema.items, `${path}[]`), ...fieldsOf(schema.additionalProperties, `${path}.*`)];
}
