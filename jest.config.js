/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  globalSetup: '<rootDir>/test/temporary/make.ts',
  globalTeardown: '<rootDir>/test/temporary/remove.ts',
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: {
    // An ES module, which jest cannot require; the build makes CommonJS of it.
    '^@marcbachmann/cel-js$': '<rootDir>/build/vendor/cel-js.js',
    '^cdk8s-istio$': '<rootDir>/lib/index.ts',
    '^cdk8s-istio/imports/(.*)$': '<rootDir>/imports/$1.ts',
    '^cdk8s-istio/(.*)$': '<rootDir>/lib/$1/index.ts',
  },
  ci: true,
};
