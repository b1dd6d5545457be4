// Starts the web app.

import './global.css'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { readAddress } from './address.ts'
import { App } from './app.tsx'
import { Boundary } from './boundary.tsx'
import { readEmbedding } from './embed/embedding.ts'
import { language } from './language.ts'
import { Look } from './look.tsx'
import { pageOf } from './pages.ts'
import { rememberToken } from './remembered.ts'

document.documentElement.lang = language
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
const address = readAddress(location, history)
const isFramed = window.parent !== window
const embedding = readEmbedding(location, isFramed)
if (address.token !== undefined) rememberToken(address.room, address.token)
const Page = pageOf(location.pathname, isFramed)
createRoot(root).render(
  <StrictMode>
    <Look>
      <Boundary>
        {Page ? (
          <Suspense>
            <Page address={address} />
          </Suspense>
        ) : (
          <App address={address} embedding={embedding} />
        )}
      </Boundary>
    </Look>
  </StrictMode>,
)
