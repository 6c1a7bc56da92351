/** Bodies, their pace, the rate of requests. */
@org.jspecify.annotations.NullMarked
package io.layerscope.web.limits;
