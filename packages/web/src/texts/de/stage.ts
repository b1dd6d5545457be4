// Wie man die Leute eines Raums sieht, und was im Menü neben der Bedienung steht.

import type { Texts } from '../en.ts'

export const stage: Texts['stage'] = {
  more: 'Mehr',
  noChoice: 'Hier gibt es nichts zu wählen: Es ist höchstens eine Kamera und ein Mikrofon da.',
}
