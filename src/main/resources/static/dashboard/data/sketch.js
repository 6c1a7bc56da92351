// What a generator makes, by its formula, for a picture: not the service's numbers.

/** A small generator of uniform numbers, the same for the same seed (mulberry32). */
function uniforms(seed) {
  let state = (seed * 2654435761 + 1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function random(seed) {
  const next = uniforms(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return { next, normal };
}

const MAKERS = {
  blobs: ({ noise, classes }, { next, normal }) => {
    const centres = Array.from({ length: classes }, () => [next() * 20 - 10, next() * 20 - 10]);
    return (label) => [centres[label][0] + noise * normal(), centres[label][1] + noise * normal()];
  },
  moons: ({ noise }, { next, normal }) => (label) => {
    const angle = Math.PI * next();
    const [x, y] = label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return [x + noise * normal(), y + noise * normal()];
  },
  circles: ({ noise }, { next, normal }) => (label) => {
    const angle = 2 * Math.PI * next();
    const radius = label === 0 ? 1 : 0.5;
    return [radius * Math.cos(angle) + noise * normal(), radius * Math.sin(angle) + noise * normal()];
  },
  spirals: ({ noise, classes }, { next, normal }) => (label) => {
    const t = 1 - next();
    const angle = (2 * Math.PI * label) / classes + 4 * t + noise * normal();
    return [t * Math.cos(angle), t * Math.sin(angle)];
  },
  xor: (_, { next }) => () => {
    const [x, y] = [next() * 2 - 1, next() * 2 - 1];
    return [x, y, x * y > 0 ? 1 : 0];
  },
};

/** Points by class, or null where there is nothing to draw in two dimensions. */
export function sketch(spec) {
  const make = MAKERS[spec.kind];
  const classes = Math.min(spec.classes ?? 2, 100);
  if (!make || (spec.features ?? 2) !== 2 || !(spec.samples >= 10) || !(classes >= 2)) return null;
  const point = make({ ...spec, classes, noise: spec.noise ?? 0 }, random(spec.seed ?? 0));
  const groups = Array.from({ length: classes }, (_, label) => ({ name: String(label), points: [] }));
  for (let row = 0; row < Math.min(spec.samples, 600); row += 1) {
    const [x, y, own] = point(row % classes);
    groups[own ?? row % classes].points.push([x, y]);
  }
  return groups;
}
