import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/**
 * How GraphQL ends a message about a variable when the fault is of the schema's words only. What was sent is printed
 * before it and could imitate everything but the closing full stop: a printed value ends in a quote, bracket or digit.
 */
const plainFault =
  /(?: at "([\w.[\]]+)")?; (Field "\w+" of required type "[\w![\]]+" was not provided\.|Expected type "\w+" to be an object\.|Expected non-nullable type "[\w![\]]+" not to be null\.)$/

/**
 * The errors of GraphQL itself repeat what was sent ("got invalid value «my password»", a piece of the body that is not
 * JSON): whatever was typed must not come back, or land in a log (security.md: no input echoed). Suggestions tell the
 * schema to who may not read it.
 */
export function quietError(error: GraphQLError): GraphQLError {
  const { code, http, originalError, retryAfterSeconds } = error.extensions
  return new GraphQLError(quietMessage(error.message), {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions: {
      ...(code ? { code } : {}),
      ...(retryAfterSeconds ? { retryAfterSeconds } : {}),
      // What could not be read at all stays a 400 under application/json too: Yoga knows it by the cause removed here.
      ...(http ? { http: originalError ? { ...http, spec: false } : http } : {}),
    },
  })
}

/** Yoga masks what a resolver throws and what it cannot read, but answers the faults of a document as they are. */
export const quietValidation: Plugin = {
  onValidate:
    () =>
    ({ result, setResult }) =>
      setResult(result.map((error) => (error instanceof GraphQLError ? quietError(error) : error))),
}

function quietMessage(message: string): string {
  const variable = /^Variable "\$\w+" got invalid value/.exec(message)?.[0].replace('invalid', 'an invalid')
  if (variable) {
    const [, path, fault] = plainFault.exec(message) ?? []
    return `${variable}${path ? ` at "${path}"` : ''}${fault ? `: ${fault}` : '.'}`
  }
  return message
    .replace(/(cannot represent [^:]*): [\s\S]*$/, '$1.')
    .replace(/^(Syntax Error: [^"]*?):? "[\s\S]*$/, '$1.')
    .replace(/^(Expected value of type "[^"]*"), found [\s\S]*$/, '$1.')
    .replace(/^Value "[\s\S]*" (does not exist in "\w+" enum)[\s\S]*$/, 'The value $1.')
    .replace(/^Unexpected parameter "[\s\S]*" in/, 'Unexpected parameter in')
    .replace(/^Unknown operation named [\s\S]*$/, 'Unknown operation.')
    .replace(/ Did you mean [\s\S]*$/, '')
}
