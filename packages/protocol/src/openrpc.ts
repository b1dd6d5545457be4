// The tables as an OpenRPC document (https://spec.open-rpc.org). Notifications stand beside the methods as `x-notifications`,
// since OpenRPC has no word for them.

import type { TSchema } from 'typebox'
import { closeCodes } from './close-codes.ts'
import { refusals } from './refusals.ts'
import { methods, notifications } from './table.ts'
import { protocolVersion } from './version.ts'

export function openRpc(serverVersion: string) {
  return {
    openrpc: '1.3.2',
    info: { title: 'Parley', version: serverVersion, 'x-protocol': protocolVersion },
    methods: Object.entries(methods).map(([name, { summary, permission, params, result }]) => ({
      name,
      summary,
      'x-permission': permission,
      paramStructure: 'by-name',
      params: paramsOf(params),
      ...(result === null ? {} : { result: { name: 'result', schema: result } }),
    })),
    'x-notifications': Object.entries(notifications).map(([name, { summary, class: kind, params }]) => ({
      name,
      summary,
      'x-class': kind,
      params: paramsOf(params),
    })),
    components: {
      errors: Object.fromEntries(
        Object.entries(refusals).map(([reason, { code, message, retry }]) => [
          reason,
          { code, message, data: { reason, retry } },
        ]),
      ),
    },
    'x-closeCodes': closeCodes,
  }
}

function paramsOf(schema: TSchema & { properties: Record<string, TSchema>; required?: string[] | undefined }) {
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    required: schema.required?.includes(name) ?? false,
    schema: property,
  }))
}
