// Pages beside the rooms, each loaded only by who opens its address.

import { type ComponentType, lazy } from 'react'
import type { Address } from './address.ts'

const Admin = lazy(async () => ({ default: (await import('./admin/admin.tsx')).Admin }))
const Reset = lazy(async () => ({ default: (await import('./admin/reset.tsx')).Reset }))

/** Undefined: the address is of the start page, or of a room. */
export function pageOf(pathname: string): ComponentType<{ address: Address }> | undefined {
  if (/^\/admin(\/|$)/.test(pathname)) return Admin
  return pathname === '/reset' ? Reset : undefined
}
