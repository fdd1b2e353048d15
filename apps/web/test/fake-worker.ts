import { judgePassword } from '@wheelhouse/shared-types'
import zxcvbn from 'zxcvbn'
import type { StrengthQuestion } from '../src/lib/password-strength.worker.ts'

/** The strength worker in the test's own thread: jsdom has no workers. */
export class FakeStrengthWorker extends EventTarget {
  postMessage(question: StrengthQuestion): void {
    const verdict = judgePassword(zxcvbn, question.password, question.context)
    setTimeout(() => {
      this.dispatchEvent(
        new MessageEvent('message', { data: { sequence: question.sequence, verdict } }),
      )
    })
  }

  terminate(): void {}
}
