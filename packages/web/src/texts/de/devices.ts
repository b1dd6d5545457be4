// Kamera, Mikrofon und Lautsprecher.

import type { Texts } from '../en.ts'

export const devices: Texts['devices'] = {
  preview: 'Dein Bild, wie andere es sehen',
  level: 'Pegel des Mikrofons',
  camera: 'Kamera',
  microphone: 'Mikrofon',
  cameraOff: 'Deine Kamera ist aus',
  resting: 'Kamera und Mikrofon sind aus.',
  wake: 'Vorschau zeigen',
  starting: 'Deine Kamera startet…',
  mute: 'Mikrofon stummschalten',
  unmute: 'Mikrofon einschalten',
  cameraTurnOff: 'Kamera ausschalten',
  cameraTurnOn: 'Kamera einschalten',
  unnamed: (kind, number) => (kind === 'camera' ? `Kamera ${number}` : `Mikrofon ${number}`),
  speaker: 'Lautsprecher',
  usualSpeaker: 'Üblicher Lautsprecher',
  unnamedSpeaker: (number) => `Lautsprecher ${number}`,
  testSpeaker: 'Lautsprecher prüfen',
  testPlaying: 'Hörst du es?',
  testFailed: 'Dein Browser spielt hier nichts ab.',
  mirror: 'Mein Bild spiegeln',
  kind: { camera: 'Kamera', microphone: 'Mikrofon' },
  retry: 'Noch einmal',
  problem: {
    denied: (what) =>
      `Dein Browser lässt Parley nicht an: ${what}. Klicke auf das Zeichen neben der Adresse, erlaube es und versuche es noch einmal.`,
    missing: (what) => `Nicht gefunden: ${what}. Schließe etwas an und versuche es noch einmal.`,
    busy: (what) => `Von einem anderen Programm benutzt: ${what}. Schließe es und versuche es noch einmal.`,
    lost: (what) => `Nicht mehr angeschlossen: ${what}. Schließe es wieder an oder wähle etwas anderes.`,
    insecure: (what) => `Browser geben das nur Seiten mit https: ${what}. Sag es denen, die diesen Server betreiben.`,
    unknown: (what) => `Startet nicht: ${what}.`,
  },
  without: 'Du kannst auch ohne eintreten.',
  both: 'Kamera und Mikrofon',
  either: 'Kamera oder Mikrofon',
}
