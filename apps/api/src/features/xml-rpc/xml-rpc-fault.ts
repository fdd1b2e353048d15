/** A refusal in the form of the protocol. Codes: those of the XML-RPC interoperability list, and PyPI's. */
export class XmlRpcFault extends Error {
  override readonly name = 'XmlRpcFault'
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

export const FAULTS = {
  notWellFormed: -32700,
  unknownMethod: -32601,
  wrongParameters: -32602,
  refused: -32500,
} as const
