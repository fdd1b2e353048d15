import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

/** What a ceremony was asked for, as options come over the wire. */
export type CeremonyOptions = { readonly challenge: string; readonly [name: string]: unknown }

/** What a test wants to be otherwise than a good authenticator makes it. */
export type Forgery = {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  verified?: boolean
  counter?: number
  userHandle?: string
}

const PRESENT = 1
const VERIFIED = 4
const ATTESTED = 64

/**
 * A security key in software: ES256, no attestation (WebAuthn, sections 6.1 and 6.5). It signs
 * whatever it is told to, so that tests can forge what browsers never would.
 */
export class SoftwareAuthenticator {
  readonly id = randomBytes(32).toString('base64url')
  readonly #origin: string
  readonly #key: KeyObject
  readonly #publicKey: KeyObject
  #userHandle: string | undefined
  counter = 0

  constructor(origin: string) {
    this.#origin = origin
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#key = privateKey
    this.#publicKey = publicKey
  }

  /** The answer to the options of a registration. */
  register(options: CeremonyOptions, forgery: Forgery = {}) {
    this.#userHandle = (options['user'] as { id: string }).id
    const rp = options['rp'] as { id: string }
    const credentialId = Buffer.from(this.id, 'base64url')
    const length = Buffer.alloc(2)
    length.writeUInt16BE(credentialId.length)
    const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, this.#coseKey()])
    const data = Buffer.concat([this.#data(forgery.rpId ?? rp.id, forgery, ATTESTED), attested])
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key' as const,
      response: {
        clientDataJSON: this.#clientData('webauthn.create', options, forgery).toString('base64url'),
        attestationObject: attestation(data).toString('base64url'),
        transports: ['usb'],
      },
    }
  }

  /** The answer to the options of a sign-in; it counts up unless it is told a counter. */
  assert(options: CeremonyOptions, forgery: Forgery = {}) {
    this.counter = forgery.counter ?? this.counter + 1
    const clientData = this.#clientData('webauthn.get', options, forgery)
    const data = this.#data(forgery.rpId ?? String(options['rpId']), forgery)
    const signed = Buffer.concat([data, createHash('sha256').update(clientData).digest()])
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key' as const,
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, this.#key).toString('base64url'),
        userHandle: forgery.userHandle ?? this.#userHandle ?? null,
      },
    }
  }

  #clientData(type: string, options: CeremonyOptions, forgery: Forgery): Buffer {
    const data = {
      type: forgery.type ?? type,
      challenge: forgery.challenge ?? options.challenge,
      origin: forgery.origin ?? this.#origin,
      crossOrigin: false,
    }
    return Buffer.from(JSON.stringify(data))
  }

  #data(rpId: string, { verified = true }: Forgery, flags = 0): Buffer {
    const tail = Buffer.alloc(5)
    tail.writeUInt8(flags | PRESENT | (verified ? VERIFIED : 0))
    tail.writeUInt32BE(this.counter, 1)
    return Buffer.concat([createHash('sha256').update(rpId).digest(), tail])
  }

  /** The public key as COSE has it: EC2, ES256, P-256, x and y (RFC 9053, section 7.1). */
  #coseKey(): Buffer {
    const { x, y } = this.#publicKey.export({ format: 'jwk' })
    const coordinate = (text: string | undefined) => Buffer.from(text ?? '', 'base64url')
    return Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      coordinate(x),
      Buffer.from('225820', 'hex'),
      coordinate(y),
    ])
  }
}

/** `{fmt: "none", attStmt: {}, authData}` as CBOR. */
function attestation(authData: Buffer): Buffer {
  const text = (value: string) =>
    Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)])
  const length = Buffer.from([0x59, authData.length >> 8, authData.length & 255])
  return Buffer.concat([
    Buffer.from([0xa3]),
    text('fmt'),
    text('none'),
    text('attStmt'),
    Buffer.from([0xa0]),
    text('authData'),
    length,
    authData,
  ])
}
