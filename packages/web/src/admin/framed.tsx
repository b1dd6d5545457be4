// What stands in the place of a page that governs, where another page shows it in a frame.

import { Notice } from '../notice.tsx'
import { adminTexts } from '../texts/admin.ts'

export function Framed() {
  return <Notice title={adminTexts.framed} />
}
