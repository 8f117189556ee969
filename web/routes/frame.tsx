import { Outlet } from '@remix-run/react'
import { StopPage } from '../parts/stop-page.tsx'

/**
 * Around every page, without a word of its own: an action that stops the journey is caught here, below the root, so
 * that the root still loads whose letterhead the page carries.
 */
export default Outlet

export const ErrorBoundary = StopPage
