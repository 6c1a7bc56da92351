// Numbers as people read them, with their units.
const MISSING = "–";
const missing = (value) => value === null || value === undefined || Number.isNaN(value);

// Making a formatter takes far longer than using it.
const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const significant = new Map();
function rounded(value, digits, roundingMode = "halfExpand") {
  const key = `${roundingMode} ${digits}`;
  if (!significant.has(key)) significant.set(key, new Intl.NumberFormat("en", { maximumSignificantDigits: digits, roundingMode }));
  return significant.get(key).format(value);
}

/** About `digits` significant digits; very large and very small ones as powers of ten. */
export function number(value, digits = 3) {
  if (missing(value)) return MISSING;
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(Math.max(0, digits - 2)).replace(/\.?0*e\+?/, "e");
  if (Number.isInteger(value)) return whole(value);
  const text = rounded(value, digits);
  return size < 1 && /^-?1$/.test(text) ? below(value, size) : text;
}

/** What is less than 1 is not told as 1: so many digits as show it, six at most, and the rest is cut off. */
const below = (value, size) => rounded(value, Math.min(6, Math.ceil(-Math.log10(1 - size))), "trunc");

export const whole = (value) => (missing(value) ? MISSING : WHOLE.format(Math.round(value)));

/** A share: what is not quite all is not told as all, nor what there is as nothing. */
export function percent(share, digits = 1) {
  if (missing(share)) return MISSING;
  const least = 10 ** -digits;
  const value = share * 100;
  const text = value.toFixed(digits);
  if (share > 0 && Number(text) === 0) return `< ${least.toFixed(digits)} %`;
  if (share < 1 && Number(text) === 100) return `> ${(100 - least).toFixed(digits)} %`;
  return `${text} %`;
}

export function bytes(value) {
  if (missing(value)) return MISSING;
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let rest = value;
  while (rest >= 1024 && unit < units.length - 1) {
    rest /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? rest : rest.toPrecision(3)} ${units[unit]}`;
}

export function duration(seconds) {
  if (missing(seconds)) return MISSING;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  // Rounded first: 59.7 s is a minute, never 60 s.
  const [inSeconds, inMinutes, inHours] = [1, 60, 3600].map((unit) => Math.round(seconds / unit));
  if (inSeconds < 60) return `${inSeconds} s`;
  if (inSeconds < 3600) return `${Math.floor(inSeconds / 60)} min ${inSeconds % 60} s`;
  if (inMinutes < 1440) return `${Math.floor(inMinutes / 60)} h ${inMinutes % 60} min`;
  return `${Math.floor(inHours / 24)} d ${inHours % 24} h`;
}

export function time(instant) {
  if (!instant) return MISSING;
  const date = new Date(instant);
  const today = new Date().toDateString() === date.toDateString();
  return date.toLocaleString("en-GB", today
    ? { hour: "2-digit", minute: "2-digit", second: "2-digit" }
    : { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
}

export const plural = (count, word, words = `${word}s`) => `${whole(count)} ${count === 1 ? word : words}`;

/** A kind's object as it is said: `kaimingNormal`, `normal (0.01)`. */
export function kind(value) {
  if (missing(value)) return "none";
  if (Array.isArray(value)) {
    const each = value.map(kind);
    return each.every((one) => one === each[0]) ? each[0] : each.join(", ");
  }
  return typeof value === "object" ? value.kind : String(value);
}
