import type { introspection } from '../client/graphql-env.d.ts'

// What the mock must answer, read from the contract itself: a type, field, union member or enum value that is new in
// schema.graphql does not compile here until the mock has it.
type Types = introspection['types']
type Fields<Name extends keyof Types> = Types[Name] extends { fields: infer F } ? F : never
interface Scalars {
  ID: string
  String: string
  Int: number
  Float: number
  Boolean: boolean
  DateTime: Date
}

type Named<Name> = Name extends keyof Scalars
  ? Scalars[Name]
  : Name extends keyof Types
    ? Types[Name] extends { enumValues: infer Value }
      ? Value
      : Types[Name] extends { possibleTypes: infer Member }
        ? Answer<Member>
        : Shape<Name>
    : never
type Present<Ref> = Ref extends { kind: 'LIST'; ofType: infer Item }
  ? readonly Out<Item>[]
  : Ref extends { name: infer Name }
    ? Named<Name>
    : never
type Out<Ref> = Ref extends { kind: 'NON_NULL'; ofType: infer Some } ? Present<Some> : Present<Ref> | null

/** An object of the contract with every field it has. A refusal's `message` is made of its fields, in one place. */
export type Shape<Name extends keyof Types> = {
  [F in Exclude<keyof Fields<Name>, 'message'>]: Fields<Name>[F] extends { type: infer Ref } ? Out<Ref> : never
}
type Answer<Name> = Name extends keyof Types ? Shape<Name> & { __typename: Name } : never

type InputFields<Name> = Name extends keyof Types ? (Types[Name] extends { inputFields: infer F } ? F : never) : never
type In<Ref> = Ref extends { kind: 'NON_NULL'; ofType: infer Some } ? Given<Some> : Given<Ref> | null | undefined
type Given<Ref> = Ref extends { kind: 'LIST'; ofType: infer Item }
  ? readonly In<Item>[]
  : Ref extends { name: infer Name extends keyof Scalars }
    ? Scalars[Name]
    : never
type InputField = { name: string; type: unknown }
type Required<F> = F extends { name: infer N extends string; type: { kind: 'NON_NULL' }; defaultValue: null }
  ? N
  : never
type Optional<F> = F extends { name: infer N extends string } ? Exclude<N, Required<F>> : never
type ValueOf<F, N> = F extends { name: N; type: infer Ref } ? In<Ref> : never
type Input<Name> =
  InputFields<Name> extends readonly (infer F extends InputField)[]
    ? { [N in Required<F>]: ValueOf<F, N> } & { [N in Optional<F>]?: ValueOf<F, N> }
    : Record<never, never>

export type MutationName = keyof Fields<'Mutation'> & string
export type QueryName = keyof Fields<'Query'> & string
/** What a mutation's `input` holds (by the contract's own naming: signIn takes SignInInput). */
export type InputOf<Name extends MutationName> = Input<`${Capitalize<Name>}Input`>
/** What a mutation answers: its success or a refusal, with every field. */
export type AnswerOf<Name extends MutationName> = Out<FieldRef<'Mutation', Name>>
export type ReadOf<Name extends QueryName> = Out<FieldRef<'Query', Name>>
type FieldRef<Of extends keyof Types, Name> = Name extends keyof Fields<Of>
  ? Fields<Of>[Name] extends { type: infer Ref }
    ? Ref
    : never
  : never
export type SubscriptionName = keyof Fields<'Subscription'> & string
export type NewsOf<Name extends SubscriptionName> = Out<FieldRef<'Subscription', Name>>
