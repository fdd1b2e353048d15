import { expect, test } from '@jest/globals'
import { groupDependencies } from './group-dependencies.ts'

const plain = (name: string, rest = '', marker?: string) => ({ name, rest, marker })

test('what is always needed comes first, then each extra in the order it is declared', () => {
  expect(
    groupDependencies(
      [
        'b>=2; extra == "Test_All"',
        'a[fast] >=1,<2',
        'c; extra == "test-all" and python_version < "3.10"',
        'd; (extra == "docs" or extra == "test-all")',
        'e; sys_platform == "win32"',
        'f @ https://x.test/f.whl',
      ],
      ['docs', 'test-all', 'empty'],
    ),
  ).toEqual([
    {
      extra: null,
      dependencies: [
        plain('a', '[fast]>=1, <2'),
        plain('e', '', 'sys_platform == "win32"'),
        plain('f', ' @ https://x.test/f.whl'),
      ],
    },
    { extra: 'docs', dependencies: [plain('d')] },
    {
      extra: 'test-all',
      dependencies: [plain('b', '>=2'), plain('c', '', 'python_version < "3.10"'), plain('d')],
    },
    { extra: 'empty', dependencies: [] },
  ])
})

test('an extra beside another condition keeps the whole condition', () => {
  const [, group] = groupDependencies(['a; extra == "x" or os_name == "nt"'], [])
  expect(group).toEqual({
    extra: 'x',
    dependencies: [plain('a', '', 'extra == "x" or os_name == "nt"')],
  })
})

test('what cannot be read is shown as it is', () => {
  expect(groupDependencies(['!! not one'], [])[0]?.dependencies).toEqual([
    { name: undefined, rest: '!! not one', marker: undefined },
  ])
})
