import { judgeWhileTyping } from './checklist.ts'
import { tellDelivery } from './delivery.ts'
import { tellExpiry } from './expiry.ts'
import { focusFirst } from './focus.ts'
import { sendOnce } from './once.ts'
import { offerPrint } from './print.ts'
import { revealPasswords } from './reveal.ts'

// Nothing here is needed to get through: each island makes easier what already works without it.
focusFirst()
revealPasswords()
judgeWhileTyping()
tellExpiry()
tellDelivery()
offerPrint()
sendOnce()
