#!/bin/sh
# Makes the clips that the lab sends, with ffmpeg (libvpx, libopus). Each video is one group of pictures: 150 frames at
# 30 per second that begin with the only key frame, so that it can be repeated and entered anew at its start.
# Three temporal layers in the order 0 2 1 2, as browsers send them for the scalability mode L1T3; only with
# -error-resilient can the upper ones be left out without harm to the lower.
set -eu
cd "$(dirname "$0")"

# height width wanted-kbps encoder-kbps: the encoder stays below what it is told, the more so the larger the picture.
video() {
  ffmpeg -v error -y -f lavfi -i "testsrc=size=$2x$1:rate=30" -frames:v 150 \
    -c:v libvpx -threads 2 -deadline realtime -cpu-used 8 -lag-in-frames 0 -error-resilient default -g 9999 \
    -b:v "$4k" -minrate "$4k" -maxrate "$4k" -bufsize "$4k" -max-intra-rate 400 -qmax 63 \
    -ts-parameters "ts_number_layers=3:ts_target_bitrate=$(($4 * 4 / 10)),$(($4 * 6 / 10)),$4:ts_rate_decimator=4,2,1:ts_periodicity=4:ts_layer_id=0,2,1,2:ts_layering_mode=3" \
    -fflags +bitexact -f ivf "video-$1p.ivf"
  echo "video-$1p.ivf: $(($(wc -c <"video-$1p.ivf") * 8 / 5000)) kbps, wanted $3"
}

video 360 640 200 224
video 720 1280 800 975
video 1080 1920 1500 1760

# Five seconds of something like a voice: harmonics of a gliding pitch, in syllables.
ffmpeg -v error -y -f lavfi -i "aevalsrc=exprs='(0.3*sin(2*PI*(140*t+8*sin(2*PI*0.6*t)))+0.15*sin(4*PI*(140*t+8*sin(2*PI*0.6*t)))+0.08*sin(10*PI*(140*t+8*sin(2*PI*0.6*t))))*pow(abs(sin(2*PI*1.6*t)),0.7)':s=48000:d=5:c=stereo" \
  -c:a libopus -b:a 32k -vbr off -application voip -frame_duration 20 -fflags +bitexact -f ogg voice.ogg
echo "voice.ogg: $(($(wc -c <voice.ogg) * 8 / 5000)) kbps"
