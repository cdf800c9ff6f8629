import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const namespaceZod = {
  selector: "ImportDeclaration[source.value='zod'] > ImportSpecifier[importKind!='type']",
  message:
    "Write `import * as z from 'zod/mini'` (or 'zod'): a named import keeps all of zod in the bundle (+370 KB).",
};

const wholeProvider = {
  patterns: [
    {
      regex: '^@cdktf/provider-aws(/lib)?(/index(\\.js)?)?$|^@cdktf/provider-aws/lib/[^/]+$',
      message:
        "Import one resource: '@cdktf/provider-aws/lib/s3-bucket/index.js'. The whole package costs four seconds and 800 MB.",
    },
  ],
};

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      '.cache',
      '.venv',
      '.modelkeep',
      'dist',
      'coverage',
      'console/dist',
      'cdktf.out',
      '**/*.cjs',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-restricted-syntax': ['error', namespaceZod],
      'no-restricted-imports': ['error', wholeProvider],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
    },
  },
  { files: ['console/**/*.tsx'], ...reactHooks.configs.flat.recommended },
  {
    files: ['console/public/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: { document: 'readonly', localStorage: 'readonly', matchMedia: 'readonly' },
    },
  },
  {
    files: ['**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        fetch: 'readonly',
      },
    },
  },
  {
    files: ['**/*.test.ts', 'tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe'] },
          ],
        },
      ],
    },
  },
);
