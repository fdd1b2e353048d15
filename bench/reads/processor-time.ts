import { readdir, readFile } from 'node:fs/promises'

/**
 * Microseconds that a process, those of its group and their threads have computed so far. Of a busy
 * machine this says more than requests a second do.
 */
export async function processorTime(leader: number): Promise<number> {
  let nanoseconds = 0
  for (const pid of await membersOf(leader)) {
    const tasks = await readdir(`/proc/${pid}/task`).catch(() => [])
    for (const task of tasks) {
      const text = await readFile(`/proc/${pid}/task/${task}/schedstat`, 'utf8').catch(() => '0')
      nanoseconds += Number(text.split(' ', 1)[0])
    }
  }
  return nanoseconds / 1000
}

/** The process itself, and what it has started in a group of its own. */
async function membersOf(leader: number): Promise<number[]> {
  const members = [leader]
  for (const name of await readdir('/proc')) {
    const pid = Number(name)
    if (!(pid > 0) || pid === leader) continue
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    // The command in brackets may hold anything; state, parent and group follow it.
    const [, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (Number(group) === leader) members.push(pid)
  }
  return members
}

/** Mebibytes of memory that a process has now. */
export async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}
