/** How much a client may ask for: bodies, their pace, the rate of requests, and the list of all. */
@org.jspecify.annotations.NullMarked
package io.layerscope.web.limits;
