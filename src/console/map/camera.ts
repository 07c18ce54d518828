/** How the map is looked at: a point of it at (mx, my) is seen at (x + scale × mx, y + scale × my), in pixels. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const SMALLEST = 0.02;
const LARGEST = 2.5;
/** Small maps are not blown up. */
const LARGEST_FIT = 1.15;

/** One pixel is one unit of the map. */
export function createCamera(): Camera {
  return { x: 0, y: 0, scale: 1 };
}

/** Names stand out of the map by some pixels, and a hint stands below it. */
const MARGIN_X = 12;
const MARGIN_TOP = 8;
const MARGIN_BOTTOM = 36;

/** All of the map in the middle of a frame. */
export function fitCamera(
  map: { readonly width: number; readonly height: number },
  width: number,
  height: number,
): Camera {
  if (map.width <= 0 || map.height <= 0 || width <= 0 || height <= 0) return createCamera();
  const [roomX, roomY] = [width - 2 * MARGIN_X, height - MARGIN_TOP - MARGIN_BOTTOM];
  const scale = clamp(Math.min(roomX / map.width, roomY / map.height), SMALLEST, LARGEST_FIT);
  return { x: (width - map.width * scale) / 2, y: MARGIN_TOP + (roomY - map.height * scale) / 2, scale };
}

/** Moved by pixels. */
export function panCamera({ x, y, scale }: Camera, byX: number, byY: number): Camera {
  return { x: x + byX, y: y + byY, scale };
}

/** Nearer or further, while what is at the pixel (x, y) stays there. */
export function zoomCamera(camera: Camera, factor: number, x: number, y: number): Camera {
  const scale = clamp(camera.scale * factor, SMALLEST, LARGEST);
  const by = scale / camera.scale;
  return { x: x - (x - camera.x) * by, y: y - (y - camera.y) * by, scale };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
