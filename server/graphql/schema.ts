import './account.ts'
import './agency.ts'
import './change-email.ts'
import './change-password.ts'
import './code.ts'
import './flow.ts'
import './freeze.ts'
import './me.ts'
import './migration.ts'
import './password-policy.ts'
import './refusals.ts'
import './reset.ts'
import './session.ts'
import './sign-in.ts'
import './staff-action.ts'
import { builder } from './builder.ts'

/** The contract. `npm run schema:print` writes it to schema.graphql; a test compares. */
export const schema = builder.toSchema({ sortSchema: true })
