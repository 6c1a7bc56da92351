// Preact by its own functions: no template language, and so nothing to compile or to evaluate.
const { h: node, Fragment, render } = window.preact;
const { useState, useEffect, useRef, useMemo, useCallback, useLayoutEffect } = window.preactHooks;

const isProps = (value) =>
  value !== null && typeof value === "object" && !Array.isArray(value) && value.constructor === Object;

/** An element or a component: the properties may be left out. */
export function h(type, first, ...rest) {
  return isProps(first) ? node(type, first, ...rest) : node(type, null, first, ...rest);
}

/** One function for each HTML or SVG element: `tags.div({class: "x"}, ...)`. */
export const tags = new Proxy({}, { get: (_, name) => (...all) => h(name, ...all) });

/** Names of classes, those that are falsy left out. */
export const classes = (...names) => names.filter(Boolean).join(" ");

export { Fragment, render, useState, useEffect, useRef, useMemo, useCallback, useLayoutEffect };
