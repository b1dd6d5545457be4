// For pictures in the docs: a drawn person in a lit room instead of the browser's green test picture.

/// <reference lib="dom" />

declare global {
  interface Window {
    /** A camera with somebody before it. */
    film(hue: number, width: number, framesPerSecond: number): MediaStreamTrack
  }
}

/** Runs in the page before its own scripts. The hue tells people apart. */
export function drawnCamera(ownHue: number): void {
  const devices = navigator.mediaDevices
  window.film = film
  const original = devices.getUserMedia.bind(devices)
  devices.getUserMedia = async (constraints = {}) => {
    const stream = await original({ ...constraints, video: false, audio: constraints.audio ?? true })
    if (constraints.video) stream.addTrack(film(ownHue, 640, 15))
    if (!constraints.audio) for (const track of stream.getAudioTracks()) stream.removeTrack(track)
    return stream
  }

  function film(hue: number, width: number, framesPerSecond: number): MediaStreamTrack {
    const canvas = Object.assign(document.createElement('canvas'), { width, height: (width * 9) / 16 })
    const context = canvas.getContext('2d')
    const [track] = canvas.captureStream(framesPerSecond).getVideoTracks()
    if (context === null || track === undefined) throw new Error('no canvas to film')
    context.scale(width / 640, width / 640)
    setInterval(() => draw(context, hue, performance.now() / 1000), 1000 / framesPerSecond)
    return track
  }

  function draw(context: CanvasRenderingContext2D, hue: number, seconds: number): void {
    // Plain colours: pictures of them are small.
    context.fillStyle = `hsl(${hue} 34% 62%)`
    context.fillRect(0, 0, 640, 360)
    context.fillStyle = `hsl(${hue + 12} 32% 52%)`
    context.fillRect(0, 268, 640, 92)
    context.fillStyle = `hsl(${hue + 20} 45% 84% / 0.5)`
    context.fillRect(60, 36, 130, 170)
    context.fillStyle = `hsl(${hue + 160} 30% 30% / 0.55)`
    context.fillRect(480, 120, 110, 12)
    context.fillRect(500, 70, 16, 50)
    context.fillRect(522, 82, 12, 38)
    context.fillRect(540, 64, 18, 56)
    const sway = Math.sin(seconds + hue) * 7
    ellipse(context, 320 + sway * 0.6, 400, 150, 150, `hsl(${hue + 190} 36% 34%)`)
    ellipse(context, 320 + sway, 262, 34, 56, `hsl(${24 + (hue % 12)} 42% ${46 + (hue % 18)}%)`)
    ellipse(context, 320 + sway, 168, 84, 92, `hsl(${hue + 10} 30% 16%)`)
    ellipse(context, 320 + sway, 184, 66, 80, `hsl(${24 + (hue % 12)} 46% ${54 + (hue % 18)}%)`)
    for (const side of [-24, 24]) ellipse(context, 320 + sway + side, 176, 6, 7, 'hsl(0 0% 12%)')
    context.strokeStyle = 'hsl(0 40% 30%)'
    context.lineWidth = 4
    context.beginPath()
    context.arc(320 + sway, 206, 22, 0.25, Math.PI - 0.25)
    context.stroke()
  }

  function ellipse(
    context: CanvasRenderingContext2D,
    x: number,
    y: number,
    width: number,
    height: number,
    color: string,
  ): void {
    context.fillStyle = color
    context.beginPath()
    context.ellipse(x, y, width, height, 0, 0, Math.PI * 2)
    context.fill()
  }
}
