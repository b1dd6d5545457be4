// Catches what breaks while a screen is drawn, a part of the app that cannot be loaded among it, and shows a way on.

import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { Notice } from './notice.tsx'
import { texts } from './texts.ts'

interface State {
  readonly broken: boolean
}

export class Boundary extends Component<{ children: ReactNode }, State> {
  override state: State = { broken: false }

  static getDerivedStateFromError(): State {
    return { broken: true } // React has reported the error itself
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children
    return (
      <Notice title={texts.ended.failed.title} hint={texts.ended.reloadHint}>
        <Button onClick={() => location.reload()}>{texts.ended.reload}</Button>
      </Notice>
    )
  }
}
