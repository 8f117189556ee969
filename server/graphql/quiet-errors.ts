import { GraphQLError } from 'graphql'

/**
 * The errors of GraphQL itself repeat what was sent ("got invalid value «my password»"): whatever was typed must not
 * come back, or land in a log (security.md: no input echoed). Suggestions tell the schema to who may not read it.
 */
export function quietError(error: GraphQLError): GraphQLError {
  const message = error.message
    .replace(/got invalid value [\s\S]* at "([^"]*)"[\s\S]*$/, 'got an invalid value at "$1".')
    .replace(/got invalid value [\s\S]*$/, 'got an invalid value.')
    .replace(/(cannot represent [^:]*): [\s\S]*$/, '$1.')
    .replace(/^(Syntax Error: [^"]*) "[\s\S]*$/, '$1.')
    .replace(/^(Expected value of type "[^"]*"), found [\s\S]*$/, '$1.')
    .replace(/ Did you mean [\s\S]*$/, '')
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions: error.extensions,
  })
}
