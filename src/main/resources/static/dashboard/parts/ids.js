// Identifiers that labels and descriptions need.
import { useRef } from "../core/view.js";

let last = 0;

/** An identifier that stays the same while its component does. */
export function useIdentifier() {
  const own = useRef(null);
  if (own.current === null) {
    last += 1;
    own.current = `field-${last}`;
  }
  return own.current;
}
