import { createRequire } from 'node:module';
import tseslint from 'typescript-eslint';

const { zones } = createRequire(import.meta.url)('./zones.json');
const rooms = Object.keys(zones);

/** Import zones: what is not listed for a room in zones.json is forbidden. */
function zone(room) {
  const { run, types } = zones[room];
  const packages = [
    'cdk8s',
    'constructs',
    'cdk8s-plus-27',
    'cdktf',
    '@cdktf/provider-aws',
    'js-yaml',
    're2js',
    '@marcbachmann/cel-js',
    'imports',
  ];
  const pattern = (name) =>
    name === 'imports' ? '(\\.\\./)+imports(/|$)' : rooms.includes(name) ? `^(\\.\\./)+${name}(/|$)` : `^${name}(/|$)`;
  const known = [...rooms, ...packages].filter((name) => name !== room && name !== 'errors');
  const neither = known.filter((name) => !run.includes(name) && !types.includes(name));
  const typesOnly = known.filter((name) => !run.includes(name) && types.includes(name));
  return {
    files: [`lib/${room}/**/*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            ...neither.map((name) => ({
              regex: pattern(name),
              message: `lib/${room} may not import ${name} (zones.json)`,
            })),
            ...typesOnly.map((name) => ({
              regex: pattern(name),
              allowTypeImports: true,
              message: `lib/${room} may import only types of ${name} (zones.json)`,
            })),
            {
              regex: '^@cdktf/provider-aws(/lib(/(lazy-)?index(\\.js)?)?)?/?$',
              message: 'the root loads 2,212 modules: import @cdktf/provider-aws/lib/<resource>',
            },
            { regex: '(\\.\\./)+(test|examples|bench|build)(/|$)', message: 'lib imports lib' },
          ],
        },
      ],
    },
  };
}

export default tseslint.config(
  {
    ignores: [
      'build/**',
      'docs/api/**',
      'build.next/**',
      'dist/**',
      'node_modules/**',
      'imports/**/*.ts',
      'imports/schema/**',
      'coverage/**',
      '**/fixtures/**',
      'reports/**',
      '.stryker-tmp/**',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300 }],
      'no-eval': 'error',
      'no-new-func': 'error',
    },
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "ThrowStatement > NewExpression[callee.name='Error']",
          message: 'throw ConfigurationError (lib/errors)',
        },
        {
          selector: 'ThrowStatement > NewExpression[callee.name="TypeError"]',
          message: 'throw ConfigurationError (lib/errors)',
        },
      ],
    },
  },
  { files: ['test/**/*.ts'], rules: { 'max-lines': 'off', '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['**/*.js', '**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  ...rooms.map(zone),
);
