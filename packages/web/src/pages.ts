// Pages beside the rooms, each loaded only by who opens its address.

import { type ComponentType, lazy } from 'react'
import type { Address } from './address.ts'

const Admin = lazy(async () => ({ default: (await import('./admin/admin.tsx')).Admin }))
// A click there gives or takes power: the page around must not be able to lead it (the server says so too, frame-ancestors).
const Framed = lazy(async () => ({ default: (await import('./admin/framed.tsx')).Framed }))
const Reset = lazy(async () => ({ default: (await import('./admin/reset.tsx')).Reset }))

/** Undefined: the address is of the start page, or of a room. */
export function pageOf(pathname: string, isFramed: boolean): ComponentType<{ address: Address }> | undefined {
  const page = /^\/admin(\/|$)/.test(pathname) ? Admin : pathname === '/reset' ? Reset : undefined
  return page !== undefined && isFramed ? Framed : page
}
