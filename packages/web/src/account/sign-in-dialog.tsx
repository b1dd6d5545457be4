// Signing in, above the page that one is on.

import { Modal } from '@mantine/core'
import { texts } from '../texts.ts'
import { SignInForm } from './sign-in-form.tsx'

export function SignInDialog({ onClose }: { onClose(): void }) {
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={texts.account.signIn}
      closeButtonProps={{ 'aria-label': texts.account.close }}
    >
      <SignInForm onDone={onClose} />
    </Modal>
  )
}
