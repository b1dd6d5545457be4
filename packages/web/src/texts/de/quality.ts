// Wie gut man verbunden ist: Marken, die Qualitätsansicht, was nicht stimmt und was man tun kann, der Bericht.

import { isolate } from '../../isolate.ts'
import { locale } from '../../language.ts'
import type { Texts } from '../en.ts'
import { names } from './names.ts'

// Made once: each costs a millisecond, and the panel writes dozens of numbers a second.
const round = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
const number = (value: number, digits: 0 | 1 = 0) => (digits === 0 ? round : exact).format(value)
/** Of a share of 0–1. */
const whole = (share: number) => `${number(share * 100)} %`
const percent = (share: number) => `${number(share * 100, share < 0.1 ? 1 : 0)} %`
const rate = (bps: number) => (bps < 999_500 ? `${number(bps / 1_000)} kbit/s` : `${number(bps / 1_000_000, 1)} Mbit/s`)
const ms = (value: number) => `${number(value)} ms`

export const quality: Texts['quality'] = {
  title: 'Verbindungsqualität',
  open: 'Verbindungsqualität',
  close: 'Verbindungsqualität schließen',
  number,
  percent,
  rate,
  ms,
  level: { good: 'gut', fair: 'mäßig', poor: 'schlecht', lost: 'verloren' },
  ownMark: (level) => `Deine Leitung nach oben: ${level}`,
  mark: (name, level) => `Verbindung von ${isolate(name)}: ${level}`,
  details: 'Einzelheiten',
  finding: {
    measuring: () => 'Deine Verbindung wird gemessen…',
    connecting: () => 'Ton und Bild werden verbunden…',
    reconnecting: () => 'Die Verbindung zum Server ist verloren.',
    interrupted: () => 'Ton und Bild kommen gerade nicht durch.',
    noMedia: () => 'Dieser Server kann gerade weder Ton noch Bild übertragen.',
    busyEncoding: () => 'Dein Rechner ist zu beschäftigt, um dein Bild zu kodieren (CPU).',
    busyDecoding: () => 'Dein Rechner ist zu beschäftigt, um die Bilder der anderen zu dekodieren (CPU).',
    tcp: () => 'Du bist über TCP verbunden: Eine Firewall sperrt UDP. Bilder können stocken.',
    fine: () => 'Alles in Ordnung.',
    serverSaysPoor: () => 'Der Server meldet, dass deine Verbindung nicht gut ist.',
    uplinkLoss: ({ loss }) => `Deine Leitung nach oben ist am Anschlag: ${whole(loss)} Verlust.`,
    downlinkLoss: ({ loss }) => `Deine Leitung nach unten ist am Anschlag: ${whole(loss)} Verlust.`,
    uplinkNarrow: ({ availableBps }) =>
      availableBps === undefined
        ? 'Deine Leitung nach oben ist am Anschlag.'
        : `Deine Leitung nach oben ist am Anschlag: etwa ${rate(availableBps)}.`,
    frozen: ({ share }) => `Bilder stehen ${whole(share)} der Zeit still.`,
    unsteady: ({ jitterMs }) => `Deine Verbindung ist unstet: ${ms(jitterMs)} Schwankung.`,
    farAway: ({ roundTripMs }) => `Der Weg zum Server ist lang: ${ms(roundTripMs)} hin und zurück.`,
    othersPoor: ({ names: list, ownToo }) => {
      const [theirs, are] = list.length === 1 ? ['Die Verbindung', 'ist'] : ['Die Verbindungen', 'sind']
      return `${theirs} von ${names(list)} ${are} ${ownToo ? 'auch schlecht' : 'schlecht, nicht deine'}.`
    },
  },
  advice: {
    measuring: 'Das dauert ein paar Sekunden.',
    connecting: 'Wenn es lange dauert, ist vielleicht eine Firewall im Weg.',
    reconnecting: 'Sie kommt von selbst wieder, sobald das Netz da ist.',
    interrupted: 'Es kommt von selbst wieder. Ein anderes Netz kann helfen, etwa das eines Telefons.',
    noMedia: 'Der Chat geht. Frag, wer den Server betreibt.',
    busyEncoding: 'Schließ andere Programme und Tabs, oder schalte deine Kamera aus.',
    busyDecoding: 'Empfang kleinere Bilder oder keine, oder schließ andere Programme und Tabs.',
    tcp: 'Bitte, wer das Netz betreibt, UDP zu diesem Server durchzulassen, oder nimm ein anderes Netz.',
    fine: 'Es gibt nichts zu tun.',
    serverSaysPoor: 'Geh näher ans WLAN oder nimm ein Kabel; halte Uploads und Downloads an.',
    uplinkLoss: 'Schalte deine Kamera aus, geh näher ans WLAN oder nimm ein Kabel; halte andere Uploads an.',
    downlinkLoss:
      'Empfang kleinere Bilder oder keine, geh näher ans WLAN oder nimm ein Kabel; halte andere Downloads an.',
    uplinkNarrow:
      'Dein Bild wird kleiner gesendet. Halte andere Uploads an, oder schalte deine Kamera aus, damit deine Stimme Platz hat.',
    frozen: 'Empfang kleinere Bilder oder keine.',
    unsteady: 'Geh näher ans WLAN oder nimm ein Kabel; halte andere Uploads und Downloads an.',
    farAway: 'Schalte ein VPN aus, wenn du eins benutzt. Lasst euch ausreden: Antworten brauchen länger.',
    othersPoor: 'Daran kannst du nichts ändern; dort könnte man die Kamera ausschalten.',
  },
  also: 'Außerdem',
  receive: {
    title: 'Empfangen',
    all: 'Alle Bilder',
    small: 'Kleine Bilder',
    sound: 'Keine Bilder',
    soundOnly: 'Keine Bilder empfangen',
    noPictures: 'Du empfängst keine Bilder.',
    smallPictures: 'Du empfängst kleine Bilder.',
    again: 'Alle Bilder empfangen',
  },
  cameraOff: 'Meine Kamera ausschalten',
  dismiss: 'Ausblenden',
  show: 'Zeigen',
  everything: 'Alles',
  allOf: (name) => `${isolate(name)}: alles`,
  sent: 'Gesendet',
  received: 'Empfangen',
  you: 'Du',
  source: { camera: 'Kamera', microphone: 'Mikrofon', screen: 'Bildschirm', screenAudio: 'Ton des Bildschirms' },
  trackOf: (name, source) => `${isolate(name)}: ${source}`,
  plot: {
    bitrate: 'Bitrate',
    loss: 'Verlust',
    roundTrip: 'Hin und zurück',
    jitter: 'Schwankung der Stimmen',
    jitterOfTrack: 'Schwankung',
    frames: 'Bildrate',
    height: 'Höhe der Bilder',
  },
  unit: { bitrate: 'kbit/s', loss: '%', roundTrip: 'ms', jitter: 'ms', frames: 'je Sekunde', height: 'Pixel' },
  summary: (line, last, least, most, unit) => `${line}: jetzt ${last} ${unit}, zwischen ${least} und ${most}.`,
  minutes: (count) => `${count} min`,
  seconds: (count) => `${count} s`,
  now: 'jetzt',
  overTime: 'Verlauf',
  noPlots: 'Die ersten Werte sind in ein paar Sekunden da.',
  tracks: 'Ton und Bild jetzt',
  noTracks: 'Gerade wird nichts gesendet oder empfangen.',
  column: { track: 'Was', codec: 'Codec', picture: 'Bild', rate: 'Rate', loss: 'Verlust' },
  choose: (track) => `Verlauf zeigen: ${track}`,
  picture: (width, height, frames) => `${width} × ${height}, ${frames}/s`,
  paused: 'ruht',
  connection: 'Verbindung',
  none: '–',
  row: {
    verdict: 'Urteil',
    score: 'Wertung des Servers',
    protocol: 'Protokoll',
    way: 'Weg',
    roundTrip: 'Hin und zurück',
    available: 'Platz nach oben',
    cipher: 'Verschlüsselung',
    voice: 'Stimmen (geschätzt)',
    codec: 'Codec',
    layer: 'Stufe',
    picture: 'Bild',
    rate: 'Bitrate',
    target: 'Ziel',
    loss: 'Verlust',
    jitter: 'Schwankung',
    limited: 'Gebremst durch',
    asked: 'Nachgefragt (NACK / PLI)',
    freezes: 'Stillstände',
    buffer: 'Puffer',
    coding: 'Zeit für ein Bild',
    invented: 'Erfundener Ton',
  },
  way: { direct: 'direkt', relay: 'über ein Relais (TURN)' },
  limited: { none: 'nichts', cpu: 'den Rechner (CPU)', bandwidth: 'die Leitung', other: 'anderes' },
  layer: (spatial, temporal) =>
    temporal === null ? `Größe ${spatial + 1}` : `Größe ${spatial + 1}, Schritt ${temporal + 1}`,
  freezes: (count, time) => `${number(count)} (${time})`,
  of: (value, most) => `${value} von ${most}`,
  mosHint: (buffer, invented) =>
    `Nach dem E-Modell von ITU-T G.107, aus dem Hin und zurück, ${buffer} im Puffer und ${invented} erfundenem Ton; geschätzt. Auch ein beschäftigter Computer senkt sie.`,
  copyReport: 'Bericht kopieren',
  copied: 'Der Bericht ist kopiert.',
  byHand: 'Dieser Browser lässt keine Seite kopieren. Markiere den Bericht und kopiere ihn:',
  report: {
    hint: 'Werte der letzten Minuten, ohne Namen und Adressen, für alle, die dir helfen.',
    title: 'Qualitätsbericht',
    at: 'Zeit',
    room: 'Raum',
    app: 'App',
    server: 'Server',
    browser: 'Browser',
    person: (index) => `Person ${index}`,
    history: 'Die letzten Minuten',
    columns: [
      'Zeit',
      'gesendet kbit/s',
      'empfangen kbit/s',
      'Verlust nach oben %',
      'Verlust nach unten %',
      'hin und zurück ms',
      'Schwankung ms',
    ],
  },
}
