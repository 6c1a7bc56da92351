/** The dashboard: the page at {@code /} and its files, which the browser may keep for good. */
@NullMarked
package io.layerscope.web.dashboard;

import org.jspecify.annotations.NullMarked;
